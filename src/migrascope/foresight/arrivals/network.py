"""What is the country of a shock: which places, which roads, what is closed when?

A network is checked when it is made (`checking`), so that a simulation never meets a
road that leads nowhere. Days are counted from 0, the first day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

import numpy as np

from migrascope.errors import Where
from migrascope.foresight.panel import BoolArray


class Kind(StrEnum):
    """What a place is, for those who flee."""

    CONFLICT = "conflict"
    """People live there, and flee while there is fighting; otherwise like a town."""
    TOWN = "town"
    CAMP = "camp"
    HUB = "hub"
    """A crossing or a way station: nobody stays longer than a night."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place: persons who live there (conflict) or whom it can hold (camp)."""

    name: str
    kind: Kind
    country: str
    population: int | None = None
    capacity: int | None = None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Road:
    """A road between two places, used both ways.

    With `forced`, whoever stands at `first` is brought to `second` and cannot choose.
    """

    first: str
    second: str
    km: float
    forced: bool = False
    where: Where | None = None


class Barred(StrEnum):
    """What a closure closes."""

    COUNTRY = "country"
    """The border from the first country to the second, in that direction."""
    LOCATION = "location"
    """The place `first`: nobody sets out for it or through it."""
    LINK = "link"
    """The road from `first` to `second`, in both directions."""


@dataclass(frozen=True, slots=True)
class Closure:
    """Something is closed from day `start` until the day before `end`."""

    what: Barred
    first: str
    second: str
    start: int
    end: int
    where: Where | None = None

    def on(self, day: int) -> bool:
        """Whether it is closed on a day."""
        return self.start <= day < self.end


@dataclass(frozen=True)
class Network:
    """Places, roads, closures over some days; `fighting` is (days, places)."""

    name: str
    places: tuple[Place, ...]
    roads: tuple[Road, ...]
    closures: tuple[Closure, ...]
    fighting: BoolArray
    start: date

    @property
    def days(self) -> int:
        """How many days are simulated."""
        return len(self.fighting)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The position of each place by its name."""
        return {place.name: spot for spot, place in enumerate(self.places)}

    @cached_property
    def camps(self) -> tuple[int, ...]:
        """The positions of the places where people stay."""
        sent_on = {road.first for road in self.roads if road.forced}
        return tuple(
            spot
            for spot, place in enumerate(self.places)
            if place.kind is Kind.CAMP and place.name not in sent_on
        )

    @property
    def camp_names(self) -> tuple[str, ...]:
        """The names of the camps, in the order of all results."""
        return tuple(self.places[spot].name for spot in self.camps)

    def residents(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Persons who live in each place of conflict, nought elsewhere."""
        return np.array(
            [
                (place.population or 0) if place.kind is Kind.CONFLICT else 0
                for place in self.places
            ],
            dtype=np.int64,
        )

    def closed(self, day: int) -> tuple[Closure, ...]:
        """What is closed on a day."""
        return tuple(each for each in self.closures if each.on(day))

    def between(self, first: int, end: int) -> Network:
        """The same network from day `first` until the day before `end`."""
        closures = tuple(
            replace(each, start=each.start - first, end=each.end - first)
            for each in self.closures
        )
        return replace(
            self,
            closures=closures,
            fighting=self.fighting[first:end],
            start=self.date_of(first),
        )

    def date_of(self, day: int) -> date:
        """The date of a day."""
        return self.start + timedelta(days=day)
