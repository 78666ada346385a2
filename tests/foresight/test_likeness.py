"""Quantiles of like cases are those that slow and plain code finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.foresight.likeness import ROWS, RUN, at_levels, followed
from migrascope.foresight.panel import FloatArray
from migrascope.foresight.quantiles import LEVELS

LEAST = 1e-6


def plainly(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Quantiles of one distribution, by the definition."""
    order = np.argsort(values, kind="stable")
    upto = np.cumsum(weights[order])
    middle = (upto - weights[order] / 2) / upto[-1]
    found: FloatArray = np.interp(LEVELS, middle, values[order])
    return found


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=3 * RUN))
def test_even_weights_give_the_quantiles_of_numpy(values: list[float]) -> None:
    ordered = np.sort(np.array(values))
    found = at_levels(ordered, np.ones((1, len(values))))[0]
    expected = np.quantile(ordered, LEVELS, method="hazen")
    np.testing.assert_allclose(found, expected, atol=1e-9)


@pytest.mark.parametrize("count", [1, 2, RUN, RUN + 1, 5 * RUN - 1])
def test_uneven_weights_give_the_quantiles_of_the_definition(count: int) -> None:
    chance = np.random.default_rng(count)
    values = np.sort(chance.normal(size=count))
    weights = chance.exponential(size=(7, count)) ** 3
    expected = np.stack([plainly(values, each) for each in weights])
    np.testing.assert_allclose(at_levels(values, weights), expected, atol=1e-9)


@pytest.mark.parametrize("series", [1, ROWS, ROWS + 3])
def test_likeness_in_single_numbers_is_that_of_the_formula(series: int) -> None:
    chance = np.random.default_rng(series)
    outcomes, cases = chance.normal(size=300), chance.normal(9, 2, (300, 3))
    here, recent = chance.normal(9, 2, (series, 3)), chance.uniform(0.1, 1, 300)
    found = followed(outcomes, here, cases, recent, least=LEAST)
    for row, place in zip(found, here, strict=True):
        apart = ((cases - place) ** 2).sum(axis=1)
        weights = (np.exp(-apart / 2) + LEAST) * recent
        np.testing.assert_allclose(row, plainly(outcomes, weights), atol=1e-4)


def test_where_nothing_is_known_every_case_counts_by_its_age_alone() -> None:
    chance = np.random.default_rng(3)
    outcomes, cases = chance.normal(size=200), chance.normal(size=(200, 2))
    recent = chance.uniform(0.1, 1, 200)
    found = followed(outcomes, np.array([[np.nan, 1.0]]), cases, recent, least=LEAST)
    np.testing.assert_allclose(found[0], plainly(outcomes, recent), atol=1e-6)


def test_a_case_of_which_nothing_is_known_hardly_counts() -> None:
    cases = np.zeros((101, 1))
    cases[-1] = np.nan
    outcomes, here = np.append(np.linspace(1, 2, 100), 99.0), np.array([[0.0]])
    (found,) = followed(outcomes, here, cases, np.ones(101), least=LEAST)
    assert found.max() < 2
