"""How does one row of the evidence base become a figure that can be questioned?

A row is a plain tuple in the order of the observation table; here it gets its
names, its cell in the publisher's file, and its status.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from migrascope.model.estimate import Estimate, total
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
        Status(row.obs_status or "A"),
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
        label(row),
    )


def label(row: Row) -> str:
    """What the cell holds, in words and codes: `refugees, KEN, origin SOM, 2018`."""
    parts = [row.measure, row.area]
    if not row.has_no_partner:
        parts.append(f"origin {row.origin}")
    parts += [
        f"{name} {code}"
        for name, code in (("sex", row.sex), ("age", row.age), ("status", row.status))
        if code not in (TOTAL, NOT_APPLICABLE)
    ]
    if row.breakdown:
        parts.append(row.breakdown)
    parts.append(str(row.end.year))
    return ", ".join(parts)


def added(rows: list[Row], *, formula: str) -> Estimate:
    """The sum of rows as one figure; a single row keeps its own cell as lineage."""
    if len(rows) == 1:
        return estimate(rows[0])
    return total(tuple(estimate(row) for row in rows), formula=formula)


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
