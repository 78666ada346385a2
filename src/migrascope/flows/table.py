"""What does an estimate of movements look like?

One table of origins (rows) by destinations (columns) for one method, sex and
interval, with how well it meets the totals that it promises to meet. Methods that
account for every birthplace keep their tables by birthplace as factors, because an
array of areas cubed would not fit on a laptop.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.flows.account import FloatArray, Interval


@dataclass(frozen=True, slots=True)
class Fit:
    """How a fit ended: rounds made, largest error of a total in persons, and words.

    `converged` is False when the totals could not be met to `tolerance` persons.
    """

    rounds: int
    largest_error: float
    tolerance: float
    converged: bool
    says: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """Tables of origin by destination, one for each birthplace, kept as factors.

    The movers born in k are `leaving[k, i] × seed[i, j] × entering[k, j]` for
    i ≠ j; those who stayed in i are `stayers[k, i]`. A seed of None is ones.
    """

    leaving: FloatArray
    entering: FloatArray
    stayers: FloatArray
    seed: FloatArray | None = None

    def of_birthplace(self, birthplace: int) -> FloatArray:
        """Origin × destination of the people born in one place, stayers included."""
        moves = np.outer(self.leaving[birthplace], self.entering[birthplace])
        if self.seed is not None:
            moves *= self.seed
        np.fill_diagonal(moves, self.stayers[birthplace])
        return moves

    def of_corridor(self, origin: int, destination: int) -> FloatArray:
        """Movers from one area to another, by birthplace."""
        weight = 1.0 if self.seed is None else self.seed[origin, destination]
        return np.asarray(
            self.leaving[:, origin] * weight * self.entering[:, destination]
        )

    def total(self) -> FloatArray:
        """Origin × destination over all birthplaces, without stayers."""
        return self._moves(self.leaving, self.entering)

    def emigration(self) -> FloatArray:
        """Origin × destination of those who left the place where they were born."""
        born_at_origin = np.diag(np.diagonal(self.leaving))
        return self._moves(born_at_origin, self.entering)

    def returns(self) -> FloatArray:
        """Origin × destination of those who went to the place where they were born."""
        born_at_destination = np.diag(np.diagonal(self.entering))
        return self._moves(self.leaving, born_at_destination)

    def transit(self) -> FloatArray:
        """Origin × destination of those born in a third place."""
        third = self.total() - self.emigration() - self.returns()
        return np.asarray(np.maximum(third, 0.0))

    def _moves(self, leaving: FloatArray, entering: FloatArray) -> FloatArray:
        moves = leaving.T @ entering
        if self.seed is not None:
            moves *= self.seed
        np.fill_diagonal(moves, 0.0)
        return moves


@dataclass(frozen=True, slots=True, eq=False)
class Birthplaces:
    """A weighted mixture of tables by birthplace (one part, weight 1, as a rule)."""

    parts: tuple[tuple[float, Factors], ...]

    def of_birthplace(self, birthplace: int) -> FloatArray:
        """Origin × destination of the people born in one place, stayers included."""
        return self._mixed([part.of_birthplace(birthplace) for _, part in self.parts])

    def of_corridor(self, origin: int, destination: int) -> FloatArray:
        """Movers from one area to another, by birthplace."""
        return self._mixed(
            [part.of_corridor(origin, destination) for _, part in self.parts]
        )

    def total(self) -> FloatArray:
        """Origin × destination over all birthplaces, without stayers."""
        return self._mixed([part.total() for _, part in self.parts])

    def emigration(self) -> FloatArray:
        """Origin × destination of those who left the place where they were born."""
        return self._mixed([part.emigration() for _, part in self.parts])

    def returns(self) -> FloatArray:
        """Origin × destination of those who went to the place where they were born."""
        return self._mixed([part.returns() for _, part in self.parts])

    def transit(self) -> FloatArray:
        """Origin × destination of those born in a third place."""
        return self._mixed([part.transit() for _, part in self.parts])

    def _mixed(self, tables: list[FloatArray]) -> FloatArray:
        mixed = np.zeros_like(tables[0])
        for (weight, _), table in zip(self.parts, tables, strict=True):
            mixed += weight * table
        return mixed


@dataclass(frozen=True, slots=True, eq=False)
class FlowTable:
    """Persons who moved from each area (rows) to each other area (columns).

    The diagonal is zero: those who stayed are not movers. With an open method,
    `from_outside` and `to_outside` are the movers by area of arrival and departure
    who came from, or went, outside the areas of the table; else None.
    """

    method: str
    sex: str
    interval: Interval
    areas: tuple[str, ...]
    persons: FloatArray
    fit: Fit
    birthplaces: Birthplaces | None = None
    from_outside: FloatArray | None = None
    to_outside: FloatArray | None = None

    def __post_init__(self) -> None:
        many = len(self.areas)
        assert self.persons.shape == (many, many)
        assert not np.diagonal(self.persons).any()

    @property
    def arrivals(self) -> FloatArray:
        """Persons who came to each area from another one of the table."""
        return np.asarray(self.persons.sum(axis=0))

    @property
    def departures(self) -> FloatArray:
        """Persons who left each area for another one of the table."""
        return np.asarray(self.persons.sum(axis=1))

    @property
    def net(self) -> FloatArray:
        """Arrivals less departures of each area."""
        return self.arrivals - self.departures

    @property
    def total(self) -> float:
        """Persons who moved between the areas of the table."""
        return float(self.persons.sum())

    def corridor(self, origin: str, destination: str) -> float:
        """Persons who moved from one area to another."""
        row, column = self.areas.index(origin), self.areas.index(destination)
        return float(self.persons[row, column])
