"""How is a table scaled to new row and column totals without new patterns?

Iterative proportional fitting (Deming & Stephan 1940): rows and columns are scaled in
turn; a cell that is zero stays zero. It gives the table closest to the old one in
the sense of information. A few rounds come first, then Newton's method on the same
problem (see `newton`), because tables of birthplace by residence converge slowly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.errors import UnbalancedTotals, UnusableTable
from migrascope.flows.account import FloatArray
from migrascope.flows.fit import newton
from migrascope.flows.fit.reach import reached, tolerance
from migrascope.flows.fit.sums import excess
from migrascope.flows.table import Fit

_ROUNDS = 12
"""Proportional rounds before Newton's method: cheap, and a good place to start."""

_ROUNDING = 1e-12
"""Share of the whole by which two sums of the same people may differ."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A table scaled to its totals, and how well it meets them."""

    persons: FloatArray
    fit: Fit


def biproportional(
    seed: FloatArray,
    rows: FloatArray,
    *,
    columns: FloatArray,
    areas: tuple[str, ...] = (),
) -> Fitted:
    """The table closest to `seed` with these row and column totals.

    `areas` names the rows and columns in messages. Totals that the zeros of the seed
    do not allow are not met, and the fit says where.

    Raises:
        UnbalancedTotals: the rows do not add up to the columns; see `scaled`.
        UnusableTable: shapes that do not fit, or a cell or total below zero.
    """
    _refuse_misfits(seed, rows, columns)
    refuse_unbalanced(rows, columns, what="row and column totals")
    allowed = tolerance(rows, columns)
    table = np.where((rows[:, None] > 0) & (columns[None, :] > 0), seed, 0.0)
    for _ in range(_ROUNDS):
        table = table * _ratio(rows, table.sum(axis=1))[:, None]
        table = table * _ratio(columns, table.sum(axis=0))[None, :]
    steps = 0
    row, column = (np.flatnonzero(table.any(axis=1)), np.flatnonzero(table.any(axis=0)))
    if row.size:
        inner, _, _, steps = newton.finish(
            table[np.ix_(row, column)], rows[row], columns[column]
        )
        table = np.zeros_like(table)
        table[np.ix_(row, column)] = inner
    error, worst = _worst(table, rows, columns, areas)
    return Fitted(table, reached(_ROUNDS + steps, error, allowed, worst=worst))


def scaled(rows: FloatArray, columns: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Both totals scaled to the mean of their sums, so that they balance.

    >>> scaled(np.array([1.0, 1.0]), np.array([4.0]))
    (array([1.5, 1.5]), array([3.]))
    """
    of_rows, of_columns = float(rows.sum()), float(columns.sum())
    whole = (of_rows + of_columns) / 2
    return (
        np.asarray(rows * (whole / of_rows if of_rows else 0.0)),
        np.asarray(columns * (whole / of_columns if of_columns else 0.0)),
    )


def refuse_unbalanced(rows: FloatArray, columns: FloatArray, *, what: str) -> None:
    """Refuse totals of the same people that differ by more than rounding.

    Raises:
        UnbalancedTotals: says both sums and how far they are apart.
    """
    of_rows, of_columns = float(rows.sum()), float(columns.sum())
    apart = abs(of_rows - of_columns)
    if apart > max(tolerance(rows, columns), _ROUNDING * max(of_rows, of_columns)):
        raise UnbalancedTotals(
            f"The {what} do not balance: {of_rows:,.6f} against {of_columns:,.6f} "
            f"persons, {apart:,.6f} apart.",
            "Scale both to their mean with `biproportional.scaled(rows, columns)`, or "
            "correct the totals.",
        )


def _refuse_misfits(seed: FloatArray, rows: FloatArray, columns: FloatArray) -> None:
    if seed.shape != (rows.size, columns.size):
        raise UnusableTable(
            f"A seed of {seed.shape} cannot meet {rows.size} row totals and "
            f"{columns.size} column totals.",
            "Give one total for each row and one for each column.",
        )
    for name, values in (("seed", seed), ("row", rows), ("column", columns)):
        if not np.isfinite(values).all() or (values < 0).any():
            raise UnusableTable(
                f"A figure of the {name} is below zero or not a number.",
                "Counts and weights are zero or more: correct it in the source.",
            )


def _ratio(wanted: FloatArray, found: FloatArray) -> FloatArray:
    """What to multiply by; where there is nothing to scale, nothing."""
    return np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)


def _worst(
    table: FloatArray, rows: FloatArray, columns: FloatArray, areas: tuple[str, ...]
) -> tuple[float, str]:
    """The largest error of a total, and the name of that total."""
    of_rows = np.abs(excess(table, rows, axis=1))
    of_columns = np.abs(excess(table, columns, axis=0))
    row, column = int(np.argmax(of_rows)), int(np.argmax(of_columns))
    if of_rows[row] >= of_columns[column]:
        return float(of_rows[row]), f"the total of row {_name(row, areas)}"
    return float(of_columns[column]), f"the total of column {_name(column, areas)}"


def _name(index: int, areas: tuple[str, ...]) -> str:
    return areas[index] if areas else str(index + 1)
