"""How do figures leave the evidence base?

As CSV, JSON, Parquet or SDMX-CSV 2.0, written by DuckDB, however many there are.
Source, edition and licence travel along with each figure. Texts that a spreadsheet
would take for a formula are defused in the two CSV forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from migrascope.errors import UsageError
from migrascope.model.observation import COLUMNS
from migrascope.store import durable, query
from migrascope.store.question import Filters, ask
from migrascope.store.unanswered import nothing_found

if TYPE_CHECKING:
    import duckdb

    from migrascope.store.base import Base
    from migrascope.store.totals import Line

CSV = "csv"
JSON = "json"
PARQUET = "parquet"
SDMX_CSV = "sdmx-csv"
FORMS = (CSV, JSON, PARQUET, SDMX_CSV)

DATAFLOW = "MIGRASCOPE:OBSERVATIONS(1.0)"
"""What the SDMX-CSV names as its structure."""

_KINDS = {
    "start": "DATE",
    "end": "DATE",
    "value": "DOUBLE",
    "low": "DOUBLE",
    "high": "DOUBLE",
    "file": "USMALLINT",
    "row": "UINTEGER",
    "column": "UINTEGER",
}
_COLUMNS = ", ".join(f'"{name}" {_KINDS.get(name, "VARCHAR")}' for name in COLUMNS)
_STRUCT = f"STRUCT({_COLUMNS})"

_FORMULA_SIGNS = "=+-@\t\r"
_FORMULA = r"^[=+\-@\t\r]"

_FROM_BASE = "read_parquet(?)"
_FROM_LINES = f"(SELECT unnest(?::{_STRUCT}[], recursive := true))"

_AS_TABLE = """
SELECT o.*, e.source, e.licence
FROM {rows} AS o
JOIN (SELECT unnest(?::STRUCT(edition VARCHAR, source VARCHAR, licence VARCHAR)[],
                    recursive := true)) AS e USING (edition)
WHERE {where}
{order}
"""

_AS_SDMX = """
SELECT 'dataflow' AS "STRUCTURE", '{dataflow}' AS "STRUCTURE_ID", 'I' AS "ACTION",
    measure AS "MEASURE", area AS "REF_AREA", origin AS "COUNTERPART_AREA",
    sex AS "SEX", age AS "AGE", status AS "POPULATION_STATUS",
    CASE breakdown WHEN '' THEN '_Z' ELSE breakdown END AS "BREAKDOWN",
    edition AS "EDITION",
    CASE
        WHEN start = "end" THEN strftime(start, '%Y-%m-%d')
        WHEN day(start) = 1 AND month(start) = 1 AND month("end") = 12
            AND day("end") = 31 AND year(start) = year("end")
            THEN strftime(start, '%Y')
        WHEN day(start) = 1 AND "end" = last_day(start) THEN strftime(start, '%Y-%m')
        WHEN day(start) = 1 AND month(start) % 3 = 1
            AND "end" = last_day(start + INTERVAL 2 MONTH)
            THEN strftime(start, '%Y-Q') || quarter(start)
        WHEN day(start) = day("end") AND month(start) = month("end")
            THEN strftime(start, '%Y-%m-%d') || '/P' || (year("end") - year(start))
                || 'Y'
        ELSE strftime(start, '%Y-%m-%d') || '/P' || ("end" - start + 1) || 'D'
    END AS "TIME_PERIOD",
    value AS "OBS_VALUE", unit AS "UNIT_MEASURE", obs_status AS "OBS_STATUS",
    low AS "LOWER_BOUND", high AS "UPPER_BOUND", note AS "COMMENT_OBS",
    source AS "SOURCE", licence AS "LICENCE"
