"""How do noisy tables become tables that could be counted from one file?

Three steps, all of them on what is private already, so they cost no budget. Cells
that noise alone explains are set to nothing: the cut is the lowest at which noise is
expected to be behind at most a given share of the cells that stay (the idea of
Benjamini & Hochberg 1995). Tables of one column are scaled to the number of records.
Tables of two are fitted to those of one (iterative proportional fitting).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt

import numpy as np
import numpy.typing as npt

from migrascope.protect.twin.cells import Cells

Table = npt.NDArray[np.float64]

BY_CHANCE = 0.25
"""The share of the cells that stay of which noise alone may be the cause."""

ROUNDS = 50
"""Rounds of proportional fitting; tables of two columns need few."""


def consistent(
    cells: Cells, noisy: Table, deviations: Sequence[float], records: int
) -> Table:
    """The tables of one and two columns, without negative counts, in agreement.

    `deviations`: the standard deviation of the noise in each set of the cells.
    """
    fitted = noisy.astype(np.float64)
    ones: dict[int, Table] = {}
    for number, columns in enumerate(cells.sets):
        table = cells.part(fitted, number)
        if len(columns) == 1:
            _cut(table, deviations[number])
            if not table.any():
                table[0] = 1.0
            table *= records / table.sum()
            ones[columns[0]] = table
    for number, columns in enumerate(cells.sets):
        if len(columns) == 2:
            first, second = (ones[column] for column in columns)
            table = cells.part(fitted, number)
            possible = np.outer(first > 0, second > 0)
            table[~possible] = 0
            kept = table[possible]
            _cut(kept, deviations[number])
            table[possible] = kept
            _fit(table, first, second)
    return fitted


def _cut(table: Table, deviation: float) -> None:
    """Set to nothing what noise alone explains."""
    steps = np.arange(0.5, 4.01, 0.25)
    cut = float(steps[-1])
    for step in steps:
        by_chance = table.size * erfc(step / sqrt(2)) / 2
        if by_chance <= BY_CHANCE * int((table >= step * deviation).sum()):
            cut = float(step)
            break
    table[table < cut * deviation] = 0


def _fit(table: Table, first: Table, second: Table) -> None:
    """Scale rows and columns in turn until they add up to the tables of one column."""
    alone = np.outer(first, second) / first.sum()
    # A value that lost all its cells is spread as if the columns were independent.
    rows = (table.sum(axis=1) == 0) & (first > 0)
    table[rows] = alone[rows]
    lost = (table.sum(axis=0) == 0) & (second > 0)
    table[:, lost] = alone[:, lost]
    for _ in range(ROUNDS):
        table *= _ratio(first, table.sum(axis=1))[:, None]
        table *= _ratio(second, table.sum(axis=0))[None, :]


def _ratio(wanted: Table, found: Table) -> Table:
    return np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)
