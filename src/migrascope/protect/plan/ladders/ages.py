"""Into which broader bands do ages go?

Ages are years ("34", 34.0), bands ("0--8", "Age 30-38", "9 to 17", "48+", "Y18T59") or
words for minors and adults, in several languages (`age_words.csv`). Coarser bands
never cut through a finer one, and every level keeps minors and adults apart as long as
the data do.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from migrascope.model import area
from migrascope.protect.plan.ladders import Level, Unplaced

_Band = tuple[int, int | None]
"""The first and the last year of a band, None when it is open."""

_ADULT = 18
_FIVE = (0, 5, 10, 15, _ADULT, *range(25, 90, 5))
_TEN = (0, 10, _ADULT, *range(30, 90, 10))
_BROAD = (0, _ADULT, 30, 60)
_MAJORITY = (0, _ADULT)

_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")
_CODE = re.compile(r"Y(?:(\d+)T(\d+)|_?GE(\d+)|_?LT(\d+)|(\d+))")


def levels(values: Collection[str]) -> tuple[Level, ...]:
    """The bands of these ages, from fine to coarse.

    Raises:
        Unplaced: some are no ages.
    """
    bands = {value: band(value) for value in values}
    unplaced = [value for value, found in bands.items() if found is None]
    if unplaced:
        raise Unplaced(unplaced, "no age, band of ages, or word for minors or adults")
    placed = {value: found for value, found in bands.items() if found is not None}
    told = [own for value, own in placed.items() if _NUMBER.search(value)]
    years = sum(1 for low, high in told if low == high)
    ladder: list[tuple[str, Sequence[int]]] = [("wider", _paired(told))]
    if 2 * years > len(told):
        ladder = [("five_years", _FIVE), ("ten_years", _TEN)]
    return tuple(
        (name, _grouped(placed, _uncut(cuts, told)))
        for name, cuts in (*ladder, ("broad", _BROAD), ("majority", _MAJORITY))
    )


def band(text: str) -> _Band | None:
    """The ages that a text means, or None.

    >>> band("Age 30-38"), band("48+"), band("0--8"), band("under 18"), band("34")
    ((30, 38), (48, None), (0, 8), (0, 17), (34, 34))
    """
    code = _CODE.fullmatch(text.strip().upper())
    if code:
        return _of_code(code)
    if text.lstrip().startswith("-"):
        return None  # -99 is a mark, and nobody is so young
    words = _words(text)
    numbers = [int(float(each.replace(",", "."))) for each in _NUMBER.findall(text)]
    if not numbers:
        if words & _meaning("minor"):
            return 0, _ADULT - 1
        return (_ADULT, None) if words & _meaning("adult") else None
    under, open_ = words & _meaning("under"), words & _meaning("open")
    known = _meaning("between") | _meaning("neutral")
    if words - under - open_ - known or numbers != sorted(numbers) or len(numbers) > 2:
        return None
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    if under:
        return (0, numbers[0] - 1) if numbers[0] else None
    return numbers[0], None if open_ else numbers[0]


@cache
def _meaning(meaning: str) -> frozenset[str]:
    """The words and signs of a meaning, written as `_words` gives them."""
    file = Path(__file__).with_name("age_words.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        return frozenset(
            area.fold(row["word"]) or row["word"]
            for row in csv.DictReader(stream)
            if row["meaning"] == meaning
        )


def _of_code(code: re.Match[str]) -> _Band:
    """A code of SDMX: Y0T4, Y_GE60, Y_LT18, Y34."""
    low, high, least, under, year = (
        int(each) if each else None for each in code.groups()
    )
    if low is not None and high is not None:
        return low, high
    if least is not None:
        return least, None
    if under is not None:
        return 0, max(under - 1, 0)
    return year or 0, year or 0


def _words(text: str) -> set[str]:
    """The words and signs around the numbers of a text, without accents."""
    bare = _NUMBER.sub(" ", text.casefold())
    words = set(area.fold(bare).split())
    return words | set(re.findall(r"[+<≥=]|>=?|[-–—~]+", bare))


def _uncut(cuts: Sequence[int], bands: Collection[_Band]) -> list[int]:
    """The cuts that do not go through a band."""
    return [
        cut
        for cut in cuts
        if not any(low < cut and (high is None or cut <= high) for low, high in bands)
    ]


def _paired(bands: Collection[_Band]) -> list[int]:
    """Cuts that put two neighbouring bands together, within the broad ones."""
    starts = _uncut(sorted({low for low, _ in bands}), bands)
    broad = _uncut(_BROAD, bands)
    kept = set(broad)
    for low, high in pairwise([*broad, 1000]):
        own = [start for start in starts if low <= start < high]
        kept |= set(own[2::2]) if own and own[0] == low else set(own[1::2])
    return sorted(kept)


def _grouped(bands: dict[str, _Band], cuts: Sequence[int]) -> dict[str, str]:
    """The group of every value; a word that is wider than any group stays itself."""
    groups = {}
    for value, (low, high) in bands.items():
        spot = bisect_right(cuts, low)
        end = cuts[spot] - 1 if spot < len(cuts) else None
        start = cuts[spot - 1] if spot else 0
        fits = end is None or (high is not None and high <= end)
        label = f"{start}+" if end is None else f"{start}-{end}"
        groups[value] = label if fits else value
    return groups
