"""Which areas are not the same on both days?

Countries that fell apart or joined: the parts are put together, on both days, where
one of the days knows the whole only. Groups of countries that stand among the
countries are left out, because their people are counted there already.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from migrascope.errors import UnknownArea
from migrascope.flows.account import FloatArray, Interval
from migrascope.flows.preparing import tables as stock_tables
from migrascope.flows.preparing.adjustment import Ledger
from migrascope.flows.preparing.tables import Tables
from migrascope.model import area

_GROUPS = "A group of countries that stands among the countries is left out."
_WITHIN = "People who were born in one part and live in another are natives together."


@dataclass(frozen=True, slots=True)
class Territory:
    """A part that some tables count with its whole; `together` names both."""

    part: str
    whole: str
    together: str
    why: str


@cache
def known() -> tuple[Territory, ...]:
    """The parts of today's countries that tables count with the whole."""
    text = files(__package__).joinpath("territories.csv").read_text("utf-8")
    return tuple(Territory(**row) for row in csv.DictReader(text.splitlines()))


def without_groups(tables: Tables, interval: Interval, ledger: Ledger) -> Tables:
    """Leave out regions and groups that a publisher printed among the countries."""
    groups = {each for each in tables.areas if _is_group(each)}
    return stock_tables.without(
        tables, groups, interval, ledger, step="groups", says=_GROUPS
    )


def put_together(tables: Tables, interval: Interval, ledger: Ledger) -> Tables:
    """Put parts together that one of the two days knows only as a whole."""
    joined = _joined(tables, interval)
    if not joined:
        return tables
    areas = tuple(sorted({joined.get(each, each) for each in tables.areas}))
    into = np.zeros((len(tables.areas), len(areas)))
    for old, each in enumerate(tables.areas):
        into[old, areas.index(joined.get(each, each))] = 1.0
    natives = _natives(tables, into)
    persons = into.T @ tables.persons @ into
    within = np.diagonal(persons, axis1=2, axis2=3) - natives
    changed = replace(
        tables,
        areas=areas,
        persons=_with_diagonal(persons, natives),
        marked=np.asarray(into.T @ tables.marked @ into > 0)
        & _without_figure(tables, into),
        listed=tables.listed @ into > 0,
        members=dict(tables.members)
        | {
            name: tuple(sorted(each for each in joined if joined[each] == name))
            for name in set(joined.values())
        },
    )
    _write(tables, changed, within, joined, interval, ledger)
    return changed


def successors(id_: str) -> tuple[str, ...]:
    """The areas that a dissolved or divided area became; none for any other."""
    try:
        return area.get(id_).successors
    except UnknownArea:
        return ()


def _is_group(id_: str) -> bool:
    try:
        return area.get(id_).is_aggregate
    except UnknownArea:
        return False


def _dissolved(tables: Tables, interval: Interval) -> Iterator[tuple[str, str]]:
    """Successors that stand beside the dissolved country that they were part of."""
    present = _present(tables, interval)
    for each in area.table():
        if each.kind == "dissolved" and each.id in present:
            heirs = set(_heirs(each.id)) & present
            if heirs:
                yield each.id, each.id
                yield from ((heir, each.id) for heir in sorted(heirs))


def _heirs(id_: str) -> Iterator[str]:
    for successor in successors(id_):
        yield successor
        yield from _heirs(successor)


def _joined(tables: Tables, interval: Interval) -> dict[str, str]:
    """Each area that is put together with others, and what they are called together."""
    joined = dict(_dissolved(tables, interval))
    present, listed = _present(tables, interval), _listed(tables, interval)
    for each in known():
        if not {each.part, each.whole} <= present or listed[each.part]:
            continue
        if listed[each.whole] or each.whole in joined:
            together = joined.get(each.whole, each.together)
            joined |= {each.part: together, each.whole: together}
    return joined


def _natives(tables: Tables, into: FloatArray) -> FloatArray:
    """Natives that the tables tell; only where they do so for every part."""
    told = np.diagonal(tables.persons, axis1=2, axis2=3)
    of_all = ((told > 0) @ into) == into.sum(axis=0)
    return np.asarray((told @ into) * of_all)


def _present(tables: Tables, interval: Interval) -> set[str]:
    """The areas with a table, or with people born there, on one of the two days."""
    ends = [tables.at(interval.start), tables.at(interval.end)]
    born = tables.persons[:, ends].sum(axis=(0, 1, 3)) > 0
    there = born | tables.listed[ends].any(axis=0)
    return {
        each for each, is_there in zip(tables.areas, there, strict=True) if is_there
    }


def _listed(tables: Tables, interval: Interval) -> dict[str, bool]:
    ends = [tables.at(interval.start), tables.at(interval.end)]
    both = np.asarray(tables.listed[ends].all(axis=0))
    return dict(zip(tables.areas, map(bool, both), strict=True))


def _without_figure(tables: Tables, into: FloatArray) -> NDArray[np.bool_]:
    """Pairs of which no part has a figure: a mark beside a figure is no hole."""
    figures = np.asarray(tables.persons.sum(axis=0) > 0)
    return np.asarray(into.T @ figures @ into == 0, dtype=bool)


def _with_diagonal(persons: FloatArray, natives: FloatArray) -> FloatArray:
    spots = np.arange(persons.shape[-1])
    persons[..., spots, spots] = natives
    return persons


def _write(
    before: Tables,
    after: Tables,
    within: FloatArray,
    joined: dict[str, str],
    interval: Interval,
    ledger: Ledger,
) -> None:
    reasons = {each.together: each.why for each in known()}
    names = sorted(set(joined.values()))
    for day in (interval.start, interval.end):
        at = before.at(day)
        for name in names:
            parts = [old for old in joined if joined[old] == name]
            columns = [before.areas.index(each) for each in parts]
            people = before.residents[:, at, columns]
            why = reasons.get(name, f"{area.name(name)} was one on one of the days")
            says = f"Counted together as {area.name(name)}: {why}."
            ledger.write("together", says, parts, -people, day=day)
            whole = people.sum(axis=1, keepdims=True)
            ledger.write("together", says, [name], whole, day=day)
        columns = [after.areas.index(name) for name in names]
        ledger.write("within", _WITHIN, names, -within[:, at, columns], day=day)
