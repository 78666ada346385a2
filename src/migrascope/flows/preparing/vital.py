"""How many were born and died in each area between the two days, by sex?

Whole years and the parts of the first and the last one. Areas without figures get
the rates of a neighbour that is named, or of the world. Births are split by 105 boys
for 100 girls, the sex ratio at birth that demographers take where none is known
(Preston, Heuveline and Guillot, Demography, 2001). Net migration is split like the
migrants who live in an area, where more arrive; those who leave are split like all who
arrive in the world.
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
from migrascope.flows.preparing import deaths as deaths_by_sex
from migrascope.flows.preparing.adjustment import Ledger
from migrascope.flows.preparing.demography import Demography
from migrascope.flows.preparing.tables import Tables
from migrascope.model import area
from migrascope.model.area import WORLD
from migrascope.model.observation import TOTAL

GIRLS = 100 / 205
"""The share of girls among births, with 105 boys for 100 girls."""

_NOBODY = 1e-3
_SAW_BOTH = 0.9
"""The most of the residents of a day who may be born (or die) between the days."""
_UNSEEN = "Born and died between the two days: neither table can hold them."
_SCALED = "Births and deaths of people who are left out of the table are left out too."


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
        girls = births * GIRLS
        printed = [
            _summed("deaths", tables, demography, stands_for, interval, sex=sex)
            for sex in tables.sexes
        ]
        known = deaths_by_sex.Known(
            deaths, girls, net * women, residents, np.stack(printed)
        )
        found = Vital(
            np.stack([girls, births - girls]),
            deaths_by_sex.by_sex(known, tables.areas, ledger),
            np.stack([net * women, net - net * women]),
        )
    for name, all_events in (("births", found.births), ("deaths", found.deaths)):
        ledger.write(
            f"{name} left out", _SCALED, tables.areas, all_events * (inside - 1.0)
        )
    born, died = _seen(found.births * inside, found.deaths * inside, tables, ledger)
    return Vital(born, died, found.net_migration)


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


def _seen(
    births: FloatArray, deaths: FloatArray, tables: Tables, ledger: Ledger
) -> tuple[FloatArray, FloatArray]:
    """Births and deaths without those who must have been born and died between.

    Over decades more can be born than live there at the end. So that one in ten of
    those who live there at an end saw the other one, as many births and as many
    deaths are left out, and each sex has its part in them.
    """
    before, after = tables.residents.sum(axis=0) * _SAW_BOTH
    born, died = births.sum(axis=0), deaths.sum(axis=0)
    beyond = np.maximum(np.maximum(born - after, died - before), 0.0)
    unseen = np.minimum(beyond, np.minimum(born, died))
    gone = births * np.divide(unseen, born, out=np.zeros_like(born), where=born > 0)
    lost = deaths * np.divide(unseen, died, out=np.zeros_like(died), where=died > 0)
    ledger.write("born and died", _UNSEEN, tables.areas, -gone)
    return births - gone, deaths - lost


def _summed(
    measure: str,
    tables: Tables,
    demography: Demography,
    stands_for: Mapping[str, Sequence[str]],
    interval: Interval,
    *,
    sex: str = TOTAL,
) -> FloatArray:
    return np.array(
        [
            math.fsum(
                demography.over(measure, each, interval, sex=sex)
                for each in stands_for[name]
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
    world = found[known].sum() / max(lived[known].sum(), 1.0)
    for home in np.flatnonzero(homes & ~known):
        name = tables.areas[home]
        other = neighbours().get(name, "")
        spot = tables.areas.index(other) if other in tables.areas else home
        near = known[spot] and lived[spot] > 0
        rate = found[spot] / lived[spot] if near else world
        found[home] = rate * lived[home]
        whose = area.name(other if near else WORLD)
        says = f"No {measure} are published: at the rate of {whose}."
        share = np.full((len(tables.sexes), 1), found[home] / len(tables.sexes))
        ledger.write(f"{measure} estimated", says, [name], share)
    return np.asarray(np.where(homes, found, 0.0))


def _share_of_women_among_movers(tables: Tables, net: FloatArray) -> FloatArray:
    """Where more arrive, as among the foreign-born; where more leave, as they arrive.

    Those who leave are women in the proportion of all who arrive anywhere, so that in
    the world as many women leave as arrive.
    """
    away = np.asarray(tables.persons.sum(axis=1))
    spots = np.arange(len(tables.areas))
    away[..., spots, spots] = 0.0
    women, men = away.sum(axis=1)
    both = women + men
    here = np.divide(women, both, out=np.full(len(both), 0.5), where=both > 0)
    arriving = np.maximum(net, 0.0)
    anywhere = (here * arriving).sum() / max(arriving.sum(), 1.0)
    return np.asarray(np.where(net > 0, here, anywhere))
