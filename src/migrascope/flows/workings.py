"""How did a method come to its figure for one corridor?

Each method's own arithmetic, taken apart for two areas: the differences of stocks,
the share of all movers, or the demographic account with the birthplaces whose people
make up the movement. Every line can be worked again by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators import accounting, migration_rates
from migrascope.flows.estimators.accounting import Balanced
from migrascope.flows.table import Factors, Fit, FlowTable

PERSONS = "PS"
PERCENT = "PT"

_BALANCED: Mapping[str, Callable[[Account], Balanced]] = {
    "da_min_open": accounting.open_account,
    "da_min_closed": accounting.closed_account,
    "da_pb_closed": accounting.closed_account,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a calculation; `unit` is persons or percent."""

    says: str
    value: float
    unit: str = PERSONS


@dataclass(frozen=True, slots=True)
class Held:
    """One stock in the account of a method, on both days; persons.

    `before` less `deaths` plus `changed_before` is `left_before`, and `after` less
    `births` plus `changed_after` is `left_after`: what movements have to explain.
    What changed is the scaling of a closed account, or who left the areas of the
    table or came from outside in an open one.
    """

    birthplace: str
    residence: str
    before: float
    deaths: float
    changed_before: float
    left_before: float
    after: float
    births: float
    changed_after: float
    left_after: float


