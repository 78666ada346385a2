"""What may come for a group of areas, or for the world?

The medians of the members are added up. Errors of members partly cancel and partly go
together, so that no interval of a sum follows from theirs: the sum takes its interval
from the errors that such a sum made at past origins, as Student's t distribution of
logarithms. Medians of skewed distributions add up to somewhat too little; a correction
by the mean past error was tried and made the forecasts of the world worse.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight.forecasting import Forecast, Record
from migrascope.foresight.models.model import Model
from migrascope.foresight.models.registry import named
from migrascope.foresight.panel import FloatArray, IntArray, Panel
from migrascope.foresight.quantiles import LEVELS, MEDIAN

ORIGINS = 15
FEWEST = 6
"""Past errors without which nothing is said."""


def forecast_sum(
    panel: Panel, keys: Sequence[str], name: str, record: Sequence[Record]
) -> Forecast:
    """The forecast of the sum of some series, under a name of its own.

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
        model = named(each.best, panel.season)
        (medians,) = model.forecast(panel, (each.horizon,))[:, at, MEDIAN]
        errors = past_errors(panel, at, model, each.horizon)
        if len(errors) < FEWEST:
            raise NoFigures(
                f"{name} has {len(errors)} past forecasts: too few for an interval.",
                "Ask for a shorter horizon.",
            )
        said.append(around(float(np.nansum(medians)), errors, panel))
    horizons = tuple(each.horizon for each in record)
    models = tuple(each.best for each in record)
    return Forecast(name, panel.times[-1], horizons, np.stack(said), models)


def past_errors(panel: Panel, at: IntArray, model: Model, horizon: int) -> FloatArray:
    """Errors of the logarithm of the sum at past origins, of members known at both."""
    last = len(panel.times) - 1 - horizon
    errors = []
    for row in range(max(last - ORIGINS + 1, 1), last + 1):
        known = panel.until(panel.times[row])
        (medians,) = model.forecast(known, (horizon,))[:, at, MEDIAN]
        came = panel.values[row + horizon, at]
        both = ~np.isnan(medians + came)
        if both.any():
            sums = came[both].sum() + panel.floor, medians[both].sum() + panel.floor
            errors.append(np.log(sums[0] / sums[1]))
    return np.array(errors)


def around(centre: float, errors: FloatArray, panel: Panel) -> FloatArray:
    """Quantiles (7,) of a sum whose past errors of logarithms are known."""
    from scipy.stats import t

    count = len(errors)
    spread = np.sqrt((errors**2).mean())
    return panel.from_logs(np.log(centre + panel.floor) + spread * t.ppf(LEVELS, count))
