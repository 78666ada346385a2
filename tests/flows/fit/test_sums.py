"""A row with one huge cell is added up to less than a millionth of a person."""

from __future__ import annotations

from math import fsum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.flows.fit import reach
from migrascope.flows.fit.sums import excess, totals


@given(st.integers(2, 200), st.integers(0, 2**32 - 1))
def test_sums_of_stocks_are_the_exact_ones_but_for_one_rounding(
    many: int, number: int
) -> None:
    random = np.random.default_rng(number)
    table = random.exponential(1e4, (many, many)) + np.diag(
        random.uniform(1e9, 3e9, many)
    )
    rows = np.array([fsum(row) for row in table])
    columns = np.array([fsum(column) for column in table.T])
    assert (np.abs(totals(table, axis=1) - rows) <= np.spacing(rows)).all()
    assert (np.abs(totals(table, axis=0) - columns) <= np.spacing(columns)).all()


@given(st.integers(2, 200), st.integers(0, 2**32 - 1))
def test_the_excess_over_a_close_total_is_exact(many: int, number: int) -> None:
    random = np.random.default_rng(number)
    table = random.exponential(1e4, (many, many)) + np.diag(
        random.uniform(1e9, 2e9, many)
    )
    wanted = table.sum(axis=1) + random.normal(0, 1, many)
    exact = [fsum([*row, -total]) for row, total in zip(table, wanted, strict=True)]
    assert np.abs(excess(table, wanted, axis=1) - exact).max() < 1e-8


def test_the_tolerance_is_a_millionth_until_numbers_lie_further_apart() -> None:
    assert reach.tolerance(np.array([1.4e9])) == 1e-6
    assert reach.tolerance(np.array([8e9])) == pytest.approx(4 * 2**-20)


def test_the_worst_of_several_fits_decides() -> None:
    good = reach.reached(3, 1e-9, 1e-6, worst="nothing")
    bad = reach.reached(4, 2.0, 1e-6, worst="the total of KEN")
    both = reach.together(good, bad)
    assert (both.rounds, both.largest_error, both.converged) == (7, 2.0, False)
    assert both.says == "Not met: the total of KEN is off by 2 persons."
