"""Which displacements does a file of IDMC hold, and as what do they count?

The Global Internal Displacement Database (GIDD) comes as text tables and as pages of an
interface with the same columns, and as a workbook with columns of its own. Each column
of counts is a measure; of a rounded and an exact column the exact one is read.
"""

from __future__ import annotations

import csv as lines
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import NotANumber, Truncated
from migrascope.model import breakdown
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import csv, guard, json, workbook
from migrascope.sources.formats.table import ROW, Table

CONFLICT, DISASTERS, WORKBOOK, UPDATES = "conflict", "disasters", "workbook", "updates"
SHEET = "1_Displacement_data"
NAME = "event_name"
FIRST_DAY = "start_date"

_WORDS = pl.Categorical()
_MARKS = {"iso3", "country_name", "new_displacement_rounded"}
_KEYS = re.compile(rb'"([a-z0-9_]+)"\s*:')
_HAZARDS = ("hazard_type_name", "hazard_sub_category_name")


@dataclass(frozen=True, slots=True)
class Count:
    """A column: what it counts, of whom, and whether at the end of the year."""

    column: str
    measure: str
    status: str = "_T"
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of file: its columns of place and time, its counts, its dataset."""

    name: str
    dataset: str
    title: str
    place: str
    year: str
    counts: tuple[Count, ...]
    events: bool = False


LAYOUTS = {
    CONFLICT: Layout(
        CONFLICT,
        "idmc-gidd-conflict",
        "Internal displacement by conflict and violence",
        "iso3",
        "year",
        (
            Count("new_displacement", "conflict_displacements"),
            Count("total_displacement", "idps", "IDP", at_end=True),
        ),
    ),
    DISASTERS: Layout(
        DISASTERS,
        "idmc-gidd-disasters",
        "Internal displacement by disasters, by event",
        "iso3",
        "year",
        (
            Count("new_displacement", "disaster_displacements"),
            Count("total_displacement", "idps_disaster_year", "IDP", at_end=True),
        ),
        events=True,
    ),
    WORKBOOK: Layout(
        WORKBOOK,
        "idmc-gidd-workbook",
        "Internal displacement by conflict and by disasters",
        "ISO3",
        "Year",
        (
            Count("Conflict Internal Displacements (Raw)", "conflict_displacements"),
            Count("Conflict Stock Displacement (Raw)", "idps", "IDP", at_end=True),
            Count("Disaster Internal Displacements (Raw)", "disaster_displacements"),
            Count(
                "Disaster Stock Displacement (Raw)",
                "idps_disaster",
                "IDP",
                at_end=True,
            ),
        ),
    ),
}


def layout_of(path: Path) -> str | None:
    """What the head of a file says that it holds; None when it is not IDMC's."""
    start = guard.head(path)
    if start.startswith(b"PK"):
        return WORKBOOK if SHEET in workbook.sheet_names(path) else None
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
        return _of_keys(start)
    text = start.decode("utf-8-sig", "ignore")
    try:
        first = next(lines.reader(text.splitlines()), [])
    except lines.Error:
        return None
    header = {name.strip() for name in first}
    return _of_columns(header)


def read(path: Path, layout: Layout) -> Table:
    """The rows of a file.

    Raises:
        ChangedHeader: a column that is needed is missing.
        Truncated: the file is cut off, or holds no country.
    """
    if layout.name == WORKBOOK:
        sheet = workbook.read(path, only=[SHEET])[SHEET]
        table = sheet.table(sheet.find(layout.place, layout.year))
    elif guard.head(path).lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
        table = json.read(path)
    else:
        table = csv.read(path, header=1)
    table.need(layout.place, layout.year, *(each.column for each in layout.counts))
    if layout.events:
        table.need(*_HAZARDS, NAME, FIRST_DAY)
    table = table.rows(~pl.col(layout.place).fill_null("").str.starts_with("#"))
    if table.frame.is_empty():
        raise Truncated(
            "the file has a header and no countries.",
            "Get the file again.",
            where=path.name,
        )
    return table


def years(table: Table, layout: Layout) -> pl.Series:
    """The year of every row.

    Raises:
        NotANumber: text, or no year at all.
    """
    found = table.numbers(layout.year, missing=())
    wrong = found.is_null() | (found != found.round())
    if wrong.any():
        position = int(wrong.arg_true()[0])
        raise NotANumber(
            f'"{table.frame[layout.year][position] or ""}" is no year.',
            "Correct the cell in a copy of the file, or download it again.",
            where=table.where(int(table.frame[ROW][position]), layout.year),
        )
    return found.cast(pl.Int32)


