"""What has been counted, of many places, over time?

A panel is a table of times by series, for one quantity. A forecast is made from a
panel that ends at its origin: `until` cuts everything off that was not known then,
so that no model can look ahead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from migrascope.errors import UnusableTable

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Driver:
    """Something that may move the series: its values, (T, N), as those of the panel.

    `lag` is the number of time steps between the time that a value speaks of and the
    time at which it is published, beyond the lag of the panel itself: a value of 2019
    with lag 1 is known to a forecast whose last figures are of 2020.
    """

    values: FloatArray
    lag: int = 0

    def known(self, until: int) -> FloatArray:
        """The values that were published when the panel had `until` rows.

        Rows that were not out yet are missing.
        """
        out = np.full_like(self.values[:until], np.nan)
        last = max(until - self.lag, 0)
        out[:last] = self.values[:last]
        return out

    def when_known(self) -> FloatArray:
        """At each time the newest value that was published then, (T, N)."""
        out = np.full_like(self.values, np.nan)
        out[self.lag :] = self.values[: len(self.values) - self.lag]
        return out


@dataclass(frozen=True, slots=True)
class Panel:
    """One quantity of many series over equally spaced times.

    `values` has shape (times, series) in `unit`; NaN was not observed. `times` are
    years, or months counted from year 0 (year × 12 + month − 1) where `season` is 12.
    `parts` are quantities that add up to `values`. `breaks[t, n]` is true where the
    figure of time t cannot be compared with the one before: a group was counted for
    the first time, or a country changed its method. `floor` is the number below which
    differences do not matter; logarithms are taken of value + floor.

    Raises:
        UnusableTable: negative values, shapes that differ, or times with holes.
    """

    what: str
    keys: tuple[str, ...]
    times: tuple[int, ...]
    values: FloatArray
    unit: str = "PS"
    season: int = 1
    floor: float = 50.0
    parts: Mapping[str, FloatArray] = field(default_factory=dict)
    drivers: Mapping[str, Driver] = field(default_factory=dict)
    breaks: BoolArray | None = None
    editions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        shape = (len(self.times), len(self.keys))
        arrays = {
            "values": self.values,
            **self.parts,
            **{name: each.values for name, each in self.drivers.items()},
        }
        for name, each in arrays.items():
            if each.shape != shape:
                raise UnusableTable(
                    f"{self.what}: {name} has the shape {each.shape}, not {shape}.",
                    "Give every table one row for each time and a column for each key.",
                )
        if len(set(self.keys)) != len(self.keys):
            raise UnusableTable(
                f"{self.what}: two series have one name.", "Add them up, or rename one."
            )
        if any(b - a != 1 for a, b in zip(self.times, self.times[1:], strict=False)):
            raise UnusableTable(
                f"{self.what}: the times have holes or are not in order.",
                "Put a row of missing values where nothing was counted.",
            )
        self._refuse_negative()

    def _refuse_negative(self) -> None:
        below = np.argwhere(self.values < 0)
        if len(below):
            time, series = below[0]
            raise UnusableTable(
                f"{self.what}: {self.keys[series]} has a negative value in "
                f"{self.times[time]}.",
                "Counts of people are never below nought: mend the source.",
            )

    @property
    def logs(self) -> FloatArray:
        """Logarithms of value + floor, (T, N)."""
        return np.log(self.values + self.floor)

    def from_logs(self, logs: FloatArray) -> FloatArray:
        """The values whose logarithms these are; never below nought."""
        values: FloatArray = np.maximum(np.exp(logs) - self.floor, 0.0)
        return values

    def fingerprint(self) -> str:
        """A name made of everything in the panel: another figure, another name."""
        facts = (self.what, self.keys, self.times, self.unit, self.season, self.floor)
        digest = hashlib.sha256(repr(facts).encode())
        for name, each in sorted(self.parts.items()):
            digest.update(name.encode() + np.ascontiguousarray(each).tobytes())
        for name, driver in sorted(self.drivers.items()):
            whole = np.ascontiguousarray(driver.values).tobytes()
            digest.update(f"{name}|{driver.lag}".encode() + whole)
        digest.update(np.ascontiguousarray(self.values).tobytes())
        if self.breaks is not None:
            digest.update(np.ascontiguousarray(self.breaks).tobytes())
        return digest.hexdigest()

    def until(self, time: int) -> Panel:
        """What was known when the figures of `time` had come out.

        Raises:
            UnusableTable: the panel does not hold that time.
        """
        if time not in self.times:
            raise UnusableTable(
                f"{self.what} has no figures of {time}.",
                f"Its times are {self.times[0]} to {self.times[-1]}.",
            )
        rows = self.times.index(time) + 1
        return replace(
            self,
            times=self.times[:rows],
            values=self.values[:rows],
            parts={name: each[:rows] for name, each in self.parts.items()},
            drivers={
                name: Driver(each.known(rows), each.lag)
                for name, each in self.drivers.items()
            },
            breaks=None if self.breaks is None else self.breaks[:rows],
        )

    def only(self, keys: tuple[str, ...]) -> Panel:
        """The same of some of the series, in the order asked for."""
        at = [self.keys.index(key) for key in keys]
        return replace(
            self,
            keys=keys,
            values=self.values[:, at],
            parts={name: each[:, at] for name, each in self.parts.items()},
            drivers={
                name: Driver(each.values[:, at], each.lag)
                for name, each in self.drivers.items()
            },
            breaks=None if self.breaks is None else self.breaks[:, at],
        )
