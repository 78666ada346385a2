"""Which records, made from nothing but counts, add up to these counts?

A population starts as records without a value, and is improved: in each step some
records reconsider one column, each taking the value that brings the counts of the
combinations it is part of closest to their targets. A record may only take a value
whose combinations with its other values are all allowed; a missing value is always
allowed, so that every record is allowed at every moment.

The search knows counts alone. No record of the file that they were counted from is
at hand here, which is why no record can be copied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from migrascope.protect.twin.cells import Cells, Codes, Contexts, Real, Truth, Whole

FORBIDDEN = np.float32(-1e6)
"""What a value loses that would make a combination that is not allowed."""

BLOCK = 2_048
"""So many records at a time: what is worked on stays in the cache of a processor."""


Progress = Callable[[float], None]
"""Told which share of the work is done."""


def unheard(share: float) -> None:
    """Nobody listens."""
    del share


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a population shall add up to, cell by cell.

    `targets`: the count of a cell; `weight`: how much one record too many or too few
    matters there (0: not at all); `allowed`: whether a record may be in it at all.
    """

    cells: Cells
    targets: Real
    weight: Real
    allowed: Truth


@dataclass(frozen=True, slots=True)
class Pass:
    """Every record reconsiders every column once, in `groups` one after the other.

    `softness`: over how many records (in roots of the target) the pull of a cell
    fades out; `chance`: how much chance has a say, where a cell that lacks records
    pulls with 1 and one that is full pushes with 1.
    """

    groups: int
    softness: float
    chance: float


class Population:
    """Records in the making, and how many of them are in each cell."""

    def __init__(
        self, wanted: Wanted, records: int, *, random: np.random.Generator
    ) -> None:
        self.wanted = wanted
        self.random = random
        cells = wanted.cells
        self.codes: Codes = np.zeros((len(cells.sizes), records), dtype=np.int32)
        self._columns = [_Column(wanted, number) for number in range(len(cells.sizes))]
        self._counts: Real = cells.count(self.codes).astype(np.float32)

    def improve(self, passes: Sequence[Pass], progress: Progress = unheard) -> None:
        """Let all records reconsider all columns, as often as there are passes.

        `progress` hears the share of the work that is done.
        """
        records = self.codes.shape[1]
        steps = sum(min(each.groups, records) for each in passes)
        done = 0
        for each in passes:
            for column in self._columns:
                column.soften(each.softness)
            order = self.random.permutation(records)
            for group in np.array_split(order, min(each.groups, records)):
                for number in self.random.permutation(len(self._columns)):
                    self._reconsider(self._columns[number], group, each.chance)
                done += 1
                progress(done / steps)

    def _reconsider(self, column: _Column, group: Whole, chance: float) -> None:
        """Each record of a group takes the value that serves the counts best."""
        pulls, own = column.pulls(self._counts)
        # What is left of the group does not see the moves; blocks only save memory.
        for start in range(0, len(group), BLOCK):
            block = group[start : start + BLOCK]
            codes = self.codes[:, block]
            rows = column.contexts.rows(codes)
            held = codes[column.number]
            total = pulls.take(rows[0], axis=0)
            for row in rows[1:]:
                total += pulls.take(row, axis=0)
            here = own.take(rows * column.size + held).sum(axis=0)
            total[np.arange(len(held)), held] += here
            if chance:
                noise = self.random.random(total.shape, dtype=np.float32)
                noise *= np.float32(chance)
                total += noise
            best = total.argmax(axis=1).astype(np.int32)
            moved = np.flatnonzero(best != held)
            first = rows[:, moved] * column.size
            self._add(column, first + best[moved], np.float32(1))
            self._add(column, first + held[moved], np.float32(-1))
            self.codes[column.number, block[moved]] = best[moved]

    def _add(self, column: _Column, entries: Whole, change: np.float32) -> None:
        places = column.contexts.places.ravel()
        np.add.at(self._counts, places.take(entries.ravel()), change)


class _Column:
    """What pulls a record to each value of one column."""

    def __init__(self, wanted: Wanted, number: int) -> None:
        self.number = number
        self.size = wanted.cells.sizes[number]
        self.contexts: Contexts = wanted.cells.contexts(number)
        places = self.contexts.places
        self._targets: Real = wanted.targets[places]
        self._weight: Real = wanted.weight[places]
        barred = ~wanted.allowed[places]
        self._barred: Real = np.where(barred, FORBIDDEN, np.float32(0))
        self._slope: Real = self._weight

    def soften(self, softness: float) -> None:
        """Let the pull of a cell fade out over some roots of its target."""
        width = np.maximum(1, softness * np.sqrt(np.maximum(self._targets, 1)))
        self._slope = (1 / width).astype(np.float32)

    def pulls(self, counts: Real) -> tuple[Real, Real]:
        """What one record more does for each cell, and how much more it is to stay.

        Without the record itself, the cells that it is in would be one shorter.
        """
        short = self._targets - counts[self.contexts.places]
        short -= np.float32(0.5)
        short *= self._slope
        pulls = np.clip(short, -1, 1)
        short += self._slope
        np.clip(short, -1, 1, out=short)
        short -= pulls
        short *= self._weight
        pulls *= self._weight
        pulls += self._barred
        return pulls, short
