"""Which cases are in this file, as the plan means them?

Reads CSV, Parquet, Stata and SPSS from where the user keeps them. Nothing is copied,
logged or kept: what is read is in memory and nowhere else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from migrascope.errors import UnusableCases
from migrascope.protect import codes
from migrascope.protect.cases import Cases, Labels
from migrascope.protect.plan.model import Plan
from migrascope.protect.reading import (
    codebooks,
    columns,
    delimited,
    fitting,
    statistical,
)
from migrascope.sources.formats import guard

_STATISTICAL = (".dta", ".sav", ".zsav")
_PARQUET = (".parquet", ".pq")
_WORKBOOKS = (".xlsx", ".xls", ".ods")


def read(
    path: Path, plan: Plan | None = None, *, codebook: Path | None = None
) -> Cases:
    """Read a file of cases, and its codebook where there is one.

    With a plan, missing marks are missing values, columns have the kinds that it
    says, and it is refused where it does not fit the file. Without one, texts stay
    texts, for `plan.proposing` to look at.

    Raises:
        UnusableCases: the file cannot be used; names columns and rows, never values.
        BadPlan: the plan does not fit the file.
        SourceError: the file is not there, empty, or not what its name says.
    """
    frame, book = _read(path)
    if codebook is not None:
        book = _joined(book, codebooks.read(codebook))
    if frame.height < 2:
        held = "one record" if frame.height else "no record"
        raise UnusableCases(
            f"the file holds {held}.",
            "Nobody can be hidden in it: put more cases together.",
            where=path.name,
        )
    if plan is not None:
        frame = planned(frame, plan, file=path.name)
    else:
        frame = frame.with_columns(
            codes.texts(each) for each in frame if each.dtype == pl.String
        )
    known = {name: book[name] for name in frame.columns if name in book}
    return Cases(frame, known, path.name)


def planned(frame: pl.DataFrame, plan: Plan, *, file: str = "") -> pl.DataFrame:
    """Records as a plan means them: marks are missing, kinds are as it says.

    Raises:
        UnusableCases: a column is not of the kind that the plan says.
        BadPlan: the plan does not fit the records.
    """
    fitting.columns(frame.columns, plan, file=file)
    for column in plan.columns:
        # One by one, so that the texts of a column can go when it has been read.
        frame = frame.with_columns(columns.meant(frame[column.name], column, file=file))
    fitting.values(frame, plan, file=file)
    return frame


def _read(path: Path) -> tuple[pl.DataFrame, Mapping[str, Labels]]:
    ending = path.suffix.lower()
    if ending in _WORKBOOKS:
        raise UnusableCases(
            "cases in a workbook are not read: it may change codes and dates unasked.",
            "Save the sheet as CSV in UTF-8. A codebook may be a workbook.",
            where=path.name,
        )
    if ending in _PARQUET:
        guard.check(path)
        return _parquet(path), {}
    if ending in _STATISTICAL:
        guard.check(path)
        return statistical.read(path)
    if not path.is_file() or not path.stat().st_size:
        guard.check(path)  # says which of the two it is
    return delimited.read(path), {}


def _parquet(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path, glob=False)
    except (pl.exceptions.PolarsError, OSError):
        raise UnusableCases(
            "the Parquet file is damaged, or is none.",
            "Write it again.",
            where=path.name,
        ) from None
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    if nested:
        raise UnusableCases(
            f'the column "{nested[0]}" holds lists or tables.',
            "Write one value in each cell.",
            where=path.name,
        )
    return frame


def _joined(
    inside: Mapping[str, Labels], beside: Mapping[str, Labels]
) -> dict[str, Labels]:
    """The labels of a file and of its codebook; what the codebook says comes first."""
    joined = dict(inside)
    for name, labels in beside.items():
        old = inside.get(name, Labels())
        joined[name] = dataclasses.replace(
            labels,
            label=labels.label or old.label,
            values={**old.values, **labels.values},
        )
    return joined
