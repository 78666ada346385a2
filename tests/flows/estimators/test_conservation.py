"""People are neither made nor lost, and no movement is negative."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.flows.estimators.tables import account, accounts, seeds
from tests.flows.estimators.worlds import world

from migrascope.errors import UnbalancedTotals, UnusableTable
from migrascope.flows import methods
from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators import net_totals
from migrascope.flows.estimators.accounting import (
    Balanced,
    closed_account,
    open_account,
)
from migrascope.flows.table import FlowTable

ACCOUNTS: dict[str, Callable[[Account], Balanced]] = {
    "da_min_open": open_account,
    "da_min_closed": closed_account,
    "da_pb_closed": closed_account,
}
MILLIONTH = 1e-6
SOME = settings(max_examples=30)


def estimated(code: str, known: Account, seed: FloatArray | None = None) -> FlowTable:
    """The estimate; accounts that contradict themselves are not the subject here."""
    try:
        flows = methods.get(code).estimate(known, seed=seed)
    except UnbalancedTotals:
        assume(condition=False)
        raise
    return flows


def of_all_birthplaces(flows: FlowTable) -> FloatArray:
    assert flows.birthplaces is not None
    places = range(len(flows.areas))
    return np.array([flows.birthplaces.of_birthplace(place) for place in places])


def assert_birthplaces_meet(flows: FlowTable, balanced: Balanced) -> None:
    people = of_all_birthplaces(flows)
    assert np.abs(people.sum(axis=2) - balanced.before).max() <= MILLIONTH
    assert np.abs(people.sum(axis=1) - balanced.after).max() <= MILLIONTH
    born_before, born_after = balanced.before.sum(axis=1), balanced.after.sum(axis=1)
    assert np.abs(born_before - born_after).max() <= MILLIONTH


def net_of_account(known: Account, balanced: Balanced) -> FloatArray:
    """Residents after, less before, less births, plus deaths, with scaled natives."""
    half = balanced.natives_scaled / 2
    before, after = np.diagonal(known.before.persons), np.diagonal(known.after.persons)
    scaled = np.zeros(len(known.areas))
    if half:
        scaled = half * (before / before.sum() + after / after.sum())
    return known.implied_net_migration + scaled


@pytest.mark.parametrize("code", methods.ALL)
@SOME
@given(known=accounts(), data=st.data())
def test_no_movement_is_negative_and_nobody_moves_within_an_area(
    code: str, known: Account, data: st.DataObject
) -> None:
    seed = data.draw(st.none() | seeds(len(known.areas)))
    flows = estimated(code, known, seed)
    assert np.isfinite(flows.persons).all()
    assert (flows.persons >= 0).all()
    assert not np.diagonal(flows.persons).any()


@pytest.mark.parametrize("code", ACCOUNTS)
@SOME
@given(known=accounts(), data=st.data())
def test_every_birthplace_meets_its_account_in_every_area(
    code: str, known: Account, data: st.DataObject
) -> None:
    flows = estimated(code, known, data.draw(st.none() | seeds(len(known.areas))))
    assume(flows.fit.converged)
    assert_birthplaces_meet(flows, ACCOUNTS[code](known))
    assert (of_all_birthplaces(flows) >= 0).all()


@pytest.mark.parametrize("code", ACCOUNTS)
@SOME
@given(known=accounts())
def test_arrivals_less_departures_are_the_net_migration_of_every_area(
    code: str, known: Account
) -> None:
    flows = estimated(code, known)
    assume(flows.fit.converged)
    net = flows.net
    if flows.from_outside is not None and flows.to_outside is not None:
        net = net + flows.from_outside - flows.to_outside
    wanted = net_of_account(known, ACCOUNTS[code](known))
    assert np.abs(net - wanted).max() <= MILLIONTH
    assert abs(fsum(flows.net)) <= MILLIONTH


@given(known=accounts())
def test_an_open_account_can_always_be_met(known: Account) -> None:
    assert estimated("da_min_open", known).fit.converged


@SOME
@given(known=accounts(), data=st.data())
def test_a_seed_without_zeros_never_stands_in_the_way(
    known: Account, data: st.DataObject
) -> None:
    seed = data.draw(seeds(len(known.areas)))
    assert estimated("da_min_open", known, seed).fit.converged


@pytest.mark.parametrize("code", ACCOUNTS)
@SOME
@given(known=accounts(), data=st.data())
def test_emigration_returns_and_transit_are_all_movements(
    code: str, known: Account, data: st.DataObject
) -> None:
    flows = estimated(code, known, data.draw(st.none() | seeds(len(known.areas))))
    parts = flows.birthplaces
    assert parts is not None
    together = parts.emigration() + parts.returns() + parts.transit()
    assert np.abs(together - flows.persons).max() <= MILLIONTH


@pytest.mark.parametrize("code", ACCOUNTS)
@SOME
@given(known=accounts(largest=4))
def test_corridors_by_birthplace_are_the_same_people(code: str, known: Account) -> None:
    flows = estimated(code, known)
    assert flows.birthplaces is not None
    people = of_all_birthplaces(flows)
    corridor = flows.birthplaces.of_corridor(0, 1)
    assert corridor.tolist() == pytest.approx(people[:, 0, 1].tolist())
    assert fsum(corridor) == pytest.approx(flows.persons[0, 1])


@given(known=accounts())
def test_accounts_hold_no_negative_number_of_people(known: Account) -> None:
    for make in (open_account, closed_account):
        try:
            balanced = make(known)
        except UnbalancedTotals:
            continue
        for part in (
            balanced.before,
            balanced.after,
            balanced.deaths,
            balanced.births,
            balanced.entering,
            balanced.leaving,
        ):
            assert np.isfinite(part).all()
            assert (part >= 0).all()
        events = (balanced.deaths.sum(axis=0), balanced.births.sum(axis=0))
        assert np.abs(events[0] - known.deaths).max() <= MILLIONTH
        assert np.abs(events[1] - known.births).max() <= MILLIONTH


@given(known=accounts())
def test_the_world_of_migration_rates_is_net_migration_without_signs(
    known: Account,
) -> None:
    flows = methods.get("mig_rate").estimate(known)
    assume(flows.fit.converged)
    everyone = fsum(np.abs(known.implied_net_migration))
    assert abs(fsum(flows.persons.ravel()) - everyone) <= max(
        MILLIONTH, flows.fit.tolerance
    )


@pytest.mark.parametrize("code", methods.EXTRA)
@settings(max_examples=30)
@given(known=accounts(), data=st.data())
def test_methods_of_net_margins_give_every_area_its_net_migration(
    code: str, known: Account, data: st.DataObject
) -> None:
    known = net_totals.balanced(known)
    seed = data.draw(seeds(len(known.areas)))
    try:
        flows = methods.get(code).estimate(known, seed=seed)
    except UnusableTable:  # a gravity model cannot learn from so few migrants
        assume(condition=False)
        raise
    assert (flows.persons >= 0).all()
    assume(flows.fit.converged)
    assert known.net_migration is not None
    assert np.abs(flows.net - known.net_migration).max() <= MILLIONTH


@pytest.mark.parametrize("code", ACCOUNTS)
def test_a_world_of_200_areas_is_met_to_a_millionth_of_a_person(code: str) -> None:
    known = world(200)
    flows = methods.get(code).estimate(known)
    assert flows.fit.converged, flows.fit.says
    assert flows.fit.largest_error <= MILLIONTH
    balanced = ACCOUNTS[code](known)
    assert flows.birthplaces is not None
    for place in range(0, 200, 7):
        people = flows.birthplaces.of_birthplace(place)
        assert np.abs(people.sum(axis=1) - balanced.before[place]).max() <= MILLIONTH
        assert np.abs(people.sum(axis=0) - balanced.after[place]).max() <= MILLIONTH


def test_an_empty_world_has_no_movements() -> None:
    nobody = account(np.zeros((3, 3)), np.zeros((3, 3)))
    for code in methods.ALL:
        flows = methods.get(code).estimate(nobody)
        assert flows.total == 0
        assert flows.fit.converged
