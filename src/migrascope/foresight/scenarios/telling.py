"""What happens in a scenario, and in which year?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrascope.foresight.scenarios.model import (
    EVERYWHERE,
    Change,
    Crisis,
    NetMigration,
    Scenario,
)
from migrascope.language.grammar import listing
from migrascope.model import area as areas

NAMED = 3
"""Countries that are named; of more the number is said."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that begins, happens or ends in a year."""

    year: int
    says: str


def events(scenario: Scenario) -> tuple[Event, ...]:
    """What happens, in the order of the years, until the scenario ends."""
    found = [event for each in scenario.changes for event in _of(each)]
    within = [each for each in found if each.year <= scenario.until]
    return tuple(sorted(within, key=lambda each: each.year))


def _of(change: Change) -> Iterator[Event]:
    if isinstance(change, Crisis):
        name = areas.name(change.origin)
        yield Event(change.year, f"{change.people:,.0f} people flee from {name}")
        if change.returning:
            share = f"{100 * change.returning:g} per cent of those still abroad"
            yield Event(change.year + 1, f"{share} return to {name}, and so each year")
    elif isinstance(change, NetMigration):
        whose = f"net migration of {_places(change.areas)}"
        yield Event(change.since, f"{whose} begins to be {_how(change)}")
        yield Event(change.until, f"{whose} is so for the last time")


def _how(change: NetMigration) -> str:
    if change.persons is not None:
        return f"{change.persons:+,.0f} a year in each"
    if change.factor == 0:
        return "nought"
    return f"{change.factor:g} times that of the projection"


def _places(names: tuple[str, ...]) -> str:
    if EVERYWHERE in names:
        return "every country"
    if len(names) > NAMED:
        return f"{len(names)} countries"
    return listing([areas.name(each) for each in names])
