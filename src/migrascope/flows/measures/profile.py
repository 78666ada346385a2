"""All measures of one area, of a whole table, or of a table by group.

The entry point: what the measures need beside the table is gathered here once. An
account gives the population; distances are those of the model unless others are
brought; birthplaces are there when the method tells them.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrascope.errors import UnknownArea
from migrascope.flows.account import Account, FloatArray
from migrascope.flows.measures import registry, streams
from migrascope.flows.measures.answer import Measured, Unsaid
from migrascope.flows.measures.distances import Distances, great_circles
from migrascope.flows.measures.lumping import Grouping, lump, one_group
from migrascope.flows.measures.population import (
    Population,
    check_same_areas,
    mid_interval,
)
from migrascope.flows.measures.subject import Movements, Place
from migrascope.flows.table import FlowTable

NO_POPULATION = Unsaid("The population of the areas was not given.")


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """A table by group: movements between groups, and persons moved within each."""

    movements: Movements
    within: FloatArray
    grouping: Grouping


def profile(
    table: FlowTable,
    account: Account | None,
    area: str,
    *,
    distances: Distances | None = None,
) -> tuple[Measured, ...]:
    """All measures of one area of a table.

    Raises:
        UnknownArea: the area is not in the table.
        UnusableTable: the account speaks of other areas.
    """
    return of_place(gather(table, account, distances=distances), area)


def system(
    table: FlowTable, account: Account | None, *, distances: Distances | None = None
) -> tuple[Measured, ...]:
    """All measures of a whole table.

    Raises:
        UnusableTable: the account speaks of other areas.
    """
    return of_movements(gather(table, account, distances=distances))


def gather(
    table: FlowTable, account: Account | None, *, distances: Distances | None = None
) -> Movements:
    """A table with the population, distances and birthplaces that belong to it."""
    population: Population | Unsaid = NO_POPULATION
    if account is not None:
        population = mid_interval(account)
        check_same_areas(table.areas, population)
    found = distances or great_circles(table.areas)
    return Movements(table, population, found, streams.by_area(table))


def grouped(table: FlowTable, account: Account | None, grouping: Grouping) -> Grouped:
    """A table by group; a group has no one place, so distances are not given."""
    lumped = lump(table, grouping)
    population: Population | Unsaid = NO_POPULATION
    if account is not None:
        found = mid_interval(account)
        check_same_areas(table.areas, found)
        population = found.lumped(dict(grouping.groups), grouping.names)
    movements = Movements(
        lumped.table,
        population,
        Unsaid("A group of areas has no one place to measure a distance from."),
        streams.by_group(table, grouping),
    )
    return Grouped(movements, lumped.within, grouping)


def as_one(
    table: FlowTable, account: Account | None, group: str, *, members: tuple[str, ...]
) -> Grouped:
    """A table in which the members of a region or group are one area.

    Raises:
        UsageError: the table holds none of them.
    """
    return grouped(table, account, one_group(group, members, table.areas))


def of_place(movements: Movements, area: str) -> tuple[Measured, ...]:
    """All measures of one area.

    Raises:
        UnknownArea: the area is not in the table.
    """
    if area not in movements.table.areas:
        raise UnknownArea(
            f"The flow table does not hold {area}.",
            "It holds the areas that have stocks at both ends of the interval.",
        )
    place = Place(movements, movements.table.areas.index(area))
    return tuple(each.of(place) for each in registry.of_areas())


def of_movements(movements: Movements) -> tuple[Measured, ...]:
    """All measures of a whole table."""
    return tuple(each.of(movements) for each in registry.of_systems())
