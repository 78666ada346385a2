"""People are neither made nor lost when a scenario moves them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import NoFigures, UnusableTable
from migrascope.foresight.scenarios import accounting, gathering
from migrascope.foresight.scenarios.accounting import Account
from migrascope.foresight.scenarios.model import (
    Balance,
    Change,
    Crisis,
    NetMigration,
    Scenario,
)
from migrascope.store.base import Base

AREAS = ("KEN", "SOM", "UGA")


def small() -> Account:
    """Three countries for six years; the figures follow the account."""
    start = np.array([50e6, 20e6, 40e6])
    birth, death = np.array([0.03, 0.04, 0.035]), np.array([0.008, 0.01, 0.007])
    net = np.tile([-20_000.0, -30_000.0, 50_000.0], (6, 1))
    years, people, births, deaths = tuple(range(2025, 2031)), [], [], []
    now = start
    for row in net:
        half = (birth - death) / 2
        after = (now * (1 + half) + row) / (1 - half)
        births.append(birth * (now + after) / 2)
        deaths.append(death * (now + after) / 2)
        people.append(after)
        now = after
    asylum = np.array([[0, 0.5, 0.5], [0.9, 0, 0.1], [0.0, 0.0, 0.0]])
    return Account(
        AREAS,
        years,
        start,
        np.array(people),
        np.array(births),
        np.array(deaths),
        net,
        asylum,
    )


def scenario(*changes: Change) -> Scenario:
    return Scenario("A test", "It is tried.", changes, until=2030)


def net(factor: float, balance: Balance, *areas: str) -> NetMigration:
    return NetMigration(areas, factor, None, 2026, 2100, balance)


changes = st.one_of(
    st.builds(
        net,
        st.floats(-3, 3),
        st.sampled_from([Balance.OTHERS, Balance.REFUGEES]),
        st.sampled_from(AREAS),
    ),
    st.builds(
        Crisis,
        st.sampled_from(AREAS),
        st.integers(2025, 2035),
        st.floats(1, 3e6),
        st.floats(0, 1),
        st.sampled_from([Balance.OTHERS, Balance.REFUGEES]),
    ),
)


@given(st.lists(changes, min_size=1, max_size=4))
def test_every_year_adds_up_and_the_world_keeps_its_people(each: list[Change]) -> None:
    medium = small()
    made = accounting.apply(medium, scenario(*each))
    after = made.before + made.births - made.deaths + made.net_migration
    np.testing.assert_allclose(made.population, after, rtol=1e-9)
    np.testing.assert_allclose(made.net_migration.sum(axis=1), 0.0, atol=1e-3)


def test_a_change_of_nothing_is_the_medium_projection() -> None:
    medium = small()
    made = accounting.apply(medium, scenario(net(1.0, Balance.OTHERS, "KEN")))
    np.testing.assert_allclose(made.population, medium.population, rtol=1e-12)
    np.testing.assert_allclose(made.births, medium.births, rtol=1e-12)


def test_a_crisis_goes_where_refugees_from_there_live() -> None:
    crisis = Crisis("SOM", 2027, 100_000, 0.5, Balance.REFUGEES)
    made = accounting.apply(small(), scenario(crisis))
    moved = made.net_migration - small().net_migration
    np.testing.assert_allclose(moved[2], [90_000, -100_000, 10_000])
    np.testing.assert_allclose(moved[3], [-45_000, 50_000, -5_000])
    np.testing.assert_allclose(moved[4], [-22_500, 25_000, -2_500])
    assert (moved[:2] == 0).all()


def test_a_scenario_that_loses_people_says_so() -> None:
    lost = net(5.0, Balance.NOBODY, "SOM")
    made = accounting.apply(small(), scenario(lost))
    assert made.imbalance(small()) > 0.1


def test_no_country_is_left_by_more_than_live_there() -> None:
    gone = Crisis("SOM", 2027, 60e6, 0.0, Balance.OTHERS)
    with pytest.raises(UnusableTable, match=r"leave SOM .* 2027"):
        accounting.apply(small(), scenario(gone))


def test_a_scenario_beyond_the_projection_is_refused() -> None:
    beyond = Scenario("A", "B", (net(0, Balance.OTHERS, "KEN"),), until=2090)
    with pytest.raises(NoFigures, match="ends in 2030"):
        accounting.apply(small(), beyond)


def test_the_account_of_the_united_nations_adds_up_for_all_countries(
    real_base: Base,
) -> None:
    medium, editions = gathering.medium(real_base)
    assert len(medium.areas) > 230
    assert editions[0].startswith("undesa-wpp-projection@")
    same = accounting.project(medium, medium.net_migration)
    np.testing.assert_allclose(same.population, medium.population, rtol=2e-3, atol=100)
    kenya = medium.areas.index("KEN")
    np.testing.assert_allclose(
        same.population[:, kenya], medium.population[:, kenya], rtol=1e-6
    )


def test_people_from_south_sudan_flee_mostly_to_neighbours(real_base: Base) -> None:
    medium, _ = gathering.medium(real_base)
    shares = medium.asylum[medium.areas.index("SSD")]
    largest = {medium.areas[at] for at in np.argsort(shares)[-4:]}
    assert {"UGA", "SDN", "ETH"} <= largest
    assert shares.sum() == pytest.approx(1.0)


def test_a_projection_without_moves_can_be_compared_with() -> None:
    still = small()
    still.net_migration[:] = 0.0
    crisis = Crisis("KEN", 2027, 1_000.0, 0.0, Balance.REFUGEES)
    made = accounting.apply(still, Scenario("A", "B.", (crisis,), 2030))
    assert made.imbalance(still) == 0.0
    lost = Crisis("KEN", 2027, 1_000.0, 0.0, Balance.NOBODY)
    gone = accounting.apply(still, Scenario("A", "B.", (lost,), 2030))
    assert gone.imbalance(still) == np.inf
