"""How does an interval become accounts, step by step?

1. groups of countries among the countries are left out
2. parts are put together that one day knows only as a whole
3. pairs and tables that one day lacks are left out, or carried
4. residual places of birth are spread, kept or left out
5. natives are filled in from the population
6. refugees are taken out, if that was asked for
7. births, deaths and net migration are added up over the interval

Everything is prepared for women and men, and both sexes are their sum; so women and
men always add up. An edition that knows both sexes only gives accounts of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from migrascope.errors import NoFigures, UnusableTable, UsageError
from migrascope.flows.account import Account, FloatArray, Interval, StockTable
from migrascope.flows.options import Options, Refugees
from migrascope.flows.preparing import (
    demography,
    gaps,
    natives,
    net_totals,
    refugees,
    residuals,
    stocks,
    tables,
    territories,
    unlisted,
    vital,
)
from migrascope.flows.preparing.adjustment import BOTH, Adjustment, Ledger
from migrascope.flows.preparing.demography import Demography
from migrascope.flows.preparing.refugees import Counted
from migrascope.flows.preparing.stocks import CELLS, Stocks
from migrascope.flows.preparing.tables import Tables
from migrascope.flows.preparing.unlisted import Totals
from migrascope.flows.preparing.vital import Vital

if TYPE_CHECKING:
    from migrascope.store.base import Base

SEXES = ("F", "M", BOTH)
_LEFT_OUT = "No table of its residents: it is a place of birth only."
_NOT_IN = "Not an area of the stocks: left out."


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What a run needs from the base, read once."""

    stocks: Stocks
    demography: Demography
    totals: Totals | None
    refugees: Counted | None
    options: Options

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that the accounts rest on."""
        more = [each.edition for each in (self.totals, self.refugees) if each]
        every = (self.stocks.edition, *self.demography.editions, *more)
        return tuple(dict.fromkeys(every))


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """An account, what was changed on the way to it, and the cells it rests on.

    `stocks` has the columns of `stocks.CELLS`.
    """

    account: Account
    adjustments: tuple[Adjustment, ...]
    stocks: pl.DataFrame
    editions: tuple[str, ...]


def gather(base: Base, options: Options) -> Material:
    """Read everything that is needed from the base.

    Raises:
        NoFigures: stocks, population, births or deaths are not there; the message
            says what to fetch.
        EstimationError: a figure that is no number, or totals that do not agree.
    """
    counted = refugees.read(base) if options.refugees is Refugees.EXCLUDED else None
    held = stocks.read(base, options.stocks)
    known = demography.read(base, options.population, years=held.years)
    return Material(held, known, unlisted.read(base, held), counted, options)


def prepare(base: Base, interval: Interval, sex: str, *, options: Options) -> Prepared:
    """The account of one interval and sex.

    Raises:
        NoFigures: the base lacks what is needed.
        UsageError: no stocks of that day, or no such sex.
    """
    (found,) = accounts(gather(base, options), interval, (sex,))
    return found


def accounts(
    material: Material, interval: Interval, sexes: tuple[str, ...]
) -> tuple[Prepared, ...]:
    """The accounts of one interval for several sexes, in their order.

    Raises:
        NoFigures: the edition or the base does not tell women from men, or lacks
            population, births or deaths.
        UnusableTable: fewer than two areas have a table of residents on both days.
        UsageError: no stocks of that day, or no such sex.
    """
    _refuse_unknown(material, interval, sexes)
    material.demography.require(interval)
    ledger = Ledger(interval, material.stocks.sexes)
    ready, events = _run(material, interval, ledger)
    rows = material.stocks.rows.filter(
        pl.col("start").is_in([interval.start, interval.end])
    )
    return tuple(
        Prepared(
            _account(ready, events, sex),
            ledger.of(sex),
            _cells(rows, sex),
            material.editions,
        )
        for sex in sexes
    )


def _run(
    material: Material, interval: Interval, ledger: Ledger
) -> tuple[Tables, Vital]:
    options, known = material.options, material.demography
    now = tables.of(material.stocks)
    now = territories.without_groups(now, interval, ledger)
    if material.totals is not None:
        unlisted.list_them(now, material.totals, interval, ledger)
    now = territories.put_together(now, interval, ledger)
    counted = now.between(interval)
    now = gaps.close(now, interval, ledger, gaps=options.gaps)
    _refuse_single_table(counted, now, material.stocks.edition, interval)
    now = residuals.without_clue(now, ledger, residuals=options.residuals)
    foreign = dict(zip(now.areas, now.foreign.transpose(2, 0, 1), strict=True))
    now = residuals.settle(now, interval, ledger, residuals=options.residuals)
    people = natives.population(now, known, interval, ledger)
    born_elsewhere = np.stack([foreign[each] for each in now.areas], axis=2)
    now = natives.fill(now, people, born_elsewhere, ledger)
    stands_for = natives.members(now, known)
    _list_absent(now, known, stands_for, interval, ledger)
    if material.refugees is not None:
        now = refugees.take_out(now, material.refugees, stands_for, ledger)
    events = vital.events(now, people, known, stands_for, interval, ledger)
    return now, net_totals.settle(events, now, ledger, net_totals=options.net_totals)


def _refuse_unknown(
    material: Material, interval: Interval, sexes: tuple[str, ...]
) -> None:
    for day in (interval.start, interval.end):
        if material.stocks.day(day.year) != day:
            raise UsageError(
                f"{material.stocks.edition} has no stocks of {day}.",
                f"Its day in {day.year} is {material.stocks.day(day.year)}.",
            )
    unknown = [sex for sex in sexes if sex not in SEXES]
    if unknown:
        raise UsageError(f'"{unknown[0]}" is no sex here.', "Choose F, M or _T.")
    if set(sexes) <= {BOTH}:
        return
    if material.stocks.sexes == (BOTH,):
        raise NoFigures(
            f"{material.stocks.edition} does not tell women from men.",
            "Ask for both sexes (_T), or choose another edition of the stocks.",
        )
    natives.require_sexes(material.demography)


def _refuse_single_table(
    counted: Tables, closed: Tables, edition: str, interval: Interval
) -> None:
    """Movements need two areas whose residents are known on both days.

    Raises:
        UnusableTable: there are fewer; the message names the largest origin without
            a table.
    """
    if closed.homes.sum() > 1 or closed.homes.all():
        return
    born = np.where(closed.homes, -1.0, counted.persons.sum(axis=(0, 3)).max(axis=0))
    largest = int(born.argmax())
    named = zip(closed.areas, closed.homes, strict=True)
    held = [each for each, is_home in named if is_home]
    where = f"{held[0]} only" if held else "no area"
    raise UnusableTable(
        f"{edition} has residents on both {interval.start} and {interval.end} for "
        f"{where}: {closed.areas[largest]}, an origin of {born[largest]:,.0f} people, "
        "has no table of its residents.",
        "Add the tables of other areas, or choose another edition of the stocks.",
    )


def _list_absent(
    now: Tables,
    known: Demography,
    stands_for: dict[str, tuple[str, ...]],
    interval: Interval,
    ledger: Ledger,
) -> None:
    """Write down everybody who lives where no table of residents is."""
    covered = {
        each
        for name, has_table in zip(now.areas, now.homes, strict=True)
        if has_table
        for each in (name, *stands_for[name])
    }
    births_only = {
        each
        for each, has_table in zip(now.areas, now.homes, strict=True)
        if not has_table and not residuals.is_residual(each)
    }
    for each in sorted((set(known.points) | births_only) - covered):
        people, _ = known.population(each, interval.start)
        says = _LEFT_OUT if each in births_only else _NOT_IN
        if np.isfinite(people):
            share = np.full((len(now.sexes), 1), -people / len(now.sexes))
            ledger.write("left out", says, [each], share)
        else:
            ledger.remark("left out", says, each)


def _account(ready: Tables, events: Vital, sex: str) -> Account:
    def chosen(of_sexes: FloatArray) -> FloatArray:
        if sex in ready.sexes:
            return np.asarray(of_sexes[ready.sexes.index(sex)])
        return np.asarray(of_sexes.sum(axis=0))

    before, after = (
        StockTable(ready.areas, chosen(ready.persons[:, at]), day)
        for at, day in enumerate(ready.days)
    )
    return Account(
        sex,
        before,
        after,
        chosen(events.births),
        chosen(events.deaths),
        chosen(events.net_migration),
    )


def _cells(rows: pl.DataFrame, sex: str) -> pl.DataFrame:
    """The cells of a sex; both sexes rest on those of women and of men."""
    chosen = rows if sex == BOTH else rows.filter(pl.col("sex") == sex)
    return chosen.select(CELLS)
