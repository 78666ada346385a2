"""How many cases are there in each combination of a few columns, and in total?

Every category of every dimension, also where no case is: an empty cell is a figure.
What is not known is a category of its own (`_U`), so that all totals are complete.
For sums the largest contributions are kept, which the dominance rules ask for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect import codes, rows
from migrascope.protect.cases import Labels
from migrascope.protect.tables.model import (
    TOTAL,
    UNKNOWN,
    Axis,
    Floats,
    Measure,
    Table,
    Whole,
    fixed,
    with_totals,
)

_Number = TypeVar("_Number", np.int64, np.float64)

MOST_CELLS = 20_000
"""A larger table is nothing to read, and its audit would take hours."""

LARGEST = 3
"""As many contributions to a sum as the rules look at."""


def tabulate(
    frame: pl.DataFrame,
    by: Sequence[str],
    *,
    weight: str | None = None,
    codebook: Mapping[str, Labels] | None = None,
) -> Table:
    """Count cases, or the people they stand for, by some columns, with all totals.

    Raises:
        BadPlan: a column is not there or named twice, or the table is too large.
        UnusableCases: a code is the one of totals, or a weight is not above 0.
    """
    axes, places = laid_out(frame, by, codebook=codebook)
    records = _added(np.ones(len(places), dtype=np.int64), places, axes)
    if weight is None:
        values, measure = records.astype(np.float64), Measure.RECORDS
    else:
        weights = _numbers(frame, weight, least=0.0)
        values = _added(weights, places, axes).astype(np.float64)
        measure = Measure.WEIGHTED
    nothing = np.zeros((*records.shape, 0))
    return _table(axes, measure, records, values, nothing)


def tabulate_sum(
    frame: pl.DataFrame,
    by: Sequence[str],
    *,
    of: str,
    codebook: Mapping[str, Labels] | None = None,
) -> Table:
    """Add a number that is never negative up by some columns, with all totals.

    Raises:
        BadPlan: a column is not there or named twice, or the table is too large.
        UnusableCases: a code is the one of totals, or a number is missing or negative.
    """
    axes, places = laid_out(frame, by, codebook=codebook)
    parts = _numbers(frame, of, least=None)
    records = _added(np.ones(len(places), dtype=np.int64), places, axes)
    values = _added(parts, places, axes).astype(np.float64)
    return _table(axes, Measure.SUM, records, values, _largest(parts, places, axes))


def laid_out(
    frame: pl.DataFrame,
    by: Sequence[str],
    *,
    codebook: Mapping[str, Labels] | None = None,
) -> tuple[tuple[Axis, ...], Whole]:
    """The axes of a table, and the inner cell that each record belongs to."""
    _check(frame, by)
    known = codebook or {}
    axes = []
    places = np.zeros(frame.height, dtype=np.int64)
    cells = 1
    for name in by:
        column = codes.texts(frame[name])
        found = column.drop_nulls().unique().sort().to_list()
        if TOTAL in found or (UNKNOWN in found and column.null_count()):
            raise UnusableCases(
                f'the column "{name}" has a code that stands for totals ({TOTAL}) or '
                f"for what is not known ({UNKNOWN}).",
                "Give these records another code, or none.",
            )
        if column.null_count():
            found.append(UNKNOWN)
        axes.append(_axis(name, found, known.get(name, Labels())))
        order = {code: place for place, code in enumerate(found)}
        place = column.fill_null(UNKNOWN).replace_strict(order, return_dtype=pl.Int64)
        places = places * len(found) + place.to_numpy()
        cells *= len(found) + 1
        if cells > MOST_CELLS:
            raise BadPlan(
                f"a table by {', '.join(by)} has more than {MOST_CELLS:,} cells.",
                "Take fewer columns, or recode them first.",
            )
    return tuple(axes), places


def full_places(axes: Sequence[Axis], inner: Whole) -> list[Whole]:
    """The cells that records count in: their own, and each total above it."""
    shape = tuple(len(axis.codes) for axis in axes)
    own = np.unravel_index(inner, shape)
    larger = tuple(size + 1 for size in shape)
    found = []
    for totals in product((False, True), repeat=len(shape)):
        index = tuple(
            np.full_like(places, size) if total else places
            for places, size, total in zip(own, shape, totals, strict=True)
        )
        found.append(np.ravel_multi_index(index, larger).astype(np.int64))
    return found


def _check(frame: pl.DataFrame, by: Sequence[str]) -> None:
    if not by:
        raise BadPlan("no column to count by.", "Name one to three columns.")
    if not frame.height:
        raise UnusableCases("there is no record to count.", "Check the file.")
    absent = [name for name in by if name not in frame.columns]
    if absent:
        raise BadPlan(
            f'the cases have no column "{absent[0]}".',
            f"They have: {', '.join(frame.columns)}.",
        )
    if len(set(by)) < len(by):
        raise BadPlan("a column is named twice.", "Name each column once.")


def _axis(name: str, found: list[str], labels: Labels) -> Axis:
    if not labels.values:
        return Axis(name, tuple(found))
    told = {UNKNOWN: "Not known", **labels.values}
    return Axis(name, tuple(found), tuple(told.get(code, "") for code in found))


def _numbers(frame: pl.DataFrame, name: str, *, least: float | None) -> Floats:
    """A column of numbers; all above `least`, or none negative where it is None."""
    if name not in frame.columns:
        raise BadPlan(
            f'the cases have no column "{name}".',
            f"They have: {', '.join(frame.columns)}.",
        )
    column = frame[name]
    if not column.dtype.is_numeric():
        raise UnusableCases(
            f'the column "{name}" holds no numbers.',
            'Say kind = "number" in the plan, or take another column.',
        )
    numbers = column.cast(pl.Float64)
    low = numbers <= least if least is not None else numbers < 0
    wrong = rows.of(low.fill_null(value=True) | ~numbers.is_finite().fill_null(False))
    if len(wrong):
        should = "above 0" if least is not None else "0 or more"
        raise UnusableCases(
            f'the column "{name}" is missing or not {should} in {rows.told(wrong)}.',
            "Correct or leave out these records first.",
        )
    return numbers.to_numpy()


def _added(
    parts: npt.NDArray[_Number], places: Whole, axes: Sequence[Axis]
) -> npt.NDArray[_Number]:
    shape = tuple(len(axis.codes) for axis in axes)
    inner = np.zeros(int(np.prod(shape)), dtype=parts.dtype)
    np.add.at(inner, places, parts)
    return with_totals(inner.reshape(shape))


def _largest(parts: Floats, places: Whole, axes: Sequence[Axis]) -> Floats:
    """The largest contributions to every cell, totals too, in falling order."""
    shape = tuple(len(axis.codes) + 1 for axis in axes)
    cells = np.concatenate(full_places(axes, places))
    given = np.tile(parts, 2 ** len(axes))
    order = np.lexsort((-given, cells))
    cells, given = cells[order], given[order]
    starts = np.flatnonzero(np.r_[True, cells[1:] != cells[:-1]])
    sizes = np.diff(np.r_[starts, len(cells)])
    rank = np.arange(len(cells)) - np.repeat(starts, sizes)
    largest = np.zeros((int(np.prod(shape)), LARGEST))
    first = rank < LARGEST
    largest[cells[first], rank[first]] = given[first]
    return largest.reshape(*shape, LARGEST)


def _table(
    axes: tuple[Axis, ...],
    measure: Measure,
    records: Whole,
    values: Floats,
    largest: Floats,
) -> Table:
    return Table(
        axes,
        measure,
        fixed(records.astype(np.int64)),
        fixed(values),
        fixed(largest),
    )
