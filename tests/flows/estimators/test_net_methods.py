"""Methods that know only net migration start from it, and never mend it silently."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.flows.estimators import tables
from tests.flows.estimators.tables import account
from tests.flows.estimators.worlds import world

from migrascope.errors import UnbalancedTotals, UnusableTable
from migrascope.flows import methods
from migrascope.flows.estimators import net_totals
from migrascope.flows.estimators.net_gravity import expected_migrants


@pytest.mark.parametrize("code", methods.EXTRA)
def test_net_migration_that_does_not_add_up_is_refused(
    code: str,
) -> None:
    known = replace(tables.ABEL_2018, net_migration=np.array([30.0, 40, -15, -50]))
    with pytest.raises(UnbalancedTotals, match=r"adds up to \+5") as refused:
        methods.get(code).estimate(known)
    assert "net_totals.balanced(account)" in refused.value.advice
    mended = net_totals.balanced(known)
    assert mended.net_migration is not None
    flows = methods.get(code).estimate(mended)
    assert flows.fit.converged
    assert flows.net.tolist() == pytest.approx(mended.net_migration.tolist())


@pytest.mark.parametrize("code", methods.EXTRA)
def test_without_published_figures_net_migration_is_what_the_account_implies(
    code: str,
) -> None:
    flows = methods.get(code).estimate(tables.ABEL_2018)
    assert flows.net.tolist() == pytest.approx([-5, 60, -35, -20])


def test_the_least_moves_are_half_of_net_migration_without_signs() -> None:
    assert methods.get("net_lp").estimate(tables.ABEL_2018).total == pytest.approx(60)


def test_the_seed_of_the_least_moves_is_one_over_their_cost() -> None:
    seed = np.ones((4, 4))
    seed[2, 1] = 100.0  # by far the cheapest way into B
    flows = methods.get("net_lp").estimate(tables.ABEL_2018, seed=seed)
    assert flows.corridor("C", "B") >= 35


def test_least_information_keeps_to_the_corridors_of_migrants_before() -> None:
    known = tables.ABEL_2018
    flows = methods.get("net_entropy").estimate(known)
    assert not flows.persons[known.before.migrants == 0].any()
    assert (flows.persons[known.before.migrants > 0] > 0).all()


def test_an_area_that_gained_without_immigrants_is_reached_by_its_own_emigrants() -> (
    None
):
    persons = tables.ABEL_2018.before.persons.copy()
    persons[[0, 1, 3], 2] = 0.0  # nobody from elsewhere lives in C
    before = replace(tables.ABEL_2018.before, persons=persons)
    net = np.array([-10.0, -20, 35, -5])
    known = replace(tables.ABEL_2018, before=before, net_migration=net)
    flows = methods.get("net_entropy").estimate(known)
    assert flows.fit.converged
    assert flows.net.tolist() == pytest.approx(net.tolist())
    assert flows.departures[2] > 0, "emigrants of C go on leaving"


def test_the_gravity_model_finds_the_powers_that_made_the_stocks() -> None:
    # Stocks made by the rule itself: residents to the powers 0.6 and 0.9.
    random = np.random.default_rng(5)
    many = 12
    size = random.lognormal(10, 1.5, many)
    near = random.uniform(1e-4, 1e-2, (many, many))
    migrants = 1e-3 * np.outer(size**0.6, size**0.9) * near**1.5
    np.fill_diagonal(migrants, 0.0)
    stock = migrants + np.diag(size - migrants.sum(axis=0))
    known = account(stock, stock)
    assert known.before.residents == pytest.approx(size)
    expected, powers = expected_migrants(known, near)
    assert powers[1:].tolist() == pytest.approx([0.6, 0.9, 1.5])
    assert expected == pytest.approx(migrants)


def test_the_gravity_model_says_what_it_found() -> None:
    known = net_totals.balanced(world(40))
    says = methods.get("net_gravity").estimate(known).fit.says
    assert "residents of the origin to the power of" in says
    assert "the seed" not in says


def test_a_gravity_model_of_no_migrants_is_refused() -> None:
    known = account(((10, 0), (0, 10)), ((8, 2), (0, 10)))
    with pytest.raises(UnusableTable, match="no migrants on 2015-07-01"):
        methods.get("net_gravity").estimate(known)


def test_a_prior_without_any_corridor_is_refused() -> None:
    known = account(((10, 0), (0, 10)), ((8, 2), (0, 10)))
    with pytest.raises(UnusableTable, match="No corridor of 2015–2020 has any weight"):
        methods.get("net_entropy").estimate(known)
