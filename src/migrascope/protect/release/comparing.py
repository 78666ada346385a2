"""What did protection change in the figures that people will compute?

For each released column its distribution before and after, on the level that was
released: when every value of the file became one broader group, the groups are
compared and not the values. For each pair of columns how strongly they hang together
before and after: Cramér's V for categories (0 to 1), Pearson's correlation for
numbers (-1 to 1), the correlation ratio for a number and a category (0 to 1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import polars as pl

MOST_COLUMNS = 30
"""So many columns are paired; all pairs of more would fill a book."""

MOST_VALUES = 200
"""A category with more values hangs together with everything by chance."""

_Whole = npt.NDArray[np.int64]
_Side = npt.NDArray[np.float64] | npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sides:
    """A column before and after, made comparable."""

    name: str
    before: pl.Series
    after: pl.Series

    @property
    def is_number(self) -> bool:
        """Whether both sides are numbers."""
        return self.before.dtype.is_numeric() and self.after.dtype.is_numeric()


@dataclass(frozen=True, slots=True)
class Association:
    """How strongly two columns hang together."""

    first: str
    second: str
    kind: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before


def sides(original: pl.DataFrame, released: pl.DataFrame) -> tuple[Sides, ...]:
    """Every released column with what it was, on the level of what was released.

    Both have the same records in the same order.
    """
    assert original.height == released.height
    return tuple(
        _comparable(original[name], released[name]) for name in released.columns
    )


def distance(before: pl.Series, after: pl.Series) -> float:
    """The share of the known records that would have to move from value to value.

    >>> distance(pl.Series(["a", "a", "b", "b"]), pl.Series(["a", "b", "b", "b"]))
    0.25
    """
    shares = []
    for side in (before, after):
        known = side.drop_nulls()
        counted = known.value_counts(sort=False, normalize=True, name="share")
        shares.append(counted.rename({counted.columns[0]: "value"}))
    joined = shares[0].join(shares[1], on="value", how="full", nulls_equal=True)
    moved = (joined["share"].fill_null(0) - joined["share_right"].fill_null(0)).abs()
    return float(moved.sum()) / 2


def associations(compared: Sequence[Sides]) -> tuple[Association, ...]:
    """Every pair that can be measured on both sides, the most changed first."""
    usable = [each for each in compared if _can_pair(each)][:MOST_COLUMNS]
    coded = {
        each.name: tuple(
            _numbers(side) if each.is_number else _codes(side)
            for side in (each.before, each.after)
        )
        for each in usable
    }
    found = []
    for one, two in combinations(usable, 2):
        kind = _kind(one, two)
        values = [
            _strength(kind, coded[one.name][side], coded[two.name][side], one.is_number)
            for side in (0, 1)
        ]
        if not any(map(math.isnan, values)):
            found.append(Association(one.name, two.name, kind, *values))
    return tuple(sorted(found, key=lambda each: -abs(each.change)))


CRAMER, PEARSON, RATIO = "Cramér's V", "correlation", "correlation ratio"


def _comparable(before: pl.Series, after: pl.Series) -> Sides:
    name = after.name
    if before.dtype.is_numeric() and after.dtype.is_numeric():
        return Sides(name, before, after)
    if before.dtype.is_temporal() and after.dtype.is_temporal():
        return Sides(name, _year(before), _year(after))
    texts, groups = before.cast(pl.String), after.cast(pl.String)
    pairs = pl.DataFrame({"was": texts, "is": groups}).unique().drop_nulls()
    # One group for each value: a recoding. More: values were exchanged at random.
    if pairs["was"].n_unique() == pairs.height:
        mapped = texts.replace_strict(
            pairs["was"], pairs["is"], default=None, return_dtype=pl.String
        )
        unplaced = mapped.is_null() & texts.is_not_null()
        lost = pl.Series([BLANKED], dtype=pl.String)
        return Sides(name, mapped.zip_with(~unplaced, lost).alias(name), groups)
    return Sides(name, texts, groups)


BLANKED = "(values of which none is left)"
"""Stands for all values that were suppressed wherever they occurred."""


def _year(days: pl.Series) -> pl.Series:
    return days.dt.year().cast(pl.String)


def _can_pair(each: Sides) -> bool:
    if each.is_number:
        return True
    return all(
        1 < side.drop_nulls().n_unique() <= MOST_VALUES
        for side in (each.before, each.after)
    )


def _kind(one: Sides, two: Sides) -> str:
    if one.is_number and two.is_number:
        return PEARSON
    return RATIO if one.is_number or two.is_number else CRAMER


def _numbers(side: pl.Series) -> npt.NDArray[np.float64]:
    return side.cast(pl.Float64).to_numpy()


def _codes(side: pl.Series) -> _Whole:
    """Values as numbers from 1, in their order; 0 where missing."""
    values = side.unique().drop_nulls().sort()
    return side.replace_strict(
        values, range(1, values.len() + 1), default=0, return_dtype=pl.Int64
    ).to_numpy()


def _strength(
    kind: str,
    one: _Side,
    two: _Side,
    is_first_number: bool,  # noqa: FBT001 - tells which of the two the number is
) -> float:
    if kind == CRAMER:
        return _cramer(one.astype(np.int64), two.astype(np.int64))
    if kind == PEARSON:
        known = ~(np.isnan(one) | np.isnan(two))
        return _pearson(one[known], two[known]) if known.sum() >= 3 else math.nan
    numbers, groups = (one, two) if is_first_number else (two, one)
    known = ~np.isnan(numbers) & (groups > 0)
    if known.sum() < 3:
        return math.nan
    return _ratio(numbers[known], groups[known].astype(np.int64))


def _pearson(one: _Side, two: _Side) -> float:
    spread = float(one.std() * two.std())
    if not spread:
        return math.nan
    return float(((one - one.mean()) * (two - two.mean())).mean() / spread)


def _ratio(numbers: _Side, groups: _Whole) -> float:
    """The share of the spread that lies between the groups, as a root."""
    total = float(((numbers - numbers.mean()) ** 2).sum())
    sizes = np.bincount(groups)
    if not total or (sizes > 0).sum() < 2:
        return math.nan
    sums = np.bincount(groups, weights=numbers)
    means = sums / np.maximum(sizes, 1)
    between = float((sizes * (means - numbers.mean()) ** 2)[sizes > 0].sum())
    return math.sqrt(min(between / total, 1.0))


def _cramer(one: _Whole, two: _Whole) -> float:
    rows, columns = int(one.max()) + 1, int(two.max()) + 1
    table = np.bincount(one * columns + two, minlength=rows * columns)
    # Without row and column 0, which are the missing values.
    counts = table.reshape(rows, columns).astype(np.float64)[1:, 1:]
    if counts.sum() < 3:
        return math.nan
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    smaller = min(counts.shape) - 1
    if smaller < 1:
        return math.nan
    total = counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total
    chi = float(((counts - expected) ** 2 / expected).sum())
    return math.sqrt(min(chi / (total * smaller), 1.0))
