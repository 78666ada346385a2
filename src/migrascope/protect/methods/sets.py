"""Which sets of keys can be blanked, and what does each cost?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations as subsets

import numpy as np
import numpy.typing as npt

from migrascope.protect.methods.combinations import Whole

_Real = npt.NDArray[np.float64]

_MOST = 1_200
"""Sets that are tried one by one; files with many keys have more."""

Progress = Callable[[float], None]
"""Told the share of the work that is done."""


@dataclass(frozen=True, slots=True, eq=False)
class Blanked:
    """So many `records` of a `combination` lose the keys whose bits are in `hidden`.

    `below` are the records that did not keep the promise before.
    """

    combination: Whole
    hidden: Whole
    records: Whole
    below: int


def sets(importance: _Real) -> Iterator[tuple[int, float]]:
    """Sets of keys as bits with their costs, the cheapest first.

    With many keys, only the sets up to some size.
    """
    keys = len(importance)
    found: list[tuple[float, int, int]] = []
    for size in range(1, keys + 1):
        more = [
            (float(importance[list(each)].sum()), size, sum(1 << q for q in each))
            for each in subsets(range(keys), size)
        ]
        if len(found) + len(more) > _MOST and found:
            break
        found += more
    for cost, _, hidden in sorted(found):
        yield hidden, cost


def cost_of(hidden: Whole, importance: _Real) -> _Real:
    """The weighted number of keys that are hidden."""
    total = np.zeros(len(hidden))
    for place, weight in enumerate(importance):
        total += weight * (hidden >> place & 1)
    return total
