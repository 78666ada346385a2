"""How many moved, if the least is too few and pure chance too many?

A weighted mean of two tables of the same closed account: the least movements, and
those of people who choose their area regardless of where they were. The weight of the
first, 0.87, was found by Azose & Raftery on reported flows between European countries.

Reference: Azose, J. J. and Raftery, A. E. (2019), Estimation of emigration, return
migration, and transit migration between all pairs of countries, PNAS 116(1), 116–122.
"""

from __future__ import annotations

from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators.accounted import flow_table
from migrascope.flows.estimators.accounting import closed_account
from migrascope.flows.estimators.method import BIRTHPLACES, NET, Method
from migrascope.flows.estimators.minimum_closed import least_movers
from migrascope.flows.fit.three_way import independent
from migrascope.flows.table import Birthplaces, FlowTable

LEAST = 0.87
"""Weight of the least movements (α of Azose & Raftery 2019)."""


def estimate(account: Account, seed: FloatArray | None) -> FlowTable:
    """The least movements and independent ones, mixed 87 to 13."""
    balanced = closed_account(account)
    least = least_movers(balanced, seed, account.areas)
    chance = independent(
        balanced.before, balanced.after, seed=seed, areas=account.areas
    )
    mixed = Birthplaces(((LEAST, least.factors), (1.0 - LEAST, chance.factors)))
    return flow_table(
        METHOD.code,
        account,
        balanced=balanced,
        birthplaces=mixed,
        fits=(least.fit, chance.fit),
    )


METHOD = Method(
    code="da_pb_closed",
    title="Demographic accounting, pseudo-Bayesian, closed",
    says="Between the least movements (87 %) and those of people who choose their area "
    "regardless of where they were (13 %), both in the closed account.",
    reference="Azose, J. J. and Raftery, A. E. (2019), Estimation of emigration, "
    "return migration, and transit migration between all pairs of countries, PNAS "
    "116(1), 116–122",
    assumes=(
        (
            "Movers beyond the least are as common everywhere as between European "
            "countries."
        ),
        "Migrants die as residents do, and children are natives of their area.",
        "Where the stocks of a birthplace do not add up, both tables err alike.",
    ),
    cannot_see=(
        "How much people of different countries really move beyond the least.",
        "Movements out and back within the interval.",
    ),
    promises=frozenset({BIRTHPLACES, NET}),
    takes_seed=True,
    estimator=estimate,
)
