"""What was known of an indicator, and since when?

Figures on a calendar without holes (what is missing is NaN), aggregated as the
framework says, each with the day on which it was known: a back-test that asks on a
day never sees a later figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from migrascope.foresight.frameworks import calendar
from migrascope.foresight.frameworks.calendar import FloatArray, IntArray
from migrascope.foresight.frameworks.model import (
    Aggregate,
    Change,
    Direction,
    Frequency,
    Indicator,
)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """An indicator over time: `values[i]` is of the period `first + i`.

    `origin` says where the figures come from, for people and for the log.
    """

    first: int
    values: FloatArray
    frequency: Frequency
    delay_days: int
    origin: str
    fingerprint: str = ""

    @property
    def numbers(self) -> IntArray:
        """The periods."""
        return np.arange(self.first, self.first + len(self.values), dtype=np.int64)

    @property
    def begins(self) -> IntArray:
        """The first day of each period."""
        return calendar.starts(self.numbers, self.frequency)

    @property
    def known(self) -> IntArray:
        """The day on which the figure of each period is known."""
        return calendar.ends(self.numbers, self.frequency) + self.delay_days

    def asked(self, days: IntArray) -> FloatArray:
        """The newest figure that was known on each day; NaN when it is too old."""
        place = np.searchsorted(self.known, days, side="right") - 1
        last = np.maximum(place, 0)
        age = days - self.known[last]
        good = (place >= 0) & (age < calendar.LENGTH[self.frequency])
        return np.where(good, self.values[last], np.nan)

    def prepared(self, indicator: Indicator) -> Series:
        """The same, aggregated over its window and turned into changes."""
        values = aggregate(self.values, indicator.aggregate, indicator.window)
        values = changed(values, indicator.change, indicator.since)
        return replace(self, values=values)


def aggregate(values: FloatArray, how: Aggregate, window: int) -> FloatArray:
    """The figure of the window that ends with each period.

    A window with a hole has no figure.
    """
    if how is Aggregate.LAST or window == 1:
        return values
    out = np.full(len(values), np.nan)
    if len(values) < window:
        return out
    # Every window for itself: running sums would leave crumbs of earlier figures.
    views = np.lib.stride_tricks.sliding_window_view(values, window)
    made: dict[Aggregate, Callable[..., FloatArray]] = {
        Aggregate.SUM: np.sum,
        Aggregate.MEAN: np.mean,
        Aggregate.MAX: np.max,
        Aggregate.MIN: np.min,
    }
    out[window - 1 :] = made[how](views, axis=1)
    return out


def changed(values: FloatArray, how: Change, since: int) -> FloatArray:
    """The change since `since` periods earlier; per cent of nought is no figure."""
    if how is Change.NONE:
        return values
    out = np.full(len(values), np.nan)
    if len(values) <= since:
        return out
    before = values[:-since]
    out[since:] = values[since:] - before
    if how is Change.PERCENT:
        with np.errstate(divide="ignore", invalid="ignore"):
            out[since:] = 100 * out[since:] / np.where(before == 0, np.nan, before)
    return out


def beyond(values: FloatArray, direction: Direction, threshold: float) -> FloatArray:
    """1 where the threshold is reached, 0 where it is not, NaN where nobody knows."""
    reached = {
        Direction.AT_LEAST: np.greater_equal,
        Direction.ABOVE: np.greater,
        Direction.AT_MOST: np.less_equal,
        Direction.BELOW: np.less,
    }[direction](values, threshold)
    return np.where(np.isnan(values), np.nan, reached.astype(float))
