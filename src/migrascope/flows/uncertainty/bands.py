"""Between which figures does a flow lie when the stocks are revised once more?

The result of a resampling, method by method. Totals are resampled as totals: the
interval of a sum is not the sum of the intervals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from migrascope.errors import UnknownArea, UsageError
from migrascope.flows.account import Interval
from migrascope.flows.failure import Failure
from migrascope.language.numbers import percent

Float32Array = NDArray[np.float32]

LEVELS = (0.80, 0.95)
"""The shares of the draws that lie inside an interval, one after the other."""

SHOWN = 0.95
"""The level of the `low` and `high` that stand beside a flow."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The intervals of one method, sex and interval of time, in persons.

    Every array begins with the level and with low or high: `persons` goes on with
    origin × destination, `arrivals`, `departures` and `net` with the area.
    `middle` is the median of the world total over the draws.
    """

    method: str
    sex: str
    interval: Interval
    areas: tuple[str, ...]
    levels: tuple[float, ...]
    persons: Float32Array
    arrivals: Float32Array
    departures: Float32Array
    net: Float32Array
    total: Float32Array
    middle: float

    def __post_init__(self) -> None:
        many, bounds = len(self.areas), (len(self.levels), 2)
        assert self.persons.shape == (*bounds, many, many)
        assert self.arrivals.shape == self.departures.shape == (*bounds, many)
        assert self.net.shape == (*bounds, many)
        assert self.total.shape == bounds

    def at(self, level: float = SHOWN) -> tuple[Float32Array, Float32Array]:
        """The low and the high of every corridor, origin × destination.

        Raises:
            UsageError: no interval of that level was made.
        """
        low, high = self.persons[self.level(level)]
        return low, high

    def corridor(
        self, origin: str, destination: str, *, level: float = SHOWN
    ) -> tuple[float, float]:
        """The low and the high of one corridor.

        Raises:
            UnknownArea: one of them is not in the table.
            UsageError: no interval of that level was made.
        """
        for each in (origin, destination):
            if each not in self.areas:
                raise UnknownArea(
                    f"{each} has no row in the tables of movements.",
                    "`migrascope flows adjustments` lists areas that were left out.",
                )
        low, high = self.at(level)
        spot = (self.areas.index(origin), self.areas.index(destination))
        return float(low[spot]), float(high[spot])

    def level(self, wanted: float) -> int:
        """The position of a level in every array.

        Raises:
            UsageError: there is none.
        """
        if wanted not in self.levels:
            made = ", ".join(percent(each) for each in self.levels)
            raise UsageError(
                f"There is no interval of {percent(wanted)}.",
                f"These were made: {made}.",
            )
        return self.levels.index(wanted)


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """The intervals of several methods, sexes and intervals, from the same draws.

    `editions` are the two whose difference was taken as the way stocks are revised;
    `level` is the one that stands beside a flow; `says` is for people; `failures` are
    the methods that failed in some draw and so have no interval.
    """

    bands: tuple[Band, ...]
    draws: int
    seed: int
    editions: tuple[str, str]
    says: str
    level: float = SHOWN
    failures: tuple[Failure, ...] = ()

    def band(
        self, method: str, sex: str = "_T", interval: Interval | None = None
    ) -> Band | None:
        """The intervals of one method; None where none were made.

        Without an interval of time, the first that there is.
        """
        for each in self.bands:
            if (each.method, each.sex) == (method, sex) and interval in {
                None,
                each.interval,
            }:
                return each
        return None
