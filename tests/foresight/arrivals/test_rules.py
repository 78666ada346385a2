"""Claims: near, free and visited camps draw; full and unreachable ones do not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from migrascope.foresight.arrivals.network import Kind
from migrascope.foresight.arrivals.rules import (
    Rules,
    attraction,
    chances,
    nearness,
    pulls,
)

PLAIN = Rules(distance=1.0, room=0.0, company=0.0)


def test_twice_as_far_is_half_as_likely() -> None:
    near = nearness(np.array([[300.0, 600.0]]), PLAIN)
    assert chances(near, np.ones((1, 2)))[0, 0].tolist() == pytest.approx(
        [2 / 3, 1 / 3]
    )


def test_what_can_be_reached_in_a_day_is_equally_near() -> None:
    near = nearness(np.array([[10.0, 200.0]]), PLAIN)
    assert near[0, 0] == near[0, 1]


def test_where_no_way_leads_nobody_goes() -> None:
    near = nearness(np.array([[np.inf, 900.0]]), PLAIN)
    assert chances(near, np.ones((1, 2)))[0, 0].tolist() == [0.0, 1.0]


def test_a_full_camp_is_chosen_by_nobody() -> None:
    draws = attraction(
        np.array([[50.0, 10.0]]), np.array([50.0, 50.0]), Rules(1.0, 0.5, 0.0)
    )
    assert draws[0, 0] == 0.0
    assert draws[0, 1] == pytest.approx(np.sqrt(40.0))


def test_when_all_are_full_distance_alone_counts() -> None:
    near = nearness(np.array([[300.0, 600.0]]), PLAIN)
    full = attraction(
        np.array([[50.0, 60.0]]), np.array([50.0, 50.0]), Rules(1.0, 0.5, 0.0)
    )
    assert chances(near, full)[0, 0].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_people_go_where_people_are() -> None:
    draws = attraction(np.array([[30.0, 10.0]]), None, Rules(1.0, 0.0, 1.0))
    assert draws[0].tolist() == pytest.approx([0.85, 0.35])


@given(
    km=arrays.arrays(float, (4, 3), elements=st.floats(0, 5000)),
    draws=arrays.arrays(float, (2, 3), elements=st.floats(0, 1e6)),
)
def test_the_chances_of_all_camps_add_up_to_one(
    km: np.ndarray, draws: np.ndarray
) -> None:
    chance = chances(nearness(km, PLAIN), draws)
    assert (chance >= 0).all()
    assert chance.sum(axis=2) == pytest.approx(np.ones((2, 4)))


def test_a_hub_is_left_every_day_and_a_town_in_peace_is_not() -> None:
    assert PLAIN.chance_to_leave(Kind.HUB, fighting=False) == 1.0
    assert PLAIN.chance_to_leave(Kind.TOWN, fighting=False) == PLAIN.leave_town
    assert PLAIN.chance_to_leave(Kind.TOWN, fighting=True) == PLAIN.leave_conflict


def test_pulls_are_spread_evenly_for_every_camp() -> None:
    pull = pulls(np.random.default_rng(1), (20, 3), 0.7)
    assert np.sort(np.log(pull), axis=0)[:, 0] == pytest.approx(
        np.sort(np.log(pull), axis=0)[:, 2]
    )
    assert np.median(pull, axis=0) == pytest.approx(np.ones(3), rel=0.1)


def test_a_single_member_has_no_doubt() -> None:
    assert pulls(np.random.default_rng(1), (1, 3), 0.7).tolist() == [[1.0, 1.0, 1.0]]
