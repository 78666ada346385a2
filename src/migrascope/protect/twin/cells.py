"""Where does each combination of values stand in one long array of counts?

Records are codes, one row of an array a column: 0 is missing, 1 and up are values. A
set of columns has one cell for each combination of their codes; the cells of all
sets stand one after the other. Counts, targets and tolerances are then arrays of the
same length, and everything about combinations is arithmetic on places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, combinations
from math import prod

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]
"""Records as codes: (columns, records)."""
Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float32]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Contexts:
    """All cells that one column takes part in.

    `places` (contexts, codes of the column): a row is what the other columns of a
    set hold, and its entries are the cells for each code of the column. `parts` say
    how to find the row: the other columns of the set, and the first row of the set.
    """

    column: int
    places: npt.NDArray[np.int32]
    parts: tuple[tuple[tuple[int, ...], int], ...]
    sizes: tuple[int, ...]

    def rows(self, codes: Codes) -> Whole:
        """For each set and each record, the context that the record is in."""
        found = np.empty((len(self.parts), codes.shape[1]), dtype=np.int64)
        for row, (others, first) in zip(found, self.parts, strict=True):
            _mix(row, codes, others, self.sizes)
            np.add(row, first, out=row)
        return found


@dataclass(frozen=True)
class Cells:
    """The cells of some sets of columns; `sizes` count the codes with the missing 0."""

    sizes: tuple[int, ...]
    sets: tuple[tuple[int, ...], ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The place of the first cell of each set, and the end of the last."""
        lengths = (prod(self.sizes[column] for column in each) for each in self.sets)
        return tuple(accumulate(lengths, initial=0))

    @property
    def total(self) -> int:
        """How many cells there are."""
        return self.starts[-1]

    def part(self, values: npt.NDArray[np.generic], number: int) -> npt.NDArray:  # type: ignore[type-arg] # the same type that came in
        """The values of one set as a table with an axis a column (a view)."""
        start, end = self.starts[number], self.starts[number + 1]
        shape = [self.sizes[column] for column in self.sets[number]]
        return values[start:end].reshape(shape)

    def count(self, codes: Codes) -> Whole:
        """How many records are in each cell."""
        counts = np.empty(self.total, dtype=np.int64)
        for number, columns in enumerate(self.sets):
            table = self.part(counts, number)
            mixed = _mixed(codes, columns, self.sizes)
            table[...] = np.bincount(mixed, minlength=table.size).reshape(table.shape)
        return counts

    @cached_property
    def whole(self) -> Truth:
        """Whether all values of a cell are present (none is the missing 0)."""
        present = np.zeros(self.total, dtype=np.bool_)
        for number, columns in enumerate(self.sets):
            self.part(present, number)[(slice(1, None),) * len(columns)] = True
        return present

    def contexts(self, column: int) -> Contexts:
        """The cells that a column takes part in, in the order of the sets."""
        blocks: list[npt.NDArray[np.int32]] = []
        parts: list[tuple[tuple[int, ...], int]] = []
        first = 0
        places = np.arange(self.total, dtype=np.int32)
        for number, columns in enumerate(self.sets):
            if column not in columns:
                continue
            others = tuple(each for each in columns if each != column)
            table = np.moveaxis(self.part(places, number), columns.index(column), -1)
            blocks.append(table.reshape(-1, self.sizes[column]))
            parts.append((others, first))
            first += len(blocks[-1])
        if not blocks:
            nothing = np.empty((0, self.sizes[column]), dtype=np.int32)
            return Contexts(column, nothing, (), self.sizes)
        return Contexts(column, np.concatenate(blocks), tuple(parts), self.sizes)


def up_to(length: int, columns: int) -> tuple[tuple[int, ...], ...]:
    """All sets of up to so many columns, the small ones first.

    >>> up_to(2, 3)
    ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2))
    """
    return tuple(
        each
        for size in range(1, min(length, columns) + 1)
        for each in combinations(range(columns), size)
    )


def _mixed(codes: Codes, columns: Sequence[int], sizes: Sequence[int]) -> Whole:
    """The codes of some columns as one number, the last column fastest."""
    number = np.empty(codes.shape[1], dtype=np.int64)
    _mix(number, codes, columns, sizes)
    return number


def _mix(
    number: Whole, codes: Codes, columns: Sequence[int], sizes: Sequence[int]
) -> None:
    """Write the number into an array that is there: this is where the time goes."""
    if not columns:
        number[:] = 0
        return
    number[:] = codes[columns[0]]
    for column in columns[1:]:
        number *= sizes[column]
        number += codes[column]
