"""Claims: the decay of flows with distance is found where there is one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as try_all
from hypothesis import strategies as st
from scipy import optimize
from tests.flows.measures.tables import flow_table, peopled

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.distances import Distances, given, great_circles
from migrascope.flows.measures.gravity import NO_ROOM, NOT_SETTLED, Gravity, fit

AREAS = ("KEN", "SOM", "USA", "MEX", "FRA", "IND")
KM = great_circles(AREAS)


def product(power: float) -> FloatArray:
    """Flows that are made as the model says, without noise."""
    sending = np.array([5.0, 1.0, 30.0, 80.0, 12.0, 200.0])
    attracting = np.array([3.0, 0.5, 90.0, 10.0, 40.0, 20.0])
    made = np.where(KM.known, np.outer(sending, attracting), 0.0)
    return np.where(
        KM.known, made * (np.where(KM.known, KM.km, 1) / 1000) ** power, 0.0
    )


def on_a_line(many: int) -> Distances:
    spots = np.arange(1, many + 1, dtype=float) ** 2
    return given(tuple("ABCDEFGHIJ"[:many]), abs(spots[:, None] - spots))


@pytest.mark.parametrize("power", [-2.5, -1.0, -0.3, 0.0, 0.7])
def test_the_power_that_made_the_flows_is_found(power: float) -> None:
    found = fit(product(power), KM)
    assert isinstance(found, Gravity)
    assert found.power == pytest.approx(power, abs=1e-6)
    assert found.corridors == 30


def test_the_likelihood_is_as_great_as_scipy_can_make_it() -> None:
    rng = np.random.default_rng(7)
    persons = rng.poisson(product(-1.2) + 5).astype(float) * KM.known
    logs = np.where(KM.known, np.log(np.where(KM.known, KM.km, 1) / 1000), 0.0)

    def minus_likelihood(theta: FloatArray) -> float:
        height = theta[:6, None] + np.append(0, theta[6:11]) + theta[11] * logs
        return float((np.exp(height) - persons * height)[KM.known].sum())

    start = np.append(np.full(11, 2.0), -0.5)
    best = optimize.minimize(minus_likelihood, start, method="BFGS").x[-1]
    found = fit(persons, KM)
    assert isinstance(found, Gravity)
    assert found.power == pytest.approx(best, abs=1e-3)


@try_all(st.floats(min_value=0.001, max_value=1000))
def test_the_unit_of_counting_and_of_distance_do_not_matter(factor: float) -> None:
    persons = product(-1.1) + 3 * KM.known
    plain = fit(persons, KM)
    scaled = fit(persons * factor, given(AREAS, KM.km * factor))
    assert isinstance(plain, Gravity)
    assert isinstance(scaled, Gravity)
    assert scaled.power == pytest.approx(plain.power, abs=1e-5)


def test_areas_without_movers_do_not_disturb() -> None:
    persons = product(-1.0)
    persons[1] = persons[:, 1] = 0.0
    found = fit(persons, KM)
    assert isinstance(found, Gravity)
    assert found.power == pytest.approx(-1.0, abs=1e-6)


def test_three_areas_cannot_tell_distance_from_origin_and_destination() -> None:
    persons = np.array([[0, 5, 3], [2, 0, 9], [4, 1, 0]], dtype=float)
    assert fit(persons, on_a_line(3)) == Unsaid(NO_ROOM)


def test_equal_distances_have_no_decay() -> None:
    square = np.full((4, 4), 100.0)
    found = fit(np.ones((4, 4)) - np.eye(4), given(tuple("ABCD"), square))
    assert found == Unsaid("All areas are equally far from each other.")


def test_flows_to_the_nearest_only_have_no_finite_power() -> None:
    near = [[0, 9, 0, 0], [7, 0, 0, 0], [0, 0, 0, 5], [0, 0, 8, 0]]
    neighbours = great_circles(("KEN", "SOM", "USA", "MEX"))
    assert fit(np.array(near, dtype=float), neighbours) == Unsaid(NOT_SETTLED)


@try_all(peopled)
def test_any_table_has_a_power_or_a_reason(persons: FloatArray) -> None:
    found = fit(persons, on_a_line(len(persons)))
    assert isinstance(found, Unsaid) or np.isfinite(found.power)
    assert flow_table(persons).total > 0
