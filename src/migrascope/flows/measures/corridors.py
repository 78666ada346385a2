"""Which corridors are the largest, and how did their ranks change?

A corridor is an origin and a destination; ranks go from the largest, equal sizes
share a rank, and among equals the order is that of the ids. A pair holds both
directions: flow, counter-flow, what is left on balance and what was exchanged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.flows.measures.answer import Answer
from migrascope.flows.measures.connectivity import HALF_A_PERSON
from migrascope.flows.measures.effectiveness import effectiveness
from migrascope.flows.table import FlowTable


@dataclass(frozen=True, slots=True)
class Corridor:
    """Persons from one area to another, their rank and share of all movers (0 to 1)."""

    origin: str
    destination: str
    persons: float
    rank: int
    share: float


@dataclass(frozen=True, slots=True)
class Change:
    """A corridor in two intervals; a rank is None where nobody moved.

    `yearly` are persons a year, so that intervals of different lengths compare.
    """

    origin: str
    destination: str
    earlier: float
    later: float
    earlier_yearly: float
    later_yearly: float
    earlier_rank: int | None
    later_rank: int | None

    @property
    def climbed(self) -> int | None:
        """Ranks gained; None where one of the two is missing."""
        if self.earlier_rank is None or self.later_rank is None:
            return None
        return self.earlier_rank - self.later_rank


@dataclass(frozen=True, slots=True)
class Pair:
    """Both directions between two areas; `flow` is the one from `origin`."""

    origin: str
    destination: str
    flow: float
    counter_flow: float

    @property
    def net(self) -> float:
        """Flow less counter-flow."""
        return self.flow - self.counter_flow

    @property
    def interchange(self) -> float:
        """Flow and counter-flow together."""
        return self.flow + self.counter_flow

    @property
    def effectiveness(self) -> Answer:
        """Net in percent of interchange."""
        return effectiveness(self.flow, self.counter_flow)


def ranking(table: FlowTable, *, top: int | None = None) -> tuple[Corridor, ...]:
    """The corridors from the largest, without those that round to nobody."""
    total = table.total
    found: list[Corridor] = []
    for place, (size, origin, destination) in enumerate(_sorted(table)[:top]):
        same = found and found[-1].persons == size
        rank = found[-1].rank if same else place + 1
        found.append(Corridor(origin, destination, size, rank, size / total))
    return tuple(found)


def changes(
    earlier: FlowTable, later: FlowTable, *, top: int | None = None
) -> tuple[Change, ...]:
    """The corridors of two intervals, by their rank in the later one.

    With `top`, those among the first so many in either of the two.
    """
    before = {(each.origin, each.destination): each for each in ranking(earlier)}
    after = {(each.origin, each.destination): each for each in ranking(later)}
    both = {**after, **before}
    lengths = earlier.interval.years, later.interval.years
    found = [
        _change(key, before.get(key), after.get(key), lengths=lengths) for key in both
    ]
    found.sort(key=_by_rank)
    if top is None:
        return tuple(found)
    return tuple(each for each in found if _best_rank(each) <= top)


def pairs(table: FlowTable) -> tuple[Pair, ...]:
    """Every two areas with movers between them, largest exchange first.

    The origin of each is the one that more people left.
    """
    found = []
    for one in range(len(table.areas)):
        for other in range(one + 1, len(table.areas)):
            there = float(table.persons[one, other])
            back = float(table.persons[other, one])
            if there + back < HALF_A_PERSON:
                continue
            ends = table.areas[one], table.areas[other]
            found.append(
                Pair(*ends, there, back)
                if there >= back
                else Pair(ends[1], ends[0], back, there)
            )
    return tuple(sorted(found, key=lambda each: (-each.interchange, each.origin)))


def _sorted(table: FlowTable) -> list[tuple[float, str, str]]:
    origins, destinations = np.nonzero(table.persons >= HALF_A_PERSON)
    found = [
        (float(table.persons[i, j]), table.areas[i], table.areas[j])
        for i, j in zip(origins.tolist(), destinations.tolist(), strict=True)
    ]
    return sorted(found, key=lambda each: (-each[0], each[1], each[2]))


def _change(
    key: tuple[str, str],
    before: Corridor | None,
    after: Corridor | None,
    *,
    lengths: tuple[float, float],
) -> Change:
    earlier = before.persons if before else 0.0
    later = after.persons if after else 0.0
    return Change(
        *key,
        earlier=earlier,
        later=later,
        earlier_yearly=earlier / lengths[0],
        later_yearly=later / lengths[1],
        earlier_rank=before.rank if before else None,
        later_rank=after.rank if after else None,
    )


def _by_rank(each: Change) -> tuple[float, float, str, str]:
    never = float("inf")
    return (
        each.later_rank or never,
        each.earlier_rank or never,
        each.origin,
        each.destination,
    )


def _best_rank(each: Change) -> float:
    never = float("inf")
    return min(each.earlier_rank or never, each.later_rank or never)
