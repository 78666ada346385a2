"""What does an answer of the evidence base look like?

A figure: one row of the observation table as a value, with its period and cell.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from migrascope.model.estimate import Estimate
from migrascope.model.lineage import Cell
from migrascope.model.observation import Status
from migrascope.model.period import Period


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure; the fields are the columns of the observation table.

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
    def cell(self) -> Cell:
        """The cell that it was read from."""
        label = (self.measure, self.area, self.origin, self.sex, str(self.period))
        return Cell(
            self.edition,
            self.file,
            self.sheet,
            self.row,
            self.column,
            self.value,
            " ".join(part for part in label if part not in {"_T", "_Z"}),
        )

    @property
    def estimate(self) -> Estimate:
        """The figure as indicators and reviews use it."""
        return Estimate(
            self.value,
            self.unit,
            self.period,
            self.cell,
            Status(self.obs_status),
            self.low,
            self.high,
        )

    def facts(self) -> dict[str, object]:
        """Column → value, as caveats and writers want it."""
        return asdict(self)
