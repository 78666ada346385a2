"""An account says what it did, and names what contradicts itself."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flows.estimators import tables
from tests.flows.estimators.tables import account

from migrascope.errors import UnbalancedTotals
from migrascope.flows import methods
from migrascope.flows.estimators.accounting import closed_account, open_account


def test_deaths_are_shared_over_birthplaces_as_residents_were() -> None:
    balanced = open_account(tables.ABEL_2013_BIRTHS)
    # Of 1,155 residents of A 1,000 were born there, and 70 of all died.
    assert balanced.deaths[0, 0] == pytest.approx(70 * 1000 / 1155)
    assert balanced.deaths.sum(axis=0).tolist() == pytest.approx([70, 30, 50, 10])


def test_children_are_natives() -> None:
    balanced = open_account(tables.ABEL_2013_BIRTHS)
    assert balanced.births.tolist() == np.diag([80, 20, 40, 60]).tolist()


def test_more_births_than_natives_are_shared_over_all_residents() -> None:
    balanced = closed_account(tables.ABEL_2018_BIRTHS)
    # In B 50 children were born; 45 of its 140 residents after are natives.
    assert balanced.births[:, 1].sum() == pytest.approx(50)
    assert balanced.births[1, 1] == pytest.approx(50 * 45 / 140)
    assert balanced.births[0, 0] == 10
    assert any("not as natives" in step for step in balanced.steps)


def test_in_an_open_account_a_birthplace_loses_people_or_gains_them() -> None:
    balanced = open_account(tables.ABEL_2013_BIRTHS)
    left, came = balanced.leaving.sum(axis=1), balanced.entering.sum(axis=1)
    assert ((left > 0) != (came > 0)).all()
    assert came.sum() - left.sum() == pytest.approx(60 - (200 - 160))
    assert balanced.natives_scaled == 0
    assert len(balanced.steps) == 4


def test_the_outside_of_an_open_table_is_the_rest_of_net_migration() -> None:
    known = tables.ABEL_2013_BIRTHS
    flows = methods.get("da_min_open").estimate(known)
    assert flows.from_outside is not None
    assert flows.to_outside is not None
    outside = flows.from_outside - flows.to_outside
    assert (flows.net + outside).tolist() == pytest.approx(
        known.implied_net_migration.tolist()
    )


def test_a_closed_table_has_no_outside() -> None:
    flows = methods.get("da_min_closed").estimate(tables.ABEL_SANDER)
    assert flows.from_outside is None
    assert flows.to_outside is None


def test_natives_make_up_half_on_each_day_for_what_births_do_not_explain() -> None:
    # The stocks grow by 60, births less deaths are 40.
    balanced = closed_account(tables.ABEL_2013_BIRTHS)
    assert balanced.natives_scaled == -20
    assert balanced.before.sum() == pytest.approx(3000 + 10 - 160)
    assert balanced.after.sum() == pytest.approx(3060 - 10 - 200)
    assert "-20 people" in balanced.steps[0]


def test_totals_out_of_reach_are_replaced_by_the_nearest_and_it_is_said() -> None:
    # All residents of A were born there before, and some of them are abroad: the mean
    # of both birthplace totals is less than the residents.
    known = account(
        ((30, 2, 0, 0), (0, 60, 5, 5), (0, 4, 50, 1), (0, 4, 5, 34)),
        ((18, 2, 1, 1), (6, 58, 5, 5), (4, 5, 52, 3), (2, 3, 4, 31)),
    )
    balanced = closed_account(known)
    assert balanced.fit.converged
    assert "out of reach" in balanced.fit.says
    assert balanced.before[0, 0] == pytest.approx(30)
    flows = methods.get("da_min_closed").estimate(known)
    assert flows.fit.converged
    assert flows.net.tolist() == pytest.approx(known.implied_net_migration.tolist())


def test_accounts_that_no_totals_can_close_are_said_not_to_be_met() -> None:
    # Nobody was born in B who lives anywhere after, and only they live in B before.
    known = account(((50, 0), (0, 50)), ((60, 40), (0, 0)))
    fit = methods.get("da_min_closed").estimate(known).fit
    assert not fit.converged
    assert fit.largest_error > 1
    assert "No common birthplace totals" in fit.says
    assert methods.get("da_min_open").estimate(known).fit.converged


@pytest.mark.parametrize("code", ["da_min_open", "da_min_closed", "da_pb_closed"])
def test_more_deaths_than_residents_are_named(code: str) -> None:
    known = account(
        tables.ABEL_2013.before.persons,
        tables.ABEL_2013.after.persons,
        births=(900, 0, 0, 0),
        deaths=(0, 0, 0, 900),
    )
    with pytest.raises(UnbalancedTotals, match=r"D has 900 deaths .* 245 residents"):
        methods.get(code).estimate(known)


@pytest.mark.parametrize("code", ["da_min_open", "da_min_closed", "da_pb_closed"])
def test_more_births_than_residents_are_named(code: str) -> None:
    known = account(
        tables.ABEL_2013.before.persons,
        tables.ABEL_2013.after.persons,
        births=(0, 0, 0, 300),
        deaths=(300, 0, 0, 0),
    )
    with pytest.raises(UnbalancedTotals, match=r"D has 300 births .* 225 residents"):
        methods.get(code).estimate(known)


def test_a_world_without_natives_cannot_be_closed_by_scaling_them() -> None:
    known = account(((0, 10), (10, 0)), ((0, 10), (14, 0)))
    with pytest.raises(UnbalancedTotals, match="differ by -4 people") as refused:
        methods.get("da_min_closed").estimate(known)
    assert "open method" in refused.value.advice


def test_what_cannot_be_closed_names_the_area_with_the_largest_difference() -> None:
    before, after = np.diag([100.0, 100.0]), np.diag([100.0, 100.0])
    before[1, 0] = 9_000.0
    with pytest.raises(UnbalancedTotals, match=r"that of A000 \(9,000\)"):
        closed_account(account(before, after))


def test_migration_rates_take_the_published_net_migration_when_it_is_known() -> None:
    known = account(
        tables.DIFFERENCED.before.persons,
        tables.DIFFERENCED.after.persons,
        net_migration=np.array([-50.0, 100, 20, -70]),
    )
    flows = methods.get("mig_rate").estimate(known)
    assert flows.total == pytest.approx(240)
    assert "published" in flows.fit.says
    plain = methods.get("mig_rate").estimate(tables.DIFFERENCED)
    assert "implied" in plain.fit.says


def test_movers_without_any_migrants_before_have_nowhere_to_go_and_it_is_said() -> None:
    known = account(((10, 0), (0, 10)), ((8, 2), (0, 10)))
    fit = methods.get("mig_rate").estimate(known).fit
    assert not fit.converged
    assert "no migrants before" in fit.says
