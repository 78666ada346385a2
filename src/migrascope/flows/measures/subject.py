"""What is measured: a whole table of movements, or one area in it?

`Movements` puts the table beside what some measures need besides: the population,
the distances, the movers by birthplace. `Place` is one area seen from inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.distances import Distances
from migrascope.flows.measures.population import Population
from migrascope.flows.measures.streams import Streams
from migrascope.flows.table import FlowTable


@dataclass(frozen=True, slots=True, eq=False)
class Movements:
    """A table of movements with what is known besides, or why it is not known."""

    table: FlowTable
    population: Population | Unsaid
    distances: Distances | Unsaid
    streams: Streams | Unsaid

    @property
    def size(self) -> int:
        """How many areas there are."""
        return len(self.table.areas)

    @property
    def flows(self) -> FloatArray:
        """The persons of every corridor, one after the other, without a diagonal."""
        return off_diagonal(self.table.persons)

    def known_population(self) -> Population:
        """The population; the registry asks for it only where it is known."""
        assert isinstance(self.population, Population)
        return self.population

    def known_distances(self) -> Distances:
        """The distances; the registry asks for them only where they are known."""
        assert isinstance(self.distances, Distances)
        return self.distances

    def known_streams(self) -> Streams:
        """The movers by birthplace; asked for only where they are known."""
        assert isinstance(self.streams, Streams)
        return self.streams


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One area of a table, by its position."""

    movements: Movements
    position: int

    @property
    def area(self) -> str:
        """The id of the area."""
        return self.movements.table.areas[self.position]

    @property
    def by_origin(self) -> FloatArray:
        """Persons who came, by each other area."""
        column = self.movements.table.persons[:, self.position]
        return np.asarray(np.delete(column, self.position))

    @property
    def by_destination(self) -> FloatArray:
        """Persons who left, by each other area."""
        row = self.movements.table.persons[self.position]
        return np.asarray(np.delete(row, self.position))

    @property
    def arrivals(self) -> float:
        """Persons who came from the other areas."""
        return float(self.by_origin.sum())

    @property
    def departures(self) -> float:
        """Persons who left for the other areas."""
        return float(self.by_destination.sum())


def off_diagonal(square: FloatArray) -> FloatArray:
    """All cells of a square table but those of its diagonal, row by row."""
    many = len(square)
    return np.asarray(square[~np.eye(many, dtype=bool)])
