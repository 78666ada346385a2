"""Claims: the slope is one where the second is half the first, and so on."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.rank_size import RankSize, rank_size


@pytest.mark.parametrize("power", [0.7, 1.0, 1.6])
def test_the_power_of_a_law_is_found(power: float) -> None:
    ranks = np.arange(1, 301, dtype=float)
    sizes: FloatArray = 1e6 * (ranks - 0.5) ** (-1 / power)
    found = rank_size(sizes)
    assert isinstance(found, RankSize)
    assert found.slope == pytest.approx(power)
    assert found.standard_error == pytest.approx(power * (2 / 300) ** 0.5)


def test_the_slope_is_that_of_a_regression_by_scipy() -> None:
    sizes = np.random.default_rng(3).lognormal(8, 2, 400)
    largest = np.sort(sizes)[::-1][:100]
    found = rank_size(sizes, top=100)
    assert isinstance(found, RankSize)
    expected = stats.linregress(np.log(largest), np.log(np.arange(100) + 0.5)).slope
    assert found.slope == pytest.approx(-expected)
    assert found.corridors == 100


def test_the_unit_of_counting_does_not_matter() -> None:
    sizes = np.array([900.0, 300, 200, 150, 20])
    one, other = rank_size(sizes), rank_size(sizes * 7)
    assert isinstance(one, RankSize)
    assert isinstance(other, RankSize)
    assert one.slope == pytest.approx(other.slope)


@pytest.mark.parametrize("sizes", [[], [5.0, 3.0], [4.0, 4.0, 4.0, 4.0], [0.1, 0.2, 9]])
def test_too_few_or_equal_sizes_have_no_slope(sizes: list[float]) -> None:
    assert isinstance(rank_size(np.array(sizes)), Unsaid)
