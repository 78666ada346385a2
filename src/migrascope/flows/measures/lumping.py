"""How did people move between regions, income groups or any other groups of areas?

Flows between areas of one group happen within it: they are no movements of the
lumped table, and are kept beside it, so that the total is the same before and after.
An area that the grouping leaves out stands in a group of its own kind, "no group".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from migrascope.errors import UnknownArea, UsageError
from migrascope.flows.account import FloatArray
from migrascope.flows.table import FlowTable
from migrascope.model import area as area_table
from migrascope.model.area import Area

NO_GROUP = "X:no_group"

ATTRIBUTES = ("region", "sub_region", "intermediate_region", "sdg_region")
"""Groupings of which the area table holds the ids."""

INCOME = {
    "low": "M49:1500",
    "lower_middle": "M49:1501",
    "upper_middle": "M49:1502",
    "high": "M49:1503",
}
FLAGS = {"ldc": "M49:941", "lldc": "M49:1636", "sids": "M49:1637"}
OTHER_COUNTRIES = "X:other_countries"

GROUPINGS = (*ATTRIBUTES, "income", *FLAGS)
"""What tables can be lumped by, beside a grouping of one's own."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which group each area is in; `names` are the ids of the groups in order."""

    by: str
    groups: Mapping[str, str]
    names: tuple[str, ...]

    def membership(self, areas: tuple[str, ...]) -> FloatArray:
        """One row for each area and one column for each group: 1 in, 0 out.

        Raises:
            UsageError: an area that the grouping does not know.
        """
        places = {name: place for place, name in enumerate(self.names)}
        table = np.zeros((len(areas), len(self.names)))
        for row, area in enumerate(areas):
            if area not in self.groups:
                raise UsageError(
                    f'The grouping by {self.by} does not say where "{area}" is.',
                    f"Give it a group, or {NO_GROUP}.",
                )
            table[row, places[self.groups[area]]] = 1.0
        return table

    def members(self, name: str) -> tuple[str, ...]:
        """The areas of one group."""
        return tuple(area for area, group in self.groups.items() if group == name)


@dataclass(frozen=True, slots=True, eq=False)
class Lumped:
    """A table between groups, and the persons who moved within each of them."""

    table: FlowTable
    within: FloatArray
    grouping: Grouping

    @property
    def total(self) -> float:
        """All movers: between the groups and within them, as before lumping."""
        return self.table.total + float(self.within.sum())


def grouping(by: str, areas: tuple[str, ...]) -> Grouping:
    """The areas by one of `GROUPINGS`: region, sub_region, income, ldc and so on.

    Raises:
        UsageError: no such grouping.
    """
    if by not in GROUPINGS:
        raise UsageError(
            f'Tables cannot be lumped by "{by}".',
            f"Choose from {', '.join(GROUPINGS)}.",
        )
    return own({area: _group(by, area) for area in areas}, by=by)


def own(groups: Mapping[str, str], *, by: str = "own groups") -> Grouping:
    """A grouping of one's own: area to group, groups in order of their ids."""
    found = sorted(set(groups.values()) - {NO_GROUP})
    names = (*found, NO_GROUP) if NO_GROUP in groups.values() else tuple(found)
    return Grouping(by, dict(groups), names)


def one_group(group: str, members: tuple[str, ...], areas: tuple[str, ...]) -> Grouping:
    """Some areas as one, and every other area as it is.

    Raises:
        UsageError: none of the areas is a member.
    """
    inside = set(members)
    if inside.isdisjoint(areas):
        raise UsageError(
            f"The table holds none of the members of {group}.",
            "Choose an area that has stocks in both years.",
        )
    groups = {area: group if area in inside else area for area in areas}
    return Grouping(group, groups, tuple(dict.fromkeys(groups.values())))


def lump(table: FlowTable, groups: Grouping) -> Lumped:
    """Add up a table by groups.

    Birthplaces are not carried over: `streams.by_group` tells them between groups.
    """
    members = groups.membership(table.areas)
    summed = members.T @ table.persons @ members
    within = np.diagonal(summed).copy()
    np.fill_diagonal(summed, 0.0)
    between = FlowTable(
        method=table.method,
        sex=table.sex,
        interval=table.interval,
        areas=groups.names,
        persons=summed,
        fit=table.fit,
        from_outside=_summed(table.from_outside, members),
        to_outside=_summed(table.to_outside, members),
    )
    return Lumped(between, within, groups)


def _summed(persons: FloatArray | None, members: FloatArray) -> FloatArray | None:
    return None if persons is None else np.asarray(persons @ members)


def _group(by: str, area: str) -> str:
    """The id of the group of an area, `NO_GROUP` where the table gives none."""
    try:
        found = area_table.get(area)
    except UnknownArea:
        return NO_GROUP
    if by in FLAGS:
        return _flag(found, by)
    if by == "income":
        return INCOME.get(found.income, NO_GROUP)
    return getattr(found, by) or NO_GROUP


def _flag(area: Area, flag: str) -> str:
    if getattr(area, flag):
        return FLAGS[flag]
    return NO_GROUP if area.kind == "residual" else OTHER_COUNTRIES
