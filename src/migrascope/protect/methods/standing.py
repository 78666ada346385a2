"""Does a class of records that look alike keep the promises?

A class is the set of records with the same keys, a missing key being a value of its
own. It stands when it has at least k records, when its sensitive values are diverse
enough (Machanavajjhala et al. 2007) and when they are spread much as in the whole
file (Li, Li & Venkatasubramanian 2007).

All of these hold for a union of classes when they hold for each of them. That is why
classes that stand also keep the promises when a missing key is read as a wildcard:
what is compatible with a record is then a union of whole classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import BadPlan
from migrascope.protect import codes
from migrascope.protect.methods.combinations import Combinations, Truth, Whole, ranks
from migrascope.protect.plan.model import (
    ClosenessPromise,
    Distance,
    Diversity,
    DiversityPromise,
    Promise,
)

_Real = npt.NDArray[np.float64]

_CELLS = 4_000_000
"""Groups times values that are compared at once."""
_HAIR = 1e-9
"""Sums of shares are rounded; so much is not held against a class."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Spread:
    """How often each combination of keys has each value of a sensitive column.

    One entry for each pair that occurs. Missing values are left out: they tell
    nothing, and a class without any known value keeps every promise about them.
    `above` has a row for each level of the hierarchy by which the values are apart:
    the group of each value.
    """

    promise: DiversityPromise | ClosenessPromise
    combination: Whole
    value: Whole
    records: Whole
    values: int
    above: tuple[Whole, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Standard:
    """What every class must have."""

    k: int
    spreads: tuple[Spread, ...] = ()

    def kept(self, group: Whole, groups: int, records: Whole) -> Truth:
        """Which of the groups of combinations stand.

        `group` has the group of each combination, or -1 for none; `records` how many
        records each combination has.
        """
        inside = group >= 0
        total = np.bincount(group[inside], weights=records[inside], minlength=groups)
        stand: Truth = total >= self.k
        for spread in self.spreads:
            stand &= _spread_enough(spread, group, groups)
        return stand


def standard(frame: pl.DataFrame, found: Combinations, promise: Promise) -> Standard:
    """The promises, with the sensitive values of each combination counted."""
    promises: tuple[DiversityPromise | ClosenessPromise, ...] = (
        *promise.diversity,
        *promise.closeness,
    )
    return Standard(
        promise.k, tuple(_spread(frame[each.column], found, each) for each in promises)
    )


def _spread(
    column: pl.Series,
    found: Combinations,
    promise: DiversityPromise | ClosenessPromise,
) -> Spread:
    value = ranks(column).astype(np.int64) - 1
    values = int(value.max(initial=0)) + 1
    known = value >= 0
    pair, records = np.unique(
        found.of_record[known] * values + value[known], return_counts=True
    )
    return Spread(
        promise=promise,
        combination=pair // values,
        value=pair % values,
        records=records.astype(np.int64),
        values=values,
        above=_above(column, promise),
    )


def _above(
    column: pl.Series, promise: DiversityPromise | ClosenessPromise
) -> tuple[Whole, ...]:
    """The groups of each value at each level but the last, where all are one."""
    if not isinstance(promise, ClosenessPromise) or promise.grouping is None:
        return ()
    texts = codes.texts(column.drop_nulls().unique().sort()).to_list()
    levels = []
    for groups in promise.grouping.ladder:
        strange = sum(text not in groups for text in texts)
        if strange:
            raise BadPlan(
                f'{strange} values of "{column.name}" are not in its hierarchy '
                f"{promise.grouping.levels[0]}.",
                'Add them to its file, or promise distance = "equal".',
            )
        number = {name: place for place, name in enumerate(sorted({*groups.values()}))}
        if len(number) > 1:
            levels.append(np.array([number[groups[text]] for text in texts], np.int64))
    return tuple(levels)


def _spread_enough(spread: Spread, group: Whole, groups: int) -> Truth:
    """Which groups have sensitive values that are diverse, or close, enough."""
    own = group[spread.combination]
    inside = own >= 0
    pair, place = np.unique(
        own[inside] * spread.values + spread.value[inside], return_inverse=True
    )
    records: _Real = np.bincount(
        place.reshape(-1), weights=spread.records[inside], minlength=len(pair)
    ).astype(np.float64)
    of, value = pair // spread.values, pair % spread.values
    total = np.bincount(of, weights=records, minlength=groups)
    unknown: Truth = total == 0
    shares = records / total[of]
    match spread.promise:
        case ClosenessPromise(t=t):
            if spread.promise.distance is Distance.ORDERED:
                distance = _moved(spread, of, value, shares, groups)
            else:
                distance = _apart(spread, of, value, shares, groups)
            enough: Truth = distance <= t + _HAIR
        case DiversityPromise(kind=Diversity.DISTINCT, l=least):
            enough = np.bincount(of, minlength=groups) >= least - _HAIR
        case DiversityPromise(kind=Diversity.ENTROPY, l=least):
            summands = -shares * np.log(shares)
            entropy = np.bincount(of, weights=summands, minlength=groups)
            enough = entropy >= log(least) - _HAIR
        case DiversityPromise(l=least, c=constant):
            enough = _recursive(of, records, groups, int(least), constant)
    return enough | unknown


def _recursive(
    of: Whole, records: _Real, groups: int, least: int, constant: float
) -> Truth:
    """Recursive (c, l): the largest count is below c times the sum from the l-th on."""
    order = np.lexsort((-records, of))
    of, records = of[order], records[order]
    size = np.bincount(of, minlength=groups)
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    rank = np.arange(len(of)) - start[of]
    tail = np.bincount(of, weights=records * (rank >= least - 1), minlength=groups)
    largest = np.bincount(of, weights=records * (rank == 0), minlength=groups)
    enough: Truth = largest < constant * tail
    return enough


def _whole(spread: Spread) -> _Real:
    """The share of each value in the whole file."""
    total = np.bincount(spread.value, weights=spread.records, minlength=spread.values)
    share: _Real = total / max(float(total.sum()), 1.0)
    return share


def _apart(spread: Spread, of: Whole, value: Whole, share: _Real, groups: int) -> _Real:
    """The earth mover's distance when values have no order.

    What is moved over a level crosses one edge up and one down there: the distance is
    the mean over all levels of that at which all of its groups are one apart.
    """
    file = _whole(spread)
    total = _differing(file, of, value, share, groups)
    for parents in spread.above:
        size = int(parents.max(initial=0)) + 1
        pair, place = np.unique(of * size + parents[value], return_inverse=True)
        summed: _Real = np.bincount(place.reshape(-1), share).astype(np.float64)
        above: _Real = np.bincount(parents, file, minlength=size).astype(np.float64)
        total = total + _differing(above, pair // size, pair % size, summed, groups)
    mean: _Real = total / (1 + len(spread.above))
    return mean


def _differing(
    file: _Real, of: Whole, value: Whole, share: _Real, groups: int
) -> _Real:
    """The same when all values are one apart."""
    whole = file[value]
    # Half the sum of differences; a value that a group lacks differs by its share.
    more = np.bincount(of, weights=np.abs(share - whole) - whole, minlength=groups)
    half: _Real = (1.0 + more) / 2
    return half


def _moved(spread: Spread, of: Whole, value: Whole, share: _Real, groups: int) -> _Real:
    """The same for values on a line from 0 to 1, each as far from the next."""
    values = spread.values
    whole = np.cumsum(_whole(spread))
    distance = np.zeros(groups)
    block = max(1, _CELLS // values)
    order = np.argsort(of, kind="stable")
    for start in range(0, groups, block):
        size = min(block, groups - start)
        low, high = np.searchsorted(of[order], [start, start + size])
        part = order[low:high]
        place = (of[part] - start) * values + value[part]
        own = np.bincount(place, weights=share[part], minlength=size * values)
        gap = np.abs(np.cumsum(own.reshape(size, values), axis=1) - whole)
        distance[start : start + size] = gap[:, :-1].sum(axis=1) / max(values - 1, 1)
    return distance
