"""How many records could be this one, when some keys are missing?

A missing key agrees with every value, on either side: nobody can rule the record out
(the definition of sdcMicro). Records so matched do not fall into classes: A may agree
with B and B with C, but not A with C. Comparing every record with every other takes
a day for a million records, so this goes by patterns. A pattern is the set of keys
that a combination has; combinations of two patterns agree when they agree on the
keys that both have. For each pair of patterns those keys are packed into one number,
and equal numbers are found in a table: as many look-ups as there are combinations,
for each pattern. With nothing missing there is one pattern and nothing to do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from migrascope.protect.counting import codes
from migrascope.protect.counting.codes import Combinations, Real, Whole, packed

TABLE = 2**23
"""Numbers up to this one are looked up in a table (32 MB), larger ones by search."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pairing:
    """Two patterns: combinations of `left` and `right` with the same slot agree.

    `left` and `right` are rows of the combinations; `left_slots` is -1 where a
    combination agrees with none of the other pattern. There are `slots` of them.
    """

    left: Whole
    right: Whole
    left_slots: Whole
    right_slots: Whole
    slots: int


def sums(combinations: Combinations, *amounts: Real) -> tuple[Real, ...]:
    """Each amount added up over all combinations compatible with each, its own too.

    Amounts that are numbered by combination are added in one go: finding what agrees
    is most of the work.
    """
    totals = tuple(amount.astype(np.float64) for amount in amounts)
    for pair in pairings(combinations):
        found = pair.left_slots >= 0
        slots = pair.left_slots[found]
        left = pair.left[found]
        for amount, total in zip(amounts, totals, strict=True):
            of_right = np.bincount(
                pair.right_slots, amount[pair.right], minlength=pair.slots
            )
            total[left] += of_right[slots]
            of_left = np.bincount(slots, amount[left], minlength=pair.slots)
            total[pair.right] += of_left[pair.right_slots]
    return totals


def pairings(combinations: Combinations) -> Iterator[Pairing]:
    """Every pair of different patterns once, the larger one on the left."""
    patterns = _patterns(combinations)
    needed = min(TABLE, math.prod(combinations.sizes)) if len(patterns) > 1 else 0
    table = np.full(needed, -1, dtype=np.int32)
    columns = [np.ascontiguousarray(column) for column in combinations.digits.T]
    for position, (has, left) in enumerate(patterns):
        mine = [column[left] for column in columns]
        for other_has, right in patterns[position + 1 :]:
            common = np.flatnonzero(has & other_has)
            sizes = [combinations.sizes[key] for key in common]
            numbers = _numbers(
                [mine[key] for key in common],
                [columns[key][right] for key in common],
                sizes,
                (len(left), len(right)),
            )
            slots = _slots(*numbers, math.prod(sizes), table)
            yield Pairing(left, right, *slots)


def _patterns(
    combinations: Combinations,
) -> list[tuple[npt.NDArray[np.bool_], Whole]]:
    """Which keys are there, and the combinations that have just those."""
    present = combinations.digits > 0
    number = packed(list(present.T), [2] * present.shape[1])
    order = np.argsort(number, kind="stable")
    starts = np.flatnonzero(np.diff(number[order])) + 1
    groups = [rows for rows in np.split(order, starts) if len(rows)]
    # Large patterns first; the order of the combinations decides between equal ones.
    groups.sort(key=lambda rows: (-len(rows), int(rows[0])))
    return [(present[rows[0]], rows) for rows in groups]


def _numbers(
    left: Sequence[Whole],
    right: Sequence[Whole],
    sizes: Sequence[int],
    lengths: tuple[int, int],
) -> tuple[Whole, Whole]:
    """One number for each combination of both sides, equal where they agree."""
    if not sizes:  # no key in common: all agree with all
        return np.zeros(lengths[0], dtype=np.int64), np.zeros(lengths[1], np.int64)
    if math.prod(sizes) <= codes.LARGEST:
        return packed(left, sizes), packed(right, sizes)
    both = [np.concatenate(pair) for pair in zip(left, right, strict=True)]
    number = packed(both, sizes)
    return number[: lengths[0]], number[lengths[0] :]


def _slots(
    left: Whole, right: Whole, span: int, table: npt.NDArray[np.int32]
) -> tuple[Whole, Whole, int]:
    """Where each number of both sides stands among the distinct ones of the right."""
    known, right_slots = np.unique(right, return_inverse=True)
    if span <= len(table):
        table[known] = np.arange(len(known), dtype=np.int32)
        left_slots = table[left].astype(np.int64)
        table[known] = -1
    else:
        left_slots = np.minimum(np.searchsorted(known, left), len(known) - 1)
        left_slots[known[left_slots] != left] = -1
    return left_slots, right_slots, len(known)
