"""Which people moved between which places, as a drawing can carry it?

A drawing has room for about ten places. The smaller ones are put together as one,
never left out, so that the whole stays the whole.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

OTHER = "X:other"
"""The place that stands for those without room of their own."""

REST = "X:rest"
"""All places outside the group that is looked at."""


@dataclass(frozen=True, slots=True)
class Move:
    """Persons who moved from one place to another, with the least and the most.

    `low` and `high` are None where nobody has said how sure the figure is.
    """

    origin: str
    destination: str
    persons: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        assert math.isfinite(self.persons), self
        assert self.persons >= 0, self


@dataclass(frozen=True, slots=True)
class Matrix:
    """Persons by origin (rows) and destination (columns) of named places.

    The diagonal holds moves inside a place that is more than one country.
    """

    places: tuple[str, ...]
    names: tuple[str, ...]
    persons: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        assert len(self.places) == len(self.names) == len(self.persons)
        assert all(len(row) == len(self.places) for row in self.persons)

    @property
    def departures(self) -> tuple[float, ...]:
        """Persons who left each place, or moved inside it."""
        return tuple(sum(row) for row in self.persons)

    @property
    def arrivals(self) -> tuple[float, ...]:
        """Persons who came to each place, or moved inside it."""
        return tuple(sum(column) for column in zip(*self.persons, strict=True))

    @property
    def total(self) -> float:
        """Everyone who moved."""
        return sum(self.departures)


def lumped(
    moves: Sequence[Move],
    *,
    name: Callable[[str], str],
    most: int,
    first: Sequence[str] = (),
    rest: str = "Other",
) -> Matrix:
    """A matrix of the `most` places with the most moves, and the rest as one.

    The places of `first` are kept whatever their size and stand first. A rest of
    one place is that place.
    """
    size: defaultdict[str, float] = defaultdict(float)
    for move in moves:
        size[move.origin] += move.persons
        size[move.destination] += move.persons
    kept = [place for place in first if place in size]
    others = sorted(size.keys() - set(kept), key=lambda each: (-size[each], each))
    room = most - len(kept)
    kept += others if len(others) == room + 1 else others[:room]
    places = tuple(kept) + ((OTHER,) if len(kept) < len(size) else ())
    at = {place: position for position, place in enumerate(places)}
    persons = [[0.0] * len(places) for _ in places]
    last = len(places) - 1
    for move in moves:
        persons[at.get(move.origin, last)][at.get(move.destination, last)] += (
            move.persons
        )
    return Matrix(
        places,
        tuple(rest if place == OTHER else name(place) for place in places),
        tuple(tuple(row) for row in persons),
    )
