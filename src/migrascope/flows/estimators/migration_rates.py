"""How would the movers spread if they went where migrants already are?

Each corridor gets its share of the migrants at the start of the interval, times the
number of all movers in the world. That number is taken as the sum, over areas, of net
migration without its sign: as published where the account has it, else as implied by
residents, births and deaths.

Reference: Dennett, A. (2016), Estimating an annual time series of global migration
flows, in: Global Dynamics: Approaches from Complexity Science, Wiley, 125–142.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators.method import WORLD, Method
from migrascope.flows.estimators.stock_difference_dropped import NO_SEED
from migrascope.flows.fit.reach import reached, tolerance
from migrascope.flows.table import FlowTable


def movers(account: Account) -> float:
    """All movers of the world, as the method sets them: net migration without signs."""
    net = account.net_migration
    known = account.implied_net_migration if net is None else net
    return float(np.abs(known).sum())


def estimate(account: Account, seed: FloatArray | None) -> FlowTable:
    """Movers of the world, spread as the migrants before."""
    migrants, many = account.before.migrants, movers(account)
    everyone = float(migrants.sum())
    persons = migrants * (many / everyone) if everyone else migrants
    source = "implied by the account" if account.net_migration is None else "published"
    says = f"{many:,.0f} movers, from net migration as {source}."
    fit = reached(
        0,
        abs(float(persons.sum()) - many),
        tolerance(np.array([many])),
        worst="the total of all movers (there are no migrants before)",
        says=says if seed is None else f"{says} {NO_SEED}",
    )
    return FlowTable(
        METHOD.code, account.sex, account.interval, account.areas, persons, fit
    )


METHOD = Method(
    code="mig_rate",
    title="Migration rates",
    says="All movers of the world, shared out as the stocks of migrants were at the "
    "start. All movers are the sum of net migration without its sign.",
    reference="Dennett, A. (2016), Estimating an annual time series of global "
    "migration flows, in: Global Dynamics: Approaches from Complexity Science, Wiley, "
    "125–142",
    assumes=(
        "People move along the corridors in which migrants of earlier years live.",
        "Every stock is as young as the next one.",
        (
            "As many people move as net migration shows, though arrivals and "
            "departures cancel out in it."
        ),
    ),
    cannot_see=(
        "New corridors, and corridors that have closed: the stocks after are not used.",
        "Returns, which run against the stocks.",
        "The net migration of a single area, which its tables do not meet.",
    ),
    promises=frozenset({WORLD}),
    takes_seed=False,
    estimator=estimate,
)
