"""How do the verbs about movements write persons, days and doubt?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrascope.flows.account import Interval

WIDTH = 80
"""Columns that a paragraph is folded to."""

NOTE = (
    "Estimates, not counts: nobody recorded these movements. People who lived in one\n"
    "area at the start and in another at the end."
)
"""What stands under every table."""

SEXES = {"_T": "both sexes", "F": "women", "M": "men"}


def count(persons: float | None, *, signed: bool = False) -> str:
    """Whole persons; nothing but the rounding is lost.

    >>> count(1234.5), count(-0.2, signed=True), count(7.0, signed=True), count(None)
    ('1,234', '0', '+7', '..')
    """
    if persons is None:
        return ".."
    whole = round(persons)
    return f"{whole:+,}" if signed and whole else f"{whole:,}"


def when(interval: Interval) -> str:
    """The two days of an interval, for people."""
    return span(interval.start, interval.end)


def span(start: date, end: date) -> str:
    """From one day to another, for people.

    >>> span(date(2015, 7, 1), date(2020, 7, 1))
    'mid-2015 to mid-2020'
    """
    if start.month == end.month == 7:
        return f"mid-{start.year} to mid-{end.year}"
    return f"{start} to {end}"
