"""What is left to be explained by movements, once births and deaths are?

The demographic account behind the methods of Abel (2013) and Abel & Sander (2014).
Deaths are taken from the stock before, births from the stock after; what remains are
the same people on both days, so each birthplace must count as many on either. Where it
does not, the account is opened (people leave the world of the table, or enter it) or
closed (both tables are scaled to common totals). No step can give a negative number.

References: Abel, G. J. (2013), Demographic Research 28(18), 505–546; Abel, G. J. and
Sander, N. (2014), Science 343, 1520–1522 (closed); Abel, G. J. and Cohen, J. E.
(2019), Scientific Data 6:82.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from migrascope.errors import UnbalancedTotals
from migrascope.flows.account import Account, FloatArray
from migrascope.flows.fit import common, three_way
from migrascope.flows.fit.biproportional import biproportional
from migrascope.flows.fit.reach import reached, together, tolerance
from migrascope.flows.fit.sums import excess, totals
from migrascope.flows.table import Fit

_OUT_OF_REACH = (
    "The mean of the birthplace totals was out of reach; the nearest common totals "
    "were taken."
)
_NO_TOTALS = "No common birthplace totals are within reach of both tables."


@dataclass(frozen=True, slots=True, eq=False)
class Balanced:
    """The people to be explained by movements, by birthplace (rows) and residence.

    `before` and `after` have equal row sums: the same people on both days, after
    `deaths`, `births`, and those `entering` and `leaving` the world of the table (none
    if it is closed) are accounted for. `natives_scaled` are the persons by which world
    growth and births less deaths disagreed; half were taken from the natives before,
    half given to the natives after. `steps` say all of it in words.
    """

    before: FloatArray
    after: FloatArray
    deaths: FloatArray
    births: FloatArray
    entering: FloatArray
    leaving: FloatArray
    natives_scaled: float
    steps: tuple[str, ...]
    fit: Fit


def open_account(account: Account) -> Balanced:
    """The account in which people may leave the areas of the table, or enter them.

    Raises:
        UnbalancedTotals: more deaths than residents before, or more births than
            residents after.
    """
    stocks = (account.before.persons, account.after.persons)
    deaths, births = _deaths(account, stocks[0]), _births(account, stocks[1])
    before, after = np.maximum(stocks[0] - deaths, 0), np.maximum(stocks[1] - births, 0)
    falls = (before - after).sum(axis=1)
    leaving = before * _share(np.maximum(falls, 0.0), before.sum(axis=1))[:, None]
    entering = after * _share(np.maximum(-falls, 0.0), after.sum(axis=1))[:, None]
    before, after = np.maximum(before - leaving, 0), np.maximum(after - entering, 0)
    left = (
        f"{leaving.sum():,.0f} people left the areas of the table, in proportion to "
        "where they lived before, from birthplaces that count fewer people after."
    )
    came = (
        f"{entering.sum():,.0f} people came from outside the table, in proportion to "
        "where they live after, born in places that count more people after."
    )
    steps = (*_natural(deaths, births), left, came)
    return Balanced(
        before, after, deaths, births, entering, leaving, 0.0, steps,
        _birthplaces_agree(account, before, after),
    )  # fmt: skip


@lru_cache(maxsize=1)
def closed_account(account: Account) -> Balanced:
    """The account in which everyone who leaves an area arrives in another one.

    The last one is kept: two methods begin with the same (accounts never change).

    Raises:
        UnbalancedTotals: more deaths than residents before, or more births than
            residents after, or no natives that could be scaled.
    """
    short, stocks = _scale_natives(account)
    deaths, births = _deaths(account, stocks[0]), _births(account, stocks[1])
    before, after = np.maximum(stocks[0] - deaths, 0), np.maximum(stocks[1] - births, 0)
    before, after, scaling, met = _to_common_totals(before, after, account.areas)
    natives = (
        f"Natives were scaled by {short:+,.0f} people, half of them on each day, so "
        "that the areas grew by births less deaths."
    )
    steps = (natives, *_natural(deaths, births), met)
    none = np.zeros_like(before)
    fit = together(scaling, _birthplaces_agree(account, before, after))
    return Balanced(before, after, deaths, births, none, none, short, steps, fit)


def _to_common_totals(
    before: FloatArray, after: FloatArray, areas: tuple[str, ...]
) -> tuple[FloatArray, FloatArray, Fit, str]:
    """Scale both tables to the mean of their birthplace totals, residents kept.

    Where the mean is out of reach, to those common totals that change them least.
    """
    residents = (totals(before, axis=0), totals(after, axis=0))
    born = (totals(before, axis=1) + totals(after, axis=1)) / 2
    apart = float(np.abs((before - after).sum(axis=1)).sum()) / 4
    first, second = (
        biproportional(table, born, columns=wanted, areas=areas)
        for table, wanted in zip((before, after), residents, strict=True)
    )
    mean = f"the mean of the birthplace totals, {apart:,.0f} people away from each"
    if first.fit.converged and second.fit.converged:
        says = f"Both tables were scaled to {mean}; residents were kept."
        return first.persons, second.persons, together(first.fit, second.fit), says
    agreed = common.agree(before, after, areas=areas)
    if agreed.fit.converged:
        says = f"Both tables were scaled to the nearest common totals, because {mean}, "
        fit = replace(agreed.fit, says=_OUT_OF_REACH)
        return agreed.first, agreed.second, fit, f"{says}was out of reach."
    before, after = three_way.scaled(agreed.first, agreed.second)
    fit = _residents_kept(before, after, residents, areas)
    return before, after, fit, f"{_NO_TOTALS} Residents were not kept."


def _residents_kept(
    before: FloatArray,
    after: FloatArray,
    residents: tuple[FloatArray, FloatArray],
    areas: tuple[str, ...],
) -> Fit:
    """How many residents the scaling of birthplaces has gained or lost."""
    missed = np.maximum(
        np.abs(excess(before, residents[0], axis=0)),
        np.abs(excess(after, residents[1], axis=0)),
    )
    worst = int(np.argmax(missed))
    return reached(
        0,
        float(missed[worst]),
        tolerance(*residents),
        worst=f"the number of residents of {areas[worst]}",
        says=_NO_TOTALS,
    )


def _scale_natives(account: Account) -> tuple[float, tuple[FloatArray, FloatArray]]:
    """Share between the natives of both days what births and deaths do not explain."""
    stocks = (account.before.persons.copy(), account.after.persons.copy())
    growth = float(stocks[1].sum() - stocks[0].sum())
    short = float(account.births.sum() - account.deaths.sum()) - growth
    for stock, share in zip(stocks, (-short / 2, short / 2), strict=True):
        natives = np.diagonal(stock).copy()
        if abs(share) <= tolerance(stock.sum(axis=0)):
            continue
        if not natives.any() or natives.sum() + share < 0:
            apart = account.implied_net_migration
            worst = int(np.abs(apart).argmax())
            raise UnbalancedTotals(
                f"Births less deaths and the growth of the stocks differ by "
                f"{short:,.0f} people, and there are {natives.sum():,.0f} natives. "
                f"The largest difference is that of {account.areas[worst]} "
                f"({-apart[worst]:,.0f}).",
                "Fill the natives from the population, scale the births or deaths, or "
                "use an open method.",
            )
        np.fill_diagonal(stock, natives * (1 + share / natives.sum()))
    return short, stocks


def _deaths(account: Account, stock: FloatArray) -> FloatArray:
    """The deaths of each area, shared over birthplaces as its residents were."""
    residents = stock.sum(axis=0)
    _refuse_excess("deaths", account.deaths, residents, account, day="before")
    return stock * _share(account.deaths, residents)[None, :]


def _births(account: Account, stock: FloatArray) -> FloatArray:
    """The births of each area: natives, unless there are fewer natives than births.

    Then some of the children have left, and nobody knows which: the births are
    shared over all birthplaces, so that no stock falls below zero.
    """
    residents = stock.sum(axis=0)
    _refuse_excess("births", account.births, residents, account, day="after")
    natives = np.diagonal(stock)
    births = np.diag(np.where(account.births <= natives, account.births, 0.0))
    many = account.births > natives
    births[:, many] = stock[:, many] * _share(account.births, residents)[many]
    return births


def _refuse_excess(
    what: str, events: FloatArray, residents: FloatArray, account: Account, *, day: str
) -> None:
    room = tolerance(residents)
    over = np.flatnonzero(events > residents + room)
    if over.size:
        worst = over[np.argmax((events - residents)[over])]
        raise UnbalancedTotals(
            f"{account.areas[worst]} has {events[worst]:,.0f} {what} in "
            f"{account.interval} and {residents[worst]:,.0f} residents {day}.",
            "Fill its residents from the population, or correct the figures.",
        )


def _natural(deaths: FloatArray, births: FloatArray) -> tuple[str, str]:
    abroad = float(births.sum() - np.trace(births))
    shared = f", {abroad:,.0f} of them not as natives" if abroad else ""
    return (
        f"{deaths.sum():,.0f} deaths were taken from the residents before.",
        f"{births.sum():,.0f} births were taken from the residents after{shared}.",
    )


def _birthplaces_agree(account: Account, before: FloatArray, after: FloatArray) -> Fit:
    """How far apart the totals of the birthplaces are now."""
    apart = np.abs((before - after).sum(axis=1))
    worst = int(np.argmax(apart))
    name = f"the number of people born in {account.areas[worst]}"
    return reached(0, float(apart[worst]), tolerance(before), worst=name)


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """A part of the whole, at most all of it; of nothing, nothing."""
    shares = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return np.asarray(np.minimum(shares, 1.0))
