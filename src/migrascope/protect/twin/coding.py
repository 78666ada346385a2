"""How do records become codes, and codes records again?

A twin is made of categories: numbers and dates enter it banded, as texts. Each column
has a list of values; a value's code is its place in the list, counted from 1. What is
missing, and what the list does not hold, is 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect import codes as codings
from migrascope.protect.twin.cells import Cells, Codes, up_to

Values = tuple[tuple[str, ...], ...]
"""The values of each column, in the order of their codes."""

MOST_CELLS = 30_000_000
"""As many combinations as are kept in memory, about 40 bytes each."""

MOST_RECORDS = 2**24
"""As many records as single-precision counts tell apart."""


def texts(frame: pl.DataFrame, columns: Sequence[str]) -> list[pl.Series]:
    """The columns as texts, missing values as null.

    Raises:
        BadPlan: no column is named, one is not there, or one is named twice.
        UnusableCases: no record, or more than can be counted.
    """
    if not columns:
        raise BadPlan(
            "a twin of no column is asked for", "Name the columns that it shall have."
        )
    for column in columns:
        if column not in frame.columns or list(columns).count(column) > 1:
            fault = "twice" if column in frame.columns else "but the file lacks it"
            raise BadPlan(
                f'the twin is to have column "{column}", {fault}',
                "Name each column once, as the file spells it.",
            )
    if not 0 < frame.height <= MOST_RECORDS:
        raise UnusableCases(
            f"a twin is made of 1 to {MOST_RECORDS:,} records; these are "
            f"{frame.height:,}",
            "Take a sample of the file." if frame.height else "Check the file.",
        )
    return [codings.texts(frame[column]) for column in columns]


def frequent(columns: Sequence[pl.Series], least: int) -> Values:
    """The values that at least so many records have, sorted."""
    return tuple(
        tuple(
            column.drop_nulls()
            .value_counts(name="records")
            .filter(pl.col("records") >= least)[column.name]
            .sort()
        )
        for column in columns
    )


def encode(columns: Sequence[pl.Series], values: Values) -> Codes:
    """The records as codes."""
    coded = np.zeros((len(columns), len(columns[0])), dtype=np.int32)
    for row, column, known in zip(coded, columns, values, strict=True):
        if known:
            row[:] = column.replace_strict(
                known, range(1, len(known) + 1), default=0, return_dtype=pl.Int32
            ).to_numpy()
    return coded


def decode(coded: Codes, columns: Sequence[str], values: Values) -> pl.DataFrame:
    """The records that the codes stand for, as texts."""
    series = []
    for row, name, known in zip(coded, columns, values, strict=True):
        listed = pl.Series(name, [None, *known], dtype=pl.String)
        series.append(listed.gather(pl.Series(row, dtype=pl.UInt32)))
    return pl.DataFrame(series)


def cells(columns: Sequence[str], values: Values, length: int) -> Cells:
    """The cells of all combinations of up to `length` columns.

    Raises:
        UnusableCases: they are too many to be kept; names the widest columns.
    """
    sizes = tuple(len(known) + 1 for known in values)
    found = Cells(sizes, up_to(length, len(sizes)))
    if found.total > MOST_CELLS:
        widest = sorted(zip(sizes, columns, strict=True), reverse=True)[:3]
        told = ", ".join(f'"{name}" ({size - 1:,} values)' for size, name in widest)
        raise UnusableCases(
            f"{found.total:,} combinations of up to {length} columns are more than "
            f"{MOST_CELLS:,}; the widest columns are {told}",
            "Group their values in the plan, or leave columns out of the twin.",
        )
    return found
