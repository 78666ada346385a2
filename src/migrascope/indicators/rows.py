"""How do rows of the evidence base become a figure that can be questioned?

A row is a `store.figure.Figure`; here rows are added up, keeping every cell.
"""

from __future__ import annotations

from migrascope.model.estimate import Estimate, worst
from migrascope.model.lineage import Lineage
from migrascope.model.observation import Status
from migrascope.model.period import Period
from migrascope.store.figure import Figure as Row

__all__ = ["Row", "added", "with_choice"]


def added(rows: list[Row], *, formula: str) -> Estimate:
    """The sum of rows as one figure; a single row keeps its own cell as lineage.

    The same as `model.estimate.total` of the rows, without making a figure of
    each of what may be hundreds of thousands of rows.
    """
    if len(rows) == 1:
        return rows[0].estimate
    first = rows[0]
    assert all(row.unit == first.unit for row in rows), "one unit in a sum"
    known = [row for row in rows if row.value is not None]
    bounded = any(row.low is not None or row.high is not None for row in known)
    return Estimate(
        sum(row.value or 0.0 for row in known) if known else None,
        first.unit,
        Period(min(row.start for row in rows), max(row.end for row in rows)),
        Lineage(formula, tuple(row.cell for row in rows)),
        worst(*{row.observed for row in known}) if known else Status.MISSING,
        sum(_bound(row.low, row) for row in known) if bounded else None,
        sum(_bound(row.high, row) for row in known) if bounded else None,
    )


def _bound(bound: float | None, row: Row) -> float:
    return bound if bound is not None else row.value or 0.0


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
