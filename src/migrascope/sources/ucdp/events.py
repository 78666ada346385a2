"""Who died in which event of organised violence, and where?

The Georeferenced Event Dataset (GED): one row is an event. Columns of counts were
renamed over the versions (`best_est` became `best`), and others were added.
"""

from __future__ import annotations

import csv as lines
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import DuplicateKey, NotANumber, Truncated
from migrascope.model import breakdown
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import archive, csv, guard
from migrascope.sources.formats.table import ROW, Table, changed_header
from migrascope.sources.ucdp import states

EVENTS = "events"
PACKED = "packed-events"

VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}
"""What UCDP's numbers of the type of violence stand for."""

WHOLE = 60
"""An edition of the world names more countries than this; an extract names fewer."""

_MARKS = {"type_of_violence", "date_start", "dyad_name"}
_NEEDED = ("year", "type_of_violence", "country_id", "country", "date_start")
_COUNTS = {name: (name, f"{name}_est") for name in ("best", "low", "high")}
_ID = "id"
_WORDS = pl.Categorical()
_VERSION = re.compile(
    r"ged(?:event)?[ _-]*v?(\d\d)[._-]?(\d)(?:[._-](\d{1,2}))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one file, and what its name says of the version."""

    table: Table
    named: str

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries in which there are events, by UCDP's number."""
        return tuple(sorted(self.table.frame["country_id"].drop_nulls().unique()))

    @property
    def is_whole(self) -> bool:
        """True for an edition of the world: a country without events had none."""
        return len(self.countries) >= WHOLE

    @property
    def last_year(self) -> int:
        """The newest year of an event."""
        return int(_years(self.table).max())  # type: ignore[arg-type]  # never empty


def layout_of(path: Path) -> str | None:
    """A list of events, or an archive with one; None when it is something else."""
    if guard.head(path, 4).startswith(b"PK"):
        names = [Path(name).stem for name in archive.tables(path)]
        is_one = len(names) == 1 and bool(_VERSION.search(names[0]))
        return PACKED if is_one else None
    text = guard.head(path).decode("utf-8-sig", "ignore")
    try:
        first = next(lines.reader(text.splitlines()), [])
    except lines.Error:
        return None
    return EVENTS if {field.strip() for field in first} >= _MARKS else None


def version(name: str) -> str:
    """What a file's name says of the version; "" when it says nothing.

    A candidate edition has three numbers, the last of which is the month.

    >>> version("ged191.csv"), version("GEDEvent_v25_0_3.csv"), version("myanmar.csv")
    ('19.1', '25.0.03', '')
    """
    found = _VERSION.search(name)
    if not found:
        return ""
    year, number, month = found.groups()
    return f"{year}.{number}.{int(month):02}" if month else f"{year}.{number}"


def read(path: Path) -> Events:
    """The events of a file, packed or not.

    Raises:
        ChangedHeader: a column that is needed is missing.
        Truncated: the file is cut off, or holds no event.
        DuplicateKey: an event stands there twice.
    """
    with _opened(path) as (opened, inside):
        table = csv.read(opened, header=1)
    table.need(*_NEEDED)
    table = table.rows(~pl.col("year").fill_null("").str.starts_with("#"))
    if table.frame.is_empty():
        raise Truncated(
            "the file has a header and no events.",
            "Get the file again.",
            where=path.name,
        )
    _refuse_twice(table)
    return Events(table, version(inside) or version(path.name))


def cells(
    events: Events,
    *,
    file: int,
    place_of: Mapping[str, str],
    residuals: Residuals = Residuals.REFUSE,
) -> pl.DataFrame:
    """The observations, one for each event, not yet checked by `frame.finish`.

    An event is dated by its first day, in the year under which UCDP counts it.

    Raises:
        UnknownPlace: a number of a country without an area.
        NotANumber: text where a count, a year or a day should stand, or part of a
            death.
    """
    table = events.table
    best = _column(table, "best")
    deaths, low, high = (whole_deaths(table, _column(table, e)) for e in _COUNTS)
    years = _years(table)
    countries = places.match(
        table.frame["country_id"],
        place_of,
        where=table.where(column="country_id"),
        rows=table.frame[ROW],
        residuals=residuals,
        remedy="sources/ucdp/places.csv",
    )
    said = pl.DataFrame(
        {
            "area": states.at_the_time(countries, years).cast(_WORDS),
            "breakdown": _violence(table),
            "note": _notes(table),
            "start": _days(table, years),
            "value": deaths,
            "low": low,
            "high": high,
            "row": table.frame[ROW],
        }
    )
    return said.drop_nulls("value").with_columns(
        pl.col("start").alias("end"),
        pl.lit("conflict_deaths", dtype=_WORDS).alias("measure"),
        pl.lit("PS", dtype=_WORDS).alias("unit"),
        pl.lit(file, dtype=pl.UInt16).alias("file"),
        pl.lit(table.columns[best], dtype=pl.UInt32).alias("column"),
    )


def whole_deaths(table: Table, column: str) -> pl.Series:
    """Counts of the dead; a part of a death is a slip, or a rate in the wrong file.

    Raises:
        NotANumber: text, or a number that is not whole.
    """
    found = table.numbers(column)
    wrong = (found != found.round()).fill_null(value=False)
    if wrong.any():
        raise _unreadable(table, column, wrong, "is no whole number of deaths")
    return found


def _refuse_twice(table: Table) -> None:
    """Each event has a number; lists put together by hand may hold it twice."""
    if _ID not in table.columns:
        return
    numbers = table.frame[_ID]
    again = numbers.is_not_null() & ~numbers.is_first_distinct()
    if again.any():
        position = int(again.arg_true()[0])
        raise DuplicateKey(
            f"the event {numbers[position]} stands above already.",
            "Give each event once: its dead would be counted twice.",
            where=table.where(int(table.frame[ROW][position]), _ID),
        )


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Path, str]]:
    """The list itself, and the name that it has inside an archive."""
    if layout_of(path) != PACKED:
        yield path, ""
        return
    (inside,) = archive.tables(path)
    with archive.unpacked(path) as opened:
        yield opened, inside


