"""Which values of a column mean that something is not known?

Only marks that can mean nothing else are proposed: signs of programs (`NA`, `.`),
negative codes where all others are positive (-99), codes that the codebook calls
missing, codes far above all others (99 beside 1 to 6), a 0 among countries. A word
like "Unknown" is proposed for keys only, where it would be taken for a value that
others know. Each mark comes with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from migrascope.protect.plan import concepts

_SIGNS = frozenset({".", "..", "-", "?", "na", "n/a", "nan", "null", "#n/a"})
_NEGATIVE = frozenset({-7, -8, -9, -77, -88, -97, -98, -99, -777, -888, -999, -9999})
_HIGH = (99, 98, 97, 88, 77, 999, 998, 997, 9999)
_WHOLE = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A value that means "not known", and why it is taken for that."""

    value: str
    because: str


@dataclass(frozen=True, slots=True)
class _Codes:
    """What the whole numbers of a column say about a code among them."""

    only_negative_marks: bool
    highest: int
    """Of those that no mark can be."""

    @classmethod
    def among(cls, values: Collection[str]) -> _Codes:
        """The codes among the values."""
        numbers = [int(value) for value in values if _WHOLE.fullmatch(value)]
        plain = [each for each in numbers if each >= 0 and each not in _HIGH]
        only = all(each >= 0 or each in _NEGATIVE for each in numbers)
        return cls(only, max(plain, default=0))

    def reason(self, number: int) -> str:
        """Why a code means "not known", or nothing."""
        if number in _NEGATIVE and self.only_negative_marks:
            return "a negative code in a column of positive ones"
        if number in _HIGH and 0 < self.highest * 3 < number:
            return "it stands far above all other codes"
        return ""


def found(
    values: Collection[str],
    labels: Mapping[str, str],
    *,
    is_key: bool,
    is_country: bool,
) -> tuple[Mark, ...]:
    """The marks among the values of a column, sorted."""
    every = _Codes.among(values)

    def reason(value: str) -> str:
        if value in labels:
            unknown = concepts.means_unknown(labels[value])
            return "the codebook says so" if unknown else ""
        # NA is Namibia among countries, and their names are words.
        if value.lower() in _SIGNS and not (is_country and value == "NA"):
            return "programs write it for a missing value"
        if is_country and not value.strip("0"):
            return "it is no country"
        if _WHOLE.fullmatch(value):
            return every.reason(int(value))
        return "it says so" if is_key and concepts.means_unknown(value) else ""

    return tuple(Mark(value, why) for value in sorted(values) if (why := reason(value)))