FROM ({table})
"""


def write(base: Base, form: str, target: Path, /, **filters: Unpack[Filters]) -> int:
    """Write the figures that answer a question to a file; how many there were.

    Raises:
        NoFigures: the base holds nothing for the question; no file is written.
    """
    question = ask(filters)
    entries = question.entries(base.index)
    files = query.observation_files(base.folder, entries)
    if not files:
        raise nothing_found(base, filters)
    where, values = query.conditions(question)
    sql = _sql(form, rows=_FROM_BASE, where=where, order=f"ORDER BY {query.ORDER}")
    labels = _labels(base, [each.id for each in entries])
    parameters = [[str(file) for file in files], labels, *values]
    with query.reading(files), durable.written(target) as unfinished:
        rows = _copy_to(base.connection.cursor(), sql, parameters, form, unfinished)
        if not rows:
            raise nothing_found(base, filters)
    return rows


def write_lines(base: Base, form: str, target: Path, *, lines: Sequence[Line]) -> int:
    """Write what was shown to a file, in that order; how many lines there were.

    Raises:
        NoFigures: there are none; no file is written.
    """
    sql = _sql(form, rows=_FROM_LINES, where="true", order="")
    labels = _labels(base, {each.first.edition for each in lines})
    parameters = [[each.facts() for each in lines], labels]
    with durable.written(target) as unfinished:
        rows = _copy_to(base.connection.cursor(), sql, parameters, form, unfinished)
        if not rows:
            raise nothing_found()
    return rows


def write_sql(base: Base, form: str, target: Path, *, sql: str) -> int:
    """Write the answer to the user's own SELECT; how many rows it had.

    The query sees two tables: `observations` (the newest edition of every dataset)
    and `editions`. It can read nothing else and change nothing.

    Raises:
        UsageError: it is not one SELECT, or DuckDB does not understand it.
    """
    import duckdb

    if form == SDMX_CSV:
        raise UsageError(
            "SDMX-CSV needs the columns of the observation table.",
            "Use --measure, --area and the other options instead of --sql.",
        )
    entries = base.index.newest(None)
    files = query.observation_files(base.folder, entries)
    if not files:
        raise nothing_found()
    try:
        select = _one_select(sql)
        with duckdb.connect() as connection, durable.written(target) as unfinished:
            _offer_tables(connection, base, files)
            _lock_in(connection, [*files, unfinished])
            return _copy_to(connection.cursor(), select, [], form, unfinished)
    except duckdb.Error as error:
        raise UsageError(
            f"the query cannot be answered: {error}",
            "It is one SELECT over the tables observations and editions.",
        ) from error


def defused(text: str) -> str:
    """A text that a spreadsheet will not take for a formula.

    >>> defused("=1+1"), defused("Kenya")
    ("'=1+1", 'Kenya')
    """
    return f"'{text}" if text[:1] and text[0] in _FORMULA_SIGNS else text


def _sql(form: str, *, rows: str, where: str, order: str) -> str:
    table = _AS_TABLE.format(rows=rows, where=where, order=order)
    if form == SDMX_CSV:
        return _AS_SDMX.format(table=table, dataflow=DATAFLOW)
    return table


def _labels(base: Base, ids: Iterable[str]) -> list[dict[str, str]]:
    """What travels along with the figures of each edition."""
    return [
        {"edition": each.id, "source": each.source, "licence": each.licence.id}
        for each in map(base.edition, ids)
    ]


def _copy_to(
    cursor: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: list[Any],
    form: str,
    target: Path,
) -> int:
    """Let DuckDB write the answer in one of the forms."""
    described = cursor.execute(f"DESCRIBE {sql}", parameters).fetchall()
    columns = {str(name): str(kind) for name, kind, *_ in described}
    shown = _WRITTEN[form](columns)
    answer = cursor.execute(
        f"COPY (SELECT {shown} FROM (\n{sql}\n)) "  # noqa: S608 - names are quoted
        f"TO {_text(str(target))} ({_OPTIONS[form]})",
        parameters,
    ).fetchone()
    return int(answer[0]) if answer else 0


def _plain(columns: Mapping[str, str]) -> str:
    """Every column as it is."""
    return ", ".join(_name(name) for name in columns)


def _defused(columns: Mapping[str, str]) -> str:
    """Texts that look like formulas get an apostrophe; whole numbers no `.0`."""
    return ", ".join(
        f"{_for_spreadsheet(_name(name), kind)} AS {_name(defused(name))}"
        for name, kind in columns.items()
    )


def _for_spreadsheet(column: str, kind: str) -> str:
    if kind == "DOUBLE":
        return (
            f"CASE WHEN {column} = trunc({column}) AND abs({column}) < 1e15 "
            f"THEN {column}::BIGINT::VARCHAR ELSE {column}::VARCHAR END"
        )
    if kind == "VARCHAR":
        return (
            f"CASE WHEN regexp_matches({column}, {_text(_FORMULA)}) "
            f"THEN '''' || {column} ELSE {column} END"
        )
    return column


def _one_select(sql: str) -> str:
    import duckdb

    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise UsageError(
            "only one SELECT can be asked.",
            "It reads the tables observations and editions.",
        )
    return statements[0].query.strip().rstrip(";")


def _offer_tables(
    connection: duckdb.DuckDBPyConnection, base: Base, files: list[Path]
) -> None:
    """The two tables that the user's own SQL sees."""
    listed = ", ".join(_text(str(file)) for file in files)
    connection.execute(
        f"CREATE VIEW observations AS SELECT * FROM read_parquet([{listed}])"  # noqa: S608 - paths are quoted
    )
    connection.execute(
        "CREATE TABLE editions (edition VARCHAR, dataset VARCHAR, vintage VARCHAR, "
        "source VARCHAR, title VARCHAR, publisher VARCHAR, licence VARCHAR, "
        "citation VARCHAR, retrieved TIMESTAMP)"
    )
    connection.executemany(
        "INSERT INTO editions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                each.id,
                each.dataset,
                each.vintage,
                each.source,
                each.title,
                each.publisher,
                each.licence.id,
                each.citation,
                each.retrieved.replace(tzinfo=None),
            )
            for each in base.newest()
        ],
    )


def _lock_in(connection: duckdb.DuckDBPyConnection, allowed: list[Path]) -> None:
    """Let the connection touch these files and no others."""
    listed = ", ".join(_text(str(file)) for file in allowed)
    connection.execute(f"SET allowed_paths = [{listed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


_WRITTEN: dict[str, Callable[[Mapping[str, str]], str]] = {
    CSV: _defused,
    SDMX_CSV: _defused,
    JSON: _plain,
    PARQUET: _plain,
}

_OPTIONS = {
    CSV: "FORMAT csv, HEADER",
    SDMX_CSV: "FORMAT csv, HEADER",
    JSON: "FORMAT json, ARRAY true",
    PARQUET: "FORMAT parquet, COMPRESSION zstd",
}
