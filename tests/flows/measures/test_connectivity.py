"""Claims: connectivity counts corridors, inequality counts who would have to change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from tests.flows.measures.tables import ABCD, movements, peopled, place, squares

from migrascope.flows.account import FloatArray
from migrascope.flows.measures import connectivity
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.independence import quasi_independent


def test_connectivity_is_the_share_of_corridors_in_use() -> None:
    # Four of six; a tenth of a person is nobody.
    persons = np.array([[0, 3, 0.1], [1, 0, 0], [7, 2, 0]])
    assert connectivity.connectivity(movements(persons)) == pytest.approx(4 / 6)
    assert connectivity.origins(place(persons, 0)) == 2
    assert connectivity.destinations(place(persons, 0)) == 1


def test_inequality_is_the_share_who_would_have_to_change() -> None:
    # Shares 1/2, 1/4, 1/4, 0, 0, 0 against sixths: ½ (1/3 + 1/12 + 1/12 + 3/6).
    persons = [[0, 2, 1], [1, 0, 0], [0, 0, 0]]
    assert connectivity.inequality(movements(persons)) == pytest.approx(0.5)


@given(squares)
def test_both_lie_between_zero_and_one(persons: FloatArray) -> None:
    here = movements(persons)
    for index in (
        connectivity.connectivity,
        connectivity.inequality,
        connectivity.inequality_expected,
    ):
        found = index(here)
        assert isinstance(found, Unsaid) or 0 <= found <= 1


@given(peopled)
def test_expected_flows_keep_arrivals_and_departures(persons: FloatArray) -> None:
    expected = quasi_independent(persons)
    assert not isinstance(expected, Unsaid)
    close = 1e-7 * persons.sum()
    assert expected.sum(axis=0) == pytest.approx(persons.sum(axis=0), abs=close)
    assert expected.sum(axis=1) == pytest.approx(persons.sum(axis=1), abs=close)
    assert not np.diagonal(expected).any()


def test_a_product_of_sending_and_attracting_is_what_is_expected() -> None:
    sending, attracting = np.array([1.0, 5.0, 2.0, 8.0]), np.array([3.0, 1.0, 4.0, 2.0])
    product = np.outer(sending, attracting)
    np.fill_diagonal(product, 0.0)
    expected = quasi_independent(product)
    assert not isinstance(expected, Unsaid)
    assert expected == pytest.approx(product, rel=1e-6)
    assert connectivity.inequality_expected(movements(product)) == pytest.approx(
        0, abs=1e-6
    )


def test_where_everything_starts_or_ends_in_one_area_there_is_no_choice() -> None:
    star = np.array([[0, 5, 3], [2, 0, 0], [4, 0, 0]], dtype=float)
    assert connectivity.inequality_expected(movements(star)) == pytest.approx(0)


def test_expected_flows_of_four_regions_are_those_of_a_poisson_model() -> None:
    """The likelihood of the main effects, maximised by scipy, as a second opinion."""
    from scipy import optimize

    hollow = ~np.eye(4, dtype=bool)

    def minus_likelihood(effects: FloatArray) -> float:
        height = effects[:4, None] + np.append(0, effects[4:])
        return float(np.exp(height)[hollow].sum() - (ABCD * height)[hollow].sum())

    best = optimize.minimize(minus_likelihood, np.full(7, 3.0), tol=1e-12).x
    fitted = np.where(hollow, np.exp(best[:4, None] + np.append(0, best[4:])), 0.0)
    expected = quasi_independent(ABCD)
    assert not isinstance(expected, Unsaid)
    assert expected == pytest.approx(fitted, rel=1e-3)


def test_without_movers_there_is_no_inequality() -> None:
    nobody = movements(np.zeros((3, 3)))
    assert connectivity.connectivity(nobody) == 0
    assert isinstance(connectivity.inequality(nobody), Unsaid)
    assert isinstance(connectivity.inequality_expected(nobody), Unsaid)
