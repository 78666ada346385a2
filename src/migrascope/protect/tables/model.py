"""What is a table of cases, before and after it is protected?

An array with one axis for each dimension; the last place of each axis is its total.
Margins are cells like any other: they can be small, suppressed, rounded or inferred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

_Number = TypeVar("_Number", bound=np.generic)

Heard = Callable[[str, int, int], None]
"""Who listens to long work: what it is, how much of it is done, of how much."""

TOTAL = "_T"
UNKNOWN = "_U"
"""Codes of SDMX for all categories together, and for a category that is not known."""


class Measure(StrEnum):
    """What the cells of a table say."""

    RECORDS = "records"
    """How many cases."""
    WEIGHTED = "weighted"
    """How many people these cases stand for."""
    SUM = "sum"
    """The sum of a number, of which each case has its part (a magnitude)."""


class Status(StrEnum):
    """Marks of a cell, as in the code list CL_OBS_STATUS of SDMX."""

    NORMAL = "A"
    SUPPRESSED = "Q"


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension: its name, the codes without the total, and what they mean."""

    name: str
    codes: tuple[str, ...]
    labels: tuple[str, ...] = ()

    def code(self, place: int) -> str:
        """The code at a place; the last place is the total."""
        return self.codes[place] if place < len(self.codes) else TOTAL

    def label(self, place: int) -> str:
        """What the code at a place means; empty where nobody said so."""
        if place == len(self.codes):
            return "Total"
        return self.labels[place] if self.labels else ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Table:
    """A table as counted: secret until it is protected.

    `records` are the cases behind each cell, `values` what it says. `largest` holds
    along one more axis the largest contributions to each cell of a sum, in falling
    order, and is empty for counts.
    """

    axes: tuple[Axis, ...]
    measure: Measure
    records: Whole
    values: Floats
    largest: Floats

    def __repr__(self) -> str:
        return f"Table({' × '.join(str(size) for size in self.records.shape)})"

    @property
    def counts(self) -> bool:
        """Whether the cells are whole numbers of cases."""
        return self.measure is Measure.RECORDS


@dataclass(frozen=True, slots=True, eq=False)
class Released:
    """A table as it may be published.

    `values` are not a number where the `suppressed` mark stands. `within` is how far
    each published value may lie from the true one; `least` is what anybody knows a
    cell to be at least that is suppressed or published above 0; `whole` says that
    whole numbers stand behind the cells. All of that is what the public is told.
    """

    axes: tuple[Axis, ...]
    measure: Measure
    values: Floats
    suppressed: Marks
    method: str
    says: tuple[str, ...]
    within: Floats
    least: float
    whole: bool

    @property
    def uncertain(self) -> Marks:
        """The cells of which the public does not know the true value."""
        answer: Marks = self.suppressed | (self.within > 0)
        return answer

    def status(self, place: tuple[int, ...]) -> Status:
        """The mark of a cell."""
        return Status.SUPPRESSED if self.suppressed[place] else Status.NORMAL

    def places(self) -> Iterator[tuple[int, ...]]:
        """Every cell, row by row, each total behind its parts."""
        return product(*(range(size) for size in self.values.shape))


def quiet(work: str, done: int, total: int) -> None:
    """Nobody listens."""
    del work, done, total


def with_totals(parts: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    """An array with the total of each axis behind its last place."""
    for axis in range(parts.ndim):
        total = np.add.reduce(parts, axis=axis, keepdims=True)
        parts = np.concatenate([parts, total], axis=axis)
    return parts


def is_total(shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """For each cell, over how many axes it is a total."""
    totals = np.zeros(shape, dtype=np.int64)
    for axis in range(len(shape)):
        last = [slice(None)] * len(shape)
        last[axis] = slice(-1, None)
        totals[tuple(last)] += 1
    return totals


def fixed(array: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    """The array, which nobody changes any more."""
    array.setflags(write=False)
    return array
