"""What is the least moving that gives each area its net migration?

The least person-moves or, with a seed, the least sum of 1/seed over all moves: a seed
of one over the distance gives the least person-kilometres. A floor from net migration
alone, and a table with few corridors.

Reference: Ford, L. R. and Fulkerson, D. R. (1962), Flows in Networks, Princeton
University Press (the transshipment problem).
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators import net_totals
from migrascope.flows.estimators.method import NET, Method
from migrascope.flows.fit.least_cost import cheapest
from migrascope.flows.table import FlowTable


def estimate(account: Account, seed: FloatArray | None) -> FlowTable:
    """The cheapest movements with these net totals."""
    net = net_totals.known(account)
    many = len(account.areas)
    weights = np.ones((many, many)) if seed is None else seed
    cost = np.full((many, many), np.inf)
    np.divide(1.0, weights, out=cost, where=weights > 0)
    fitted = cheapest(cost, net, areas=account.areas)
    return net_totals.flow_table(METHOD.code, account, fitted)


METHOD = Method(
    code="net_lp",
    title="Net migration, least moves",
    says="The least person-moves that give each area its net migration; with a seed, "
    "the least sum of 1/seed (one over the distance: the least person-kilometres).",
    reference="Ford, L. R. and Fulkerson, D. R. (1962), Flows in Networks, Princeton "
    "University Press",
    assumes=(
        "Nobody leaves an area that gains, unless the way is cheaper through it.",
        "Net migration is right, and adds up to zero.",
    ),
    cannot_see=(
        "Where people went: without a seed many tables cost the same, one is given.",
        "Arrivals and departures that cancel out.",
    ),
    promises=frozenset({NET}),
    takes_seed=True,
    estimator=estimate,
)
