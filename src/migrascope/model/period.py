"""Which time does a figure speak of?

A stock at mid-year and a stock at the end of the year are different things, and
a flow covers an interval: a period keeps both days, and knows how to name itself.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The first and last day that a figure refers to (equal for a stock)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            msg = f"a period cannot end ({self.end}) before it starts ({self.start})"
            raise ValueError(msg)

    @property
    def is_day(self) -> bool:
        """True for a stock: one day."""
        return self.start == self.end

    @property
    def year(self) -> int:
        """The calendar year in which the period ends."""
        return self.end.year

    @property
    def sdmx(self) -> str:
        """The period as SDMX writes TIME_PERIOD.

        >>> whole_year(2020).sdmx, end_year(2020).sdmx, quarter(2020, 3).sdmx
        ('2020', '2020-12-31', '2020-Q3')
        """
        first, last = self.start, self.end
        if self.is_day:
            return first.isoformat()
        if first.day == 1 and last == _last_day(last):
            months = 12 * (last.year - first.year) + last.month - first.month + 1
            if months == 12 and first.month == 1:
                return str(first.year)
            if months % 12 == 0:
                return f"{first.isoformat()}/P{months // 12}Y"
            if months == 3 and first.month % 3 == 1:
                return f"{first.year}-Q{first.month // 3 + 1}"
            if months == 1:
                return f"{first.year}-{first.month:02}"
        if (first.month, first.day) == (last.month, last.day):
            return f"{first.isoformat()}/P{last.year - first.year}Y"
        return f"{first.isoformat()}/P{(last - first).days + 1}D"

    def __str__(self) -> str:
        first, last = self.start, self.end
        if self.is_day:
            names = {(7, 1): "mid-{}", (12, 31): "end of {}"}
            name = names.get((first.month, first.day))
            return name.format(first.year) if name else first.isoformat()
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            same = first.year == last.year
            return str(first.year) if same else f"{first.year}–{last.year}"
        if (first.month, first.day) == (last.month, last.day):
            return f"{first.year}–{last.year}"
        written = self.sdmx
        if "-Q" in written:
            ordinal = ("first", "second", "third", "fourth")[int(written[-1]) - 1]
            return f"{ordinal} quarter of {first.year}"
        if len(written) == len("2020-07"):
            return f"{calendar.month_name[first.month]} {first.year}"
        return f"{first.isoformat()} to {last.isoformat()}"


def mid_year(year: int) -> Period:
    """1 July, the reference day of population stocks of UN DESA."""
    return Period(date(year, 7, 1), date(year, 7, 1))


def end_year(year: int) -> Period:
    """31 December, the reference day of population stocks of UNHCR."""
    return Period(date(year, 12, 31), date(year, 12, 31))


def whole_year(year: int) -> Period:
    """1 January to 31 December, for flows."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def month(year: int, number: int) -> Period:
    """A calendar month, for monthly flows."""
    first = date(year, number, 1)
    return Period(first, _last_day(first))


def quarter(year: int, number: int) -> Period:
    """A calendar quarter (1 to 4)."""
    first = 3 * number - 2
    return Period(date(year, first, 1), month(year, first + 2).end)


def _last_day(day: date) -> date:
    """The last day of the month that a day is in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