@dataclass(frozen=True, slots=True)
class Born:
    """The movers of a corridor who were born in one place.

    Where nothing weighed beforehand, `persons` are `at_origin` × `at_destination` ÷
    `of`. For the least movements these are those missing at the origin, those new at
    the destination, and all movers of that birthplace; for movements regardless of
    where people were, the residents before, the residents after, and everybody.
    """

    birthplace: str
    persons: float
    at_origin: float
    at_destination: float
    of: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a mixture: its weight, what it says, and the birthplaces behind it.

    `counts_stayers` tells movements regardless of where people were from the least
    ones; `is_weighed` says that corridors had weights beforehand.
    """

    says: str
    counts_stayers: bool
    is_weighed: bool
    weight: float
    persons: float
    birthplaces: tuple[Born, ...]
    others: float


@dataclass(frozen=True, slots=True)
class Working:
    """What one method made of a corridor, and how."""

    method: str
    persons: float
    fit: Fit
    lines: tuple[Line, ...] = ()
    steps: tuple[str, ...] = ()
    stocks: tuple[Held, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """What a working needs: the account, the balanced ones, and the two areas."""

    account: Account
    balanced: Mapping[str, Balanced]
    origin: int
    destination: int
    top: int

    def name(self, spot: int) -> str:
        """The id of an area."""
        return self.account.areas[spot]


def bench(
    account: Account,
    origin: str,
    destination: str,
    *,
    methods: Collection[str] = tuple(_BALANCED),
    top: int = 5,
) -> Bench:
    """Lay out an account for two areas; at most `top` birthplaces are told apart.

    It is balanced for those of the `methods` that need it: those that have a table,
    since an account that cannot be balanced is what ended the others.
    """
    return Bench(
        account,
        {
            code: balance(account)
            for code, balance in _BALANCED.items()
            if code in methods
        },
        account.areas.index(origin),
        account.areas.index(destination),
        top,
    )


def working(table: FlowTable, on: Bench) -> Working:
    """What a method made of the corridor of the bench."""
    persons = float(table.persons[on.origin, on.destination])
    lines = _LINES.get(table.method)
    if lines is not None:
        return Working(table.method, persons, table.fit, lines=lines(on, persons))
    balanced = on.balanced.get(table.method)
    if balanced is None or table.birthplaces is None:
        return Working(table.method, persons, table.fit, lines=_net(on, persons))
    return Working(
        table.method,
        persons,
        table.fit,
        steps=balanced.steps,
        stocks=_held(on, balanced),
        parts=tuple(
            _part(on, spot, weight, factors)
            for spot, (weight, factors) in enumerate(table.birthplaces.parts)
        ),
    )


_PARTS = ("the least movements", "movements regardless of where people were")
"""What the parts of a mixture are, in the order of `pseudo_bayes_closed`."""


def _dropped(on: Bench, persons: float) -> tuple[Line, ...]:
    """The growth of one stock."""
    return (
        *_difference(on, on.origin, on.destination),
        Line("taken as movements (a fall counts as none)", persons),
    )


def _reversed(on: Bench, persons: float) -> tuple[Line, ...]:
    """The growth of one stock, and the fall of the other one."""
    grown = _difference(on, on.origin, on.destination)
    back = _difference(on, on.destination, on.origin)
    return (
        *grown,
        Line("growth, taken as movements", max(grown[-1].value, 0.0)),
        *back,
        Line("fall, taken as returns", max(-back[-1].value, 0.0)),
        Line("both together", persons),
    )


def _difference(on: Bench, born: int, living: int) -> tuple[Line, ...]:
    before = float(on.account.before.persons[born, living])
    after = float(on.account.after.persons[born, living])
    who = f"born in {on.name(born)}, living in {on.name(living)}"
    return (
        Line(f"{who}, before", before),
        Line(f"{who}, after", after),
        Line("difference", after - before),
    )


def _rate(on: Bench, persons: float) -> tuple[Line, ...]:
    """The share of a stock in all stocks, times all movers of the world."""
    migrants = on.account.before.migrants
    stock = float(migrants[on.origin, on.destination])
    everyone = float(migrants.sum())
    who = f"born in {on.name(on.origin)}, living in {on.name(on.destination)}"
    known = "implied" if on.account.net_migration is None else "published"
    return (
        Line(f"{who}, before", stock),
        Line("all migrants before", everyone),
        Line("share", 100 * stock / everyone if everyone else 0.0, PERCENT),
        Line(
            f"all movers of the world (net migration, {known}, without sign)",
            migration_rates.movers(on.account),
        ),
        Line("share of all movers", persons),
    )


def _net(on: Bench, persons: float) -> tuple[Line, ...]:
    """What a method knows that sees net migration only."""
    known = on.account.net_migration
    net = on.account.implied_net_migration if known is None else known
    return (
        Line(f"net migration of {on.name(on.origin)}", float(net[on.origin])),
        Line(f"net migration of {on.name(on.destination)}", float(net[on.destination])),
        Line("movements that agree with the net migration of all areas", persons),
    )


def _held(on: Bench, balanced: Balanced) -> tuple[Held, ...]:
    """The four stocks of the two areas in an account."""
    both = (on.origin, on.destination)
    return tuple(_stock(on, balanced, born, living) for born in both for living in both)


def _stock(on: Bench, balanced: Balanced, born: int, living: int) -> Held:
    def at(table: FloatArray) -> float:
        return float(table[born, living])

    before, after = at(on.account.before.persons), at(on.account.after.persons)
    deaths, births = at(balanced.deaths), at(balanced.births)
    left_before, left_after = at(balanced.before), at(balanced.after)
    return Held(
        on.name(born),
        on.name(living),
        before,
        deaths,
        left_before - (before - deaths),
        left_before,
        after,
        births,
        left_after - (after - births),
        left_after,
    )


def _part(on: Bench, which: int, weight: float, factors: Factors) -> Part:
    """The birthplaces whose people make up the corridor in one part of a mixture."""
    by_birthplace = factors.of_corridor(on.origin, on.destination)
    order = np.argsort(-by_birthplace, kind="stable")[: on.top]
    told = [int(spot) for spot in order if by_birthplace[spot] >= 0.5]
    persons = float(by_birthplace.sum())
    return Part(
        _PARTS[which],
        which == 1,
        factors.seed is not None,
        weight,
        persons,
        tuple(_born(on, factors, spot, counts_stayers=which == 1) for spot in told),
        persons - float(by_birthplace[told].sum()),
    )


def _born(
    on: Bench, factors: Factors, birthplace: int, *, counts_stayers: bool
) -> Born:
    moves = factors.of_birthplace(birthplace)
    if not counts_stayers:
        np.fill_diagonal(moves, 0.0)
    return Born(
        on.name(birthplace),
        persons=float(moves[on.origin, on.destination]),
        at_origin=float(moves[on.origin].sum()),
        at_destination=float(moves[:, on.destination].sum()),
        of=float(moves.sum()),
    )


_LINES: Mapping[str, Callable[[Bench, float], tuple[Line, ...]]] = {
    "sd_drop_neg": _dropped,
    "sd_rev_neg": _reversed,
    "mig_rate": _rate,
}
