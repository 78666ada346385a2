"""How far apart are the methods, and which of them say the least and the most?

For each corridor, each area and the world: the lowest and the highest estimate with
the method that gave it. A total is compared as a total (the least sum over a method's
corridors), not added up from the bounds of its corridors. The band is no interval of
confidence: the methods share their stocks, and all of them may be wrong together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from migrascope.errors import UnknownArea, UsageError
from migrascope.flows.account import FloatArray, Interval
from migrascope.flows.table import FlowTable
from migrascope.language.numbers import rounded

IntArray = NDArray[np.int64]

HALF_A_PERSON = 0.5
"""Pairs below this in every method are not listed."""


@dataclass(frozen=True, slots=True)
class Between:
    """The least and the most that any method says, in persons, and who says it."""

    low: float
    lowest: str
    high: float
    highest: str


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """The least and the most of an array of figures; methods by their position."""

    methods: tuple[str, ...]
    low: FloatArray
    high: FloatArray
    lowest: IntArray
    highest: IntArray

    def at(self, *spot: int) -> Between:
        """One figure of the array."""
        return Between(
            low=float(self.low[spot]),
            lowest=self.methods[self.lowest[spot]],
            high=float(self.high[spot]),
            highest=self.methods[self.highest[spot]],
        )


@dataclass(frozen=True, slots=True, eq=False)
class MethodBand:
    """What several methods say about the same sex, interval and areas.

    `persons` is origin × destination; `arrivals`, `departures`, `net` and `gross`
    (arrivals and departures together) have one figure for each area.
    """

    sex: str
    interval: Interval
    areas: tuple[str, ...]
    methods: tuple[str, ...]
    persons: Span
    arrivals: Span
    departures: Span
    net: Span
    gross: Span
    total: Between

    def corridor(self, origin: str, destination: str) -> Between:
        """Movers from one area to another.

        Raises:
            UnknownArea: one of them is not in the tables.
        """
        return self.persons.at(self._spot(origin), self._spot(destination))

    def frame(self) -> pl.DataFrame:
        """One row for each pair of areas between which some method has movers."""
        rows, columns = np.nonzero(self.persons.high >= HALF_A_PERSON)
        named = np.array(self.areas, dtype=object)
        methods = np.array(self.methods, dtype=object)
        return pl.DataFrame(
            {
                "origin": named[rows],
                "destination": named[columns],
                "low": self.persons.low[rows, columns],
                "high": self.persons.high[rows, columns],
                "lowest": methods[self.persons.lowest[rows, columns]],
                "highest": methods[self.persons.highest[rows, columns]],
            },
            schema_overrides=dict.fromkeys(
                ("origin", "destination", "lowest", "highest"), pl.String
            ),
        )

    @property
    def says(self) -> str:
        """The band of the world total in a sentence."""
        return (
            f"{len(self.methods)} methods put the movements of {self.interval} between "
            f"{rounded(self.total.low)} ({self.total.lowest}) and "
            f"{rounded(self.total.high)} ({self.total.highest})."
        )

    def _spot(self, area: str) -> int:
        if area not in self.areas:
            raise UnknownArea(
                f"{area} has no row in the tables of movements.",
                "`migrascope flows adjustments` lists the areas that were left out.",
            )
        return self.areas.index(area)


def across_methods(tables: Sequence[FlowTable]) -> MethodBand:
    """The band across the tables of several methods.

    Raises:
        UsageError: no table, or tables of another sex, interval or other areas.
    """
    if not tables:
        raise UsageError("There is no table to compare.", "Name at least one method.")
    first = tables[0]
    for each in tables[1:]:
        if (each.sex, each.interval, each.areas) != (
            first.sex,
            first.interval,
            first.areas,
        ):
            raise UsageError(
                f"{each.method} ({each.sex}, {each.interval}, {len(each.areas)} areas) "
                f"and {first.method} ({first.sex}, {first.interval}, "
                f"{len(first.areas)} areas) are not about the same movements.",
                "Compare methods of one sex, one interval and the same areas.",
            )
    methods = tuple(each.method for each in tables)
    worlds = _span(methods, np.array([[each.total] for each in tables]))
    return MethodBand(
        sex=first.sex,
        interval=first.interval,
        areas=first.areas,
        methods=methods,
        persons=_span(methods, np.stack([each.persons for each in tables])),
        arrivals=_span(methods, np.stack([each.arrivals for each in tables])),
        departures=_span(methods, np.stack([each.departures for each in tables])),
        net=_span(methods, np.stack([each.net for each in tables])),
        gross=_span(
            methods, np.stack([each.arrivals + each.departures for each in tables])
        ),
        total=worlds.at(0),
    )


def _span(methods: tuple[str, ...], by_method: FloatArray) -> Span:
    return Span(
        methods=methods,
        low=by_method.min(axis=0),
        high=by_method.max(axis=0),
        lowest=by_method.argmin(axis=0),
        highest=by_method.argmax(axis=0),
    )
