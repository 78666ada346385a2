"""Who sent how much to whom, and who lives where: the KNOMAD matrices of 2017.

Two workbooks of the same shape: a title, a row of column names, and one row per
country, with names only and the world as last row and column. In the remittance
matrix money flows from the row (sending) to the column (receiving); in the
migration matrix people were born in the row and live in the column. Both are
models, not counts: see the caveats.

The world's row is the total over all origins (`_T`); the world's column is the
world. Sheets that others added to the workbook are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader
from migrascope.model.period import Period, mid_year, whole_year
from migrascope.sources import places
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.formats import workbook
from migrascope.sources.formats.table import Table
from migrascope.sources.formats.workbook import Sheet
from migrascope.sources.worldbank import tables, wide
from migrascope.sources.worldbank.publication import KNOMAD, publish

REMITTANCES, MIGRATION = "Bilateral_Remittances_", "Bilateral_Migration_"
MILLION = 1_000_000
_WORLD = ("World", "WORLD")


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix as printed: its cells, its year, its title."""

    table: Table
    origin: str
    destinations: list[str]
    year: int
    title: str


def read_remittances(path: Path, *, residuals: Residuals) -> Iterator[Batch]:
    """Read the bilateral remittance matrix, in US dollars.

    Raises:
        ChangedHeader: the title does not say millions of US$, or the corner of the
            table does not say which side receives.
    """
    sheet = _sheet(path, REMITTANCES)
    matrix = _matrix(sheet)
    if "millions of US$" not in matrix.title:
        raise _changed('"millions of US$" in the title', sheet, row=1)
    if matrix.origin != "receiving (across) / sending (down)":
        raise _changed('"receiving (across) / sending (down)" in A2', sheet, row=2)
    yield publish(
        _cells(
            matrix,
            measure="remittances_received",
            unit="USD",
            factor=MILLION,
            period=whole_year(matrix.year),
            residuals=residuals,
        ),
        KNOMAD,
        dataset="worldbank-knomad-remittances",
        vintage=str(matrix.year),
        title=f"Bilateral Remittance Matrix {matrix.year}",
        paths=[path],
        caveats=tables.caveats("knomad", "remittancematrix"),
        remarks=("Published in millions of US dollars; stored in US dollars.",),
    )


def read_migration(path: Path, *, residuals: Residuals) -> Iterator[Batch]:
    """Read the bilateral migration matrix, in persons at mid-year.

    Raises:
        ChangedHeader: the title is another.
    """
    sheet = _sheet(path, MIGRATION)
    matrix = _matrix(sheet)
    if "Migrant Stocks" not in matrix.title:
        raise _changed('"Migrant Stocks" in the title', sheet, row=1)
    yield publish(
        _cells(
            matrix,
            measure="migrant_stock",
            unit="PS",
            factor=1,
            period=mid_year(matrix.year),
            residuals=residuals,
        ),
        KNOMAD,
        dataset="worldbank-knomad-migration",
        vintage=str(matrix.year),
        title=f"Bilateral Migration Matrix {matrix.year}",
        paths=[path],
        caveats=tables.caveats("knomad", "migrationmatrix"),
        remarks=("The reference day is not printed; mid-year is assumed.",),
    )


def _sheet(path: Path, start: str) -> Sheet:
    names = [name for name in workbook.sheet_names(path) if name.startswith(start)]
    wanted = names[0] if names else f"{start}2017"
    return workbook.read(path, only=[wanted])[wanted]


def _matrix(sheet: Sheet) -> Matrix:
    title = sheet.text(1, 1)
    year = re.search(r"\b(20\d{2})\b", title)
    if not year:
        raise _changed("the year in the title", sheet, row=1)
    last = next(
        (row for row in range(3, len(sheet.rows) + 1) if not sheet.text(row, 1)),
        len(sheet.rows) + 1,
    )
    headers = sheet.headers(2, 2)
    origin = headers[0] or "column 1"
    table = sheet.block([origin, *headers[1:]], 3, last - 1, header_row=2)
    destinations = [name for name in table.columns if name != origin]
    names = table.frame[origin].to_list()
    if not names or names[-1] not in _WORLD or destinations[-1] not in _WORLD:
        raise _changed("the world as last row and last column", sheet, row=last)
    return Matrix(table, origin, destinations, int(year[1]), title)


def _cells(
    matrix: Matrix,
    *,
    measure: str,
    unit: str,
    factor: int,
    period: Period,
    residuals: Residuals,
) -> pl.DataFrame:
    table = matrix.table
    long = wide.figures(
        table, matrix.destinations, labels=[matrix.origin], absent=["-"]
    )
    names = tables.areas_by_name()
    origins = places.match(
        long[matrix.origin],
        dict(names) | dict.fromkeys(_WORLD, "_T"),
        where=table.where(column=1),
        rows=long["row"],
        residuals=residuals,
        remedy=tables.REMEDY,
    )
    areas = long["header"].replace_strict(
        _destinations(matrix, residuals=residuals), return_dtype=pl.String
    )
    return long.select(
        pl.lit(measure).alias("measure"),
        areas.alias("area"),
        origins.alias("origin"),
        pl.lit(period.start).alias("start"),
        pl.lit(period.end).alias("end"),
        pl.col("value") * factor,
        pl.lit(unit).alias("unit"),
        pl.lit("MIG" if measure == "migrant_stock" else "_T").alias("status"),
        pl.lit("E").alias("obs_status"),
        pl.lit(table.sheet).alias("sheet"),
        "row",
        "column",
    )


def _destinations(matrix: Matrix, *, residuals: Residuals) -> dict[str, str]:
    """The area of each column; an unknown one is named with its column."""
    table, names = matrix.table, tables.areas_by_name()
    return {
        name: names.get(name)
        or places.match(
            pl.Series([name]),
            names,
            where=table.where(table.header_row, name),
            residuals=residuals,
            remedy=tables.REMEDY,
        )[0]
        for name in matrix.destinations
    }


def _changed(wanted: str, sheet: Sheet, *, row: int) -> ChangedHeader:
    found = " | ".join(
        text for column in range(1, 6) if (text := sheet.text(row, column))
    )
    return ChangedHeader(
        f'{wanted} is missing; the row begins "{found[:120]}".',
        "The layout has changed: read the file with a mapping "
        "(migrascope add FILE --suggest).",
        where=sheet.where(row),
    )
