"""How much more does one learn of a person from their class than from the file?

Diverse values may still tell: a class in which half have an illness that one in a
hundred of the file has gives much away, and so does one of three low wages. So the
distribution of the sensitive values in each class must lie within t of that in the
whole file (Li, Li and Venkatasubramanian 2007, ICDE). The distance is the earth
mover's: how much probability must be moved, and how far, from 0 to 1. How far apart
two values are depends on what they are:

- `ordered`, for numbers and dates: by how many of the file's values lie between;
- `equal`, for categories: all equally far, so half the sum of all differences;
- `hierarchical`, for categories in groups: by the level at which they first meet.

The plan says which, for each promise; the proof measures by the same, with other code.

Classes and missing values are those of `diversity`: with wildcards, the class of a
record are the records compatible with it; a missing sensitive value is left out of
class and file; a class in which no value is known has no distance (null).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from migrascope.errors import BadPlan
from migrascope.protect import codes
from migrascope.protect.counting.codes import (
    Real,
    Whole,
    combinations,
    digits,
    required,
)
from migrascope.protect.counting.histograms import Histograms, histograms
from migrascope.protect.plan.model import ClosenessPromise, Distance, Missing

_PERIOD = r"^\d{4}(-[QW]?\d+)*$"
"""Dates of which a part was left: their texts are in the order of time."""

_ROUNDING = 1e-9
"""Distances are sums of fractions: those that equal t may come out a hair above."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Closeness:
    """For each record, how far its class is from the file (null: nothing is known)."""

    column: str
    distance: pl.Series

    def __repr__(self) -> str:
        return f"Closeness({self.column}, {self.distance.len()} records)"


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether a promise of closeness holds: the largest distance, and who is above."""

    promise: ClosenessPromise
    largest: float | None
    above: int
    of: int

    @property
    def holds(self) -> bool:
        """Whether the class of every record is close enough to the file."""
        return not self.above

    @property
    def says(self) -> str:
        """The finding in a sentence."""
        column, wanted = self.promise.column, f"{self.promise.t:g}"
        if self.largest is None:
            return f"{column}: no value is known, so nothing can be learnt."
        worst = f"the class furthest from the file is {self.largest:.3f} away"
        if self.holds:
            return f"{column}: {worst}, and at most {wanted} was promised."
        share = f"{100 * self.above / self.of:.1f} %"
        return (
            f"{column}: {worst}; {self.above:,} of {self.of:,} records ({share}) are "
            f"in classes further away than {wanted}."
        )


def ordered(
    frame: pl.DataFrame,
    keys: Sequence[str],
    sensitive: str,
    *,
    missing: Missing = Missing.WILDCARD,
) -> Closeness:
    """The distance where values have an order, as numbers and dates have.

    Raises:
        BadPlan: no key, a column that is not there, or a sensitive one of texts.
    """
    classes = _classes(frame, keys, sensitive, missing)
    texts = frame[sensitive].dtype == pl.String
    if texts and not frame[sensitive].str.contains(_PERIOD).all():
        raise BadPlan(
            f'the column "{sensitive}" holds texts, which have no order',
            'Read it as a number or a date, or promise distance = "equal".',
        )
    return classes.closeness(_ordered(classes))


def equal(
    frame: pl.DataFrame,
    keys: Sequence[str],
    sensitive: str,
    *,
    missing: Missing = Missing.WILDCARD,
) -> Closeness:
    """The distance where any two values are equally far apart.

    Raises:
        BadPlan: no key, or a column that is not there.
    """
    classes = _classes(frame, keys, sensitive, missing)
    more = np.maximum(classes.shares - classes.file[classes.lines.values], 0.0)
    return classes.closeness(classes.lines.summed(more))


def hierarchical(
    frame: pl.DataFrame,
    keys: Sequence[str],
    sensitive: str,
    *,
    levels: Sequence[Mapping[str, str]],
    missing: Missing = Missing.WILDCARD,
) -> Closeness:
    """The distance where values fall into groups, and groups into larger ones.

    `levels` give the group of each value as a text, from fine to coarse, as the
    groups of a `Hierarchy` do. Where the last level has several groups, they meet
    one level above it.

    Raises:
        BadPlan: no key, a column that is not there, a value without a group, or
            levels that are not nested.
    """
    classes = _classes(frame, keys, sensitive, missing)
    values = codes.texts(frame[sensitive].drop_nulls().unique().sort()).to_list()
    groups = _groups(sensitive, values, levels)
    return classes.closeness(_hierarchical(classes, groups))


def check(
    frame: pl.DataFrame,
    keys: Sequence[str],
    promise: ClosenessPromise,
    *,
    missing: Missing = Missing.WILDCARD,
) -> Kept:
    """Whether the class of every record is as close to the file as was promised.

    Raises:
        BadPlan: the columns cannot be measured so.
    """
    column = promise.column
    match promise.distance:
        case Distance.HIERARCHICAL:
            levels = promise.grouping.ladder if promise.grouping else ()
            found = hierarchical(frame, keys, column, levels=levels, missing=missing)
        case Distance.ORDERED:
            found = ordered(frame, keys, column, missing=missing)
        case Distance.EQUAL:
            found = equal(frame, keys, column, missing=missing)
    known = found.distance.drop_nulls().to_numpy()
    return Kept(
        promise,
        float(known.max()) if len(known) else None,
        int((found.distance > promise.t + _ROUNDING).sum()),
        found.distance.len(),
    )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Classes:
    """The values in each class and in the file, of `column`.

    `shares` stands beside the counts of `lines`: the share of its class that has the
    value. `file` is the share of the file that has each value.
    """

    column: str
    lines: Histograms
    shares: Real
    file: Real
    of_record: Whole

    def closeness(self, distance: Real) -> Closeness:
        """The distances of the classes, given to their records."""
        known = pl.Series(self.lines.totals > 0)
        figures = pl.Series("distance", distance).clip(0.0, 1.0)
        nothing = pl.Series([None], dtype=pl.Float64)
        return Closeness(self.column, figures.zip_with(known, nothing)[self.of_record])


def _classes(
    frame: pl.DataFrame, keys: Sequence[str], sensitive: str, missing: Missing
) -> _Classes:
    found = combinations(frame, keys)
    required(frame.columns, [sensitive])
    lines = histograms(found, frame[sensitive], missing=missing)
    numbers, size = digits(frame[sensitive])
    known = np.bincount(numbers, minlength=size)[1:]
    return _Classes(
        sensitive,
        lines,
        lines.counts / lines.totals[lines.lines],
        known / max(int(known.sum()), 1),
        found.of_record,
    )


def _ordered(classes: _Classes) -> Real:
    """Summed differences of the two cumulated distributions, over all values but one.

    Between two values that occur in a class, its cumulated share stays the same
    while that of the file grows: the differences are below it up to the place where
    the file overtakes, and above it from there. Sums of the file's cumulated shares
    up to each place give both without looking at every value.
    """
    lines = classes.lines
    if lines.size < 2:
        return np.zeros(len(lines.starts) - 1)
    line, values = lines.lines, lines.values
    cumulated = np.cumsum(classes.file)
    summed = np.concatenate([[0.0], np.cumsum(cumulated)])
    last = np.append(line[1:] != line[:-1], True)[: len(line)]
    end = np.where(last, lines.size, np.append(values[1:], lines.size)[: len(values)])
    running = np.cumsum(classes.shares)
    first = lines.starts[:-1]
    before = np.concatenate([[0.0], running])[first][line]
    share = running - before
    overtaken = np.clip(np.searchsorted(cumulated, share), values, end)
    within = (
        share * (overtaken - values)
        - (summed[overtaken] - summed[values])
        + (summed[end] - summed[overtaken])
        - share * (end - overtaken)
    )
    starts = np.append(True, line[1:] != line[:-1])[: len(line)]
    # Before its first value a class has nothing, and the file what it has summed.
    within[starts] += summed[values[starts]]
    return lines.summed(within) / (lines.size - 1)


def _hierarchical(classes: _Classes, groups: Sequence[Whole]) -> Real:
    """What must cross at each group, times the level of the group.

    Going up, each group has parts with too much and parts with too little. The
    smaller of the two sums moves within the group; the rest goes up. Groups that do
    not occur in a class have too little throughout: nothing moves within them.
    """
    lines = classes.lines
    line, part = lines.lines, lines.values
    share: Real = classes.shares
    file: Real = classes.file
    distance = np.zeros(len(lines.starts) - 1)
    for level, parents in enumerate(groups, start=1):
        size = int(parents.max()) + 1 if len(parents) else 1
        number, into = np.unique(line * size + parents[part], return_inverse=True)
        surplus = np.bincount(into, np.maximum(share - file[part], 0.0))
        share = np.bincount(into, share).astype(np.float64)
        file = np.bincount(parents, file, minlength=size).astype(np.float64)
        line, part = number // size, number % size
        shortage = surplus - (share - file[part])
        moved = np.maximum(np.minimum(surplus, shortage), 0.0)
        distance += np.bincount(line, moved, minlength=len(distance)) * (
            level / len(groups)
        )
    return distance


def _groups(
    column: str, values: Sequence[str], levels: Sequence[Mapping[str, str]]
) -> list[Whole]:
    """For each level, the group that each part of the level below belongs to."""
    groups: list[Whole] = []
    part = np.arange(len(values))
    for level, mapping in enumerate(levels, start=1):
        strange = sum(value not in mapping for value in values)
        if strange:
            raise BadPlan(
                f'{strange} values of the column "{column}" have no group at level '
                f"{level} of its hierarchy",
                "Build the hierarchy from the column as it is now.",
            )
        names = sorted({mapping[value] for value in values})
        place = {name: number for number, name in enumerate(names)}
        into = np.array([place[mapping[value]] for value in values], dtype=np.int64)
        parents = np.zeros(int(part.max()) + 1 if len(part) else 0, dtype=np.int64)
        parents[part] = into
        if not np.array_equal(parents[part], into):
            raise BadPlan(
                f'level {level} of the hierarchy of "{column}" tears apart groups of '
                "the level below",
                "Make each level out of whole groups of the one below.",
            )
        groups.append(parents)
        part = into
    # By the hierarchy, not by the values that occur: its height is that of all files.
    if not groups or len(set(levels[-1].values())) > 1:
        top = int(part.max()) + 1 if len(part) else 0
        groups.append(np.zeros(top, dtype=np.int64))
    return groups
