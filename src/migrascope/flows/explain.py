"""What did each method make of two areas?

The stocks on both days with their cells, births, deaths and population, what the
preparation changed for these two, and then the working of every method, both ways.
Nothing is summarised away: a statistician can follow each figure with a pencil.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from migrascope.errors import UsageError
from migrascope.flows.account import Account, Interval
from migrascope.flows.failure import Failure
from migrascope.flows.preparing.adjustment import Adjustment
from migrascope.flows.side_by_side import not_in_tables
from migrascope.flows.workings import Working, bench, working
from migrascope.model.lineage import Cell

if TYPE_CHECKING:
    from migrascope.flows.estimates import Estimates

BIRTHPLACES = 5
"""Birthplaces that are told apart in a movement."""


@dataclass(frozen=True, slots=True)
class Stock:
    """People born in one area who lived in another on one day.

    `persons` is what the methods used; `published` what the cells add up to, None
    where the publisher has no figure.
    """

    birthplace: str
    residence: str
    day: date
    persons: float
    published: float | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """What is known of one of the two areas; persons.

    `net_migration` is the published one; `implied` is residents after less residents
    before less births plus deaths.
    """

    area: str
    residents_before: float
    residents_after: float
    births: float
    deaths: float
    net_migration: float | None
    implied: float


@dataclass(frozen=True, slots=True)
class Way:
    """One direction, by each method."""

    origin: str
    destination: str
    workings: tuple[Working, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two areas in one interval, for one sex: what is known, and what was made of it.

    `adjustments` are the changes of the preparation that concern the two areas;
    `failures` are the methods that have no table, and so no working.
    """

    interval: Interval
    sex: str
    stocks: tuple[Stock, ...]
    homes: tuple[Home, Home]
    adjustments: tuple[Adjustment, ...]
    ways: tuple[Way, Way]
    editions: tuple[str, ...]
    failures: tuple[Failure, ...]


def explain(
    estimates: Estimates,
    origin: str,
    destination: str,
    *,
    sex: str = "_T",
    interval: Interval | None = None,
    birthplaces: int = BIRTHPLACES,
) -> Explanation:
    """Lay out everything about two areas; the first interval, unless one is named.

    Raises:
        UsageError: the two are the same area.
        UnknownArea: one of them has no row in the tables.
    """
    if origin == destination:
        raise UsageError(
            f"{origin} is named twice.",
            "Nobody is a mover who stays: name the area they left and the one they "
            "came to.",
        )
    chosen = interval or estimates.intervals[0]
    account = estimates.account(sex=sex, interval=chosen)
    missing = [each for each in (origin, destination) if each not in account.areas]
    if missing:
        raise not_in_tables(missing, account.areas)
    pair = (origin, destination)
    return Explanation(
        interval=chosen,
        sex=sex,
        stocks=_stocks(estimates.stocks, account, pair),
        homes=(_home(account, origin), _home(account, destination)),
        adjustments=_adjustments(estimates, account, pair),
        ways=(
            _way(estimates, account, pair, birthplaces),
            _way(estimates, account, pair[::-1], birthplaces),
        ),
        editions=estimates.editions,
        failures=tuple(
            each
            for each in estimates.failures
            if (each.sex, each.interval) == (sex, chosen)
        ),
    )


def _stocks(
    cells: pl.DataFrame, account: Account, pair: tuple[str, str]
) -> tuple[Stock, ...]:
    """The migrants of the two areas in each other, before and after."""
    found = []
    for born, living in (pair, pair[::-1]):
        row, column = account.areas.index(born), account.areas.index(living)
        for table in (account.before, account.after):
            known = _cells(cells, account.sex, (born, living), table.day)
            values = [each.value for each in known if each.value is not None]
            found.append(
                Stock(
                    born,
                    living,
                    table.day,
                    float(table.persons[row, column]),
                    sum(values) if values else None,
                    known,
                )
            )
    return tuple(found)


def _cells(
    cells: pl.DataFrame, sex: str, pair: tuple[str, str], day: date
) -> tuple[Cell, ...]:
    """The cells of one stock; both sexes rest on those of women and of men."""
    column = pl.col
    rows = cells.filter(
        column("origin").cast(pl.String) == pair[0],
        column("area").cast(pl.String) == pair[1],
        column("start") == day,
    ).with_columns(column("sex", "edition", "sheet").cast(pl.String))
    own = rows.filter(column("sex") == sex)
    chosen = (rows if own.is_empty() else own).unique().sort("sex", "row", "column")
    return tuple(
        Cell(
            each["edition"],
            each["file"],
            each["sheet"] or "",
            each["row"],
            each["column"],
            each["value"],
            "migrant_stock",
        )
        for each in chosen.iter_rows(named=True)
    )


def _home(account: Account, area: str) -> Home:
    spot = account.areas.index(area)
    net = account.net_migration
    return Home(
        area,
        float(account.before.residents[spot]),
        float(account.after.residents[spot]),
        float(account.births[spot]),
        float(account.deaths[spot]),
        None if net is None else float(net[spot]),
        float(account.implied_net_migration[spot]),
    )


def _adjustments(
    estimates: Estimates, account: Account, pair: Sequence[str]
) -> tuple[Adjustment, ...]:
    """The changes in one of the two areas: of everybody, or of those born in them."""
    return tuple(
        each
        for each in estimates.adjustments
        if each.interval == account.interval
        and each.sex == account.sex
        and each.area in pair
        and (each.origin is None or each.origin in pair)
    )


def _way(
    estimates: Estimates, account: Account, pair: tuple[str, str], birthplaces: int
) -> Way:
    tables = estimates.made(account.sex, account.interval)
    made = [each.method for each in tables]
    laid_out = bench(account, *pair, methods=made, top=birthplaces)
    return Way(*pair, tuple(working(each, laid_out) for each in tables))
