"""Into which bands do numbers go?

Bands that hold about as many records each: sixteenths, eighths, quarters, halves. Their
bounds are rounded to two digits, so that no bound is the number of a person.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence

import polars as pl

from migrascope.protect.plan.ladders import Level

_NAMES = {"sixteenths": 16, "eighths": 8, "quarters": 4, "halves": 2}


def levels(numbers: pl.Series, values: Mapping[str, float]) -> tuple[Level, ...]:
    """The bands of these numbers; `values` are the numbers by their texts."""
    bounds = _bounds(numbers.drop_nulls())
    made = []
    for name, parts in _NAMES.items():
        step = 16 // parts
        cuts = sorted(set(bounds[step - 1 :: step]))
        made.append(
            (name, {text: _band(number, cuts) for text, number in values.items()})
        )
    return tuple(made)


def _bounds(numbers: pl.Series) -> list[float]:
    """The fifteen numbers that cut the records into sixteenths, rounded."""
    found = [numbers.quantile(part / 16, "nearest") for part in range(1, 16)]
    return [_rounded(float(each)) for each in found if each is not None]


def _rounded(number: float) -> float:
    """To two digits: 17 300 becomes 17 000."""
    if not number:
        return 0.0
    return round(number, 1 - math.floor(math.log10(abs(number))))


def _band(number: float, cuts: Sequence[float]) -> str:
    spot = bisect_right(cuts, number)
    if not cuts:
        return "any"
    if not spot:
        return f"below {_plain(cuts[0])}"
    if spot == len(cuts):
        return f"{_plain(cuts[-1])} or more"
    return f"{_plain(cuts[spot - 1])} to below {_plain(cuts[spot])}"


def _plain(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)
