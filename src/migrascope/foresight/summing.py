"""What may come for a group of areas, or for the world?

The medians of the members are added up. Errors of members partly cancel and partly go
together, so that no interval of a sum follows from theirs: the sum takes its interval
from the errors that such a sum made at past origins, as Student's t distribution of
logarithms. Medians of skewed distributions add up to somewhat too little; a correction
by the mean past error was tried and made the forecasts of the world worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight import keeping
from migrascope.foresight.forecasting import Forecast, Record, say
from migrascope.foresight.models.model import Model
from migrascope.foresight.models.registry import named
from migrascope.foresight.panel import FloatArray, IntArray, Panel
from migrascope.foresight.quantiles import LEVELS, MEDIAN

ORIGINS = 15
FEWEST = 6
"""Past errors without which nothing is said."""


def forecast_sum(
    panel: Panel,
    keys: Sequence[str],
    name: str,
    record: Sequence[Record],
    *,
    cache: Path | None = None,
) -> Forecast:
    """The forecast of the sum of some series, under a name of its own.

    The medians of all series, now and at past origins, are kept in `cache`.

    Raises:
        NoFigures: no member has a newest figure, or the panel is too short.
    """
    at = np.array([panel.keys.index(key) for key in keys], dtype=np.intp)
    if not len(at) or np.isnan(panel.values[-1, at]).all():
        raise NoFigures(
            f"No member of {name} has a figure of the newest year.",
            "Name a country, or fetch a newer edition.",
        )
    said = []
    for each in record:
        medians = keeping.figures(
            cache,
            "medians",
            (panel.fingerprint(), each.horizon, each.best),
            partial(medians_of, panel, named(each.best, panel.season), each.horizon),
        )[:, at]
        errors = past_errors(panel, at, medians, each.horizon)
        if len(errors) < FEWEST:
            raise NoFigures(
                f"{name} has {len(errors)} past forecasts: too few for an interval.",
                "Ask for a shorter horizon.",
            )
        whole = float(np.nansum(medians[-1]))
        said.append(around(whole, errors, panel, cache=cache))
    horizons = tuple(each.horizon for each in record)
    models = tuple(each.best for each in record)
    return Forecast(name, panel.times[-1], horizons, np.stack(said), models)


def medians_of(panel: Panel, model: Model, horizon: int) -> FloatArray:
    """Medians of all series at past origins, the newest last: (origins + 1, N)."""
    rows = [*_past(panel, horizon), len(panel.times) - 1]
    known = [panel.until(panel.times[row]) for row in rows]
    return np.stack([say(each, model, horizon)[:, MEDIAN] for each in known])


def past_errors(
    panel: Panel, at: IntArray, medians: FloatArray, horizon: int
) -> FloatArray:
    """Errors of the logarithm of the sum at past origins, of members known at both.

    `medians` are those of the members, (past origins and now, members).
    """
    errors = []
    for row, said in zip(_past(panel, horizon), medians[:-1], strict=True):
        came = panel.values[row + horizon, at]
        both = ~np.isnan(said + came)
        if both.any():
            sums = came[both].sum() + panel.floor, said[both].sum() + panel.floor
            errors.append(np.log(sums[0] / sums[1]))
    return np.array(errors)


def _past(panel: Panel, horizon: int) -> range:
    """The rows of the last origins whose outcome is known."""
    last = len(panel.times) - 1 - horizon
    return range(max(last - ORIGINS + 1, 1), last + 1)


def students(count: int) -> FloatArray:
    """Quantiles of Student's t distribution with so many degrees of freedom."""
    from scipy.stats import t  # takes longer to load than all the rest

    return np.asarray(t.ppf(LEVELS, count), dtype=np.float64)


def around(
    centre: float, errors: FloatArray, panel: Panel, *, cache: Path | None = None
) -> FloatArray:
    """Quantiles (7,) of a sum whose past errors of logarithms are known."""
    count = len(errors)
    steps = keeping.figures(cache, "students", (count,), partial(students, count))
    spread = np.sqrt((errors**2).mean())
    return panel.from_logs(np.log(centre + panel.floor) + spread * steps)
