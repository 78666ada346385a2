"""How is a forecast said in a sentence, rounded as its doubt allows?"""

from __future__ import annotations

import math

from migrascope.foresight.forecasting import Forecast, Record
from migrascope.foresight.models.registry import named
from migrascope.foresight.panel import Panel
from migrascope.foresight.quantiles import INTERVALS, MEDIAN
from migrascope.foresight.scores import Scores


def rounded(value: float, *, figures: int = 3) -> int:
    """A number of people with that many figures that count.

    >>> rounded(3875117.0), rounded(832.4), rounded(0.2)
    (3880000, 832, 0)
    """
    if value < 1:
        return 0
    digits = max(math.floor(math.log10(value)) + 1 - figures, 0)
    return int(round(value / 10**digits) * 10**digits)


def sentence(name: str, whom: str, forecast: Forecast, last: float) -> str:
    """What is expected one step ahead, with the 80 per cent interval."""
    low, high = (rounded(forecast.quantiles[0, at]) for at in INTERVALS[80])
    middle = rounded(forecast.quantiles[0, MEDIAN])
    year = forecast.origin + forecast.horizons[0]
    return (
        f"{whom} {name}: {rounded(last):,} at the end of {forecast.origin}; "
        f"for the end of {year} about {middle:,} are expected, with 80 % probability "
        f"between {low:,} and {high:,}."
    )


def ahead(panel: Panel, horizon: int) -> str:
    """For which times forecasts are, in words."""
    last = panel.times[-1]
    until = f" to {last + horizon}" if horizon > 1 else ""
    return f"from the end of {last} for {last + 1}{until}"


def earned(record: Record, season: int = 1) -> str:
    """Why this model speaks, with its scores beside the last value's."""
    best, naive = record.scores[record.best], record.scores["last_value"]
    first, last = record.origins
    title = named(record.best, season).title
    tried = (
        f"{steps(record.horizon, season)} ahead, {best.forecasts:,} forecasts made at "
        f"{first}–{last}"
    )
    if record.nothing_beats_naive:
        return (
            f"{tried}: no model beat the last value; it is shown as it is. "
            f"{_figures(naive)}"
        )
    gain = record.against_naive[record.best].gain
    return (
        f"{tried}: {title}. {_figures(best)} Its loss is {100 * gain:.0f} % below that "
        f"of the last value (median error {naive.median_ape:.1f} %)."
    )


def steps(count: int, season: int) -> str:
    """A number of years, or of months.

    >>> steps(1, 1), steps(3, 1), steps(2, 12)
    ('1 year', '3 years', '2 months')
    """
    name = "year" if season == 1 else "month"
    return f"{count} {name}{'s' if count > 1 else ''}"


def _figures(scores: Scores) -> str:
    return (
        f"Median error {scores.median_ape:.1f} %, {scores.within_10:.0f} % within a "
        f"tenth; the 80 % interval held {scores.cover_80:.0f} % of the outcomes, the "
        f"95 % interval {scores.cover_95:.0f} %."
    )
