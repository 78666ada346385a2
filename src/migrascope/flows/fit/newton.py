"""How is a fit finished when proportional rounds no longer gain ground?

Where nearly everyone lives where they were born, one cell makes up almost a whole
row and a whole column, and each proportional round then repairs only a sliver of the
error: thousands of rounds for a world of 230 areas. The multipliers that solve the
problem are the minimum of a convex function. With the rows always scaled to their
totals, only the columns are left, and Newton's method finds their multipliers in a few
steps, each one linear system of the size of the columns.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.fit import descent
from migrascope.flows.fit.reach import beyond
from migrascope.flows.fit.sums import excess

Fitting = tuple[FloatArray, FloatArray, FloatArray]
"""A table, and the logarithms of the multipliers of its rows and columns so far."""

_TINY = float(np.finfo(float).tiny)


def finish(
    table: FloatArray, rows: FloatArray, columns: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, int]:
    """Fit a table whose rows and columns are all to be positive.

    Gives the table, the logarithms of the multipliers of rows and of columns, and
    the steps made. The caller looks at the error that is left: totals that cannot
    be reached leave one.
    """
    if not rows.size or not columns.size:
        return table, np.zeros(rows.size), np.zeros(columns.size), 0

    def error(fitting: Fitting) -> float:
        by_row = beyond(excess(fitting[0], rows, axis=1), rows)
        by_column = beyond(excess(fitting[0], columns, axis=0), columns)
        return float(max(by_row.max(), by_column.max()))

    def step(fitting: Fitting, damping: float) -> tuple[Fitting, float]:
        table, by_row, by_column = fitting
        across, damping = _across(table, rows, columns, damping)
        # Small steps are added to the cells: exp(1e-12) would lose half of its digits.
        table, up = _rows_scaled(table + table * np.expm1(across), rows)
        return (table, by_row + up, by_column + across), damping

    scaled, up = _rows_scaled(table, rows)
    start = (scaled, up, np.zeros(columns.size))
    (fitted, by_row, by_column), steps = descent.descend(start, error=error, step=step)
    return fitted, by_row, by_column, steps


def _rows_scaled(table: FloatArray, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The table with its rows at their totals, and what that took, as logarithms."""
    off = -excess(table, rows, axis=1) / np.maximum(table.sum(axis=1), _TINY)
    return table + table * off[:, None], np.log1p(off)


def _across(
    table: FloatArray, rows: FloatArray, columns: FloatArray, damping: float
) -> tuple[FloatArray, float]:
    """The change of the columns' logarithms, and the damping that made it safe."""
    root = np.sqrt(np.maximum(table.sum(axis=0), _TINY))
    spread = table / np.sqrt(rows)[:, None] / root
    over = excess(table, columns, axis=0)

    def falls(across: FloatArray) -> bool:
        grown = (table @ np.expm1(across)) / rows
        rise = float(rows @ np.log1p(grown) - columns @ across)
        return descent.enough(rise, float(over @ across), people=float(rows.sum()))

    return descent.safe_change(
        np.eye(columns.size) - spread.T @ spread,
        -over,
        root,
        damping=damping,
        falls=falls,
    )
