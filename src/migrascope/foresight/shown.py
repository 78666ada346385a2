"""What would the page have shown at past origins?

The model that speaks is chosen by how models did in the past; whoever scores it on the
same past flatters it. Here it is chosen anew at each origin, from outcomes that were
known then, and what it said is scored: this is what a reader would have got.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight.evaluating import Trial, together
from migrascope.foresight.forecasting import ORIGINS, record_of, trials
from migrascope.foresight.models.model import Model
from migrascope.foresight.models.registry import NAIVE
from migrascope.foresight.panel import Panel

SHOWN = "as_shown"


def trials_as_shown(
    panel: Panel,
    *,
    horizons: Sequence[int],
    origins: int,
    beside: Sequence[Model] = (),
    advance: Callable[[int, int], None] | None = None,
) -> tuple[Trial, ...]:
    """What models said at the last origins, and at each what would have been shown.

    Raises:
        NoFigures: the panel is too short to try anything.
    """
    before = origins + max(horizons) - min(horizons) + ORIGINS
    every = trials(
        panel, horizons=horizons, origins=before, beside=beside, advance=advance
    )
    last = panel.times[-1] - min(horizons)
    asked = range(last - origins + 1, last + 1)
    cut = [each.only(np.isin(each.origin, asked)) for each in every]
    shown = [
        as_shown(panel, [each for each in every if each.horizon == horizon], asked)
        for horizon in horizons
    ]
    return (*cut, *shown)


def as_shown(panel: Panel, tried: Sequence[Trial], origins: Sequence[int]) -> Trial:
    """The forecasts of one horizon by the model that spoke at each origin.

    At an origin before which nothing could be tried, the last value is shown.
    """
    horizon = tried[0].horizon
    rows = []
    for origin in origins:
        past = range(origin - horizon - ORIGINS + 1, origin - horizon + 1)
        before = [each.only(np.isin(each.origin, past)) for each in tried]
        try:
            (record,) = record_of(panel, before)
            best = record.best
        except NoFigures:
            best = NAIVE.name
        spoke = next(each for each in tried if each.model == best)
        rows.append(spoke.only(spoke.origin == origin))
    return replace(together(rows), model=SHOWN)
