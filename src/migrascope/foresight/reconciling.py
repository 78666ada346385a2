"""How do forecasts of corridors, origins and the world come to agree?

Each is forecast on its own and none adds up. All medians are moved as little as
possible until they do, where those that are known badly (wide intervals, made of past
errors) are moved most: the minimum-trace reconciliation with a diagonal matrix
(Wickramasuriya, Athanasopoulos and Hyndman 2019, JASA 114(526)). Nobody is negative: a
corridor that would be is set to nought, and the rest is done again. Quantiles move
with their median, in logarithms, and keep their distance from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.errors import UnusableTable
from migrascope.foresight.panel import FloatArray, IntArray
from migrascope.foresight.quantiles import INTERVALS, MEDIAN

WORLD = "world"
NORMAL_80 = 2.563
"""Width of the 80 per cent interval of a normal distribution in standard deviations."""
LEAST_SPREAD = 0.5
"""People: the least that a forecast may be off."""
ROUNDS = 20
ABSENT = -2


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """Which series add up to which; `parent` (N,) holds -1 for the top.

    Raises:
        UnusableTable: a parent is not there.
    """

    names: tuple[str, ...]
    parent: IntArray

    def __post_init__(self) -> None:
        if self.parent.min() < -1 or self.parent.max() >= len(self.names):
            raise UnusableTable(
                "A series adds up to one that is not there.",
                "Name the parent of every series.",
            )

    @property
    def sums(self) -> IntArray:
        """The series that are sums of others; parents stand before their parts."""
        return np.unique(self.parent[self.parent >= 0])

    def rules(self) -> FloatArray:
        """A row for each sum: 1 for itself, -1 for what adds up to it, (sums, N)."""
        rules = np.zeros((len(self.sums), len(self.names)))
        for row, whole in enumerate(self.sums):
            rules[row, whole] = 1.0
            rules[row, self.parent == whole] = -1.0
        return rules


def of_corridors(origins: tuple[str, ...], corridors: tuple[str, ...]) -> Hierarchy:
    """The world, origins, and corridors ("SSD>UGA"), in this order."""
    place = {key: number for number, key in enumerate(origins, start=1)}
    parent = [-1, *(0 for _ in origins)]
    parent += [place.get(key.partition(">")[0], ABSENT) for key in corridors]
    return Hierarchy((WORLD, *origins, *corridors), np.array(parent, dtype=np.intp))


def reconcile(
    quantiles: FloatArray, hierarchy: Hierarchy, *, floor: float
) -> FloatArray:
    """Quantiles (N, 7) whose medians add up, from quantiles that do not.

    Raises:
        UnusableTable: a forecast is missing.
    """
    if np.isnan(quantiles).any():
        raise UnusableTable(
            "A forecast that should add up is missing.", "Leave out what is not known."
        )
    low, high = INTERVALS[80]
    spread = (quantiles[:, high] - quantiles[:, low]) / NORMAL_80
    medians = _agreed(
        quantiles[:, MEDIAN], np.maximum(spread, LEAST_SPREAD) ** 2, hierarchy
    )
    logs = np.log(quantiles + floor)
    moved = logs + (np.log(medians + floor) - logs[:, MEDIAN])[:, None]
    out: FloatArray = np.maximum(np.exp(moved) - floor, 0.0)
    out[:, MEDIAN] = medians
    return out


def _agreed(
    medians: FloatArray, variance: FloatArray, hierarchy: Hierarchy
) -> FloatArray:
    rules = hierarchy.rules()
    said, loose = medians.copy(), variance.copy()
    for _ in range(ROUNDS):
        heavy = rules * loose
        short = rules @ said
        moved = heavy.T @ np.linalg.lstsq(heavy @ rules.T, short, rcond=None)[0]
        agreed = said - moved
        below = agreed < 0
        if not below.any():
            break
        said[below], loose[below] = 0.0, 0.0
    return _from_below(np.maximum(agreed, 0.0), hierarchy)


def _from_below(medians: FloatArray, hierarchy: Hierarchy) -> FloatArray:
    """The same with sums taken again from their parts, without the noise of numbers."""
    out = medians.copy()
    for whole in hierarchy.sums[::-1]:
        out[whole] = out[hierarchy.parent == whole].sum()
    return out
