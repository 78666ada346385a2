"""By how much did each stock of migrants grow?

The growth of a stock is taken as the flow from the place of birth to the place of
residence; a stock that fell gives no flow at all.

Reference: Bertoli, S. and Fernández-Huertas Moraga, J. (2015), The size of the cliff
at the border, Regional Science and Urban Economics 51, 1–6.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators.method import Method
from migrascope.flows.table import Fit, FlowTable

NO_FIT = "A difference of two stocks: there is nothing to fit."
NO_SEED = "The seed was not used: this method leaves nothing open."


def estimate(account: Account, seed: FloatArray | None) -> FlowTable:
    """Movements from the place of birth, where the stock of migrants grew."""
    grown = account.after.migrants - account.before.migrants
    return FlowTable(
        METHOD.code,
        account.sex,
        account.interval,
        account.areas,
        np.maximum(grown, 0.0),
        exact(seed),
    )


def exact(seed: FloatArray | None) -> Fit:
    """The fit of a method that only subtracts."""
    says = NO_FIT if seed is None else f"{NO_FIT} {NO_SEED}"
    return Fit(0, 0.0, 0.0, converged=True, says=says)


METHOD = Method(
    code="sd_drop_neg",
    title="Stock differencing, falls dropped",
    says="The growth of each stock of migrants, from the place of birth to the place "
    "of residence. Stocks that fell count as no movement.",
    reference="Bertoli, S. and Fernández-Huertas Moraga, J. (2015), The size of the "
    "cliff at the border, Regional Science and Urban Economics 51, 1–6",
    assumes=(
        "Migrants leave the place where they were born, once.",
        "No migrant dies, and no migrant leaves the place of residence.",
    ),
    cannot_see=(
        "Returns and movements onward: a stock that falls is no flow.",
        "Movements that replace migrants who died or left.",
        "Natives: births, deaths and net migration of an area are not used.",
    ),
    promises=frozenset(),
    takes_seed=False,
    estimator=estimate,
)
