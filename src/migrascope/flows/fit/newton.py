"""How is a fit finished when proportional rounds no longer gain ground?

Where nearly everyone lives where they were born, one cell makes up almost a whole
row and a whole column, and each proportional round then repairs only a sliver of the
error: thousands of rounds for a world of 230 areas. The multipliers that solve the
problem are the minimum of a convex function, so Newton's method finds them in a few
steps, each one linear system of the size of the columns.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.fit.reach import beyond

MOST_STEPS = 120
_LONGEST = 4.0
"""Largest change of a logarithm in one step; the curve bends too much beyond."""
_PATIENCE = 8
"""Steps without a smaller error after which the totals are out of reach."""
_NEAR = 64.0
"""An error of so many times the aim is rounding, if the next step does not mend it."""
_SMALL = 1e-4
"""Below this, a step is taken whole and multiplied in directly: see `_grown`."""
_RIDGE = 1e-13
"""Multipliers of rows and columns may trade a constant: this holds it still."""


def finish(
    table: FloatArray, rows: FloatArray, columns: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, int]:
    """Fit a table whose rows and columns are all to be positive.

    Gives the table, the logarithms of the multipliers of rows and of columns, and
    the steps made. The caller looks at the error that is left: totals that cannot
    be reached leave one.
    """
    by_row, by_column = np.zeros(rows.size), np.zeros(columns.size)
    best = (np.inf, table, by_row, by_column)
    idle = 0
    for step in range(MOST_STEPS + 1):
        error = _error(table, rows, columns)
        if error < best[0]:
            idle = 0
            best = (error, table, by_row, by_column)
        else:
            idle += 1
        patience = 1 if best[0] <= _NEAR else _PATIENCE
        if error <= 1.0 or idle > patience or step == MOST_STEPS:
            break
        up, across = _step(table, rows, columns)
        length = _length(table, rows, columns, up, across)
        if length == 0.0:
            break
        up, across = length * up, length * across
        table = _grown(table, up, across)
        by_row, by_column = by_row + up, by_column + across
    _, table, by_row, by_column = best
    return table, by_row, by_column, step


def _error(table: FloatArray, rows: FloatArray, columns: FloatArray) -> float:
    by_row = beyond(table.sum(axis=1) - rows, rows)
    by_column = beyond(table.sum(axis=0) - columns, columns)
    return float(max(by_row.max(), by_column.max()))


def _step(
    table: FloatArray, rows: FloatArray, columns: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Where Newton's method goes: the system is first reduced to the columns."""
    tiny = np.finfo(float).tiny
    has_row = np.maximum(table.sum(axis=1), tiny)
    has_column = np.maximum(table.sum(axis=0), tiny)
    short_row, short_column = rows - table.sum(axis=1), columns - table.sum(axis=0)
    spread = table / np.sqrt(has_row)[:, None] / np.sqrt(has_column)[None, :]
    system = -(spread.T @ spread)
    system[np.diag_indices_from(system)] += 1.0 + _RIDGE
    wanted = (short_column - table.T @ (short_row / has_row)) / np.sqrt(has_column)
    across = np.linalg.solve(system, wanted) / np.sqrt(has_column)
    up = (short_row - table @ across) / has_row
    return up, across


def _length(
    table: FloatArray,
    rows: FloatArray,
    columns: FloatArray,
    up: FloatArray,
    across: FloatArray,
) -> float:
    """How much of the step to take, so that the convex function surely falls."""
    change = _change(table, up, across)
    largest = float(np.max(np.abs(change)))
    if not np.isfinite(largest):
        return 0.0
    if largest < _SMALL:
        return 1.0
    length = min(1.0, _LONGEST / largest)
    slope = float(
        up @ (table.sum(axis=1) - rows) + across @ (table.sum(axis=0) - columns)
    )
    linear = float(rows @ up + columns @ across)
    while length > 1e-6:
        rise = float(np.sum(table * np.expm1(length * change))) - length * linear
        if rise <= 1e-4 * length * slope:
            return length
        length /= 2
    return 0.0


def _grown(table: FloatArray, up: FloatArray, across: FloatArray) -> FloatArray:
    """The table after a step.

    A short step is added to the cells instead of going through an exponential of the
    whole multiplier: its rounding would cost more than the last millionths.
    """
    return np.asarray(table + table * np.expm1(_change(table, up, across)))


def _change(table: FloatArray, up: FloatArray, across: FloatArray) -> FloatArray:
    """The change of the logarithm of each cell; none where the cell is empty."""
    return np.where(table > 0, up[:, None] + across[None, :], 0.0)
