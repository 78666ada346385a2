"""How is a fit finished when proportional rounds no longer gain ground?

Where nearly everyone lives where they were born, one cell makes up almost a whole
row and a whole column, and each proportional round then repairs only a sliver of the
error: thousands of rounds for a world of 230 areas. The multipliers that solve the
problem are the minimum of a convex function. With the rows always scaled to their
totals, only the columns are left, and Newton's method finds their multipliers in a few
steps, each one linear system of the size of the columns. Steps are damped (Levenberg
1944) where the totals are hard to reach, and so that the function surely falls.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.fit.reach import beyond
from migrascope.flows.fit.sums import excess

MOST_STEPS = 120
LONGEST = 5.0
"""Largest change of a logarithm in one step; the curve bends too much beyond."""
_PATIENCE = 25
"""Steps without a smaller error after which the totals are out of reach."""
_NEAR = 64.0
"""An error of so many times the aim is rounding, if the next step does not mend it."""
LEAST, MOST = 1e-13, 1e6
"""Damping: the first holds still the constant that rows and columns may trade."""


def finish(
    table: FloatArray, rows: FloatArray, columns: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, int]:
    """Fit a table whose rows and columns are all to be positive.

    Gives the table, the logarithms of the multipliers of rows and of columns, and
    the steps made. The caller looks at the error that is left: totals that cannot
    be reached leave one.
    """
    by_row, by_column = np.zeros(rows.size), np.zeros(columns.size)
    if not rows.size or not columns.size:
        return table, by_row, by_column, 0
    table, up = _rows_scaled(table, rows)
    by_row = by_row + up
    best = (np.inf, table, by_row, by_column)
    idle, damping, step = 0, LEAST, 0
    while True:
        error = _error(table, rows, columns)
        idle = 0 if error < best[0] else idle + 1
        if error < best[0]:
            best = (error, table, by_row, by_column)
        if error <= 1.0 or idle > patience(best[0]) or step == MOST_STEPS:
            break
        step += 1
        across, damping = _step(table, rows, columns, damping)
        # Small steps are added to the cells: exp(1e-12) would lose half of its digits.
        table, up = _rows_scaled(table + table * np.expm1(across), rows)
        by_row, by_column = by_row + up, by_column + across
    _, table, by_row, by_column = best
    return table, by_row, by_column, step


def patience(error: float) -> int:
    """Steps to wait for something better than an error of so many times the aim."""
    return 3 if error <= _NEAR else _PATIENCE


def _rows_scaled(table: FloatArray, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The table with its rows at their totals, and what that took, as logarithms."""
    found = np.maximum(table.sum(axis=1), np.finfo(float).tiny)
    off = -excess(table, rows, axis=1) / found
    return table + table * off[:, None], np.log1p(off)


def _error(table: FloatArray, rows: FloatArray, columns: FloatArray) -> float:
    by_row = beyond(excess(table, rows, axis=1), rows)
    by_column = beyond(excess(table, columns, axis=0), columns)
    return float(max(by_row.max(), by_column.max()))


def _step(
    table: FloatArray, rows: FloatArray, columns: FloatArray, damping: float
) -> tuple[FloatArray, float]:
    """The change of the columns' logarithms, and the damping that made it safe."""
    found = np.maximum(table.sum(axis=0), np.finfo(float).tiny)
    root = np.sqrt(found)
    spread = table / np.sqrt(rows)[:, None] / root
    system = np.eye(columns.size) - spread.T @ spread
    short = -excess(table, columns, axis=0)
    damping = max(LEAST, damping / 100)
    while True:
        damped = system + damping * np.eye(columns.size)
        across = np.asarray(np.linalg.solve(damped, short / root) / root)
        across -= across.mean()
        if _falls(table, rows, columns, across):
            return across, damping
        if damping > MOST:
            # As good as a step down the slope: each part of it may be cut by itself.
            return np.clip(across, -LONGEST, LONGEST), damping
        damping = max(damping * 10, 1e-10)


def _falls(
    table: FloatArray, rows: FloatArray, columns: FloatArray, across: FloatArray
) -> bool:
    """Whether a step is short, and surely lowers the convex function."""
    largest = float(np.max(np.abs(across)))
    if not largest <= LONGEST:
        return False
    slope = float((table.sum(axis=0) - columns) @ across)
    grown = (table @ np.expm1(across)) / rows
    rise = float(rows @ np.log1p(grown) - columns @ across)
    # Near the end both are rounding, and the step is a correction of the last digits.
    return rise <= 1e-4 * slope + 1e-15 * float(rows.sum())