def cells(
    table: Table,
    layout: Layout,
    *,
    file: int,
    place_of: Mapping[str, str],
    residuals: Residuals = Residuals.REFUSE,
) -> pl.DataFrame:
    """The observations of one file, not yet checked by `frame.finish`.

    Events are dated by their first day, in the year under which IDMC counts them.

    Raises:
        UnknownPlace: a code without an area.
        NotANumber: text where a count, a year or a day should stand.
    """
    when = years(table, layout)
    said = pl.DataFrame(
        {
            "area": places.match(
                table.frame[layout.place],
                place_of,
                where=table.where(column=layout.place),
                rows=table.frame[ROW],
                residuals=residuals,
            ).cast(_WORDS),
            "year": when,
            "row": table.frame[ROW],
        }
    )
    if layout.events:
        said = said.with_columns(
            _hazards(table).alias("breakdown"),
            table.frame[NAME].fill_null("").cast(_WORDS).alias("note"),
            _first_days(table, when).alias("day"),
        )
    return pl.concat(
        [_block(table, said, count, layout) for count in layout.counts]
    ).with_columns(
        pl.lit("PS", dtype=_WORDS).alias("unit"),
        pl.lit(file, dtype=pl.UInt16).alias("file"),
        pl.lit(table.sheet, dtype=_WORDS).alias("sheet"),
    )


def _of_keys(start: bytes) -> str | None:
    """Pages of the interface; single updates have other names."""
    if b'"displacement_type"' in start and b'"standard_popup_text"' in start:
        return UPDATES
    keys = {key.decode("ascii", "ignore") for key in _KEYS.findall(start)}
    return _of_columns(keys)


def _of_columns(names: set[str]) -> str | None:
    """Both tables have the same counts; only that of disasters has events."""
    if not names >= _MARKS:
        return None
    has_events = NAME in names or any(name.startswith("hazard_") for name in names)
    return DISASTERS if has_events else CONFLICT


def _block(
    table: Table, said: pl.DataFrame, count: Count, layout: Layout
) -> pl.DataFrame:
    first, last = pl.date("year", 1, 1), pl.date("year", 12, 31)
    if count.at_end:
        first = last
    elif layout.events:
        first = last = pl.col("day")
    values = table.numbers(count.column).alias("value")
    return (
        said.with_columns(values, start=first, end=last)
        .drop_nulls("value")
        .drop("year", "day", strict=False)
        .with_columns(
            pl.lit(count.measure, dtype=_WORDS).alias("measure"),
            pl.lit(count.status, dtype=_WORDS).alias("status"),
            # who is displaced at the end of the year comes from where they are
            (pl.col("area") if count.at_end else pl.lit("_T", dtype=_WORDS)).alias(
                "origin"
            ),
            pl.lit(table.columns[count.column], dtype=pl.UInt32).alias("column"),
        )
    )


def _hazards(table: Table) -> pl.Series:
    """The kind of hazard; dry and wet slides share a name and are told apart."""
    kind, group = (pl.col(name).fill_null("unknown") for name in _HAZARDS)
    shared = kind.str.to_lowercase() == "mass movement"
    named = table.frame.select(
        pl.when(shared).then(pl.concat_str(kind, pl.lit(", "), group)).otherwise(kind)
    ).to_series()
    written = {
        name: breakdown.join({"hazard": name}) for name in named.unique().to_list()
    }
    return named.replace_strict(written, return_dtype=pl.String).cast(_WORDS)


def _first_days(table: Table, when: pl.Series) -> pl.Series:
    """The day on which an event began; new year's day if that was another year."""
    texts = table.frame[FIRST_DAY]
    found = texts.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    wrong = found.is_null() & texts.is_not_null()
    if wrong.any():
        position = int(wrong.arg_true()[0])
        raise NotANumber(
            f'"{texts[position]}" is no day.',
            "Write it as 2024-07-28 in a copy of the file, or download it again.",
            where=table.where(int(table.frame[ROW][position]), FIRST_DAY),
        )
    in_year = (pl.col("day").dt.year() == pl.col("year")).fill_null(value=False)
    days = pl.DataFrame({"day": found, "year": when})
    return days.select(
        pl.when(in_year).then("day").otherwise(pl.date("year", 1, 1)).alias("day")
    )["day"]
