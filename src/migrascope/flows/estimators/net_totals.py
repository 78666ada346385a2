"""What do methods start from that know only how much each area gained or lost?

The net migration of the account: as published, where it is known, else as residents,
births and deaths imply it. It must add up to zero over all areas, because whoever
arrives has left somewhere; published figures often do not, and are never mended
silently.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from migrascope.errors import UnusableTable
from migrascope.flows.account import Account, FloatArray
from migrascope.flows.fit.biproportional import Fitted
from migrascope.flows.fit.net_margins import refuse_unbalanced, scaled
from migrascope.flows.table import FlowTable


def known(account: Account) -> FloatArray:
    """Net migration of each area, published or else implied.

    Raises:
        UnbalancedTotals: it does not add up to zero; see `balanced`.
    """
    net = account.net_migration
    net = account.implied_net_migration if net is None else net
    refuse_unbalanced(net)
    return net


def balanced(account: Account) -> Account:
    """The account with its net migration scaled so that gains and losses agree."""
    net = account.net_migration
    net = account.implied_net_migration if net is None else net
    return replace(account, net_migration=scaled(net))


def prior(account: Account, weights: FloatArray, net: FloatArray) -> FloatArray:
    """Weights of corridors as persons: as many movers as net migration without signs.

    Raises:
        UnusableTable: no corridor has any weight.
    """
    corridors = weights.copy()
    np.fill_diagonal(corridors, 0.0)
    if not corridors.any():
        raise UnusableTable(
            f"No corridor of {account.interval} has any weight.",
            "Give a seed, or stocks with migrants before.",
        )
    return np.asarray(corridors * (np.abs(net).sum() / corridors.sum()))


def flow_table(code: str, account: Account, fitted: Fitted) -> FlowTable:
    """The fitted persons as a table of movements."""
    return FlowTable(
        code,
        account.sex,
        account.interval,
        account.areas,
        fitted.persons,
        fitted.fit,
    )