def _column(table: Table, name: str) -> str:
    found = [spelled for spelled in _COUNTS[name] if spelled in table.columns]
    if not found:
        raise changed_header(
            [name], list(table.columns), where=table.where(table.header_row)
        )
    return found[0]


def _years(table: Table) -> pl.Series:
    years = table.numbers("year", missing=())
    wrong = years.is_null() | (years != years.round())
    if wrong.any():
        raise _unreadable(table, "year", wrong, "is no year")
    return years.cast(pl.Int32)


def _violence(table: Table) -> pl.Series:
    known = {
        number: breakdown.join({"violence": name}) for number, name in VIOLENCE.items()
    }
    texts = table.frame["type_of_violence"]
    wrong = ~texts.is_in(list(known)).fill_null(value=False)
    if wrong.any():
        raise _unreadable(
            table, "type_of_violence", wrong, "is no type of violence (1, 2 or 3)"
        )
    return texts.replace_strict(known, return_dtype=pl.String).cast(_WORDS)


def _days(table: Table, years: pl.Series) -> pl.Series:
    """The first day of each event; new year's day where that lies in another year."""
    texts = table.frame["date_start"]
    found = texts.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    if found.null_count():
        raise _unreadable(table, "date_start", found.is_null(), "is no day")
    days = pl.DataFrame({"day": found, "year": years})
    return days.select(
        pl.when(pl.col("day").dt.year() == pl.col("year"))
        .then("day")
        .otherwise(pl.date(pl.col("year"), 1, 1))
        .alias("start")
    )["start"]


def _notes(table: Table) -> pl.Series:
    """Who fought whom, where, and until when."""
    names = [
        name for name in ("dyad_name", "where_coordinates") if name in table.columns
    ]
    texts = [pl.col(name).fill_null("") for name in names]
    if "date_end" in table.columns:
        first, last = (
            pl.col(name).str.slice(0, 10) for name in ("date_start", "date_end")
        )
        until = pl.when(last != first).then(pl.concat_str(pl.lit("until "), last))
        texts.append(until.fill_null(""))
    joined = table.frame.select(
        pl.concat_list(texts)
        .list.eval(pl.element().filter(pl.element() != ""))
        .list.join(", ")
        .alias("note")
    )
    return joined["note"].cast(_WORDS)


def _unreadable(table: Table, column: str, wrong: pl.Series, says: str) -> NotANumber:
    position = int(wrong.arg_true()[0])
    row = int(table.frame[ROW][position])
    text = table.frame[column][position]
    return NotANumber(
        f'"{text or ""}" {says}.',
        "Correct the cell in a copy of the file, or download it again.",
        where=table.where(row, column),
    )
