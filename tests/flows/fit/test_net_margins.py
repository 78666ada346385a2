"""Tables are found from net totals alone, and say where that cannot be done."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from migrascope.errors import UnbalancedTotals, UnusableTable
from migrascope.flows.fit.biproportional import Fitted
from migrascope.flows.fit.least_cost import cheapest
from migrascope.flows.fit.net_margins import closest, scaled

# The example of net_matrix_entropy, net_matrix_ipf and net_matrix_lp in migest 2.0.5.
PRIOR = np.array([[0.0, 100, 30, 70], [50, 0, 45, 5], [60, 35, 0, 40], [20, 25, 20, 0]])
NET = np.array([30.0, 40, -15, -55])
AREAS = ("A", "B", "C", "D")


def test_least_information_is_as_printed() -> None:
    fitted = closest(PRIOR, NET)
    assert np.round(fitted.persons, 2).tolist() == [
        [0, 80.58, 26.05, 34.78],
        [62.05, 0, 48.48, 3.08],
        [69.11, 32.48, 0, 22.89],
        [40.25, 40.55, 34.95, 0],
    ]
    assert round(float(fitted.persons.sum()), 2) == 495.26
    assert fitted.fit.converged


def test_the_least_moves_are_as_printed() -> None:
    fitted = cheapest(np.ones((4, 4)), NET, areas=AREAS)
    assert fitted.persons.sum() == pytest.approx(70)
    assert fitted.persons.sum(axis=0).tolist() == pytest.approx([30, 40, 0, 0])
    assert fitted.persons.sum(axis=1).tolist() == pytest.approx([0, 0, 15, 55])


def test_no_other_table_is_closer() -> None:
    fitted = closest(PRIOR, NET)
    row, column = np.nonzero(PRIOR)
    weights = PRIOR[row, column]

    def cost(persons: np.ndarray) -> float:
        return float(np.sum(persons * np.log(persons / weights) - persons + weights))

    def short(persons: np.ndarray) -> np.ndarray:
        table = np.zeros((4, 4))
        table[row, column] = persons
        return np.asarray((table.sum(axis=0) - table.sum(axis=1) - NET)[:3])

    best = minimize(
        cost,
        weights,
        constraints={"type": "eq", "fun": short},
        bounds=[(1e-9, None)] * weights.size,
        options={"maxiter": 500, "ftol": 1e-14},
    )
    assert cost(fitted.persons[row, column]) <= best.fun + 1e-6


@given(st.integers(2, 9), st.integers(0, 2**32 - 1))
def test_any_balanced_net_totals_are_met_by_a_full_prior(
    many: int, number: int
) -> None:
    random = np.random.default_rng(number)
    net = scaled(np.round(random.normal(0, 1e5, many)))
    prior = random.exponential(1e3, (many, many))
    fitted = closest(prior, net)
    assert fitted.fit.converged
    found = fitted.persons.sum(axis=0) - fitted.persons.sum(axis=1)
    assert np.abs(found - net).max() <= 1e-6
    assert (fitted.persons >= 0).all()
    assert not np.diagonal(fitted.persons).any()


def test_costs_decide_who_goes_where() -> None:
    # Two lose, two gain: the near pairs exchange everything.
    near = np.full((4, 4), 1000.0)
    near[0, 2] = near[1, 3] = 10.0
    fitted = cheapest(near, np.array([-5.0, -7, 5, 7]), areas=AREAS)
    wanted = np.zeros((4, 4))
    wanted[0, 2], wanted[1, 3] = 5, 7
    assert fitted.persons == pytest.approx(wanted)


def test_people_may_pass_through_a_third_area_when_the_straight_way_is_closed() -> None:
    cost = np.full((3, 3), np.inf)
    cost[0, 1] = cost[1, 2] = 1.0
    fitted = cheapest(cost, np.array([-5.0, 0, 5]), areas=("A", "B", "C"))
    assert fitted.fit.converged
    assert fitted.persons[0, 1] == fitted.persons[1, 2] == pytest.approx(5)


def test_a_net_total_that_no_corridor_allows_is_named() -> None:
    cut_off = np.ones((3, 3))
    cut_off[:, 2] = 0.0
    net = np.array([-5.0, 0, 5])
    areas = ("KEN", "SOM", "ETH")
    by_information = closest(cut_off, net, areas=areas).fit
    assert not by_information.converged
    assert by_information.largest_error >= 2
    with np.errstate(divide="ignore"):
        by_cost = cheapest(1 / cut_off, net, areas=areas).fit
    assert not by_cost.converged
    assert by_cost.largest_error == pytest.approx(5)
    assert "net total of" in by_cost.says


@pytest.mark.parametrize("method", [closest, cheapest])
def test_net_totals_that_do_not_add_up_to_zero_are_refused(
    method: Callable[..., Fitted],
) -> None:
    net = np.array([30.0, 40, -15, -50])
    with pytest.raises(UnbalancedTotals, match=r"gain 70 people and lose 65") as no:
        method(PRIOR, net, areas=AREAS)
    assert "net_margins.scaled(net)" in no.value.advice
    assert scaled(net).sum() == pytest.approx(0)
    assert np.maximum(scaled(net), 0).sum() == pytest.approx(67.5)


def test_gains_without_losses_cannot_be_scaled_to_anything_but_nothing() -> None:
    assert scaled(np.array([3.0, 4.0])).tolist() == [0, 0]


@pytest.mark.parametrize("figure", [-1.0, np.nan])
def test_priors_and_costs_below_zero_are_refused(figure: float) -> None:
    bad = PRIOR.copy()
    bad[0, 1] = figure
    with pytest.raises(UnusableTable):
        closest(bad, NET)
    with pytest.raises(UnusableTable):
        cheapest(bad, NET, areas=AREAS)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UnusableTable, match="3 net totals"):
        closest(PRIOR, np.zeros(3))
    with pytest.raises(UnusableTable, match="not a number"):
        closest(PRIOR, np.array([np.nan, 0, 0, 0]))
