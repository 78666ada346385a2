"""What is the least number of people who must have moved, in a closed world?

In the closed account, as many people as possible stay where they were: those who
lived in an area before and after, for each birthplace. The others must have moved, and
are shared out in proportion. A floor, not a best guess: see `pseudo_bayes_closed`.

References: Abel, G. J. and Sander, N. (2014), Quantifying global international
migration flows, Science 343, 1520–1522; Abel, G. J. (2018), International Migration
Review 52(3), 809–852.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators.accounted import flow_table
from migrascope.flows.estimators.accounting import Balanced, closed_account
from migrascope.flows.estimators.method import BIRTHPLACES, NET, Method
from migrascope.flows.fit.three_way import Movers, quasi_independent
from migrascope.flows.table import Birthplaces, FlowTable


def estimate(account: Account, seed: FloatArray | None) -> FlowTable:
    """The smallest number of movements that explains both stock tables."""
    balanced = closed_account(account)
    moved = least_movers(balanced, seed, account.areas)
    return flow_table(
        METHOD.code,
        account,
        balanced=balanced,
        birthplaces=Birthplaces(((1.0, moved.factors),)),
        fits=(moved.fit,),
    )


def least_movers(
    balanced: Balanced, seed: FloatArray | None, areas: tuple[str, ...]
) -> Movers:
    """Movers of a balanced account when everyone stays who can."""
    stayers = np.minimum(balanced.before, balanced.after)
    return quasi_independent(
        balanced.before, balanced.after, stayers=stayers, seed=seed, areas=areas
    )


METHOD = Method(
    code="da_min_closed",
    title="Demographic accounting, minimum migration, closed",
    says="The least movements that explain both stock tables after births and deaths, "
    "when everyone who leaves an area arrives in another one.",
    reference="Abel, G. J. and Sander, N. (2014), Quantifying global international "
    "migration flows, Science 343, 1520–1522; Abel, G. J. (2018), Estimates of global "
    "bilateral migration flows by gender between 1960 and 2015, International "
    "Migration Review 52(3), 809–852",
    assumes=(
        "As many people as possible stayed where they were.",
        "Migrants die as residents do, and children are natives of their area.",
        "Where the stocks of a birthplace do not add up, both tables err alike.",
        (
            "Movers of a birthplace go from where it lost to where it gained people, "
            "in proportion (and to the seed)."
        ),
    ),
    cannot_see=(
        "People who moved and were replaced by others of the same birthplace.",
        "Movements out and back within the interval.",
    ),
    promises=frozenset({BIRTHPLACES, NET}),
    takes_seed=True,
    estimator=estimate,
)
