"""How many died in organised violence in each country and year?

The table that Our World in Data made of UCDP's events: every country and every year, a
nought where nobody was counted. Regions are sums of its countries and are left out.
"""

from __future__ import annotations

import csv as lines
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from migrascope.errors import NotANumber, Truncated
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import csv, guard
from migrascope.sources.formats.table import ROW, Table
from migrascope.sources.ucdp import states
from migrascope.sources.ucdp.events import whole_deaths

YEARLY = "country-years"
PLACE, YEAR, DEATHS = "Entity", "Year", "Direct conflict deaths"
REGIONS = (
    "Africa",
    "Americas",
    "Asia",
    "Asia and Oceania",
    "Europe",
    "Middle East",
    "North America",
    "Oceania",
    "South America",
)
"""UCDP's parts of the world, which are not those of the United Nations."""

_MARKS = {PLACE, YEAR, "Direct conflict death rate"}
_WORDS = pl.Categorical()


def layout_of(path: Path) -> str | None:
    """`country-years` when the header is the table's, None when it is another's."""
    text = guard.head(path).decode("utf-8-sig", "ignore")
    try:
        first = next(lines.reader(text.splitlines()), [])
    except lines.Error:
        return None
    return YEARLY if {field.strip() for field in first} >= _MARKS else None


def read(path: Path) -> Table:
    """The rows of countries and of the world.

    Raises:
        ChangedHeader: a column is missing.
        Truncated: the file is cut off, or holds no country.
    """
    table = csv.read(path, header=1)
    table.need(PLACE, YEAR, DEATHS)
    table = table.rows(~pl.col(PLACE).fill_null("").is_in(REGIONS))
    if table.frame.is_empty():
        raise Truncated(
            "the file has a header and no countries.",
            "Get the file again.",
            where=path.name,
        )
    return table


def years(table: Table) -> pl.Series:
    """The year of every row.

    Raises:
        NotANumber: text, or no year at all.
    """
    found = table.numbers(YEAR, missing=())
    if found.null_count():
        row = int(table.frame[ROW][int(found.is_null().arg_true()[0])])
        raise NotANumber(
            "the row has no year.",
            "Correct the cell in a copy of the file.",
            where=table.where(row, YEAR),
        )
    return found.cast(pl.Int32)


def cells(
    table: Table,
    *,
    place_of: Mapping[str, str],
    residuals: Residuals = Residuals.REFUSE,
) -> pl.DataFrame:
    """The observations, not yet checked by `frame.finish`.

    Raises:
        UnknownPlace: a name without an area.
        NotANumber: text where a count or a year should stand.
    """
    named = places.match(
        table.frame[PLACE],
        place_of,
        where=table.where(column=PLACE),
        rows=table.frame[ROW],
        residuals=residuals,
        remedy="sources/ucdp/names.csv",
    )
    when = years(table)
    said = pl.DataFrame(
        {
            "area": states.at_the_time(named, when),
            "year": when,
            "value": whole_deaths(table, DEATHS),
            "part": states.was_no_state(named, when),
            "row": table.frame[ROW],
        }
    ).drop_nulls("value")
    counted = said.filter(~(pl.col("part") & (pl.col("value") == 0)))
    return counted.select(
        pl.lit("conflict_deaths", dtype=_WORDS).alias("measure"),
        pl.col("area").cast(_WORDS),
        pl.date("year", 1, 1).alias("start"),
        pl.date("year", 12, 31).alias("end"),
        "value",
        pl.lit("PS", dtype=_WORDS).alias("unit"),
        "row",
        pl.lit(table.columns[DEATHS], dtype=pl.UInt32).alias("column"),
    )
