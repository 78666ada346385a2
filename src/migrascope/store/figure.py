"""What does an answer of the evidence base look like?

A figure: one row of the observation table as a value, with its period and cell.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from migrascope.model.estimate import Estimate
from migrascope.model.lineage import Cell
from migrascope.model.observation import NOT_APPLICABLE, TOTAL, Status
from migrascope.model.period import Period


class Figure(NamedTuple):
    """One published figure; the fields are the columns of the observation table.

    A plain tuple with names, because a review takes tens of thousands of them.

    `value`, `low` and `high` are in `unit`; `row` and `column` are counted from 1.
    """

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
        """The calendar year in which its period ends."""
        return self.end.year

    @property
    def period(self) -> Period:
        """The time that it refers to."""
        return Period(self.start, self.end)

    @property
    def dataset(self) -> str:
        """The dataset of the edition: `unhcr-population` of `unhcr-population@2025`."""
        return self.edition.partition("@")[0]

    @property
    def has_no_partner(self) -> bool:
        """True when it does not speak of one origin."""
        return self.origin in (TOTAL, NOT_APPLICABLE)

    @property
    def observed(self) -> Status:
        """The observation status; normal where the publisher says nothing."""
        return _STATUSES[self.obs_status]

    @property
    def cell(self) -> Cell:
        """The cell that it was read from."""
        return Cell(
            self.edition,
            self.file,
            self.sheet,
            self.row,
            self.column,
            self.value,
            self.measure,
        )

    @property
    def estimate(self) -> Estimate:
        """The figure as indicators and reviews use it."""
        return Estimate(
            self.value,
            self.unit,
            self.period,
            self.cell,
            self.observed,
            self.low,
            self.high,
        )

    def facts(self) -> dict[str, object]:
        """Column → value, as caveats and writers want it."""
        return self._asdict()


_STATUSES = {str(each): each for each in Status} | {"": Status.NORMAL}
