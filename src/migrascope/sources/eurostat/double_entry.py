"""What did both sides of a move report?

One row is a corridor in a year: how many people the sending country says left, how
many the receiving country says came, and what demographers think of either report.
Each report becomes an observation of the country that made it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import NotANumber, UnknownLayout
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import csv, guard
from migrascope.sources.formats.table import ROW, Table

LAYOUT = "double-entry"

_SEXES = {"Total": "_T", "Females": "F", "Males": "M"}
_WORDS = pl.Categorical()


@dataclass(frozen=True, slots=True)
class Report:
    """One side: who reports, who the other is, and the columns of its report."""

    measure: str
    reporter: str
    other: str
    figure: str
    undercount: str
    accuracy: str


REPORTS = (
    Report("immigration", "Receiving_iso3", "Sending_iso3", "Immi", "UI", "AI"),
    Report("emigration", "Sending_iso3", "Receiving_iso3", "Emig", "UE", "AE"),
)
COLUMNS = (
    "SEX",
    "Year",
    "Sending_iso3",
    "Receiving_iso3",
    *(each.figure for each in REPORTS),
    *(each.undercount for each in REPORTS),
    *(each.accuracy for each in REPORTS),
)


def layout_of(path: Path) -> str | None:
    """`double-entry` when the header has every column; None if it is another's."""
    first = guard.head(path).decode("utf-8-sig", "replace").partition("\n")[0]
    header = {name.strip().strip('"') for name in first.split(",")}
    return LAYOUT if header.issuperset(COLUMNS) else None


def read(path: Path) -> Table:
    """The corridors as a table of texts.

    Raises:
        UnknownLayout: the columns are others.
        Truncated: the file is cut off.
    """
    if layout_of(path) is None:
        guard.check(path)
        raise UnknownLayout(
            "this is not the table of flows reported by both sides.",
            f"Its header has {', '.join(COLUMNS)}. Tables of Eurostat's own are read "
            "with a mapping (migrascope add FILE --suggest).",
            where=path.name,
        )
    return csv.read(path, columns=COLUMNS)


def last_year(table: Table) -> int:
    """The last year of the table, which names the edition."""
    return int(_years(table).max() or 0)  # type: ignore[arg-type]  # whole numbers


def cells(
    table: Table,
    *,
    place_of: Mapping[str, str],
    residuals: Residuals = Residuals.REFUSE,
) -> pl.DataFrame:
    """The observations, not yet checked by `frame.finish`; empty is not reported.

    Raises:
        UnknownPlace: a code without an area.
        NotANumber: text where a year, a sex or a figure should stand.
    """
    years = pl.DataFrame({"year": _years(table)})
    said = pl.DataFrame({"sex": _sexes(table), "row": table.frame[ROW]}).hstack(
        years.select(
            pl.date(pl.col("year"), 1, 1).alias("start"),
            pl.date(pl.col("year"), 12, 31).alias("end"),
        )
    )
    areas = {
        column: places.match(
            table.frame[column],
            place_of,
            where=table.where(column=column),
            rows=table.frame[ROW],
            residuals=residuals,
            remedy="sources/eurostat/places.csv",
        )
        for column in ("Sending_iso3", "Receiving_iso3")
    }
    return pl.concat(_block(table, said, areas, report) for report in REPORTS)


def _block(
    table: Table, said: pl.DataFrame, areas: Mapping[str, pl.Series], report: Report
) -> pl.DataFrame:
    """What one side reported, each figure with the two scores of its report."""
    scores = table.frame.select(
        _score("accuracy", report.accuracy), _score("undercount", report.undercount)
    ).select(pl.concat_str(pl.all(), separator=";", ignore_nulls=True).alias("scores"))
    return (
        said.with_columns(
            areas[report.reporter].alias("area"),
            areas[report.other].alias("origin"),
            table.numbers(report.figure).alias("value"),
            scores["scores"].alias("breakdown"),
        )
        .drop_nulls("value")
        .with_columns(
            _word(report.measure).alias("measure"),
            _word("PS").alias("unit"),
            _word("MIG").alias("status"),
            pl.lit(table.columns[report.figure], dtype=pl.UInt32).alias("column"),
            pl.col("area", "origin", "breakdown").cast(_WORDS),
        )
    )


def _score(name: str, column: str) -> pl.Expr:
    """`undercount=low`; nothing where there is no score."""
    given = pl.col(column).str.to_lowercase().replace("na", None)
    return pl.concat_str(pl.lit(f"{name}="), given).alias(name)


def _years(table: Table) -> pl.Series:
    years = table.numbers("Year")
    wrong = years.is_null() | (years % 1 != 0)
    if wrong.any():
        raise _refusal(table, "Year", wrong, "is not a year")
    return years.cast(pl.Int32)


def _sexes(table: Table) -> pl.Series:
    found = table.frame["SEX"].replace_strict(
        _SEXES, default=None, return_dtype=pl.String
    )
    if found.null_count():
        raise _refusal(table, "SEX", found.is_null(), f"is none of {', '.join(_SEXES)}")
    return found.cast(_WORDS)


def _refusal(table: Table, column: str, wrong: pl.Series, says: str) -> NotANumber:
    position = int(wrong.arg_true()[0])
    return NotANumber(
        f'"{table.frame[column][position] or ""}" {says}.',
        "Correct the cell in a copy of the file.",
        where=table.where(int(table.frame[ROW][position]), column),
    )


def _word(text: str) -> pl.Expr:
    return pl.lit(text, dtype=_WORDS)
