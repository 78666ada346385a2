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
from migrascope.flows.fit import descent
from migrascope.flows.fit.biproportional import refuse_unbalanced
from migrascope.flows.fit.reach import beyond, reached, tolerance
from migrascope.flows.fit.sums import excess, totals
from migrascope.flows.table import Fit

Pair = tuple[FloatArray, FloatArray]

_TINY = float(np.finfo(float).tiny)


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

    def error(pair: Pair) -> float:
        apart = (pair[0] - pair[1]).sum(axis=1)
        return float(np.max(beyond(apart, pair[0].sum(axis=1))))

    def step(pair: Pair, damping: float) -> tuple[Pair, float]:
        up, damping = _up(pair, columns, damping)
        return (
            _columns_scaled(pair[0] + pair[0] * np.expm1(up)[:, None], columns[0]),
            _columns_scaled(pair[1] + pair[1] * np.expm1(-up)[:, None], columns[1]),
        ), damping

    tables, steps = descent.descend(tables, error=error, step=step)
    return Agreed(tables[0], tables[1], _judge(tables, columns, steps, areas))


def _columns_scaled(table: FloatArray, columns: FloatArray) -> FloatArray:
    found = table.sum(axis=0)
    short = -excess(table, columns, axis=0)
    off = np.divide(short, found, out=np.zeros_like(found), where=found > 0)
    return np.asarray(table + table * off)


def _up(tables: Pair, columns: Pair, damping: float) -> tuple[FloatArray, float]:
    """The change of the logarithms of the rows, and the damping that made it safe."""
    both = tables[0].sum(axis=1) + tables[1].sum(axis=1)
    root = np.sqrt(np.maximum(both, _TINY))
    system = np.diag(both / root**2)
    for table, wanted in zip(tables, columns, strict=True):
        spread = table / np.sqrt(np.maximum(wanted, _TINY)) / root[:, None]
        system -= spread @ spread.T
    apart = (tables[1] - tables[0]).sum(axis=1)

    def falls(up: FloatArray) -> bool:
        rise = 0.0
        for table, wanted, each in zip(tables, columns, (up, -up), strict=True):
            grown = np.expm1(each) @ table
            change = np.divide(
                grown, wanted, out=np.zeros_like(grown), where=wanted > 0
            )
            rise += float(wanted @ np.log1p(change))
        people = float(columns[0].sum())
        return descent.enough(rise, -float(apart @ up), people=people)

    return descent.safe_change(system, apart, root, damping=damping, falls=falls)


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
