"""A seed is honoured, its zeros are structural, and its scale says nothing."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flows.estimators import tables
from tests.flows.estimators.tables import DISTANCES, account
from tests.flows.estimators.worlds import world

from migrascope.errors import UnusableTable
from migrascope.flows import methods

SEEDED = ("da_min_open", "da_min_closed", "da_pb_closed")


def test_a_seed_tells_apart_what_the_totals_leave_open() -> None:
    # Abel (2018): those who moved from C and D to A and B may be shared out in many
    # ways. With distances as weights the odds ratio of the four corridors is theirs.
    flows = methods.get("da_min_closed").estimate(tables.ABEL_2018, seed=DISTANCES)
    assert np.round(flows.persons, 5).tolist() == [
        [0, 20, 0, 10],
        [0, 0, 0, 0],
        [15.23823, 14.76177, 0, 5],
        [9.76177, 25.23823, 0, 0],
    ]
    plain = methods.get("da_min_closed").estimate(tables.ABEL_2018)
    assert flows.arrivals.tolist() == pytest.approx(plain.arrivals.tolist())
    assert flows.departures.tolist() == pytest.approx(plain.departures.tolist())


def test_the_movers_of_each_birthplace_have_the_odds_of_the_seed() -> None:
    flows = methods.get("da_min_closed").estimate(tables.ABEL_2018, seed=DISTANCES)
    assert flows.birthplaces is not None
    born_in_d = flows.birthplaces.of_birthplace(3)
    c, d = born_in_d[2], born_in_d[3]
    odds = c[0] * d[1] / (c[1] * d[0])
    wanted = DISTANCES[2, 0] * DISTANCES[3, 1] / (DISTANCES[2, 1] * DISTANCES[3, 0])
    assert odds == pytest.approx(wanted)


@pytest.mark.parametrize("code", SEEDED)
def test_a_constant_seed_says_nothing(code: str) -> None:
    method = methods.get(code)
    plain = method.estimate(tables.ABEL_2013_BIRTHS)
    constant = method.estimate(tables.ABEL_2013_BIRTHS, seed=np.full((4, 4), 7.0))
    assert np.abs(constant.persons - plain.persons).max() < 1e-6


@pytest.mark.parametrize("code", SEEDED)
def test_only_the_proportions_of_a_seed_count(code: str) -> None:
    method = methods.get(code)
    near = 1 / np.maximum(DISTANCES, 1)
    small = method.estimate(tables.ABEL_2013_BIRTHS, seed=near)
    large = method.estimate(tables.ABEL_2013_BIRTHS, seed=1e9 * near)
    assert np.abs(large.persons - small.persons).max() < 1e-6


@pytest.mark.parametrize("code", SEEDED)
def test_a_seed_moves_people_in_a_world_of_200_areas_and_totals_hold(code: str) -> None:
    known, method = world(200), methods.get(code)
    weights = np.random.default_rng(3).lognormal(0, 1.5, (200, 200))
    plain, seeded = method.estimate(known), method.estimate(known, seed=weights)
    assert np.abs(seeded.persons - plain.persons).sum() > 0.1 * plain.total
    assert seeded.fit.converged, seeded.fit.says
    assert seeded.fit.largest_error <= 1e-6
    assert np.abs(seeded.net - plain.net).max() <= 2e-6


@pytest.mark.parametrize("code", SEEDED)
def test_nobody_takes_a_corridor_that_the_seed_closes(code: str) -> None:
    closed = np.ones((4, 4))
    closed[3, 0] = 0.0
    flows = methods.get(code).estimate(tables.ABEL_2018, seed=closed)
    assert flows.persons[3, 0] == 0.0
    assert flows.fit.converged
    # Those born in D who left D for A must take another way; the totals are kept.
    plain = methods.get(code).estimate(tables.ABEL_2018)
    assert plain.persons[3, 0] > 1.0
    assert np.abs(flows.net - plain.net).max() < 1e-6


def test_totals_that_a_seed_makes_unreachable_are_named() -> None:
    known = account(
        ((100, 0, 0), (0, 90, 0), (0, 0, 80)), ((60, 40, 0), (0, 90, 0), (0, 0, 80))
    )
    closed = np.ones((3, 3))
    closed[0, 1] = 0.0
    fit = methods.get("da_min_open").estimate(known, seed=closed).fit
    assert not fit.converged
    assert fit.largest_error == pytest.approx(40)
    assert "born in A000" in fit.says


@pytest.mark.parametrize("code", ["sd_drop_neg", "sd_rev_neg", "mig_rate"])
def test_a_method_that_leaves_nothing_open_says_that_the_seed_was_not_used(
    code: str,
) -> None:
    method = methods.get(code)
    assert not method.takes_seed
    flows = method.estimate(tables.ABEL_2018, seed=DISTANCES)
    assert "seed was not used" in flows.fit.says
    assert "seed" not in method.estimate(tables.ABEL_2018).fit.says


def test_a_seed_of_another_shape_is_refused() -> None:
    with pytest.raises(UnusableTable, match=r"4 areas ask for \(4, 4\)"):
        methods.get("da_min_closed").estimate(tables.ABEL_2018, seed=np.ones((3, 3)))


@pytest.mark.parametrize("weight", [-1.0, np.nan, np.inf])
def test_a_weight_below_zero_or_without_a_number_is_named(weight: float) -> None:
    seed = np.ones((4, 4))
    seed[1, 2] = weight
    with pytest.raises(UnusableTable, match="corridor B to C"):
        methods.get("da_min_closed").estimate(tables.ABEL_2018, seed=seed)
