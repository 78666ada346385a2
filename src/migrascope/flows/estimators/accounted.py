"""Does a table of movements meet the account that it was made from?

Birthplace by birthplace the fits have said so already; what they leave can add up, so
the arrivals and departures of every area are compared once more.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import Account
from migrascope.flows.estimators.accounting import Balanced
from migrascope.flows.fit.reach import reached, together, tolerance
from migrascope.flows.table import Birthplaces, Fit, FlowTable


def flow_table(
    code: str,
    account: Account,
    *,
    balanced: Balanced,
    birthplaces: Birthplaces,
    fits: tuple[Fit, ...],
) -> FlowTable:
    """The movements of all birthplaces together, judged by area."""
    persons = birthplaces.total()
    gained = (balanced.after - balanced.before).sum(axis=0)
    off = np.abs(persons.sum(axis=0) - persons.sum(axis=1) - gained)
    worst = int(np.argmax(off))
    name = f"arrivals less departures of {account.areas[worst]}"
    net = reached(0, float(off[worst]), tolerance(persons), worst=name)
    return FlowTable(
        code,
        account.sex,
        account.interval,
        account.areas,
        persons,
        together(balanced.fit, *fits, net),
        birthplaces,
    )
