"""What stands in this Parquet file, with its types kept?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import TooLarge, Truncated, UnknownLayout, Where
from migrascope.sources.formats import guard
from migrascope.sources.formats.table import ROW, changed_header

_MARK = b"PAR1"
_MOST_ROWS = 500_000_000


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A block of typed values: `frame` with the column `__row`, from 1."""

    frame: pl.DataFrame
    columns: dict[str, int]
    file: str
    sheet: str = ""

    def where(self, row: int | None = None, column: str | int | None = None) -> Where:
        """The place in the file, for messages."""
        number = self.columns.get(column) if isinstance(column, str) else column
        return Where(self.file, self.sheet, row, number)

    def need(self, *names: str) -> None:
        """Insist on columns.

        Raises:
            ChangedHeader: some are missing; says which, and what stands instead.
        """
        missing = [name for name in names if name not in self.columns]
        if missing:
            raise changed_header(missing, list(self.columns), where=self.where())


def read(path: Path) -> TypedTable:
    """Read a Parquet file.

    Raises:
        Truncated: the file is cut off or damaged.
        UnknownLayout: it is no Parquet file.
        TooLarge: it unpacks to more than the limit.
    """
    guard.check(path)
    with path.open("rb") as stream:
        start = stream.read(4)
        stream.seek(max(4, path.stat().st_size - 4))
        end = stream.read(4)
    if start != _MARK:
        raise UnknownLayout(
            "this is not a Parquet file.",
            "Give the file the ending of what it is, such as .csv or .xlsx.",
            where=path.name,
        )
    if end != _MARK:
        raise _damaged(path, "its end is missing")
    try:
        _check_footer(path)
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise _damaged(path, "its content does not fit together") from error
    columns = {name: position for position, name in enumerate(frame.columns, start=1)}
    numbered = pl.int_range(1, frame.height + 1, dtype=pl.UInt32).alias(ROW)
    return TypedTable(frame.with_columns(numbered), columns, path.name)


def _check_footer(path: Path) -> None:
    """Judge the file from its table of contents: sizes, and parts beyond its end."""
    import duckdb

    try:
        with duckdb.connect() as connection:
            answer = connection.execute(_FOOTER, [str(path)] * 2).fetchone()
    except duckdb.Error as error:
        raise _damaged(path, "its table of contents cannot be read") from error
    size, rows, first, last = answer or (0, 0, 1, 1)
    if size > guard.LIMIT_BYTES or rows > _MOST_ROWS:
        raise TooLarge(
            f"the file unpacks to {size / 1e9:.1f} GB, {rows:,} rows.",
            "Split it by year.",
            where=path.name,
        )
    if first <= 0 or last > path.stat().st_size:
        raise _damaged(path, "its table of contents points beyond its end")


_FOOTER = """
SELECT coalesce(sum(total_uncompressed_size), 0)::BIGINT,
    (SELECT coalesce(sum(num_rows), 0)::BIGINT FROM parquet_file_metadata(?)),
    coalesce(min(ends), 1)::BIGINT,
    coalesce(max(ends), 1)::BIGINT
FROM (
    SELECT total_uncompressed_size,
        coalesce(nullif(dictionary_page_offset, 0), data_page_offset)
            + total_compressed_size AS ends
    FROM parquet_metadata(?)
)
"""


def _damaged(path: Path, why: str) -> Truncated:
    return Truncated(
        f"the Parquet file is damaged or cut off ({why}).",
        "Download or copy the file again, and compare its size.",
        where=path.name,
    )
