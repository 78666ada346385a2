"""What stood in the file of cases that was protected?

Read here a second time, by the few rules that a proof needs: marks of the plan are
missing, numbers are numbers, dates are written year first.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import polars as pl

from migrascope.errors import UnusableCases
from migrascope.protect.verify import written
from migrascope.protect.verify.promises import Promised, Told

_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y")
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252", "latin-1")


def read(path: Path, promised: Promised) -> pl.DataFrame:
    """The records of a file of cases, each column as the plan says it is.

    Numbers are numbers, all else texts.

    Raises:
        UnusableCases: it cannot be read; the message holds no value.
    """
    raw = _raw(path)
    return pl.DataFrame(
        [
            _meant(raw[name], told)
            for name, told in promised.columns.items()
            if name in raw.columns
        ]
    )


def _raw(path: Path) -> pl.DataFrame:
    ending = path.suffix.lower()
    try:
        if ending in (".parquet", ".pq"):
            return pl.read_parquet(path, glob=False)
        if ending in (".dta", ".sav", ".zsav"):
            return _statistical(path)
        frame = _delimited(path.read_bytes())
    except (pl.exceptions.PolarsError, OSError, UnicodeError):
        raise _unusable(path) from None
    filled = frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    return frame.filter(filled.cast(pl.UInt32).cum_sum(reverse=True) > 0)


def _delimited(content: bytes) -> pl.DataFrame:
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in _ENCODINGS:
        if wide is not (encoding == "utf-16"):
            continue
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        head = text.partition("\n")[0]
        delimiter = max(",;\t|", key=head.count)
        frame = pl.read_csv(
            io.BytesIO(text.encode()),
            separator=delimiter,
            infer_schema=False,
        )
        names = {name: name.strip().strip('"').strip() for name in frame.columns}
        return frame.rename(names)
    raise UnicodeError


def _statistical(path: Path) -> pl.DataFrame:
    try:
        import pyreadstat
    except ImportError as error:
        raise UnusableCases(
            "files of Stata and SPSS are read by a package that is not installed.",
            'Install it with: pip install "migrascope[stat]".',
            where=path.name,
        ) from error
    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    columns: Mapping[str, list[object]]
    try:
        columns, _ = read(path, output_format="dict")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError):
        raise _unusable(path) from None
    return pl.DataFrame(
        [_series(name, list(values)) for name, values in columns.items()]
    )


def _series(name: str, values: list[object]) -> pl.Series:
    if any(isinstance(value, (str, date, datetime)) for value in values):
        return pl.Series(
            name,
            [None if value is None else str(value) for value in values],
            dtype=pl.String,
        )
    return pl.Series(name, values, dtype=pl.Float64, strict=False)


def _meant(column: pl.Series, told: Told) -> pl.Series:
    texts = _unmarked(written.text(column), told.marks)
    if told.kind == "number":
        return written.number(_unmarked(_decimals(texts), told.marks))
    return _dates(texts) if told.kind == "date" else texts


def _unmarked(texts: pl.Series, marks: frozenset[str]) -> pl.Series:
    known = [*marks, *(f"{mark}.0" for mark in marks)]
    nothing = pl.Series(texts.name, [None], dtype=pl.String)
    return texts.zip_with(~texts.is_in(known).fill_null(value=False), nothing)


def _decimals(texts: pl.Series) -> pl.Series:
    """Decimal points for decimal commas, where all numbers read so."""
    if texts.drop_nulls().cast(pl.Float64, strict=False).null_count():
        return texts.str.replace(r"^([+-]?\d+),(\d+)$", "${1}.${2}")
    return texts


def _dates(texts: pl.Series) -> pl.Series:
    days = texts.str.extract(r"^([^T ]+)", 1)
    for shape in _FORMATS:
        found = days.str.to_date(shape, strict=False)
        if found.null_count() == days.null_count():
            return found.cast(pl.String)
    return texts


def _unusable(path: Path) -> UnusableCases:
    return UnusableCases(
        "the original cannot be read.", "Give the file as protected.", where=path.name
    )
