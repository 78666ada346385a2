"""How many records could be this one, when some keys are missing?

A missing key agrees with every value, on either side: nobody can rule the record out
(the definition of sdcMicro). Records so matched do not fall into classes: A may agree
with B and B with C, but not A with C. Comparing every record with every other takes
a day for a million records, so this goes by patterns. A pattern is the set of keys
that a combination has; combinations of two patterns agree when they agree on the
keys that both have. Those keys are packed into one number, and equal numbers are
found in a table. Patterns that have the same keys in common with another one meet it
together, so that even a file with a thousand patterns takes seconds, not hours. With
nothing missing there is one pattern and nothing to do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from migrascope.protect.counting import codes
from migrascope.protect.counting.codes import (
    Combinations,
    Real,
    Whole,
    grouped,
    packed,
)

TABLE = 2**23
"""Numbers up to this one are looked up in a table (32 MB), larger ones by search."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pairing:
    """A pattern and others: combinations of `left` and `right` in one slot agree.

    `left` and `right` are rows of the combinations; `left_slots` is -1 where a
    combination agrees with none of the others. There are `slots` of them. `lengths`
    says how many rows of `right` each of the other patterns has, one after the other.
    """

    left: Whole
    right: Whole
    left_slots: Whole
    right_slots: Whole
    slots: int
    lengths: tuple[int, ...]


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
    """Every two different patterns meet once, the larger one on the left."""
    present, patterns = _patterns(combinations)
    needed = min(TABLE, math.prod(combinations.sizes)) if len(patterns) > 1 else 0
    table = np.full(needed, -1, dtype=np.int32)
    columns = [np.ascontiguousarray(column) for column in combinations.digits.T]
    for position, left in enumerate(patterns[:-1]):
        mine = [column[left] for column in columns]
        # Later patterns, those with the same keys in common together.
        shared = present[position + 1 :] & present[position]
        first, group, _ = grouped(packed(list(shared.T), [2] * shared.shape[1]))
        for number, row in enumerate(first):
            those = np.flatnonzero(group == number) + position + 1
            rights = [patterns[each] for each in those]
            right = np.concatenate(rights)
            common = np.flatnonzero(shared[row])
            sizes = [combinations.sizes[key] for key in common]
            numbers = _numbers(
                [mine[key] for key in common],
                [columns[key][right] for key in common],
                sizes,
                (len(left), len(right)),
            )
            slots = _slots(*numbers, math.prod(sizes), table)
            yield Pairing(left, right, *slots, tuple(len(each) for each in rights))


def _patterns(
    combinations: Combinations,
) -> tuple[npt.NDArray[np.bool_], list[Whole]]:
    """Which keys each pattern has, and its combinations; large patterns first."""
    present = combinations.digits > 0
    number = packed(list(present.T), [2] * present.shape[1])
    order = np.argsort(number, kind="stable")
    starts = np.flatnonzero(np.diff(number[order])) + 1
    rows = [each for each in np.split(order, starts) if len(each)]
    # The order of the combinations decides between patterns of the same size.
    rows.sort(key=lambda each: (-len(each), int(each[0])))
    return present[[each[0] for each in rows]], rows


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
