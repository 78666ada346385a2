"""What did sending money cost, from one country to another, quarter by quarter?

Remittance Prices Worldwide, as exported from the DataBank: one row per pair of
countries, one column per quarter. The export lists every possible pair; ".." marks
those that were not surveyed, so they are left out. Five lines at the end hold the
name of the database and the day of the update, written month first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, Truncated, UnknownLayout
from migrascope.model.period import Period, quarter
from migrascope.sources import places
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.formats import csv
from migrascope.sources.formats.table import ROW, Table
from migrascope.sources.worldbank import tables, wide
from migrascope.sources.worldbank.publication import RPW, publish

SERIES = "ATCR.CORR"
_SENDER, _RECEIVER = "Sending Countries Code", "Receiving Countries Code"
_HEADER = (_SENDER, "Series Code")
_QUARTER = re.compile(r"^(\d{4})Q([1-4])\b")
_UPDATED = re.compile(r"Last Updated:\s*(\d{2})/(\d{2})/(\d{4})")


def read(path: Path, *, residuals: Residuals) -> Iterator[Batch]:
    """Read the export of corridors.

    Raises:
        ChangedHeader: no quarters in the header.
        Truncated: the footer with the day of the update is missing.
        UnknownLayout: another series than the average total cost.
    """
    table = csv.read(path, columns=_HEADER)
    table.need(*_HEADER, _RECEIVER)
    vintage = _updated(table)
    corridors = table.rows(pl.col("Series Code").is_not_null())
    _refuse_other_series(corridors)
    periods = _periods(table)
    long = wide.figures(
        corridors, list(periods), labels=[_SENDER, _RECEIVER], absent=[".."]
    )
    ends = {name: (day.start, day.end) for name, day in periods.items()}
    cells = long.select(
        pl.lit("remittance_cost").alias("measure"),
        _area(long, _RECEIVER, table, residuals=residuals).alias("area"),
        _area(long, _SENDER, table, residuals=residuals).alias("origin"),
        _day(ends, 0).alias("start"),
        _day(ends, 1).alias("end"),
        "value",
        pl.lit("PT").alias("unit"),
        "row",
        "column",
    )
    yield publish(
        cells,
        RPW,
        dataset="worldbank-rpw",
        vintage=vintage,
        title="Remittance Prices Worldwide: average total cost by corridor",
        paths=[path],
        caveats=tables.caveats("rpw"),
    )


def _updated(table: Table) -> str:
    first = next(iter(table.columns))
    for text in table.frame[first].drop_nulls().tail(5):
        if found := _UPDATED.search(text):
            month, day, year = found.groups()
            return f"{year}-{month}-{day}"
    raise Truncated(
        'the footer with "Last Updated:" is missing.',
        "The file is probably cut off, or its footer was removed: export it again "
        "from the DataBank.",
        where=table.where(),
    )


def _refuse_other_series(table: Table) -> None:
    others = table.frame.filter(pl.col("Series Code") != SERIES)
    if others.height:
        raise UnknownLayout(
            f'the series "{others["Series Code"][0]}" has no measure here.',
            f"Export the series {SERIES} only.",
            where=table.where(int(others[ROW][0]), "Series Code"),
        )


def _periods(table: Table) -> dict[str, Period]:
    found = {
        header: quarter(int(match[1]), int(match[2]))
        for header in table.columns
        if (match := _QUARTER.match(header))
    }
    if not found:
        raise ChangedHeader(
            "the header has no quarters such as 2011Q1 [YR2011Q1].",
            "Export the corridors again with quarters as columns.",
            where=table.where(table.header_row),
        )
    return found


def _area(
    long: pl.DataFrame, label: str, table: Table, *, residuals: Residuals
) -> pl.Series:
    return places.match(
        long[label],
        tables.areas_by_code(),
        where=table.where(column=label),
        rows=long["row"],
        residuals=residuals,
        remedy=tables.REMEDY,
    )


def _day(ends: dict[str, tuple[date, date]], which: int) -> pl.Expr:
    days = {header: pair[which] for header, pair in ends.items()}
    return pl.col("header").replace_strict(days, return_dtype=pl.Date)
