"""How much did people send home, and send out, in each year (KNOMAD)?

Two workbooks: names only, one column per year, US$ millions, notes
below a blank row. The outflows begin on row 2 of the sheet and end with a column
"% of GDP", which is not read. Many zeros stand where no figure is known: caveat.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader
from migrascope.sources import places
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.formats import workbook
from migrascope.sources.formats.table import Table
from migrascope.sources.formats.workbook import Sheet
from migrascope.sources.worldbank import tables, wide
from migrascope.sources.worldbank.matrices import MILLION
from migrascope.sources.worldbank.publication import KNOMAD, publish

INFLOWS, OUTFLOWS = "Inward remittance flows", "Outward remittance flows"
_MONTHS = calendar.month_name[1:]
_DATE = re.compile(rf"Date:\s*({'|'.join(_MONTHS)})\s+(\d{{4}})")


@dataclass(frozen=True, slots=True)
class Flow:
    """One of the two workbooks: its header and what it holds."""

    sheet: str
    header: str
    dataset: str
    measure: str
    title: str


_FLOWS = {
    INFLOWS: Flow(
        INFLOWS,
        "Remittance inflows (US$ million)",
        "worldbank-knomad-inflows",
        "remittances_received",
        "Remittance inflows",
    ),
    OUTFLOWS: Flow(
        OUTFLOWS,
        "Remittance outflows (US$ million)",
        "worldbank-knomad-outflows",
        "remittances_paid",
        "Remittance outflows",
    ),
}


def read(path: Path, *, residuals: Residuals) -> Iterator[Batch]:
    """Read inflows or outflows, in US dollars.

    Raises:
        ChangedHeader: the header or the date below the table is not there.
    """
    names = workbook.sheet_names(path)
    flow = _FLOWS[OUTFLOWS if OUTFLOWS in names else INFLOWS]
    sheet = workbook.read(path, only=[flow.sheet])[flow.sheet]
    header = sheet.find(flow.header)
    last = next(
        (row for row in range(header + 1, len(sheet.rows)) if not sheet.text(row, 1)),
        len(sheet.rows) + 1,
    )
    table = sheet.table(header, last=last - 1)
    headers = wide.years(table)
    if not headers:
        raise ChangedHeader(
            "the header has no years.",
            "Download the workbook again from the KNOMAD page.",
            where=table.where(header),
        )
    yield publish(
        _cells(table, flow, headers, residuals=residuals),
        KNOMAD,
        dataset=flow.dataset,
        vintage=_vintage(sheet, below=last),
        title=flow.title,
        paths=[path],
        caveats=tables.caveats("knomad", "yearly"),
        remarks=("Published in millions of US dollars; stored in US dollars.",),
    )


def _vintage(sheet: Sheet, *, below: int) -> str:
    for row in range(below, len(sheet.rows) + 1):
        if found := _DATE.search(sheet.text(row, 1)):
            return f"{found[2]}-{_MONTHS.index(found[1]) + 1:02d}"
    raise ChangedHeader(
        'no note below the table says "Date: June 2023" or the like.',
        "The date is the vintage of the edition: download the workbook again, with "
        "its notes.",
        where=sheet.where(below),
    )


def _cells(
    table: Table, flow: Flow, headers: list[str], *, residuals: Residuals
) -> pl.DataFrame:
    long = wide.figures(table, headers, labels=[flow.header])
    area = places.match(
        long[flow.header],
        tables.areas_by_name(),
        where=table.where(column=flow.header),
        rows=long["row"],
        residuals=residuals,
        remedy=tables.REMEDY,
    )
    mark = pl.col("header").str.to_uppercase().str.tail(1)
    return long.select(
        pl.lit(flow.measure).alias("measure"),
        area.alias("area"),
        wide.first_day().alias("start"),
        wide.last_day().alias("end"),
        pl.col("value") * MILLION,
        pl.lit("USD").alias("unit"),
        pl.when(mark.is_in(["E", "F"]))
        .then(mark)
        .otherwise(pl.lit("A"))
        .alias("obs_status"),
        pl.lit(table.sheet).alias("sheet"),
        "row",
        "column",
    )
