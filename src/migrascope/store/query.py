"""Which figures does the evidence base hold?

DuckDB reads the few Parquet files that the index names; the statistics of their
row groups do the rest. Values are always parameters, never part of the SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migrascope.errors import DamagedBase
from migrascope.model.lineage import Cell
from migrascope.model.observation import COLUMNS
from migrascope.store.figure import Figure
from migrascope.store.layout import EDITIONS, OBSERVATIONS
from migrascope.store.manifest import Entry
from migrascope.store.question import Question

if TYPE_CHECKING:
    import duckdb

_BLOCK = 4096
ORDER = (
    "measure, area, origin, sex, age, status, breakdown, start, "
    '"end", edition, file, sheet, row, "column"'
)


def figures(
    connection: duckdb.DuckDBPyConnection,
    files: list[Path],
    question: Question,
) -> Iterator[Figure]:
    """Answer a question one figure at a time, in the order of the table.

    Raises:
        DamagedBase: a Parquet file cannot be read.
    """
    if not files:
        return
    where, values = conditions(question)
    sql = (
        f"SELECT {_names()} FROM read_parquet(?) "  # noqa: S608 - names are ours
        f"WHERE {where} ORDER BY {ORDER}"
    )
    with reading(files):
        cursor = connection.cursor()
        answer = cursor.execute(sql, [[str(file) for file in files], *values])
        while block := answer.fetchmany(_BLOCK):
            for line in block:
                yield Figure(*line)


def figure_at(
    connection: duckdb.DuckDBPyConnection, file: Path, cell: Cell
) -> Figure | None:
    """The figure that was read from a cell, or None when none was."""
    sql = (
        f"SELECT {_names()} FROM read_parquet(?) "  # noqa: S608 - names are ours
        'WHERE file = ? AND sheet = ? AND row = ? AND "column" = ? '
        "ORDER BY value IS DISTINCT FROM ? LIMIT 1"
    )
    values = [cell.file, cell.sheet, cell.row, cell.column, cell.value]
    with reading([file]):
        line = connection.cursor().execute(sql, [str(file), *values]).fetchone()
    return Figure(*line) if line else None


def conditions(question: Question) -> tuple[str, list[Any]]:
    """The WHERE clause of a question and the values of its parameters."""
    parts: list[str] = []
    values: list[Any] = []
    for name, allowed in question.codes.items():
        if len(allowed) == 1:
            parts.append(f"{name} = ?")
            values.append(allowed[0])
        else:
            parts.append(f"list_contains(?::VARCHAR[], {name})")
            values.append(list(allowed))
    if question.years is not None:
        parts.append('list_contains(?::INTEGER[], year("end"))')
        values.append(list(question.years))
    if question.since is not None:
        parts.append('"end" >= make_date(?, 1, 1)')
        values.append(question.since)
    if question.until is not None:
        parts.append('"end" <= make_date(?, 12, 31)')
        values.append(question.until)
    return " AND ".join(parts) or "true", values


def observation_files(base: Path, entries: tuple[Entry, ...]) -> list[Path]:
    """The Parquet files of editions, each checked to be there and of its size.

    Raises:
        DamagedBase: a file is missing or was cut short.
    """
    found = []
    for entry in entries:
        path = base / EDITIONS / entry.folder / OBSERVATIONS
        try:
            size = path.stat().st_size
        except OSError as error:
            raise _advice("is missing", path) from error
        if size != entry.sizes[OBSERVATIONS]:
            raise _advice("has changed since it was written", path)
        found.append(path)
    return found


@contextmanager
def reading(files: list[Path]) -> Iterator[None]:
    """Name the broken file when DuckDB cannot read one of these.

    Raises:
        DamagedBase: it cannot.
    """
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise broken_file(error, files) from error


def broken_file(error: Exception, files: list[Path]) -> DamagedBase:
    """What the reader said about a broken file, as our error with advice."""
    named = [file for file in files if str(file) in str(error)]
    return _advice(f"cannot be read ({_first_line(error)})", (named or files)[0])


@lru_cache(maxsize=1)
def _names() -> str:
    return ", ".join(f'"{name}"' for name in COLUMNS)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _advice(what: str, path: Path) -> DamagedBase:
    return DamagedBase(
        f"a file of the evidence base {what}.",
        "`migrascope catalog --check` says what else is damaged; adding the "
        "publisher's file again repairs its edition.",
        where=str(path),
    )
