"""How many women and men, and of what age, does IDMC take to be displaced?

The second sheet of its workbook spreads the number of people displaced at the end of
the year over sexes and ages as in the population of the country, so that every figure
is an estimate and none was counted. Its ages overlap, and none of them is everybody:
nothing here can stand for a total or be added up to one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, SourceError, Truncated
from migrascope.model.observation import Status
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import workbook
from migrascope.sources.formats.table import ROW, Table
from migrascope.sources.idmc import tables
from migrascope.sources.idmc.tables import Layout

SHEET = "2_IDPs_SADD_estimates"
LAYOUT = Layout(
    "ages",
    "idmc-gidd-ages",
    "Internally displaced people by sex and age, estimated",
    "ISO3",
    "Year",
    (),
)
NOTE = "the whole number, spread as sexes and ages are in the country's population"

_SEX, _CAUSE, _NAME = "Sex", "Cause", "Country"
_SEXES = {"Female": "F", "Male": "M", "Both sexes": "_T"}
_CAUSES = {"Conflict": "idps", "Disaster": "idps_disaster"}
_SPAN = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_OPEN = re.compile(r"(\d+)\s*\+")


def stands_in(path: Path) -> bool:
    """True for a workbook that has the sheet; older ones have not."""
    return SHEET in workbook.sheet_names(path)


def read(path: Path) -> Table:
    """The rows of the sheet.

    Raises:
        ChangedHeader: a column is missing, or one has figures and is no age.
        Truncated: there are no rows below the header.
    """
    sheet = workbook.read(path, only=[SHEET])[SHEET]
    table = sheet.table(sheet.find(LAYOUT.place, LAYOUT.year))
    table.need(LAYOUT.place, LAYOUT.year, _SEX, _CAUSE)
    table = table.rows(~pl.col(LAYOUT.place).fill_null("").str.starts_with("#"))
    if table.frame.is_empty():
        raise Truncated(
            "the sheet has a header and no countries.",
            "Get the file again.",
            where=table.where(),
        )
    _refuse_what_is_no_age(table)
    return table


def cells(
    table: Table,
    *,
    place_of: Mapping[str, str],
    residuals: Residuals = Residuals.REFUSE,
) -> pl.DataFrame:
    """The observations of the sheet, not yet checked by `frame.finish`.

    Raises:
        UnknownPlace: a code without an area.
        NotANumber: text where a count or a year should stand.
        SourceError: a sex or a cause that is not known.
    """
    last_day = pl.date("year", 12, 31)
    said = pl.DataFrame(
        {
            ROW: table.frame[ROW],
            "year": tables.years(table, LAYOUT),
            "area": places.match(
                table.frame[LAYOUT.place],
                place_of,
                where=table.where(column=LAYOUT.place),
                rows=table.frame[ROW],
                residuals=residuals,
            ),
            "sex": _known(table, _SEX, _SEXES),
            "measure": _known(table, _CAUSE, _CAUSES),
        }
    )
    blocks = [
        said.with_columns(
            table.numbers(name).alias("value"),
            pl.lit(code).alias("age"),
            pl.lit(table.columns[name], dtype=pl.UInt32).alias("column"),
        )
        for name, code in _ages(table).items()
    ]
    return (
        pl.concat(blocks)
        .drop_nulls("value")
        .with_columns(
            pl.col("area").alias("origin"),
            pl.lit("IDP").alias("status"),
            last_day.alias("start"),
            last_day.alias("end"),
            pl.lit("PS").alias("unit"),
            pl.lit(Status.ESTIMATED.value).alias("obs_status"),
            pl.lit(NOTE).alias("note"),
            pl.lit(0, dtype=pl.UInt16).alias("file"),
            pl.lit(table.sheet).alias("sheet"),
        )
        .rename({ROW: "row"})
    )


def _ages(table: Table) -> dict[str, str]:
    """Header → code of the age groups.

    An upper age is the last that is meant: 0-1 are the first two years of life.
    """
    found: dict[str, str] = {}
    for name in table.columns:
        if span := _SPAN.fullmatch(name):
            found[name] = f"Y{span[1]}T{span[2]}"
        elif above := _OPEN.fullmatch(name):
            found[name] = f"Y_GE{above[1]}"
    return found


def _refuse_what_is_no_age(table: Table) -> None:
    """Insist on ages, and on nothing else that could be one under another name."""
    ages = _ages(table)
    known = {LAYOUT.place, LAYOUT.year, _SEX, _CAUSE, _NAME, *ages}
    strange = [name for name in table.columns if name not in known]
    if strange or not ages:
        what = f'"{strange[0]}" is no age' if strange else "the header has no ages"
        raise ChangedHeader(
            f"{what}: written as 0-4 or 65+ here.",
            "The publisher may have changed the layout, or a program may have made a "
            "date of it: get the file again, or correct the header in a copy.",
            where=table.where(table.header_row, strange[0] if strange else None),
        )


def _known(table: Table, column: str, codes: Mapping[str, str]) -> pl.Series:
    """The codes of a column of words.

    Raises:
        SourceError: another word, or an empty cell.
    """
    texts = table.frame[column]
    found = texts.replace_strict(codes, default=None, return_dtype=pl.String)
    if found.null_count():
        position = int(found.is_null().arg_true()[0])
        raise SourceError(
            f'"{texts[position] or ""}" is none of {", ".join(codes)}.',
            "IDMC may have changed its words: look at the file, then read it with a "
            "mapping (migrascope add FILE --suggest).",
            where=table.where(int(table.frame[ROW][position]), column),
        )
    return found
