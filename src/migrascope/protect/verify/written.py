"""What stands in the files that were written?

Every cell is a text here, as in the CSV; a blank is null. Messages of the libraries
that read are not passed on, for they quote what they could not read.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from migrascope.errors import NotProven, UsageError

DATA = "data"
"""The name of the data files of a release, before `.csv` and `.parquet`."""

CODEBOOK = "codebook.csv"
RECORD = "release.json"
FORMULA = r"^[=+\-@\t\r]"
"""How a cell starts that a spreadsheet may take for a formula."""

NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_ESCAPED = r"^'([=+\-@\t\r])"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Written:
    """A release as it stands on disk; either data file may be absent, not both.

    `raw` is the CSV as it is, before the signs that disarm formulas are taken away.
    """

    name: str
    csv: pl.DataFrame | None
    raw: pl.DataFrame | None
    parquet: pl.DataFrame | None
    codebook: pl.DataFrame | None
    record: Mapping[str, Any]
    folder: Path

    @property
    def frame(self) -> pl.DataFrame:
        """The data that are counted: the CSV, which everybody can open, if any."""
        frame = self.csv if self.csv is not None else self.parquet
        assert frame is not None
        return frame


def read(path: Path) -> Written:
    """Read a release: its folder, or one data file of it.

    Raises:
        UsageError: there is no release.
        NotProven: a file of it cannot be read.
    """
    if path.is_dir():
        table, column = path / f"{DATA}.csv", path / f"{DATA}.parquet"
        folder = path
    else:
        table = path if path.suffix.lower() == ".csv" else path / "none"
        column = path if path.suffix.lower() in (".parquet", ".pq") else path / "none"
        folder = path / "none"
    if not (table.is_file() or column.is_file()):
        raise UsageError(
            "there is no release.",
            f"Name the folder with {DATA}.csv or {DATA}.parquet, or one such file.",
            where=path.name,
        )
    raw = from_csv(table) if table.is_file() else None
    codebook = folder / CODEBOOK
    return Written(
        path.name,
        None if raw is None else _armed(raw),
        raw,
        from_parquet(column) if column.is_file() else None,
        from_csv(codebook) if codebook.is_file() else None,
        _record(folder / RECORD),
        folder,
    )


def from_csv(path: Path, *, delimiter: str = ",") -> pl.DataFrame:
    """All cells of a CSV in UTF-8 as texts.

    Raises:
        NotProven: it is no such file.
    """
    try:
        return pl.read_csv(
            io.BytesIO(path.read_bytes().removeprefix(b"\xef\xbb\xbf")),
            separator=delimiter,
            infer_schema=False,
        )
    except (pl.exceptions.PolarsError, OSError):
        raise _unreadable(path) from None


def from_parquet(path: Path) -> pl.DataFrame:
    """All cells of a Parquet file, with their types.

    Raises:
        NotProven: it is no such file.
    """
    try:
        return pl.read_parquet(path, glob=False)
    except (pl.exceptions.PolarsError, OSError):
        raise _unreadable(path) from None


def text(column: pl.Series) -> pl.Series:
    """A column as texts: codes without decimals, blanks null."""
    if column.dtype.is_float():
        column = column.fill_nan(None)
        if bool((column.drop_nulls() % 1 == 0).all()):
            column = column.cast(pl.Int64, strict=False)
    return column.cast(pl.String).str.strip_chars().replace("", None)


def number(column: pl.Series) -> pl.Series:
    """A column as numbers; what is none is null."""
    if column.dtype == pl.String:
        return column.str.strip_chars().cast(pl.Float64, strict=False)
    return column.cast(pl.Float64, strict=False).fill_nan(None)


def _armed(raw: pl.DataFrame) -> pl.DataFrame:
    """Without the apostrophe that keeps a spreadsheet from taking a formula."""
    return raw.select(pl.all().str.replace(_ESCAPED, "${1}"))


def _record(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _unreadable(path) from None
    return found if isinstance(found, dict) else {}


def _unreadable(path: Path) -> NotProven:
    return NotProven(
        "the file cannot be read, so nothing is proven.",
        "Write the release again.",
        where=path.name,
    )
