"""What would this program have forecast at each past time?

A quantile of the forecast, made again at each origin from what was known then. Figures
are those of today's edition: revisions since then are not undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight.frameworks.model import Frequency, Indicator
from migrascope.foresight.frameworks.series import Series
from migrascope.foresight.models.registry import named
from migrascope.foresight.panel import Panel
from migrascope.foresight.quantiles import LEVELS
from migrascope.foresight.series.catalogue import SERIES
from migrascope.model import area as areas

if TYPE_CHECKING:
    from migrascope.store.base import Base

EARLIEST = {Frequency.YEARLY: 10, Frequency.MONTHLY: 36}
"""Years or months of a series before the first past forecast of it is made."""
ROUTE = "route"


def series(indicator: Indicator, base: Base) -> Series:
    """The forecasts of an indicator; those of a time are known with its figures.

    Raises:
        NoFigures: there are no forecasts of this area or route.
        UsageError: there is no such model.
    """
    panel = SERIES[indicator.forecast].read(base)
    place = panel.keys.index(_key(indicator, panel))
    model = named(indicator.model, panel.season)
    values = np.full(len(panel.times), np.nan)
    for row in range(EARLIEST[indicator.frequency], len(panel.times)):
        known = panel.until(panel.times[row])
        if np.isnan(known.values[-1, place]):
            continue
        said = model.forecast(known, (indicator.horizon,))[0, place]
        values[row] = np.interp(indicator.level, LEVELS, said)
    return Series(
        panel.times[0],
        values,
        indicator.frequency,
        indicator.delay_days,
        f"forecast of {panel.what}, {indicator.model}, {', '.join(panel.editions)}",
        panel.fingerprint(),
    )


def _key(indicator: Indicator, panel: Panel) -> str:
    """The series that is meant: a route by its name, an area by any of its names."""
    text = indicator.area
    key = text if indicator.forecast == ROUTE else areas.find(text).id
    if key in panel.keys:
        return key
    if indicator.forecast == ROUTE:
        advice = f"Routes: {', '.join(panel.keys)}."
    else:
        advice = "`migrascope foresight AREA` says of whom there are."
    raise NoFigures(f'"{indicator.name}": there are no forecasts of {text}.', advice)
