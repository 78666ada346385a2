"""How do moves between places fit on a circle?

Each place has an arc as long as its departures and arrivals together; each move is
a ribbon as wide as its persons at both ends. Ends lie in the order in which the
other places follow around the circle, so that few ribbons cross. After the directed
chord diagrams of Abel & Sander (2014, doi:10.1126/science.1248676).

Angles are in radians, clockwise from the top.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from migrascope.review.movements.matrix import Matrix

GAP = 0.035
"""The white space between two arcs."""

TURN = 2 * math.pi


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the circle, from one angle to another."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """How far it reaches."""
        return self.end - self.start

    @property
    def middle(self) -> float:
        """The angle half way."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A move: where it leaves the circle, and where it comes back to it."""

    origin: int
    destination: int
    persons: float
    leaves: Span
    arrives: Span


@dataclass(frozen=True, slots=True)
class Circle:
    """The arcs of the places, in their order, and the ribbons between them.

    `persons_per_radian` is the scale of both.
    """

    arcs: tuple[Span, ...]
    ribbons: tuple[Ribbon, ...]
    persons_per_radian: float


def around(matrix: Matrix) -> Circle:
    """Lay a matrix around a circle; places without moves get no arc of any length."""
    sizes = [
        out + in_ for out, in_ in zip(matrix.departures, matrix.arrivals, strict=True)
    ]
    assert sum(sizes) > 0, "somebody moved"
    scale = sum(sizes) / (TURN - GAP * len(sizes))
    arcs = []
    at = GAP / 2
    for size in sizes:
        arcs.append(Span(at, at + size / scale))
        at = arcs[-1].end + GAP
    ends = _ends(matrix, arcs, scale)
    ribbons = [
        Ribbon(i, j, persons, ends[i, j, True], ends[i, j, False])
        for i, row in enumerate(matrix.persons)
        for j, persons in enumerate(row)
        if persons > 0
    ]
    ribbons.sort(key=lambda each: -each.persons)
    return Circle(tuple(arcs), tuple(ribbons), scale)


def _ends(
    matrix: Matrix, arcs: list[Span], scale: float
) -> dict[tuple[int, int, bool], Span]:
    """The stretch of each end: by origin, destination, and whether it is the start."""
    many = len(arcs)
    ends = {}
    for here in range(many):
        at = arcs[here].start
        # the nearest place anticlockwise first: its ribbons leave at the near side
        for step in range(1, many + 1):
            there = (here - step) % many
            for leaves in (True, False):
                i, j = (here, there) if leaves else (there, here)
                width = matrix.persons[i][j] / scale
                ends[i, j, leaves] = Span(at, at + width)
                at += width
    return ends
