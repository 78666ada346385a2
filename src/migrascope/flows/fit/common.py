"""How do two tables of the same people come to agree on their row totals?

Each table keeps its column totals, and both are scaled until their rows are equal,
with as little change as possible: the sum of the informations that the two scalings
add is the least there is. Needed where the mean of the two row totals is out of reach,
as for an area whose residents were all born there in one table: no scaling of rows can
make them fewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.errors import UnusableTable
from migrascope.flows.account import FloatArray
from migrascope.flows.fit import newton
from migrascope.flows.fit.biproportional import refuse_unbalanced
from migrascope.flows.fit.reach import beyond, reached, tolerance
from migrascope.flows.fit.sums import excess, totals
from migrascope.flows.table import Fit

Pair = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Agreed:
    """Two tables with equal row totals, and how equal they are."""

    first: FloatArray
    second: FloatArray
    fit: Fit


def agree(
    first: FloatArray, second: FloatArray, *, areas: tuple[str, ...] = ()
) -> Agreed:
    """Both tables scaled to common row totals, each with its own column totals.

    A row that is empty in one of them becomes empty in both.

    Raises:
        UnbalancedTotals: the two do not hold the same number of people.
        UnusableTable: tables of different shapes.
    """
    if first.shape != second.shape:
        raise UnusableTable(
            f"Tables of {first.shape} and {second.shape} have no rows in common.",
            "Give both the same areas in the same order.",
        )
    columns = (totals(first, axis=0), totals(second, axis=0))
    refuse_unbalanced(columns[0], columns[1], what="two tables")
    shared = np.minimum(first.sum(axis=1), second.sum(axis=1)) > 0
    tables: Pair = (
        _columns_scaled(first * shared[:, None], columns[0]),
        _columns_scaled(second * shared[:, None], columns[1]),
    )
    best = (np.inf, tables)
    step, idle, damping = 0, 0, newton.LEAST
    while True:
        apart = (tables[0] - tables[1]).sum(axis=1)
        error = float(np.max(beyond(apart, tables[0].sum(axis=1))))
        idle = 0 if error < best[0] else idle + 1
        if error < best[0]:
            best = (error, tables)
        if error <= 1.0 or idle > newton.patience(best[0]) or step == newton.MOST_STEPS:
            break
        step += 1
        up, damping = _step(tables, columns, damping)
        tables = (
            _columns_scaled(tables[0] + tables[0] * np.expm1(up)[:, None], columns[0]),
            _columns_scaled(tables[1] + tables[1] * np.expm1(-up)[:, None], columns[1]),
        )
    tables = best[1]
    return Agreed(tables[0], tables[1], _judge(tables, columns, step, areas))


def _columns_scaled(table: FloatArray, columns: FloatArray) -> FloatArray:
    found = table.sum(axis=0)
    short = -excess(table, columns, axis=0)
    off = np.divide(short, found, out=np.zeros_like(found), where=found > 0)
    return np.asarray(table + table * off)


def _step(tables: Pair, columns: Pair, damping: float) -> tuple[FloatArray, float]:
    """The change of the logarithms of the rows, as in `newton`."""
    rows = [table.sum(axis=1) for table in tables]
    root = np.sqrt(np.maximum(rows[0] + rows[1], np.finfo(float).tiny))
    system = np.diag((rows[0] + rows[1]) / root**2)
    for table, wanted in zip(tables, columns, strict=True):
        spread = table / np.sqrt(np.maximum(wanted, np.finfo(float).tiny))
        spread = spread / root[:, None]
        system -= spread @ spread.T
    apart = (tables[1] - tables[0]).sum(axis=1)
    damping = max(newton.LEAST, damping / 100)
    while True:
        damped = system + damping * np.eye(root.size)
        up = np.asarray(np.linalg.solve(damped, apart / root) / root)
        up -= up.mean()
        if _falls(tables, columns, up):
            return up, damping
        if damping > newton.MOST:
            # As good as a step down the slope: each part of it may be cut by itself.
            return np.clip(up, -newton.LONGEST, newton.LONGEST), damping
        damping = max(damping * 10, 1e-10)


def _falls(tables: Pair, columns: Pair, up: FloatArray) -> bool:
    if not float(np.max(np.abs(up))) <= newton.LONGEST:
        return False
    slope = float((tables[0].sum(axis=1) - tables[1].sum(axis=1)) @ up)
    rise = 0.0
    for table, wanted, each in zip(tables, columns, (up, -up), strict=True):
        grown = np.expm1(each) @ table
        change = np.divide(grown, wanted, out=np.zeros_like(grown), where=wanted > 0)
        rise += float(wanted @ np.log1p(change))
    return rise <= 1e-4 * slope + 1e-15 * float(columns[0].sum())


def _judge(
    tables: Pair,
    columns: Pair,
    steps: int,
    areas: tuple[str, ...],
) -> Fit:
    apart = np.abs((tables[0] - tables[1]).sum(axis=1))
    missed = np.max(
        [
            np.abs(excess(table, wanted, axis=0))
            for table, wanted in zip(tables, columns, strict=True)
        ],
        axis=0,
    )
    side, errors = ("row", apart) if apart.max() >= missed.max() else ("column", missed)
    worst = int(np.argmax(errors))
    name = areas[worst] if areas else str(worst + 1)
    return reached(
        steps,
        float(errors[worst]),
        tolerance(*columns),
        worst=f"the {side} total of {name}",
    )
