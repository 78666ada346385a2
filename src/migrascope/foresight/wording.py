"""How is a forecast said in a sentence, rounded as its doubt allows?"""

from __future__ import annotations

import math
from calendar import month_name
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Manner:
    """How times and amounts of a quantity are said.

    `season` is 12 for months; a stock is counted at the end of a time.
    """

    season: int = 1
    is_stock: bool = True
    unit: str = "PS"

    def time(self, time: int) -> str:
        """A year, or a month with its year.

        >>> Manner().time(2025), Manner(season=12).time(24300)
        ('2025', 'January 2025')
        """
        if self.season == 1:
            return str(time)
        year, month = divmod(time, self.season)
        return f"{month_name[month + 1]} {year}"

    def moment(self, time: int) -> str:
        """The time with "the end of" where a stock is counted."""
        return f"the end of {self.time(time)}" if self.is_stock else self.time(time)

    def amount(self, value: float) -> str:
        """A number with three figures that count; money in millions."""
        if self.unit == "USD":
            return f"US$ {rounded(value / 1e6):,} million"
        return f"{rounded(value):,}"

    @property
    def heading(self) -> str:
        """The unit for the head of a table; nothing for people and events."""
        return "US$ million" if self.unit == "USD" else ""

    def cell(self, value: float) -> str:
        """The same in a table whose head names the unit."""
        return f"{rounded(value / (1e6 if self.unit == 'USD' else 1)):,}"


def sentence(subject: str, forecast: Forecast, last: float, manner: Manner) -> str:
    """What is expected one step ahead, with the 80 per cent interval."""
    low, high = (manner.amount(forecast.quantiles[0, at]) for at in INTERVALS[80])
    middle = manner.amount(forecast.quantiles[0, MEDIAN])
    now = manner.moment(forecast.origin)
    then = manner.moment(forecast.origin + forecast.horizons[0])
    return (
        f"{subject}: {manner.amount(last)} {'at' if manner.is_stock else 'in'} {now}; "
        f"for {then} about {middle} are expected, with 80 % probability between {low} "
        f"and {high}."
    )


def ahead(panel: Panel, horizon: int) -> str:
    """For which times forecasts are, in words."""
    last, said = panel.times[-1], Manner(panel.season).time
    until = f" to {said(last + horizon)}" if horizon > 1 else ""
    return f"from the figures of {said(last)} for {said(last + 1)}{until}"


def earned(
    record: Record,
    season: int = 1,
    *,
    is_sum: bool = False,
    is_short: bool = False,
) -> str:
    """Why this model speaks, with its scores beside the last value's.

    Scores are those of single series, which is said beside the forecast of a sum. Of a
    short series the last value speaks, with its own scores.
    """
    best, naive = record.scores[record.best], record.scores["last_value"]
    first, last = (Manner(season).time(each) for each in record.origins)
    title = named(record.best, season).title
    tried = (
        f"{steps(record.horizon, season)} ahead, {best.forecasts:,} forecasts "
        f"{'of single countries ' if is_sum else ''}made at {first}–{last}"
    )
    if is_short:
        return f"{tried}, of longer series: last value. {_figures(naive)}"
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


def not_tried(figures: int, enough: int) -> str:
    """Why the last value speaks of a short series, whose scores follow."""
    return (
        f"The series has {figures} figure{'' if figures == 1 else 's'}. No model has "
        f"been shown to beat the last value on series of fewer than {enough}: it is "
        "shown as it is, with the errors that it made on all series."
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
