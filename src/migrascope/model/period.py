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

    def __str__(self) -> str:
        if self.is_day:
            names = {(7, 1): "mid-{}", (12, 31): "end of {}"}
            name = names.get((self.start.month, self.start.day))
            return name.format(self.start.year) if name else self.start.isoformat()
        if (self.start.month, self.start.day) == (1, 1) and (
            self.end.month,
            self.end.day,
        ) == (12, 31):
            if self.start.year == self.end.year:
                return str(self.start.year)
            return f"{self.start.year}–{self.end.year}"
        if (self.start.month, self.start.day) == (self.end.month, self.end.day):
            return f"{self.start.year}–{self.end.year}"
        return f"{self.start.isoformat()} to {self.end.isoformat()}"


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
    last = calendar.monthrange(year, number)[1]
    return Period(date(year, number, 1), date(year, number, last))


def quarter(year: int, number: int) -> Period:
    """A calendar quarter (1 to 4)."""
    first = 3 * number - 2
    return Period(date(year, first, 1), month(year, first + 2).end)
