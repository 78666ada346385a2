"""Which rows make the total of a country in a year?

A total that the publisher printed is taken before a sum of the two sexes, and that
before a sum over partners (origins, or places where people from the country live).
Aggregates that stand among the countries are never added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from migrascope.errors import UnknownArea
from migrascope.indicators.preferences import Choice, choose, says_something
from migrascope.indicators.rows import Row
from migrascope.model import area as areas
from migrascope.model.area import WORLD
from migrascope.model.observation import NOT_APPLICABLE, TOTAL

_WHOLE = frozenset({TOTAL, NOT_APPLICABLE})
COUNTED_TOGETHER = {"SRB": "XKX"}
"""Areas whose refugees and migrants are counted under the name of another."""


def plain(row: Row) -> bool:
    """True for a row that is not broken down further than by sex."""
    return not row.breakdown and row.age in _WHOLE


def all_ages(row: Row) -> bool:
    """True for a row of all ages, whatever else it is broken down by."""
    return row.age in _WHOLE


def settle(
    measure: str,
    rows: Iterable[Row],
    *,
    sex: str = TOTAL,
    partner: str = "origin",
) -> tuple[dict[int, list[Row]], Choice | None]:
    """Choose the source, then the rows that make the total of each year.

    A total that the publisher printed is taken before a sum of the two sexes, and
    that before a sum over partners. `partner` names the column over which is
    added: `origin` for what is counted here, `area` for what is counted abroad.
    """
    usable = [row for row in rows if sex in (TOTAL, row.sex) and says_something(row)]
    choice = choose(measure, usable)
    if choice is None:
        return {}, None
    years = _by_year(usable, choice.dataset)
    if choice.then:
        last = max(years)
        later = _by_year(usable, choice.then)
        years |= {year: found for year, found in later.items() if year > last}
    settled = {
        year: found
        for year, there in sorted(years.items())
        if (found := _total_rows(there, sex=sex, partner=partner))
    }
    return settled, choice


def _by_year(rows: list[Row], dataset: str) -> dict[int, list[Row]]:
    editions = {
        row.edition: row.dataset == dataset
        for row in {row.edition: row for row in rows}.values()
    }
    years: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if editions[row.edition]:
            years[row.year].append(row)
    return dict(years)


@cache
def predecessors(members: tuple[str, ...]) -> tuple[str, ...]:
    """Areas whose successors are all members: Yugoslavia, the Channel Islands.

    A group counts what was published under their name, in the years for which
    none of their successors has a figure.
    """
    inside = frozenset(members)
    return tuple(
        each.id
        for each in areas.table()
        if each.successors and each.id not in inside and inside >= {*each.successors}
    )


@cache
def unplaced() -> tuple[str, ...]:
    """Places of the world that are no member of it: unknown, disputed, other."""
    inside = frozenset(areas.members(WORLD))
    return tuple(
        each.id
        for each in areas.table()
        if each.kind in ("residual", "disputed") and each.id not in inside
    )


@cache
def is_aggregate(area: str) -> bool:
    """True for a region or group, which is never added to countries."""
    try:
        return areas.get(area).is_aggregate
    except UnknownArea:
        return area.startswith(("M49:", "X:wb:"))


def partners(rows: Iterable[Row], *, partner: str = "origin") -> list[Row]:
    """The rows that speak of one country or residual: no totals, no aggregates."""
    return [
        row
        for row in rows
        if (place := row.origin if partner == "origin" else row.area) not in _WHOLE
        and not is_aggregate(place)
    ]


def _total_rows(rows: list[Row], *, sex: str, partner: str) -> list[Row]:
    whole = _WHOLE if partner == "origin" else _WHOLE | {WORLD}
    printed = [
        row
        for row in rows
        if (row.origin if partner == "origin" else row.area) in whole
    ]
    return _of_sex(printed, sex) or _of_sex(partners(rows, partner=partner), sex) or []


def _of_sex(rows: list[Row], sex: str) -> list[Row]:
    direct = [row for row in rows if row.sex == sex]
    if direct or sex != TOTAL:
        return direct
    return [row for row in rows if row.sex in ("F", "M", "_U")]


def sum_of(rows: list[Row], partner: str) -> str:
    """The formula of a sum in words: `sum over 41 origins and sexes`."""
    places = {row.origin if partner == "origin" else row.area for row in rows}
    sexes = {row.sex for row in rows}
    over = [
        *([f"{len(places)} {_PLURAL[partner]}"] if len(places) > 1 else []),
        *(["sexes"] if len(sexes) > 1 else []),
    ]
    return "sum over " + " and ".join(over) if over else "sum"


_PLURAL = {"origin": "origins", "area": "places"}
