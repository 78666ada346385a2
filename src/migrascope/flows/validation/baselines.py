"""What would somebody say who does not estimate at all?

Two naive guesses that a method must beat to be worth its assumptions: everybody moves
as the stocks lie, and everything is as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from migrascope.flows.account import Account
from migrascope.flows.table import Fit, FlowTable
from migrascope.flows.validation.published import Published

STOCK_SHARE = "stock_share"
AS_BEFORE = "as_before"

SAYS = {
    STOCK_SHARE: "the stock before, as a share of all migrants, times the middle of "
    "the methods' world totals",
    AS_BEFORE: "the published closed estimate (da_pb_closed) of the interval before",
}

_FIT = Fit(
    rounds=0,
    largest_error=0.0,
    tolerance=0.0,
    converged=True,
    says="A naive baseline: there is nothing to fit.",
)


def stock_share(account: Account, tables: Sequence[FlowTable]) -> FlowTable:
    """Everybody moves as the stocks lie: a share of the world total of the methods."""
    migrants = account.before.migrants
    world = float(np.median([each.total for each in tables]))
    return FlowTable(
        method=STOCK_SHARE,
        sex=account.sex,
        interval=account.interval,
        areas=account.areas,
        persons=migrants / migrants.sum() * world,
        fit=_FIT,
    )


def as_before(account: Account, published: Published, *, method: str) -> FlowTable:
    """The published movements of the interval before; zero where it has no row."""
    spot = {area: each for each, area in enumerate(published.areas)}
    known = np.array([area in spot for area in account.areas])
    place = np.array([spot.get(area, 0) for area in account.areas])
    persons = published.persons[method][np.ix_(place, place)]
    persons = np.where(np.outer(known, known), persons, 0.0)
    np.fill_diagonal(persons, 0.0)
    return FlowTable(
        method=AS_BEFORE,
        sex=account.sex,
        interval=account.interval,
        areas=account.areas,
        persons=persons,
        fit=_FIT,
    )
