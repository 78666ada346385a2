"""How many people could have moved, and for how long?

The population at risk of a rate: the mean of the residents at both ends of the
interval, and that number times the years of the interval (person-years). Births,
deaths and movements are taken to be spread evenly over the interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from migrascope.errors import UnusableTable
from migrascope.flows.account import Account, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Residents of each area in the middle of an interval of so many years."""

    areas: tuple[str, ...]
    persons: FloatArray
    years: float

    @property
    def person_years(self) -> FloatArray:
        """Years lived in each area during the interval, by all residents together."""
        return np.asarray(self.persons * self.years)

    @property
    def total(self) -> float:
        """Residents of all areas in the middle of the interval."""
        return float(self.persons.sum())

    def lumped(self, groups: Mapping[str, str], names: tuple[str, ...]) -> Population:
        """The same by group: `groups` says in which one each area is."""
        places = {name: place for place, name in enumerate(names)}
        persons = np.zeros(len(names))
        for area, number in zip(self.areas, self.persons, strict=True):
            persons[places[groups[area]]] += number
        return Population(names, persons, self.years)


def mid_interval(account: Account) -> Population:
    """The mean of the residents at both ends of the interval of an account."""
    persons = (account.before.residents + account.after.residents) / 2
    return Population(account.areas, np.asarray(persons), account.interval.years)


def check_same_areas(areas: tuple[str, ...], population: Population) -> None:
    """Refuse a population of other areas than those of the table.

    Raises:
        UnusableTable: the areas, or their order, differ.
    """
    if population.areas != areas:
        odd = sorted(set(areas) ^ set(population.areas))
        raise UnusableTable(
            "The flow table and the population speak of different areas: "
            f"{', '.join(odd[:5]) or 'the same, in another order'}.",
            "Take both from the same account.",
        )
