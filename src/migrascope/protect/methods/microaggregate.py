"""How can numbers be released that no single record has?

Near records are put into groups of `size` to `2 · size - 1`, and each gets the mean of
its group: every set of numbers is then shared by `size` records or more, and all means
and totals stay. MDAV finds the groups from the outside in: around the record that is
farthest from the middle, around the one that is farthest from that, and so on.

Columns are standardised first, so that none counts more because of its unit. Records
that lack some of the numbers are grouped among those that lack the same; where these
are fewer than `size`, their numbers are blanked, and it is said how many.

References: Domingo-Ferrer & Mateo-Sanz (2002), IEEE Transactions on Knowledge and Data
Engineering 14(1); Domingo-Ferrer & Torra (2005), Data Mining and Knowledge Discovery
11(2).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import BadPlan
from migrascope.protect.methods import columns
from migrascope.protect.methods.columns import Real
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.steps import Microaggregate

Whole = npt.NDArray[np.int64]

STEP = "microaggregate"
LARGEST_BLOCK = 10_000
"""Above it records are divided into halves first: the search grows with the square."""
_ONE_BY_ONE = 12
"""Up to so many, the nearest records are found one after the other."""


def apply(frame: pl.DataFrame, step: Microaggregate) -> tuple[pl.DataFrame, Done]:
    """Replace numbers by the means of groups of near records.

    Raises:
        BadPlan: groups of one, columns that hold no numbers, or too few records.
    """
    listed = ", ".join(step.columns)
    if step.size < 2:
        raise columns.wrong(STEP, listed, "needs groups of two or more", "Raise size.")
    numbers = columns.table(frame, step.columns, step=STEP)
    released = numbers.copy()
    sizes: list[int] = []
    blanked = lost = 0.0
    halved = False
    standard = _standardised(numbers)
    for present, rows in _by_presence(numbers):
        if len(rows) < step.size:
            released[np.ix_(rows, present)] = np.nan
            blanked += len(rows) * len(present)
            continue
        halved |= len(rows) > _most(step.size)
        group = groups(standard[np.ix_(rows, present)], step.size)
        counts = np.bincount(group)
        sizes += counts.tolist()
        for column in present:
            values = numbers[rows, column]
            means = np.bincount(group, values) / counts
            released[rows, column] = means[group]
        lost += _spread(standard[np.ix_(rows, present)], group)
    if not sizes:
        raise BadPlan(
            f"{STEP}: the columns {listed} hold fewer than {step.size} records that "
            "could form a group",
            "Lower size, or leave out the step.",
        )
    frame, changed = columns.replaced(frame, released, step.columns)
    total = float(np.nansum(standard**2))
    facts = {
        "groups": float(len(sizes)),
        "smallest_group": float(min(sizes)),
        "largest_group": float(max(sizes)),
        "blanked": blanked,
        "spread_lost": lost / total if total else 0.0,
        "halved": float(halved),
    }
    says = f"Means of {len(sizes):,} groups of {min(sizes)} to {max(sizes)} records."
    if halved:
        says += (
            f" The records were divided along the median of their widest column until "
            f"no part had more than {_most(step.size):,}; groups were sought within "
            "each part, so that some are wider than they had to be."
        )
    if blanked:
        says += (
            f" {int(blanked):,} numbers of records that lack others were blanked: "
            f"fewer than {step.size} lack the same."
        )
    return frame, Done(STEP, listed, changed, says, facts)


def groups(points: Real, size: int) -> Whole:
    """The number of the group of each point, from 0: MDAV.

    There must be `size` points or more; each group has `size` to `2 · size - 1`.
    """
    group = np.empty(len(points), dtype=np.int64)
    count = 0
    for block in _blocks(points, np.arange(len(points)), _most(size)):
        for members in _Remaining(points[block], size).all():
            group[block[members]] = count
            count += 1
    return group


def _most(size: int) -> int:
    """As many records as are searched together."""
    return max(LARGEST_BLOCK, 4 * size)


class _Remaining:
    """The points that have no group yet; those that have one are moved out of sight.

    Coordinates stand in rows: distances are then sums of a few long lines.
    """

    def __init__(self, points: Real, size: int) -> None:
        self._points = np.ascontiguousarray(points.T)
        self._place = np.arange(len(points))
        self._count = len(points)
        self._size = size
        self._work = np.empty_like(self._points)

    def all(self) -> list[Whole]:
        """Every group, as places in the table of points."""
        found = []
        while self._count >= 3 * self._size:
            far = self._farthest_from_middle()
            from_far = self._distances(far)
            found.append(self._take(from_far))
            opposite = self._points[:, int(from_far[: self._count].argmax())].copy()
            found.append(self._take(self._distances(opposite)))
        if self._count >= 2 * self._size:
            found.append(self._take(self._distances(self._farthest_from_middle())))
        found.append(self._place[: self._count].copy())
        return found

    def _farthest_from_middle(self) -> Real:
        middle = self._points[:, : self._count].mean(axis=1)
        farthest = int(self._distances(middle).argmax())
        return self._points[:, farthest].copy()

    def _distances(self, point: Real) -> Real:
        """The squared distances of all that remain."""
        work = self._work[:, : self._count]
        np.subtract(self._points[:, : self._count], point[:, None], out=work)
        np.multiply(work, work, out=work)
        total: Real = work.sum(axis=0)
        return total

    def _take(self, distances: Real) -> Whole:
        """The nearest points as a group; `distances` is kept in step with the rest."""
        chosen = _smallest(distances, self._size)
        members = self._place[chosen]
        for hole in np.sort(chosen)[::-1].tolist():
            self._count -= 1
            last = self._count
            if hole != last:
                self._points[:, hole] = self._points[:, last]
                self._place[hole] = self._place[last]
                distances[hole] = distances[last]
        return members


def _smallest(distances: Real, count: int) -> Whole:
    """Where the smallest distances stand; of equal ones the first."""
    if count > _ONE_BY_ONE:
        return np.argpartition(distances, count - 1)[:count]
    places = []
    values = []
    for _ in range(count):
        place = int(distances.argmin())
        places.append(place)
        values.append(distances[place])
        distances[place] = np.inf
    distances[places] = values
    return np.array(places)


def _blocks(points: Real, rows: Whole, largest: int) -> list[Whole]:
    """The points in halves, along the widest column, until each half is small."""
    if len(rows) <= largest:
        return [rows]
    widest = int(np.ptp(points[rows], axis=0).argmax())
    half = len(rows) // 2
    order = np.argpartition(points[rows, widest], half)
    return [
        block
        for part in (order[:half], order[half:])
        for block in _blocks(points, rows[part], largest)
    ]


def _standardised(numbers: Real) -> Real:
    """Each column with mean 0 and spread 1; a column of one value is 0 throughout."""
    standard = np.full_like(numbers, np.nan)
    for column in range(numbers.shape[1]):
        known = ~np.isnan(numbers[:, column])
        values = numbers[known, column]
        if len(values):
            spread, size = values.std(), np.abs(values).max()
            # Equal values have a spread too, by the rounding of their mean.
            divisor = spread if spread > 1e-12 * size else np.inf
            standard[known, column] = (values - values.mean()) / divisor
    return standard


def _by_presence(numbers: Real) -> list[tuple[Whole, Whole]]:
    """Which columns are there, and the records that have just those."""
    known = ~np.isnan(numbers)
    patterns, pattern = np.unique(known, axis=0, return_inverse=True)
    return [
        (np.flatnonzero(present), np.flatnonzero(pattern.ravel() == number))
        for number, present in enumerate(patterns)
        if present.any()
    ]


def _spread(standard: Real, group: Whole) -> float:
    """The sum of squares within the groups: what their means do not tell any more."""
    counts = np.bincount(group)
    within = 0.0
    for values in standard.T:
        means = np.bincount(group, values) / counts
        within += float(((values - means[group]) ** 2).sum())
    return within
