"""What do the methods say together about the world, an area or a corridor?

No method is right, so a figure is never shown alone: beside the headline method
stand the least and the most that the others say, or its own resampled interval. A sum
over corridors is taken within each method first, and then compared: the least sum,
not the sum of the least.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from migrascope.errors import UnknownArea, UsageError
from migrascope.flows.account import Interval
from migrascope.flows.table import FlowTable
from migrascope.flows.uncertainty.bands import SHOWN, Band, Bands, Float32Array

Sampled = Callable[[Band], Float32Array]
"""Takes the bounds of one figure (level × low and high) out of a band."""

HEADLINE = "da_pb_closed"
"""The method that is shown first: the one that came closest to reported flows."""

PREFERRED = (
    HEADLINE, "da_min_closed", "da_min_open", "mig_rate", "sd_rev_neg", "sd_drop_neg"
)  # fmt: skip
"""What is shown first where the usual method failed: the next one of these."""


@dataclass(frozen=True, slots=True)
class Said:
    """Persons by the headline method, with the least and the most of all methods.

    Where the headline method was resampled, low and high are those of its interval.
    """

    persons: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Corridor:
    """Movements from one area to another."""

    origin: str
    destination: str
    said: Said


@dataclass(frozen=True, slots=True)
class Crossing:
    """What one method says about a place: persons who came, left, and moved inside.

    `inside` is the movement between the members of a group; zero for a country.
    """

    method: str
    arrivals: float
    departures: float
    inside: float

    @property
    def net(self) -> float:
        """Arrivals less departures."""
        return self.arrivals - self.departures


@dataclass(frozen=True, slots=True)
class Balance:
    """Movements to and from a place, over all methods."""

    arrivals: Said
    departures: Said
    net: Said


@dataclass(frozen=True, slots=True)
class Partner:
    """Movements between a place and one other area, both ways."""

    area: str
    arrivals: Said
    departures: Said


@dataclass(frozen=True, slots=True, eq=False)
class SideBySide:
    """The tables of several methods, of the same areas, sex and interval.

    `band` is the resampled interval of the headline method, where it was made.
    """

    tables: tuple[FlowTable, ...]
    headline: str
    band: Band | None = None

    def __post_init__(self) -> None:
        alike = {(each.areas, each.sex, each.interval) for each in self.tables}
        assert len(alike) == 1
        assert self.headline in self.methods

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods, in the order of the tables."""
        return tuple(table.method for table in self.tables)

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas of all tables."""
        return self.tables[0].areas

    @property
    def interval(self) -> Interval:
        """The time of all tables."""
        return self.tables[0].interval

    @property
    def sex(self) -> str:
        """The sex of all tables."""
        return self.tables[0].sex

    @property
    def shown(self) -> FlowTable:
        """The table of the headline method."""
        return self.tables[self._lead]

    def total(self) -> Said:
        """Everyone who moved between the areas."""
        return self._said(
            [table.total for table in self.tables], lambda band: band.total
        )

    def largest(self, *, top: int) -> tuple[Corridor, ...]:
        """The corridors with the most people by the headline method."""
        persons = self.shown.persons
        order = np.argsort(-persons, axis=None, kind="stable")[:top]
        spots = zip(*np.unravel_index(order, persons.shape), strict=True)
        return tuple(
            self._corridor(int(row), int(column))
            for row, column in spots
            if persons[row, column] > 0
        )

    def corridor(self, origin: str, destination: str) -> Corridor:
        """The movements from one area to another.

        Raises:
            UnknownArea: one of them is not in the tables.
        """
        row, column = (_spot(self.areas, each) for each in (origin, destination))
        return self._corridor(row, column)

    def between(
        self, origins: Collection[str], destinations: Collection[str]
    ) -> tuple[Said, tuple[float, ...]]:
        """Persons from one place to another: together, and by each method.

        Raises:
            UnknownArea: no member of one of them is in the tables.
            UsageError: a group, of which no resampled interval is known.
        """
        leaving, entering = self._mask(origins), self._mask(destinations)
        cut = np.ix_(leaving, entering)
        said = [float(table.persons[cut].sum()) for table in self.tables]
        alone = _alone(leaving), _alone(entering)
        known = None
        if alone[0] is not None and alone[1] is not None:
            known = _of_corridor(alone[0], alone[1])
        return self._said(said, known), tuple(said)

    def crossings(self, members: Collection[str]) -> tuple[Crossing, ...]:
        """What each method says about an area, or about a group as one place.

        Raises:
            UnknownArea: no member is in the tables.
        """
        here = self._mask(members)
        return tuple(
            Crossing(
                table.method,
                arrivals=float(table.persons[np.ix_(~here, here)].sum()),
                departures=float(table.persons[np.ix_(here, ~here)].sum()),
                inside=float(table.persons[np.ix_(here, here)].sum()),
            )
            for table in self.tables
        )

    def balance(self, members: Collection[str]) -> Balance:
        """What the methods say together about an area, or a group as one place.

        Raises:
            UnknownArea: no member is in the tables.
            UsageError: a group, of which no resampled interval is known.
        """
        every = self.crossings(members)
        at = _alone(self._mask(members))
        return Balance(
            arrivals=self._said(
                [each.arrivals for each in every],
                None if at is None else lambda band: band.arrivals[..., at],
            ),
            departures=self._said(
                [each.departures for each in every],
                None if at is None else lambda band: band.departures[..., at],
            ),
            net=self._said(
                [each.net for each in every],
                None if at is None else lambda band: band.net[..., at],
            ),
        )

    def partners(self, members: Collection[str], *, top: int) -> tuple[Partner, ...]:
        """The areas with the most movements to and from a place, the largest first.

        Raises:
            UnknownArea: no member is in the tables.
            UsageError: a group, of which no resampled interval is known.
        """
        here = self._mask(members)
        every = [table.persons for table in self.tables]
        arrivals = np.stack([persons[:, here].sum(axis=1) for persons in every])
        departures = np.stack([persons[here].sum(axis=0) for persons in every])
        both = np.where(here, 0.0, arrivals[self._lead] + departures[self._lead])
        order = np.argsort(-both, kind="stable")[:top]
        at = _alone(here)
        return tuple(
            Partner(
                self.areas[spot],
                arrivals=self._said(
                    arrivals[:, spot].tolist(),
                    None if at is None else _of_corridor(spot, at),
                ),
                departures=self._said(
                    departures[:, spot].tolist(),
                    None if at is None else _of_corridor(at, spot),
                ),
            )
            for spot in map(int, order)
            if both[spot] > 0
        )

    @property
    def _lead(self) -> int:
        return self.methods.index(self.headline)

    def _corridor(self, row: int, column: int) -> Corridor:
        said = [float(table.persons[row, column]) for table in self.tables]
        return Corridor(
            self.areas[row],
            self.areas[column],
            self._said(said, _of_corridor(row, column)),
        )

    def _said(self, by_method: Sequence[float], sampled: Sampled | None) -> Said:
        persons = by_method[self._lead]
        if self.band is None:
            return Said(persons, min(by_method), max(by_method))
        if sampled is None:
            raise UsageError(
                "The resampled interval of a group is not known: an interval of a sum "
                "is no sum of intervals.",
                "Ask for single areas, or put the methods side by side without bands.",
            )
        low, high = sampled(self.band)[self.band.level(SHOWN)]
        return Said(persons, float(low), float(high))

    def _mask(self, members: Collection[str]) -> NDArray[np.bool_]:
        here = np.isin(np.array(self.areas), list(members))
        if not here.any():
            raise not_in_tables(sorted(members), self.areas)
        return np.asarray(here)


def side_by_side(
    tables: Sequence[FlowTable],
    *,
    headline: str = HEADLINE,
    bands: Bands | None = None,
) -> SideBySide:
    """Put tables beside each other; the first leads where the headline is missing."""
    lead = next((each for each in tables if each.method == headline), tables[0])
    band = bands.band(lead.method, lead.sex, lead.interval) if bands else None
    return SideBySide(tuple(tables), lead.method, band)


def not_in_tables(asked: Sequence[str], areas: Sequence[str]) -> UnknownArea:
    """The error for an area that has no row and column in the tables."""
    from migrascope.model import area

    named = ", ".join(f"{area.name(each)} ({each})" for each in asked[:3])
    return UnknownArea(
        f"{named} has no row in the tables of movements, which have "
        f"{len(areas)} areas.",
        "Only areas with a stock of migrants and with births and deaths can be "
        "estimated: migrascope flows adjustments lists those that were left out.",
    )


def _spot(areas: tuple[str, ...], wanted: str) -> int:
    if wanted not in areas:
        raise not_in_tables([wanted], areas)
    return areas.index(wanted)


def _alone(here: NDArray[np.bool_]) -> int | None:
    """The position of the only area; None for several."""
    return int(np.flatnonzero(here)[0]) if here.sum() == 1 else None


def _of_corridor(origin: int, destination: int) -> Sampled:
    return lambda band: band.persons[..., origin, destination]
