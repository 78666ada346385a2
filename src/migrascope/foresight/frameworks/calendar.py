"""Which day, month or year is it, as a number that can be counted with?

Days count from 1 January 1970, months from year 0 (year × 12 + month − 1), years as
they are: so that a series without holes is an array, and so is its calendar.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from migrascope.foresight.frameworks.model import Frequency

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]

LENGTH = {Frequency.DAILY: 1, Frequency.MONTHLY: 31, Frequency.YEARLY: 366}
"""Days of the longest period."""
STALE = {Frequency.DAILY: 7, Frequency.MONTHLY: 45, Frequency.YEARLY: 400}
"""Days after which the newest figure says nothing of today, unless said otherwise."""
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_UNITS = {Frequency.DAILY: "D", Frequency.MONTHLY: "M", Frequency.YEARLY: "Y"}
_EPOCH = 1970


def periods(days: IntArray, frequency: Frequency) -> IntArray:
    """The period in which each day lies."""
    if frequency is Frequency.DAILY:
        return days
    unit = _UNITS[frequency]
    counted = days.astype("datetime64[D]").astype(f"datetime64[{unit}]")
    return counted.astype(np.int64) + _offset(frequency)


def starts(numbers: IntArray, frequency: Frequency) -> IntArray:
    """The first day of each period."""
    if frequency is Frequency.DAILY:
        return numbers
    counted = numbers - _offset(frequency)
    first = counted.astype(f"datetime64[{_UNITS[frequency]}]").astype("datetime64[D]")
    return first.astype(np.int64)


def ends(numbers: IntArray, frequency: Frequency) -> IntArray:
    """The last day of each period."""
    return starts(numbers + 1, frequency) - 1


def months(days: IntArray) -> IntArray:
    """The month of the year, 1 to 12, of each day."""
    return periods(days, Frequency.MONTHLY) % 12 + 1


def season_years(days: IntArray, first_month: int) -> IntArray:
    """The year in which the season of each day began.

    A season year runs for twelve months from the first month that is watched.
    """
    return (periods(days, Frequency.MONTHLY) - (first_month - 1)) // 12


def text(day: int) -> str:
    """A day as it is written: 2024-05-31."""
    return str(np.datetime64(int(day), "D"))


def named(day: int, frequency: Frequency) -> str:
    """The day, month or year that begins on a day: 2024-05-31, 2024-05 or 2024."""
    length = {Frequency.DAILY: 10, Frequency.MONTHLY: 7, Frequency.YEARLY: 4}
    return text(day)[: length[frequency]]


def month_name(month: int) -> str:
    """The name of a month."""
    return MONTHS[month - 1]


def _offset(frequency: Frequency) -> int:
    return _EPOCH * 12 if frequency is Frequency.MONTHLY else _EPOCH
