"""Which sensitive values do the records have that could be this one?

One line for each distinct combination of keys: how often each value occurs among the
records compatible with it. Most values do not occur with most combinations, so the
lines are sparse. With missing keys as wildcards the lines of compatible combinations
are added up pattern by pattern, as `compatible` does with single figures.

A missing sensitive value tells nothing about anybody and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from migrascope.protect.counting import compatible
from migrascope.protect.counting.codes import Combinations, Real, Whole, digits
from migrascope.protect.plan.model import Missing

FEW = 32
"""Up to so many values, a full table is added up more quickly than a sparse one."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Histograms:
    """For each combination the values that occur, and how often.

    Those of combination `i` stand at `starts[i]` to `starts[i + 1]`: the numbers of
    the `values` in rising order, and their `counts`. There are `size` values, from 0.
    """

    starts: Whole
    values: Whole
    counts: Real
    size: int

    @property
    def lines(self) -> Whole:
        """The combination that each count belongs to."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @property
    def totals(self) -> Real:
        """How many records with a known value each combination has."""
        return self.summed(self.counts)

    def summed(self, amounts: Real) -> Real:
        """One amount for each count, added up by combination."""
        lines = len(self.starts) - 1
        return np.bincount(self.lines, amounts, minlength=lines).astype(np.float64)


def histograms(
    found: Combinations, sensitive: pl.Series, *, missing: Missing = Missing.WILDCARD
) -> Histograms:
    """The values of a sensitive column by combination of keys."""
    numbers, size = digits(sensitive)
    known = numbers > 0
    lines, values = found.of_record[known], numbers[known].astype(np.int64) - 1
    count = _full if size - 1 <= FEW else _sparse
    return count(found, lines, values, size - 1, missing=missing)


def _full(
    found: Combinations, lines: Whole, values: Whole, size: int, *, missing: Missing
) -> Histograms:
    """Counted in a table with a column for each value."""
    number = lines * size + values
    table = np.bincount(number, minlength=len(found) * size).astype(np.float64)
    table = table.reshape(len(found), size)
    if missing is Missing.WILDCARD and size:
        added_up = compatible.sums(found, *np.ascontiguousarray(table.T))
        table = np.column_stack(added_up)
    filled = table > 0
    starts = np.concatenate([[0], np.cumsum(filled.sum(axis=1))])
    return Histograms(starts, np.nonzero(filled)[1], table[filled], size)


def _sparse(
    found: Combinations, lines: Whole, values: Whole, size: int, *, missing: Missing
) -> Histograms:
    """Counted in a sparse matrix: with many values, a table would be mostly empty."""
    from scipy import sparse

    own = sparse.csr_array(
        (np.ones(len(lines)), (lines, values)), shape=(len(found), size)
    )
    total = own if missing is Missing.VALUE else _of_compatible(found, own)
    total.sum_duplicates()
    total.sort_indices()
    starts, order = total.indptr.astype(np.int64), total.indices.astype(np.int64)
    return Histograms(starts, order, total.data, size)


def _of_compatible(found: Combinations, own: Any) -> Any:
    """The lines of all compatible combinations added up, its own included."""
    from scipy import sparse

    # By pattern, since adding to some rows of a sparse matrix would copy all of it.
    # Patterns share no row: the first one names them.
    rows: dict[int, Whole] = {}
    added: dict[int, Any] = {}

    def add(pattern: Whole, more: Any) -> None:
        name = int(pattern[0])
        if name not in rows:
            rows[name], added[name] = pattern, own[pattern]
        added[name] = added[name] + more

    for pair in compatible.pairings(found):
        to_left = _chosen(pair.left_slots, pair.slots)
        to_right = _chosen(pair.right_slots, pair.slots)
        add(pair.left, to_left @ (to_right.T @ own[pair.right]))
        for_right = to_right @ (to_left.T @ own[pair.left])
        ends = np.cumsum(pair.lengths)
        for length, end in zip(pair.lengths, ends, strict=True):
            add(pair.right[end - length : end], for_right[end - length : end])
    if not rows:  # one pattern: nothing else is compatible
        return own
    order = np.concatenate(list(rows.values()))
    return sparse.vstack(list(added.values()), format="csr")[np.argsort(order)]


def _chosen(slots: Whole, size: int) -> Any:
    """A matrix that gives each row its slot, and nothing where it is -1."""
    from scipy import sparse

    has = slots >= 0
    starts = np.concatenate([[0], np.cumsum(has)])
    taken = slots[has]
    return sparse.csr_array(
        (np.ones(len(taken)), taken, starts), shape=(len(slots), size)
    )
