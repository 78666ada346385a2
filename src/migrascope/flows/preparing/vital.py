"""How many were born and died in each area between the two days, by sex?

Whole years and the parts of the first and the last one. Areas without figures get
the rates of a neighbour that is named, or of the world. Births are split by the sex
ratio at birth of the World Population Prospects' standard, 105 boys for 100 girls
(United Nations, Methods for Population Projections by Sex and Age, 1956). Deaths by
sex, where nobody prints them, are those that leave to each sex its share of net
migration: see docs/decisions/flows-deaths-by-sex.md.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from migrascope.flows.account import FloatArray, Interval
from migrascope.flows.preparing.adjustment import Ledger
from migrascope.flows.preparing.demography import Demography
from migrascope.flows.preparing.tables import Tables
from migrascope.model.area import WORLD
from migrascope.model.observation import TOTAL

GIRLS = 100 / 205
"""The share of girls among births, with 105 boys for 100 girls."""
LEAST, MOST = 0.7, 2.0
"""Bounds of the death rate of men, as a multiple of that of women."""
USUAL = 1.15
"""That multiple where neither change nor migration can tell it; world, 2015–2020."""

_NOBODY = 1e-3
_SCALED = "Births and deaths of people who are left out of the table are left out too."
_DEATHS = "Deaths by sex: what leaves to each sex its share of net migration."
_BOUNDED = "Deaths by sex: moved to the nearest plausible ratio of the death rates."


@dataclass(frozen=True, slots=True, eq=False)
class Vital:
    """Births, deaths and net migration, sex × area, over the interval."""

    births: FloatArray
    deaths: FloatArray
    net_migration: FloatArray


def events(
    tables: Tables,
    people: FloatArray,
    demography: Demography,
    stands_for: Mapping[str, Sequence[str]],
    interval: Interval,
    ledger: Ledger,
) -> Vital:
    """Births, deaths and net migration of every area that has residents.

    `people` is the population, sex × day × area; NaN where none is known, then the
    residents of the tables stand for it. Areas without residents have no events.
    """
    homes = tables.homes
    inside = _inside(tables, people)
    residents = np.where(np.isfinite(people), people, tables.residents) * homes
    lived = residents.sum(axis=0).mean(axis=0) * interval.years
    births, deaths = (
        _both_sexes(measure, tables, lived, demography, stands_for, interval, ledger)
        for measure in ("births", "deaths")
    )
    growth = (residents[:, 1] - residents[:, 0]).sum(axis=0)
    net = _summed("net_migration", tables, demography, stands_for, interval)
    net = np.where(homes, np.where(np.isnan(net), growth - births + deaths, net), 0.0)
    if tables.sexes == (TOTAL,):
        found = Vital(births[None], deaths[None], net[None])
    else:
        women = _share_of_women_among_movers(tables, net)
        found = Vital(
            np.stack([births * GIRLS, births * (1 - GIRLS)]),
            _deaths_by_sex(tables, residents, births, deaths, net * women, ledger),
            np.stack([net * women, net * (1 - women)]),
        )
    for name, all_events in (("births", found.births), ("deaths", found.deaths)):
        ledger.write(
            f"{name} left out", _SCALED, tables.areas, all_events * (inside - 1.0)
        )
    return Vital(found.births * inside, found.deaths * inside, found.net_migration)


@cache
def neighbours() -> dict[str, str]:
    """Areas without births and deaths, and the one whose rates they are given."""
    text = files(__package__).joinpath("neighbours.csv").read_text("utf-8")
    return {row["area"]: row["neighbour"] for row in csv.DictReader(text.splitlines())}


def _inside(tables: Tables, people: FloatArray) -> FloatArray:
    """The share of the population that is in the tables, on average of the two days."""
    counted = tables.residents.sum(axis=0)
    whole = people.sum(axis=0)
    known = np.isfinite(whole) & (whole > 0)
    share = np.divide(counted, whole, out=np.ones_like(counted), where=known)
    # Sums of many pairs differ from the population by rounding: that is nobody.
    share = np.where(np.abs(counted - whole) < _NOBODY, 1.0, np.minimum(share, 1.0))
    return np.asarray(share.mean(axis=0))


def _summed(
    measure: str,
    tables: Tables,
    demography: Demography,
    stands_for: Mapping[str, Sequence[str]],
    interval: Interval,
) -> FloatArray:
    return np.array(
        [
            math.fsum(
                demography.over(measure, each, interval) for each in stands_for[name]
            )
            for name in tables.areas
        ]
    )


def _both_sexes(
    measure: str,
    tables: Tables,
    lived: FloatArray,
    demography: Demography,
    stands_for: Mapping[str, Sequence[str]],
    interval: Interval,
    ledger: Ledger,
) -> FloatArray:
    """Births or deaths; where nobody prints them, a neighbour's rate × years lived."""
    homes = tables.homes
    found = _summed(measure, tables, demography, stands_for, interval)
    known = homes & np.isfinite(found)
    world = found[known].sum() / lived[known].sum()
    for home in np.flatnonzero(homes & ~known):
        name = tables.areas[home]
        other = neighbours().get(name, "")
        spot = tables.areas.index(other) if other in tables.areas else home
        near = known[spot] and lived[spot] > 0
        rate = found[spot] / lived[spot] if near else world
        found[home] = rate * lived[home]
        says = f"No {measure} are published: {measure} at the rate of {{}}."
        share = np.full((len(tables.sexes), 1), found[home] / len(tables.sexes))
        ledger.write(
            f"{measure} estimated", says.format(other if near else WORLD), [name], share
        )
    return np.asarray(np.where(homes, found, 0.0))


def _share_of_women_among_movers(tables: Tables, net: FloatArray) -> FloatArray:
    """Among the foreign-born where more arrive, among those abroad where more leave."""
    away = np.asarray(tables.persons.sum(axis=1))
    spots = np.arange(len(tables.areas))
    away[..., spots, spots] = 0.0
    here, abroad = away.sum(axis=1), away.sum(axis=2)
    women = np.where(net > 0, here[0], abroad[0])
    men = np.where(net > 0, here[1], abroad[1])
    both = women + men
    return np.asarray(
        np.divide(women, both, out=np.full(len(both), 0.5), where=both > 0)
    )


def _deaths_by_sex(
    tables: Tables,
    residents: FloatArray,
    births: FloatArray,
    deaths: FloatArray,
    net_of_women: FloatArray,
    ledger: Ledger,
) -> FloatArray:
    growth = residents[0, 1] - residents[0, 0]
    left_over = births * GIRLS - growth + net_of_women
    women, men = residents.mean(axis=1)
    lowest, highest = (
        _deaths_of_women(deaths, women, men, each) for each in (MOST, LEAST)
    )
    bounded = np.clip(left_over, lowest, highest)
    empty = women + men <= 0
    bounded = np.where(empty, deaths / 2, bounded)
    change = np.where(empty, 0.0, bounded - left_over)
    split = np.stack([bounded, deaths - bounded])
    ledger.write("deaths by sex", _DEATHS, tables.areas, split)
    ledger.write("deaths bounded", _BOUNDED, tables.areas, np.stack([change, -change]))
    return split


def _deaths_of_women(
    deaths: FloatArray, women: FloatArray, men: FloatArray, ratio: float
) -> FloatArray:
    """The deaths of women if the death rate of men is `ratio` times theirs."""
    exposed = women + ratio * men
    share = np.divide(women, exposed, out=np.zeros_like(women), where=exposed > 0)
    return np.asarray(deaths * share)
