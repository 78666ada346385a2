"""How are places and movements named in drawings and in the words beside them?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from migrascope.language.grammar import listing, with_article
from migrascope.language.numbers import rounded
from migrascope.model import area as areas
from migrascope.review.geography import label
from migrascope.review.movements.matrix import OTHER, REST, Move

HOW_CHORD = (
    "A ribbon leaves the place that people left and ends in an arrow where they came "
    "to; the number at a place is of those who left it and came to it together."
)
HOW_HEAT = "Rows are places that people left, columns places where they came to."
HOW_MAP = (
    "A bow is broad where people left and pointed where they came to. Boundaries are "
    "for orientation and imply no opinion."
)
HOW_BLUE = "Blue bows lead in, orange ones out."
HOW_TIME = "A point is the mean of the years of an interval between two stocks."
BAND_OF_METHODS = "The band reaches from the least to the most that the methods say."
BAND_OF_ESTIMATES = (
    "The band reaches from the low to the high figures of the estimates, added over "
    "corridors."
)


def place(id_: str) -> str:
    """The name of a place in a drawing."""
    if id_ == REST:
        return "Rest of the world"
    return "Other" if id_ == OTHER else label(id_, areas.name(id_))


def inside(id_: str) -> str:
    """The same as it stands in a sentence."""
    if id_ in (REST, OTHER):
        return "the rest of the world" if id_ == REST else "other places"
    found = areas.get(id_)
    return with_article(id_, areas.name(id_), kind=found.kind)


def first_three(moves: Sequence[Move]) -> str:
    """The three largest moves: "Kenya to Uganda (12,300), …"."""
    ways = [
        f"{place(move.origin)} to {place(move.destination)} ({rounded(move.persons)})"
        for move in moves[:3]
    ]
    return listing(ways) or "none"


def region_of(country: str) -> str:
    """The sub-region that a country is put into where the world is drawn."""
    return areas.get(country).sub_region or OTHER


def labels(
    shown: Sequence[Move], *, focus: Collection[str], most: int
) -> dict[str, str]:
    """The places of a map that are named, the ends of the largest moves first."""
    ends = [*focus, *(end for move in shown for end in (move.origin, move.destination))]
    return {end: place(end) for end in list(dict.fromkeys(ends))[:most]}
