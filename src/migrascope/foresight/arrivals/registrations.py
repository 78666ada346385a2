"""How many people were counted in each camp, day by day?

Counts come every few days or weeks; between two of them a straight line is drawn, and
the last one holds on. When a camp verifies its list, the count jumps without anybody
having moved: a correction scales what was counted before by the jump.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from migrascope.errors import (
    DuplicateKey,
    Truncated,
    UnknownPlace,
    UnusableTable,
    Where,
)
from migrascope.foresight.arrivals.network import Network
from migrascope.foresight.arrivals.tables import headed, lines
from migrascope.foresight.panel import FloatArray

Counts = Mapping[date, float]
"""Persons by the date on which they were counted."""
HEADERS = {"date", "datetime"}
"""How the first line of a file of counts may begin, if it names its columns."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A camp verified its list on this day: earlier counts are scaled to it."""

    camp: str
    day: date
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Registrations:
    """Persons in each camp on each day, shape (days, camps)."""

    camps: tuple[str, ...]
    people: FloatArray

    @property
    def total(self) -> FloatArray:
        """Persons in all camps on each day."""
        people: FloatArray = self.people.sum(axis=1)
        return people


def counts(path: Path) -> Counts:
    """A file of dates and persons.

    Raises:
        UnusableTable: a date comes twice, or after a later one.
    """
    found = dict[date, float]()
    latest: date | None = None
    for spot, row in enumerate(lines(path)):
        if spot == 0 and row.text(0).lower() in HEADERS:
            continue
        day = row.day(0, "date")
        if day in found:
            raise DuplicateKey(
                f"There are two counts of {day}.", "Keep one.", where=row.where
            )
        if latest is not None and day < latest:
            raise UnusableTable(
                f"{day} comes after {latest}.", "Sort by date.", where=row.where
            )
        latest = day
        found[day] = row.persons(1, "number of people")
    if not found:
        raise Truncated("There is no count.", "Add one.", where=path.name)
    return found


def known(found: Counts, until: date | None) -> Counts:
    """What of some counts is known on the evening of a day; nobody before the first."""
    if until is None:
        return found
    return {day: each for day, each in found.items() if day <= until} or {until: 0.0}


def own(path: Path, network: Network, until: date | None = None) -> Registrations:
    """Registrations in our layout: date, place, people.

    With `until`, later counts are taken out; the last one holds on.

    Raises:
        UnknownPlace: a place is no camp, or a camp has no count.
    """
    columns, rows = headed(path, ("date", "place", "people"))
    found = {camp: dict[date, float]() for camp in network.camp_names}
    for row in rows:
        camp = row.needed(columns["place"], "place")
        if camp not in found:
            raise UnknownPlace(
                f"{camp} is no camp of places.csv.",
                "Correct the name.",
                where=row.where,
            )
        day = row.day(columns["date"], "date")
        if day in found[camp]:
            raise DuplicateKey(
                f"There are two counts of {camp} on {day}.",
                "Keep one.",
                where=row.where,
            )
        found[camp][day] = row.persons(columns["people"], "number of people")
    for camp, told in found.items():
        if not told:
            raise UnknownPlace(
                f"{camp} was never counted.",
                "Add its counts, or take it out of places.csv.",
                where=path.name,
            )
    return daily({camp: known(each, until) for camp, each in found.items()}, network)


def added(several: Sequence[Counts]) -> Counts:
    """The sum of several counts, at every date of any of them."""
    days = sorted(set().union(*several))
    return {day: sum(_at(each, [day])[0] for each in several) for day in days}


def corrected(told: Counts, correction: Correction) -> Counts:
    """Counts before a correction, scaled so that there is no jump.

    Raises:
        UnusableTable: nobody was counted on that day, or before it.
    """
    days = sorted(told)
    spot = days.index(correction.day) if correction.day in told else 0
    if spot == 0 or not told[days[spot - 1]]:
        raise UnusableTable(
            f"{correction.camp} has no count on {correction.day} with another before "
            "it.",
            "Correct the date.",
            where=correction.where,
        )
    ratio = told[correction.day] / told[days[spot - 1]]
    return {
        day: persons * ratio if day < correction.day else persons
        for day, persons in told.items()
    }


def daily(found: Mapping[str, Counts], network: Network) -> Registrations:
    """A straight line between two counts, for every day of a network."""
    days = [network.date_of(day) for day in range(network.days)]
    people = [_at(found[camp], days) for camp in network.camp_names]
    return Registrations(network.camp_names, np.stack(people, axis=1))


def total(path: Path, network: Network) -> FloatArray:
    """People in all camps on each day, from a file of dates and persons.

    Raises:
        Truncated: it ends before the period begins.
    """
    told = counts(path)
    if max(told) < network.start:
        raise Truncated(
            f"The last count is of {max(told)}, before the first day "
            f"({network.start}).",
            "Add the counts of the period.",
            where=path.name,
        )
    return _at(told, [network.date_of(day) for day in range(network.days)])


def _at(told: Counts, days: Sequence[date]) -> FloatArray:
    when = sorted(told)
    return np.interp(
        [day.toordinal() for day in days],
        [day.toordinal() for day in when],
        [told[day] for day in when],
    )
