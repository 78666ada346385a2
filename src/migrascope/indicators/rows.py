"""How does one row of the evidence base become a figure that can be questioned?

A row is a plain tuple in the order of the observation table; here it gets its
names, its cell in the publisher's file, and its status.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from migrascope.model.estimate import Estimate, worst
from migrascope.model.lineage import Cell, Lineage
from migrascope.model.observation import NOT_APPLICABLE, TOTAL, Status
from migrascope.model.period import Period


class Row(NamedTuple):
    """One observation, with the columns of `model.observation.COLUMNS`."""

    measure: str
    area: str
    origin: str
    sex: str
    age: str
    status: str
    breakdown: str
    start: date
    end: date
    value: float | None
    unit: str
    obs_status: str
    low: float | None
    high: float | None
    note: str
    edition: str
    file: int
    sheet: str
    row: int
    column: int

    @property
    def year(self) -> int:
        """The calendar year in which the period ends."""
        return self.end.year

    @property
    def dataset(self) -> str:
        """The dataset of the edition: `unhcr-population` of `unhcr-population@2025`."""
        return self.edition.partition("@")[0]

    @property
    def has_no_partner(self) -> bool:
        """True when the row does not speak of one origin."""
        return self.origin in (TOTAL, NOT_APPLICABLE)


def estimate(row: Row) -> Estimate:
    """A row as a figure whose lineage is its cell."""
    return Estimate(
        row.value,
        row.unit,
        Period(row.start, row.end),
        cell(row),
        _status(row.obs_status),
        row.low,
        row.high,
    )


def cell(row: Row) -> Cell:
    """The cell of the publisher's file that a row was read from."""
    return Cell(
        row.edition,
        row.file,
        row.sheet,
        row.row,
        row.column,
        row.value,
        row.measure,
    )


def added(rows: list[Row], *, formula: str) -> Estimate:
    """The sum of rows as one figure; a single row keeps its own cell as lineage.

    The same as `model.estimate.total` of the rows, without making a figure of
    each of what may be hundreds of thousands of rows.
    """
    if len(rows) == 1:
        return estimate(rows[0])
    first = rows[0]
    assert all(row.unit == first.unit for row in rows), "one unit in a sum"
    known = [row for row in rows if row.value is not None]
    bounded = any(row.low is not None or row.high is not None for row in known)
    return Estimate(
        sum(row.value or 0.0 for row in known) if known else None,
        first.unit,
        Period(min(row.start for row in rows), max(row.end for row in rows)),
        Lineage(formula, tuple(map(cell, rows))),
        worst(*{_status(row.obs_status) for row in known}) if known else Status.MISSING,
        sum(_bound(row.low, row) for row in known) if bounded else None,
        sum(_bound(row.high, row) for row in known) if bounded else None,
    )


def _bound(bound: float | None, row: Row) -> float:
    return bound if bound is not None else row.value or 0.0


@cache
def _status(code: str) -> Status:
    return Status(code or "A")


def with_choice(figure: Estimate, choice: str) -> Estimate:
    """The figure with a line in its lineage that names the source that was chosen."""
    if not choice:
        return figure
    return Estimate(
        figure.value,
        figure.unit,
        figure.period,
        Lineage(choice, (figure.lineage,)),
        figure.status,
        figure.low,
        figure.high,
    )
