"""How does an incident become observations?

One observation for each count of an incident: dead, missing, both, survivors, and of
the dead and missing the women, men and children. The day of the incident is start
and end; where only the year is known, the observation covers the year.

People counted as missing whose bodies are found later are printed as dead with
a negative number of missing (and who dies in hospital with negative survivors), so that
sums hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from migrascope.errors import NotANumber
from migrascope.model import breakdown
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import numbers
from migrascope.sources.formats.table import ROW
from migrascope.sources.missing_migrants.incidents import CONVERTED, REDUCED, Incidents

UNKNOWN = "X:unknown"

_WORDS = pl.Categorical()
_FORMATS = ("%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%a, %m/%d/%Y - %H:%M")
_DIMENSIONS = ("cause", "incident", "origin", "region", "route", "type")


@dataclass(frozen=True, slots=True)
class Count:
    """A column of counts: what it counts and of whom."""

    column: str
    measure: str
    sex: str = "_T"
    age: str = "_T"


COUNTS = (
    Count("dead", "migrant_deaths"),
    Count("missing", "migrants_missing"),
    Count("total", "migrant_deaths_and_missing"),
    Count("survivors", "migrants_surviving"),
    Count("females", "migrant_deaths_and_missing", sex="F"),
    Count("males", "migrant_deaths_and_missing", sex="M"),
    Count("children", "migrant_deaths_and_missing", age="Y_LT18"),
)


def cells(
    incidents: Incidents,
    *,
    file: int,
    place_of: Mapping[str, str],
    residuals: Residuals = Residuals.REFUSE,
) -> pl.DataFrame:
    """The observations of one file, not yet checked by `frame.finish`.

    Raises:
        UnknownPlace: a country of incident without an area.
        NotANumber: text where a count or a date should stand.
    """
    said = pl.DataFrame(
        {
            "area": _areas(incidents, place_of, residuals),
            "breakdown": _breakdowns(incidents, place_of),
            "note": _notes(incidents),
            "row": incidents.frame[ROW],
        }
    ).with_columns(days(incidents))
    blocks = [
        _block(incidents, said, count)
        for count in COUNTS
        if count.column in incidents.columns
    ]
    return pl.concat(blocks).with_columns(
        pl.lit("PS", dtype=_WORDS).alias("unit"),
        pl.lit(file, dtype=pl.UInt16).alias("file"),
    )


def days(incidents: Incidents) -> pl.DataFrame:
    """First and last day of every incident.

    Without a date it is some day of the year that the row names, and without a year
    some day of the years that the file covers.

    Raises:
        NotANumber: a text that is no date, or no date in the whole file.
    """
    texts = incidents.frame["date"]
    found = pl.DataFrame({"text": texts}).select(
        pl.coalesce(
            pl.col("text").str.to_date(form, strict=False) for form in _FORMATS
        ).alias("day")
    )["day"]
    wrong = found.is_null() & texts.is_not_null()
    if wrong.any():
        raise _no_date(incidents, wrong, "is not a date")
    if found.null_count() == len(found):
        raise _no_date(incidents, found.is_null(), "has no date, nor has any other")
    first, last = found.dt.year().min(), found.dt.year().max()
    year = _years(incidents)
    whole = pl.DataFrame({"day": found, "year": year})
    return whole.select(
        pl.coalesce("day", pl.date(pl.col("year").fill_null(first), 1, 1)).alias(
            "start"
        ),
        pl.coalesce("day", pl.date(pl.col("year").fill_null(last), 12, 31)).alias(
            "end"
        ),
    )


def _years(incidents: Incidents) -> pl.Series:
    """The year that a row names beside its date: a column, or its number."""
    texts = [
        pl.col(name).str.extract(pattern)
        for name, pattern in (
            ("year", r"^(20\d\d)$"),
            ("incident", r"^(20\d\d)\.MMP"),
        )
        if name in incidents.columns
    ]
    if not texts:
        empty = pl.Series([None], dtype=pl.Int32)
        return empty.new_from_index(0, incidents.frame.height)
    years = incidents.frame.select(pl.coalesce(texts).cast(pl.Int32).alias("year"))
    return years["year"]


def _no_date(incidents: Incidents, wrong: pl.Series, says: str) -> NotANumber:
    position = int(wrong.arg_true()[0])
    row = int(incidents.frame[ROW][position])
    text = incidents.frame["date"][position]
    return NotANumber(
        f'"{text}" {says}.' if text else f"the incident {says}.",
        "Write the date as 2024-07-28 in a copy of the file, or read the file with "
        "a mapping.",
        where=incidents.where(row, "date"),
    )


def _areas(
    incidents: Incidents, place_of: Mapping[str, str], residuals: Residuals
) -> pl.Series:
    """The country of the incident; unknown where the file does not say it."""
    if "country" not in incidents.columns:
        return pl.Series([UNKNOWN], dtype=_WORDS).new_from_index(
            0, incidents.frame.height
        )
    return (
        places.match(
            incidents.frame["country"],
            place_of,
            where=incidents.where(column="country"),
            rows=incidents.frame[ROW],
            residuals=residuals,
            remedy="sources/missing_migrants/places.csv",
        )
        .fill_null(UNKNOWN)
        .cast(_WORDS)
    )


def _breakdowns(incidents: Incidents, place_of: Mapping[str, str]) -> pl.Series:
    """Route, cause, region, number and origin of every incident as one text.

    The origin is an area id where one country is named, the publisher's text where
    several are: people of one incident need not come from one country.
    """
    names = [name for name in _DIMENSIONS if name in incidents.columns]
    if not names:
        return pl.Series([""], dtype=_WORDS).new_from_index(0, incidents.frame.height)
    rows = incidents.frame.select(names).fill_null("")
    written = [
        breakdown.join(
            {
                name: place_of.get(text, text) if name == "origin" else text
                for name, text in zip(names, texts, strict=True)
            }
        )
        for texts in rows.iter_rows()
    ]
    return pl.Series("breakdown", written, dtype=_WORDS)


def _notes(incidents: Incidents) -> pl.Series:
    """The place in words; coordinates where the file has nothing else."""
    name = "coordinates" if incidents.layout == REDUCED else "location"
    if name not in incidents.columns:
        return pl.Series([""], dtype=_WORDS).new_from_index(0, incidents.frame.height)
    return incidents.frame[name].fill_null("").cast(_WORDS)


def _block(incidents: Incidents, said: pl.DataFrame, count: Count) -> pl.DataFrame:
    values = numbers.parse(
        incidents.frame[count.column],
        where=incidents.where(column=count.column),
        rows=incidents.frame[ROW],
        missing={""} if incidents.layout == CONVERTED else numbers.MISSING,
    ).alias("value")
    return (
        said.with_columns(values)
        .drop_nulls("value")
        .with_columns(
            pl.lit(count.measure, dtype=_WORDS).alias("measure"),
            pl.lit(count.sex, dtype=_WORDS).alias("sex"),
            pl.lit(count.age, dtype=_WORDS).alias("age"),
            pl.lit("MIG", dtype=_WORDS).alias("status"),
            pl.lit(incidents.columns[count.column], dtype=pl.UInt32).alias("column"),
        )
    )
