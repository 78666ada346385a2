"""Which days does "29 February - 1 March 2016" mean?"""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_SPAN = re.compile(
    rf"\b(?P<first>[0-3]?\d)(?:\s+(?P<first_month>{_MONTH}))?"
    rf"(?:\s*(?:-|–|—|to|and|&)\s*(?P<last>[0-3]?\d))?"
    rf"\s+(?P<month>{_MONTH}),?\s+(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def days(text: str) -> tuple[date, date] | None:
    """The first and last day of an event; None when the text names none.

    >>> days("29 February - 1 March 2016")
    (datetime.date(2016, 2, 29), datetime.date(2016, 3, 1))
    >>> days("05 and 06 October 2023")
    (datetime.date(2023, 10, 5), datetime.date(2023, 10, 6))
    """
    match = _SPAN.search(text)
    if match is None:
        return None
    year, month = int(match["year"]), _number(match["month"])
    first_month = _number(match["first_month"]) if match["first_month"] else month
    last = int(match["last"] or match["first"])
    try:
        return (
            date(year - (first_month > month), first_month, int(match["first"])),
            date(year, month, last),
        )
    except ValueError:
        return None


def _number(name: str) -> int:
    return _MONTHS.index(name.casefold()) + 1
