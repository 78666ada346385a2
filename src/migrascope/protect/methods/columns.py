"""Can a step work on these columns?

Every method asks here before it changes anything. Errors name the step and the
column, and never a value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import BadPlan

Real = npt.NDArray[np.float64]


def named(frame: pl.DataFrame, name: str, *, step: str) -> pl.Series:
    """A column of the cases.

    Raises:
        BadPlan: there is none of this name.
    """
    if name not in frame.columns:
        raise wrong(
            step, name, "is no column of the cases", "Name one as the file does."
        )
    return frame[name]


def numbers(frame: pl.DataFrame, name: str, *, step: str) -> pl.Series:
    """A column of numbers with decimals; what is missing is null.

    Raises:
        BadPlan: there is no such column, or it holds something else.
    """
    column = named(frame, name, step=step)
    if not column.dtype.is_numeric():
        raise wrong(step, name, "holds no numbers", 'Say kind = "number", or leave it.')
    real = column.cast(pl.Float64).fill_nan(None)
    if real.is_infinite().any():
        raise wrong(step, name, "holds numbers without end", "Mark them as missing.")
    return real


def table(frame: pl.DataFrame, names: Sequence[str], *, step: str) -> Real:
    """Columns of numbers as one table, a row for each record; missing is NaN.

    Raises:
        BadPlan: no column, one named twice, or one that holds no numbers.
    """
    distinct(names, step=step)
    columns = [numbers(frame, name, step=step) for name in names]
    return np.column_stack(
        [column.fill_null(math.nan).to_numpy() for column in columns]
    )


def dates(frame: pl.DataFrame, name: str, *, step: str) -> pl.Series:
    """A column of dates.

    Raises:
        BadPlan: there is no such column, or it holds something else.
    """
    column = named(frame, name, step=step)
    if not isinstance(column.dtype, (pl.Date, pl.Datetime)):
        raise wrong(step, name, "holds no dates", 'Say kind = "date" in the plan.')
    return column


def distinct(names: Sequence[str], *, step: str) -> None:
    """Insist on one column or more, each once.

    Raises:
        BadPlan: none is named, or one twice.
    """
    if not names:
        raise BadPlan(f"{step} names no column", "Name one column or more.")
    for name in names:
        if list(names).count(name) > 1:
            raise wrong(step, name, "is named twice", "Name each column once.")


def replaced(
    frame: pl.DataFrame, values: Real, names: Sequence[str]
) -> tuple[pl.DataFrame, int]:
    """The frame with new numbers, and how many cells are not what they were."""
    changed = 0
    fresh = []
    for name, column in zip(names, values.T, strict=True):
        series = pl.Series(name, column).fill_nan(None)
        changed += cells_changed(frame[name].cast(pl.Float64).fill_nan(None), series)
        fresh.append(series)
    return frame.with_columns(fresh), changed


def cells_changed(before: pl.Series, after: pl.Series) -> int:
    """How many cells are not what they were; both missing is the same."""
    return int(before.ne_missing(after).sum())


def wrong(step: str, name: str, says: str, advice: str) -> BadPlan:
    """The error for a column of a step."""
    return BadPlan(f'{step}: the column "{name}" {says}', advice)
