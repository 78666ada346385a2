"""By how much did each stock of migrants grow, and who went home where it fell?

As stock differencing; a stock that fell is taken as a flow back to the place of
birth.

Reference: Beine, M. and Parsons, C. (2015), Climatic factors as determinants of
international migration, Scandinavian Journal of Economics 117(2), 723–767.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators.method import Method
from migrascope.flows.estimators.stock_difference_dropped import exact
from migrascope.flows.table import FlowTable


def estimate(account: Account, seed: FloatArray | None) -> FlowTable:
    """Movements from the place of birth where a stock grew, back to it where not."""
    grown = account.after.migrants - account.before.migrants
    return FlowTable(
        METHOD.code,
        account.sex,
        account.interval,
        account.areas,
        np.maximum(grown, 0.0) + np.maximum(-grown, 0.0).T,
        exact(seed),
    )


METHOD = Method(
    code="sd_rev_neg",
    title="Stock differencing, falls reversed",
    says="The growth of each stock of migrants, from the place of birth to the place "
    "of residence. Stocks that fell count as returns to the place of birth.",
    reference="Beine, M. and Parsons, C. (2015), Climatic factors as determinants of "
    "international migration, Scandinavian Journal of Economics 117(2), 723–767",
    assumes=(
        "Migrants leave the place where they were born, or return to it.",
        "No migrant dies: a stock that shrinks by deaths counts as returns.",
    ),
    cannot_see=(
        "Movements onward from a place where one was not born to a third one.",
        "Arrivals and returns of the same interval, which cancel out.",
        "Natives: births, deaths and net migration of an area are not used.",
    ),
    promises=frozenset(),
    takes_seed=False,
    estimator=estimate,
)
