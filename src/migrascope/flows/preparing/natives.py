"""How many people live where they were born?

Stocks tell who was born elsewhere; those who were born here are the rest of the
population. By sex, the population is split by the share of women that a publisher
prints for that day, or for the nearest one. Where more people were born elsewhere
than live there, nobody is left as a native, and the residents exceed the population;
both sexes together stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from migrascope.errors import NoFigures
from migrascope.flows.account import FloatArray, Interval
from migrascope.flows.preparing import territories
from migrascope.flows.preparing.adjustment import Ledger
from migrascope.flows.preparing.demography import FETCH, Demography
from migrascope.flows.preparing.tables import Tables
from migrascope.model import area

_FILLED = "Natives: the population less those who were born elsewhere."
_CLIPPED = "More were born elsewhere than live there: no natives, more residents."
_UNKNOWN = "No population is known: no natives."
_EVEN = "Women or men born elsewhere exceed the population of their sex."


def members(tables: Tables, demography: Demography) -> dict[str, tuple[str, ...]]:
    """The areas of the demographic figures that each area of the tables stands for."""
    found = {}
    for name in tables.areas:
        own = [
            part
            for each in tables.members.get(name, (name,))
            for part in _published(each, demography)
        ]
        attached = [
            each.part
            for each in territories.known()
            if each.whole in own
            and each.part not in tables.areas
            and each.part not in own
            and each.part in demography.points
        ]
        found[name] = tuple(dict.fromkeys((*own, *attached)))
    return found


def population(
    tables: Tables,
    demography: Demography,
    interval: Interval,
    ledger: Ledger,
) -> FloatArray:
    """Sex × day × area: the people of each area with a table of its residents.

    NaN where no population is known; without figures by sex, half and half.
    """
    stands_for = members(tables, demography)
    found = np.full((len(tables.sexes), 2, len(tables.areas)), np.nan)
    homes = np.flatnonzero(tables.homes)
    for at, day in enumerate((interval.start, interval.end)):
        for home in homes:
            name = tables.areas[home]
            found[:, at, home] = _people(
                stands_for[name], name, day, interval, demography, ledger
            )
    return found


def require_sexes(demography: Demography) -> None:
    """Refuse to tell women from men without a population by sex.

    Raises:
        NoFigures: the base holds none.
    """
    if not demography.shares:
        raise NoFigures("The base holds no population by sex.", FETCH)


def fill(
    tables: Tables, people: FloatArray, foreign: FloatArray, ledger: Ledger
) -> Tables:
    """Put the natives on the diagonal, where the stocks do not have them.

    `foreign` are all who were born elsewhere, sex × day × area, with those of other
    and unknown places of birth: nobody becomes a native by being left out. Natives
    that the stocks tell stay, if they do so on both days.
    """
    spots = np.arange(len(tables.areas))
    given = tables.persons[..., spots, spots]
    homes = tables.homes
    wanted = homes & ~(given.sum(axis=0) > 0).all(axis=0)
    known = np.isfinite(people)
    missing = np.where(known, people - foreign, 0.0)
    natives = _not_below_zero(missing)
    for at, day in enumerate(tables.days):
        names = [tables.areas[each] for each in np.flatnonzero(wanted)]
        rest, filled = missing[:, at][:, wanted], natives[:, at][:, wanted]
        told = given[:, at][:, wanted]
        ledger.write("natives", _FILLED, names, rest - told, day=day)
        total = np.broadcast_to(
            missing[:, at].sum(axis=0) < 0, rest.shape[:1] + homes.shape
        )
        over = total[:, wanted]
        excess = filled - rest
        ledger.write("clipped", _CLIPPED, names, excess * over, day=day)
        ledger.write("sexes evened", _EVEN, names, excess * ~over, day=day)
    for home in np.flatnonzero(wanted & ~known.all(axis=(0, 1))):
        ledger.remark("natives unknown", _UNKNOWN, tables.areas[home])
    persons = tables.persons.copy()
    persons[..., spots, spots] = np.where(wanted, natives, given)
    return replace(tables, persons=persons)


def _published(id_: str, demography: Demography) -> tuple[str, ...]:
    """The area itself, or the areas that make it up where only these are printed."""
    if id_ in demography.points and id_ not in demography.lacking:
        return (id_,)
    parts = tuple(
        part
        for each in territories.successors(id_)
        for part in _published(each, demography)
    )
    if parts and all(each in demography.points for each in parts):
        return parts
    return (id_,)


def _people(
    ids: Sequence[str],
    name: str,
    day: date,
    interval: Interval,
    demography: Demography,
    ledger: Ledger,
) -> FloatArray:
    found = np.zeros(len(ledger.sexes))
    for each in ids:
        people, of_another_year = demography.population(each, day)
        here = np.array([people])
        if len(ledger.sexes) > 1:
            women, year = demography.share_of_women(each, day, interval)
            share = 0.5 if np.isnan(women) else women
            here = people * np.array([share, 1.0 - share])
            if year:
                says = f"Share of women of {area.name(each)} on {day}: that of {year}."
                ledger.write("share of women carried", says, [name], here[:, None])
        if of_another_year and np.isfinite(people):
            says = (
                f"Population of {area.name(each)} on {day}: that of {of_another_year}."
            )
            ledger.write("population carried", says, [name], here[:, None])
        found += here
    return found


def _not_below_zero(missing: FloatArray) -> FloatArray:
    """Nobody below zero; what one sex lacks is taken from the other, if it can be."""
    total = np.maximum(missing.sum(axis=0), 0.0)
    return np.asarray(np.clip(missing, 0.0, total))
