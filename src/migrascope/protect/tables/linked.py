"""Which cells of several tables of the same cases are one and the same?

A cell is a group of cases: women, women of 18 to 26, everybody. Tables that share a
column share its totals, and the grand total. Here each such cell stands once, in one
row of cells, and all sums of all tables are equations over that row. Where the tables
tie their columns in a ring, the table by all these columns stands behind them; its
cells are never published, but what they are bounds the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from migrascope.protect.tables import lines
from migrascope.protect.tables.model import (
    Axis,
    Floats,
    Marks,
    Measure,
    Table,
    Whole,
    is_total,
)

_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """Tables of the same cases, cell by cell, and what ties these.

    `places` says for each table, and for the one behind them, which cell stands where;
    `spots` for each cell its place along each column, the last one being the total.
    `sums` has a row for each sum and a column for each cell; `least` is what anybody
    knows a cell to be at least; `behind` marks cells that no table shows.
    """

    tables: tuple[Table, ...]
    places: tuple[Whole, ...]
    spots: Whole
    records: Whole
    values: Floats
    totals: Whole
    least: Floats
    behind: Marks
    sums: Any

    @property
    def measure(self) -> Measure:
        """What the cells say."""
        return self.tables[0].measure

    def gathered(self, parts: Sequence[npt.NDArray[_Number]]) -> npt.NDArray[_Number]:
        """Arrays of the shapes of the tables as one row; of a shared cell the most."""
        row = np.zeros(len(self.values), dtype=parts[0].dtype)
        for places, part in zip(self.places, parts, strict=False):
            np.maximum.at(row, places.ravel(), part.ravel())
        return row

    def spread(self, row: npt.NDArray[_Number]) -> list[npt.NDArray[_Number]]:
        """A row of all cells as arrays of the shapes of the tables."""
        return [row[places] for places in self.places[: len(self.tables)]]

    def signs(self, random: np.random.Generator) -> Floats:
        """A sign for each cell, by turns along every column, drawn anew.

        Along a line as many cells have one as the other, or nearly: a table that moves
        by them keeps its sums, or nearly.
        """
        found = np.ones(len(self.values))
        for column in self.spots.T:
            turns = np.where(np.arange(column.max() + 1) % 2 == 0, 1.0, -1.0)
            found *= random.permutation(turns)[column]
        return found


def link(
    tables: Sequence[Table], *, behind: Table | None = None, least: float = 0.0
) -> Linked:
    """Put the cells of some tables into one row.

    `behind` is the table by all columns, for tables that tie these in a ring; `least`
    is what anybody knows of a cell that is not told.
    """
    every = [*tables, *([behind] if behind is not None else [])]
    numbers: dict[bytes, int] = {}
    columns = sorted({axis.name for table in every for axis in table.axes})
    codes = {axis.name: axis.codes for table in every for axis in table.axes}
    places = tuple(_places(table.axes, columns, codes, numbers) for table in every)
    size = len(numbers)
    records, values = np.zeros(size, dtype=np.int64), np.zeros(size)
    totals = np.zeros(size, dtype=np.int64)
    shown = np.zeros(size, dtype=bool)
    low = np.full(size, least)
    for table, spots in zip(every, places, strict=True):
        flat = spots.ravel()
        records[flat] = table.records.ravel()
        values[flat] = table.values.ravel()
        if table is behind:
            continue
        shown[flat] = True
        np.maximum.at(totals, flat, is_total(spots.shape).ravel())
        if table.counts:
            for axis in range(spots.ndim):
                low[_margin(spots, axis)] = 1.0
    low[~shown] = 0.0
    spots = np.array([np.frombuffer(each, dtype=np.int64) for each in numbers])
    return Linked(
        tuple(tables),
        places,
        spots,
        records,
        values,
        totals,
        low,
        ~shown,
        _sums(places, size),
    )


def _places(
    axes: Sequence[Axis],
    columns: Sequence[str],
    codes: dict[str, tuple[str, ...]],
    numbers: dict[bytes, int],
) -> Whole:
    """The numbers of the cells of a table; a cell that had one keeps it."""
    shape = tuple(len(axis.codes) + 1 for axis in axes)
    index = np.indices(shape).reshape(len(shape), -1)
    own = {axis.name: index[at] for at, axis in enumerate(axes)}
    spots = np.empty((index.shape[1], len(columns)), dtype=np.int64)
    for at, name in enumerate(columns):
        # A column that a table does not have is at its total there.
        spots[:, at] = own.get(name, len(codes[name]))
    found = [numbers.setdefault(spot.tobytes(), len(numbers)) for spot in spots]
    return np.array(found, dtype=np.int64).reshape(shape)


def _margin(spots: Whole, axis: int) -> Whole:
    """The cells of the categories of one axis, over all others."""
    index = tuple(slice(0, -1) if at == axis else -1 for at in range(spots.ndim))
    margin: Whole = spots[index]
    return margin


def _sums(places: Sequence[Whole], size: int) -> Any:
    from scipy import sparse

    blocks = []
    for spots in places:
        own = lines.equations(spots.shape).tocoo()
        entries = (own.data, (own.row, spots.ravel()[own.col]))
        blocks.append(sparse.csr_array(entries, shape=(own.shape[0], size)))
    return sparse.vstack(blocks, format="csr")
