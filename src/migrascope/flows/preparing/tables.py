"""What do the steps of the preparation work on?

The stock tables of all days of an edition, sex × day × place of birth × residence,
with what is known about holes in them; and, at the end, those of two days.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from migrascope.flows.account import FloatArray, Interval
from migrascope.flows.preparing.adjustment import Ledger
from migrascope.flows.preparing.stocks import Stocks


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Stock tables on their way to an account.

    `members` are the areas that stand together under one id (a dissolved country);
    an area that is not in it stands for itself.
    """

    areas: tuple[str, ...]
    sexes: tuple[str, ...]
    days: tuple[date, ...]
    persons: FloatArray
    marked: NDArray[np.bool_]
    listed: NDArray[np.bool_]
    members: Mapping[str, tuple[str, ...]]

    def at(self, day: date) -> int:
        """The position of a day."""
        return self.days.index(day)

    @property
    def homes(self) -> NDArray[np.bool_]:
        """The areas that have a table of their residents on every day."""
        return np.asarray(self.listed.all(axis=0))

    @property
    def residents(self) -> FloatArray:
        """Sex × day × area: the people who live in each area."""
        return np.asarray(self.persons.sum(axis=2))

    @property
    def foreign(self) -> FloatArray:
        """Sex × day × area: those who live in each area and were born elsewhere."""
        natives = np.diagonal(self.persons, axis1=2, axis2=3)
        return np.asarray(self.residents - natives)

    def between(self, interval: Interval) -> Tables:
        """The tables of the two ends of an interval."""
        ends = [self.at(interval.start), self.at(interval.end)]
        return replace(
            self,
            days=(interval.start, interval.end),
            persons=self.persons[:, ends],
            marked=self.marked[ends],
            listed=self.listed[ends],
        )

    def only(self, kept: Sequence[int]) -> Tables:
        """The tables of some of the areas."""
        return replace(
            self,
            areas=tuple(self.areas[each] for each in kept),
            persons=self.persons[:, :, kept][..., kept],
            marked=self.marked[:, kept][..., kept],
            listed=self.listed[:, kept],
        )


def of(stocks: Stocks) -> Tables:
    """The tables as they were published; nobody is changed by the steps after it."""
    return Tables(
        stocks.areas,
        stocks.sexes,
        stocks.days,
        stocks.persons,
        stocks.marked,
        stocks.listed,
        {},
    )


def without(
    tables: Tables,
    areas: Collection[str],
    interval: Interval,
    ledger: Ledger,
    *,
    step: str,
    says: str,
) -> Tables:
    """Leave areas out, as places of birth and of residence, and write it down."""
    gone = [spot for spot, each in enumerate(tables.areas) if each in areas]
    if not gone:
        return tables
    kept = [spot for spot in range(len(tables.areas)) if spot not in gone]
    names = [tables.areas[spot] for spot in kept]
    for day in (interval.start, interval.end):
        there = tables.persons[:, tables.at(day)]
        for spot in gone:
            name = tables.areas[spot]
            ledger.write(
                step, says, names, -there[:, spot][:, kept], day=day, origins=name
            )
        lost = [tables.areas[spot] for spot in gone]
        ledger.write(step, says, lost, -there[:, :, gone].sum(axis=1), day=day)
    return tables.only(kept)
