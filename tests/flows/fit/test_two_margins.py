"""A table scaled to new row and column totals keeps its pattern and meets both."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from migrascope.errors import UnbalancedTotals, UnusableTable
from migrascope.flows.account import FloatArray
from migrascope.flows.fit.biproportional import biproportional, scaled


def plain_rounds(
    seed: FloatArray, rows: FloatArray, columns: FloatArray, rounds: int = 20_000
) -> FloatArray:
    """The textbook: rows and columns in turn, until the cows come home."""
    table = seed.copy()
    for _ in range(rounds):
        table *= (rows / table.sum(axis=1))[:, None]
        table *= columns / table.sum(axis=0)
    return table


def unplaced(seed: FloatArray, rows: FloatArray, columns: FloatArray) -> float:
    """Persons that no table with these zeros can place, by a linear programme."""
    row, column = np.nonzero(seed)
    limits = np.zeros((rows.size + columns.size, row.size))
    limits[row, np.arange(row.size)] = 1
    limits[rows.size + column, np.arange(row.size)] = 1
    best = linprog(
        -np.ones(row.size), A_ub=limits, b_ub=np.concatenate([rows, columns])
    )
    return float(rows.sum() + best.fun)


@st.composite
def tables_and_totals(
    draw: st.DrawFn,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Stocks with many zeros and large diagonals, and other totals for them."""
    many = draw(st.integers(2, 7))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    stock = (random.random((many, many)) < 0.5) * random.exponential(1e3, (many, many))
    natives = (random.random(many) < 0.7) * random.exponential(1e6, many)
    stock = np.round(stock + np.diag(natives)) + np.diag(np.ones(many))
    columns = stock.sum(axis=0)
    rows = stock.sum(axis=1) * random.uniform(0.7, 1.3, many)
    return stock, rows * (columns.sum() / rows.sum()), columns


def test_a_full_table_is_what_plain_rounds_give() -> None:
    seed = np.array([[40.0, 30, 20], [35, 50, 100], [10, 10, 80]])
    rows, columns = np.array([150.0, 300, 50]), np.array([200.0, 150, 150])
    fitted = biproportional(seed, rows, columns=columns)
    assert fitted.fit.converged
    assert np.abs(fitted.persons - plain_rounds(seed, rows, columns)).max() < 1e-9


def test_zeros_stay_and_the_rest_is_what_plain_rounds_give() -> None:
    seed = np.array([[900.0, 0, 20], [35, 1500, 0], [0, 10, 80]])
    rows, columns = np.array([930.0, 1520, 95]), np.array([940.0, 1505, 100])
    fitted = biproportional(seed, rows, columns=columns)
    wanted = plain_rounds(seed, rows, columns)
    assert np.abs(fitted.persons - wanted).max() < 1e-6
    assert ((fitted.persons == 0) == (seed == 0)).all()


@given(tables_and_totals())
def test_totals_are_met_exactly_when_a_linear_programme_can_meet_them(
    given_: tuple[FloatArray, FloatArray, FloatArray],
) -> None:
    seed, rows, columns = given_
    fitted = biproportional(seed, rows, columns=columns)
    within_reach = unplaced(seed, rows, columns) < 1e-6 * max(1.0, rows.max() * 1e-6)
    assert fitted.fit.converged == within_reach
    errors = (fitted.persons.sum(axis=1) - rows, fitted.persons.sum(axis=0) - columns)
    largest = max(np.abs(each).max() for each in errors)
    assert fitted.fit.largest_error == pytest.approx(largest, abs=1e-7)
    assert (fitted.fit.largest_error <= fitted.fit.tolerance) == within_reach
    assert (fitted.persons >= 0).all()


@given(tables_and_totals())
def test_the_cross_products_of_the_table_are_kept(
    given_: tuple[FloatArray, FloatArray, FloatArray],
) -> None:
    seed, rows, columns = given_
    fitted = biproportional(seed, rows, columns=columns)
    if not fitted.fit.converged or fitted.persons[seed > 0].min() < 1e-3:
        return
    change = np.log(np.where(seed > 0, fitted.persons / np.maximum(seed, 1), 1.0))
    many = len(rows)
    for i in range(many - 1):
        for j in range(many - 1):
            block = np.ix_((i, i + 1), (j, j + 1))
            if (seed[block] > 0).all():
                turn = change[block]
                assert turn[0, 0] + turn[1, 1] == pytest.approx(
                    turn[0, 1] + turn[1, 0], abs=1e-6
                )


def test_rounds_that_would_take_thousands_are_finished_by_newton() -> None:
    # Natives are 99.99 % of both rows and both columns: plain rounds crawl.
    seed = np.array([[1e9, 1e4], [1e4, 1e8]])
    rows, columns = np.array([1.001e9, 1.0e8]), np.array([1.0e9, 1.01e8])
    fitted = biproportional(seed, rows, columns=columns)
    assert fitted.fit.converged
    assert fitted.fit.rounds < 60
    crawled = plain_rounds(seed, rows, columns, rounds=200)
    assert np.abs(crawled.sum(axis=1) - rows).max() > 1e3


def test_an_empty_row_that_should_hold_people_is_named() -> None:
    seed = np.array([[5.0, 5], [0, 0]])
    fitted = biproportional(
        seed, np.array([6.0, 4]), columns=np.array([5.0, 5]), areas=("KEN", "SOM")
    )
    assert not fitted.fit.converged
    assert fitted.fit.largest_error >= 2
    assert "SOM" in fitted.fit.says or "KEN" in fitted.fit.says


def test_an_empty_row_whose_total_is_zero_is_no_trouble() -> None:
    seed = np.array([[5.0, 5], [0, 0]])
    fitted = biproportional(seed, np.array([8.0, 0]), columns=np.array([3.0, 5]))
    assert fitted.fit.converged
    assert fitted.persons.tolist() == [[3, 5], [0, 0]]


def test_totals_that_do_not_balance_are_refused_by_how_much_with_a_way_out() -> None:
    seed, rows, columns = np.ones((2, 2)), np.array([6.0, 4]), np.array([5.0, 4.5])
    with pytest.raises(UnbalancedTotals, match=r"0\.500000 apart") as refused:
        biproportional(seed, rows, columns=columns)
    assert "scaled(rows, columns)" in refused.value.advice
    rows, columns = scaled(rows, columns)
    assert rows.sum() == pytest.approx(9.75)
    assert biproportional(seed, rows, columns=columns).fit.converged


@pytest.mark.parametrize("figure", [-1.0, np.nan, np.inf])
def test_figures_that_count_nobody_are_refused(figure: float) -> None:
    with pytest.raises(UnusableTable):
        biproportional(
            np.array([[1.0, figure], [1, 1]]), np.ones(2), columns=np.ones(2)
        )
    with pytest.raises(UnusableTable):
        biproportional(np.ones((2, 2)), np.array([1, figure]), columns=np.ones(2))


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UnusableTable, match="3 row totals"):
        biproportional(np.ones((2, 2)), np.ones(3), columns=np.ones(2))


def test_a_table_larger_than_its_numbers_allow_says_its_tolerance() -> None:
    # Near 5e10 two neighbouring numbers lie 7.6 millionths apart.
    seed = np.array([[5e10, 1e6], [1e6, 1e7]])
    fitted = biproportional(
        seed, np.array([5.1e10, 1e7]), columns=np.array([5.0e10, 1.01e9])
    )
    assert fitted.fit.converged
    assert fitted.fit.tolerance == pytest.approx(4 * np.spacing(5.1e10))
