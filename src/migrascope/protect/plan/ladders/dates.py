"""In which month, year or period does a date lie?

Dates, months (2016-05), quarters (2016-Q2) and years. What is known by year only stays
the year at the levels below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from migrascope.protect.plan.ladders import Level, Unplaced

_DATE = re.compile(
    r"(?P<year>(?:1[89]|20|21)\d\d)"
    r"(?:[-/.](?:Q(?P<quarter>[1-4])|M?(?P<month>0?[1-9]|1[0-2])(?:[-/.]\d{1,2})?))?"
    r"(?:[T ].*)?"
)
_Part = tuple[int, int | None, int | None]
"""Year, quarter and month; None for what is not known."""


def levels(values: Collection[str]) -> tuple[Level, ...]:
    """The periods of these dates, from fine to coarse; years have no months.

    Raises:
        Unplaced: some are no dates or years.
    """
    found = {value: _part(value) for value in values}
    unplaced = [value for value, own in found.items() if own is None]
    if unplaced:
        raise Unplaced(unplaced, "no date (2016-05-31), month (2016-05) or year")
    parts = {value: own for value, own in found.items() if own is not None}
    ladder: list[tuple[str, Callable[[_Part], str]]] = [
        ("year", lambda part: str(part[0])),
        ("five_years", lambda part: _period(part[0], 5)),
        ("ten_years", lambda part: _period(part[0], 10)),
    ]
    if any(quarter for _, quarter, _ in parts.values()):
        ladder[:0] = [("month", _month), ("quarter", _quarter)]
    else:
        del ladder[0]  # years are the values themselves
    return tuple(
        (name, {value: group(part) for value, part in parts.items()})
        for name, group in ladder
    )


def _part(text: str) -> _Part | None:
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    month = int(found["month"]) if found["month"] else None
    quarter = int(found["quarter"]) if found["quarter"] else None
    if month is not None:
        quarter = (month + 2) // 3
    return int(found["year"]), quarter, month


def _month(part: _Part) -> str:
    year, _, month = part
    return _quarter(part) if month is None else f"{year}-{month:02}"


def _quarter(part: _Part) -> str:
    year, quarter, _ = part
    return str(year) if quarter is None else f"{year}-Q{quarter}"


def _period(year: int, length: int) -> str:
    first = year - year % length
    return f"{first}-{first + length - 1}"
