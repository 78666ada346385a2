"""The pseudo-Bayesian table lies between the least movements and pure chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from tests.flows.estimators import tables
from tests.flows.estimators.tables import accounts

from migrascope.errors import UnbalancedTotals
from migrascope.flows import methods
from migrascope.flows.account import Account
from migrascope.flows.estimators.accounting import closed_account


def test_it_is_87_parts_of_the_least_and_13_of_chance() -> None:
    # Azose & Raftery (2019), PNAS 116(1), 116–122; stocks of Abel & Cohen (2019).
    balanced = closed_account(tables.ABEL_COHEN)
    born = balanced.before.sum(axis=1)[:, None, None]
    chance = balanced.before[:, :, None] * balanced.after[:, None, :] / born
    chance = chance.sum(axis=0)
    np.fill_diagonal(chance, 0.0)
    least = methods.get("da_min_closed").estimate(tables.ABEL_COHEN).persons
    flows = methods.get("da_pb_closed").estimate(tables.ABEL_COHEN)
    assert flows.persons == pytest.approx(0.87 * least + 0.13 * chance)
    assert flows.total > 160


@given(known=accounts())
def test_it_has_the_net_migration_of_the_least_movements_and_more_movers(
    known: Account,
) -> None:
    try:
        flows = methods.get("da_pb_closed").estimate(known)
    except UnbalancedTotals:
        assume(condition=False)
        raise
    least = methods.get("da_min_closed").estimate(known)
    assume(least.fit.converged)
    assert np.abs(flows.net - least.net).max() <= 2e-6
    assert flows.total >= least.total - 1e-6


def test_people_who_move_may_be_born_anywhere() -> None:
    parts = methods.get("da_pb_closed").estimate(tables.ABEL_COHEN).birthplaces
    assert parts is not None
    for table in (parts.emigration(), parts.returns(), parts.transit()):
        assert table.sum() > 1
