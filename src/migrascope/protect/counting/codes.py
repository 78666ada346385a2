"""Which records agree on all keys?

Texts are slow to compare, and a record has many. So each key becomes a small whole
number (0 for missing, then the values in their own order), all keys of a record
become one number, and records with the same number share one combination. What
follows works on combinations, of which there are far fewer than records.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import BadPlan, UnusableCases

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]

LARGEST = 2**62
"""Numbers that stand for combinations stay below: they are 64 bits long."""

_DENSE = 4
"""A table may be so many times longer than what is looked up in it."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Combinations:
    """The distinct combinations of the keys of a file, and who has them.

    `digits[i, j]` is the value of key `j` in combination `i`, 0 for missing; key `j`
    has `sizes[j]` values, missing included. `of_record` names the combination of each
    record, `first` one record of each combination; `records` and `people` are how
    many records have it and their summed weights.
    """

    digits: Whole
    sizes: tuple[int, ...]
    of_record: Whole
    first: Whole
    records: Whole
    people: Real

    def __len__(self) -> int:
        return len(self.records)

    def __repr__(self) -> str:
        return f"Combinations({len(self)} of {len(self.sizes)} keys)"


def combinations(
    frame: pl.DataFrame,
    keys: Sequence[str],
    *,
    weight: str | None = None,
    counts: str | None = None,
) -> Combinations:
    """The distinct combinations of these keys, in the order of their values.

    With `counts` a row stands for as many records as that column says, and `weight`
    names their summed weights.

    Raises:
        BadPlan: no key, a key named twice, or a column that is not there.
        UnusableCases: weights that are no numbers from 0 up.
    """
    required(frame.columns, keys)
    coded = [digits(frame[key]) for key in keys]
    sizes = tuple(size for _, size in coded)
    number = packed([column for column, _ in coded], sizes)
    first, of_record, records = grouped(number)
    table = np.empty((len(first), len(keys)), dtype=np.int64)
    for position, (column, _) in enumerate(coded):
        table[:, position] = column[first]
    if counts is not None:
        records = np.bincount(of_record, weights(frame, counts), minlength=len(first))
        records = records.astype(np.int64)
    people = records.astype(np.float64)
    if weight is not None:
        summed = np.bincount(of_record, weights(frame, weight), minlength=len(first))
        people = summed.astype(np.float64)
    return Combinations(table, sizes, of_record, first, records, people)


def projected(found: Combinations, keys: Sequence[int]) -> Combinations:
    """The combinations of some of the keys, by their place, added up from all.

    `of_record` and `first` then speak of the combinations that were projected.
    """
    sizes = tuple(found.sizes[key] for key in keys)
    number = packed([found.digits[:, key] for key in keys], sizes)
    span = math.prod(sizes)
    if span <= _DENSE * max(len(found), 1):
        # Few possible numbers: marking those that occur is quicker than sorting.
        first = np.full(span, -1, dtype=np.int64)
        first[number[::-1]] = np.arange(len(number) - 1, -1, -1)
        occurs = np.flatnonzero(first >= 0)
        first = first[occurs]
        place = np.zeros(span, dtype=np.int64)
        place[occurs] = np.arange(len(occurs))
        of_record = place[number]
    else:
        first, of_record, _ = grouped(number)
    records = np.bincount(of_record, found.records, minlength=len(first))
    people = np.bincount(of_record, found.people, minlength=len(first))
    return Combinations(
        found.digits[first][:, list(keys)],
        sizes,
        of_record,
        first,
        records.astype(np.int64),
        people.astype(np.float64),
    )


def digits(column: pl.Series) -> tuple[npt.NDArray[np.integer], int]:
    """A column as whole numbers, 0 for missing; and how many numbers it may have.

    Raises:
        UnusableCases: the column holds lists or other things without an order.
    """
    if column.dtype.is_nested() or column.dtype == pl.Object:
        raise UnusableCases(
            f'the column "{column.name}" holds lists or mixed things, not values',
            "Give every record one text, number or date there, or drop the column.",
        )
    if column.dtype.is_float():
        column = column.fill_nan(None)
    values = column.drop_nulls().unique().sort()
    if values.dtype == pl.String:
        codes = column.cast(pl.Enum(values)).to_physical()
    elif values.len():
        codes = column.replace_strict(values, pl.Series(range(values.len())))
    else:
        codes = pl.Series([None] * column.len(), dtype=pl.Int64)
    size = values.len() + 1
    narrow = (codes.cast(pl.UInt32) + 1).fill_null(0).to_numpy()
    return narrow.astype(np.min_scalar_type(size)), size


def packed(columns: Sequence[npt.NDArray[np.integer]], sizes: Sequence[int]) -> Whole:
    """One number for each row: the same for rows that agree on all columns.

    Numbers keep the order of the columns. Where the product of the sizes is too
    large for 64 bits, what is packed so far is counted anew from 0.
    """
    number = np.zeros(len(columns[0]), dtype=np.int64)
    span = 1
    for column, size in zip(columns, sizes, strict=True):
        if span * size > LARGEST:
            known, number = np.unique(number, return_inverse=True)
            span = len(known)
        number = number * size + column
        span *= size
    return number


def grouped(number: Whole) -> tuple[Whole, Whole, Whole]:
    """The distinct numbers in order: the first row of each, its rank by row, its rows.

    What `numpy.unique` gives, in half the time: it sorts stably to find first rows.
    """
    order = np.argsort(number)
    ranked = number[order]
    new = np.ones(len(number), dtype=np.bool_)
    new[1:] = ranked[1:] != ranked[:-1]
    starts = np.flatnonzero(new)
    of_row = np.empty(len(number), dtype=np.int64)
    of_row[order] = np.cumsum(new) - 1
    first = np.minimum.reduceat(order, starts) if len(starts) else starts
    return first, of_row, np.diff(np.append(starts, len(number)))


def required(columns: Sequence[str], keys: Sequence[str]) -> None:
    """Refuse keys that cannot be counted: none, one twice, or one that is not there.

    Raises:
        BadPlan: the keys cannot be counted.
    """
    if not keys:
        raise BadPlan(
            "no key was named",
            "Give at least one column the role of a key.",
        )
    for key in keys:
        if key not in columns:
            raise BadPlan(
                f'there is no column "{key}" in the cases',
                "Name the columns as the file does; it has: " + ", ".join(columns),
            )
        if list(keys).count(key) > 1:
            raise BadPlan(f'the key "{key}" is named twice', "Name each key once.")


def weights(frame: pl.DataFrame, weight: str) -> Real:
    """The weights of the records.

    Raises:
        BadPlan: there is no such column.
        UnusableCases: a weight is missing, below 0, or no number.
    """
    required(frame.columns, [weight])
    column = frame[weight]
    if not column.dtype.is_numeric():
        raise UnusableCases(
            f'the weight "{weight}" holds text, not numbers',
            "Read the column as a number, or name another weight.",
        )
    numbers = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    bad = np.flatnonzero(~(np.isfinite(numbers) & (numbers >= 0)))
    if len(bad):
        raise UnusableCases(
            f'the weight "{weight}" is missing or below 0 in {len(bad)} records, '
            f"the first in row {bad[0] + 1}",
            "Give every record a weight from 0 up, or count without weights.",
        )
    return numbers
