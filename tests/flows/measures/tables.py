"""Tables of movements to measure: printed ones, and any that hypothesis thinks of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from migrascope.flows.account import Account, FloatArray, StockTable, mid_years
from migrascope.flows.measures.profile import gather
from migrascope.flows.measures.subject import Movements, Place
from migrascope.flows.table import Birthplaces, Fit, FlowTable

MET = Fit(rounds=0, largest_error=0.0, tolerance=1e-6, converged=True)

ABCD = np.array(
    [[0, 100, 30, 70], [50, 0, 45, 5], [60, 35, 0, 40], [20, 25, 20, 0]], dtype=float
)
"""The table of four regions in the reference pages of R migest 2.0 (sum_turnover,
sum_bilat, multi_comp)."""

HYPOTHETICAL = np.array([[0, 10, 10], [20, 0, 20], [30, 30, 0]], dtype=float)
HYPOTHETICAL_2 = np.array([[0, 20, 20], [30, 0, 50], [20, 20, 0]], dtype=float)
"""The hypothetical systems `migration.hyp` and `migration.hyp2` of the R package
migration.indices 0.3.1, whose reference pages print their indices."""


def flow_table(
    persons: FloatArray | Sequence[Sequence[float]],
    *,
    areas: tuple[str, ...] | None = None,
    birthplaces: Birthplaces | None = None,
    start: int = 2015,
    end: int = 2020,
) -> FlowTable:
    """A table of movements between areas named A, B, C … unless they are named."""
    square = np.asarray(persons, dtype=float)
    named = areas or tuple("ABCDEFGHIJ"[: len(square)])
    return FlowTable(
        method="da_pb_closed",
        sex="_T",
        interval=mid_years(start, end),
        areas=named,
        persons=square,
        fit=MET,
        birthplaces=birthplaces,
    )


def account(
    table: FlowTable, before: Sequence[float], after: Sequence[float]
) -> Account:
    """Residents at both ends, everyone born where they live."""
    interval = table.interval
    nobody = np.zeros(len(table.areas))
    return Account(
        table.sex,
        StockTable(table.areas, np.diag(np.array(before, float)), interval.start),
        StockTable(table.areas, np.diag(np.array(after, float)), interval.end),
        nobody,
        nobody,
    )


def movements(persons: FloatArray | Sequence[Sequence[float]]) -> Movements:
    """A table with nothing known besides."""
    return gather(flow_table(persons), None)


def place(persons: FloatArray | Sequence[Sequence[float]], position: int) -> Place:
    """One area of a table with nothing known besides."""
    return Place(movements(persons), position)


def hollow(square: FloatArray) -> FloatArray:
    """The same without a diagonal."""
    emptied = square.copy()
    np.fill_diagonal(emptied, 0.0)
    return emptied


sizes = st.integers(min_value=2, max_value=6)
counts = st.one_of(
    st.just(0.0),
    st.integers(min_value=0, max_value=50).map(float),
    st.floats(min_value=0.001, max_value=5e6, allow_nan=False),
)
"""Persons of a corridor: often nobody, sometimes a fraction, sometimes millions."""

squares = sizes.flatmap(
    lambda many: arrays.arrays(float, (many, many), elements=counts)
).map(hollow)
"""Square tables without a diagonal, empty ones included."""

peopled = squares.filter(lambda square: bool(square.sum() > 0))
"""Square tables in which somebody moved."""
