"""Two tables come to common row totals with as little change as possible."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from migrascope.errors import UnbalancedTotals, UnusableTable
from migrascope.flows.account import FloatArray
from migrascope.flows.fit.common import agree


def information(table: FloatArray, prior: FloatArray) -> float:
    return float(np.sum(table * np.log(table / prior) - table + prior))


def test_no_other_common_totals_cost_less_information() -> None:
    first = np.array([[50.0, 10, 5], [5, 40, 10], [10, 5, 30]])
    second = np.array([[40.0, 20, 10], [5, 45, 5], [20, 10, 10]])
    agreed = agree(first, second)
    assert agreed.fit.converged

    def cost(persons: FloatArray) -> float:
        split = persons.reshape(2, 3, 3)
        return information(split[0], first) + information(split[1], second)

    def totals(persons: FloatArray) -> FloatArray:
        split = persons.reshape(2, 3, 3)
        return np.concatenate(
            [
                split[0].sum(axis=0) - first.sum(axis=0),
                split[1].sum(axis=0) - second.sum(axis=0),
                (split[0] - split[1]).sum(axis=1)[:2],
            ]
        )

    start = np.concatenate([first.ravel(), second.ravel()])
    best = minimize(
        cost,
        start,
        constraints={"type": "eq", "fun": totals},
        bounds=[(1e-6, None)] * start.size,
        options={"maxiter": 500, "ftol": 1e-12},
    )
    ours = np.concatenate([agreed.first.ravel(), agreed.second.ravel()])
    assert cost(ours) <= best.fun + 1e-6
    assert np.abs(ours - best.x).max() < 1e-2


@given(st.integers(2, 7), st.integers(0, 2**32 - 1))
def test_rows_agree_and_residents_are_kept(many: int, number: int) -> None:
    random = np.random.default_rng(number)
    first = random.exponential(1e3, (many, many)) + 1
    second = random.exponential(1e3, (many, many)) + 1
    second *= first.sum() / second.sum()
    agreed = agree(first, second)
    assert agreed.fit.converged
    assert np.abs((agreed.first - agreed.second).sum(axis=1)).max() < 1e-6
    assert np.abs((agreed.first - first).sum(axis=0)).max() < 1e-6
    assert np.abs((agreed.second - second).sum(axis=0)).max() < 1e-6


def test_an_area_of_natives_only_pulls_the_totals_to_where_they_can_be_met() -> None:
    # Before, all 30 residents of the first area were born there: fewer than 30 people
    # born there cannot be met, though the mean of both totals is 28.
    first = np.array([[30.0, 2], [0, 68]])
    second = np.array([[20.0, 4], [10, 66]])
    agreed = agree(first, second)
    assert agreed.fit.converged
    assert agreed.first.sum(axis=1)[0] > 30
    assert agreed.first[0, 0] == pytest.approx(30)


def test_totals_without_any_table_are_not_called_met() -> None:
    first = np.array([[30.0, 0], [0, 70]])
    second = np.array([[20.0, 0], [0, 80]])
    agreed = agree(first, second, areas=("KEN", "SOM"))
    assert not agreed.fit.converged
    assert agreed.fit.largest_error == pytest.approx(10)
    assert "KEN" in agreed.fit.says or "SOM" in agreed.fit.says


def test_a_birthplace_of_one_day_only_is_empty_on_both() -> None:
    first = np.array([[30.0, 5], [5, 60], [0, 0]])
    first = np.column_stack([first, [1.0, 1, 0]])
    second = np.array([[25.0, 5, 1], [9, 50, 1], [6, 5, 0]])
    agreed = agree(first, second)
    assert agreed.fit.converged
    assert agreed.second[2].tolist() == [0, 0, 0]
    assert agreed.second.sum(axis=0).tolist() == pytest.approx([40, 60, 2])


def test_tables_of_different_people_are_refused() -> None:
    with pytest.raises(UnbalancedTotals, match="two tables do not balance"):
        agree(np.ones((2, 2)), np.full((2, 2), 2.0))
    with pytest.raises(UnusableTable):
        agree(np.ones((2, 2)), np.ones((3, 3)))
