"""What do the scores say, and do others compute the same?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from migrascope.flows.account import FloatArray
from migrascope.flows.validation.scores import (
    by_size,
    correlation,
    score,
)

COUNTS = arrays(np.float64, st.integers(3, 40), elements=st.integers(0, 10**6))


@given(COUNTS)
def test_identical_figures_agree_in_everything(counts: FloatArray) -> None:
    found = score(counts, counts)
    large = int((counts >= 100).sum())
    assert found.pairs == counts.size
    assert found.compared == large
    assert found.within_two == (1.0 if large else None)
    assert found.median_ratio == (1.0 if large else None)
    if counts.std() > 0:
        assert found.correlation == pytest.approx(1.0)
        assert found.log_correlation == pytest.approx(1.0)
    else:
        assert found.correlation is None


@given(COUNTS, st.integers(0, 1000))
def test_correlation_is_that_of_scipy(counts: FloatArray, seed: int) -> None:
    from scipy.stats import pearsonr

    other = np.random.default_rng(seed).uniform(0, 1e5, counts.size)
    found = correlation(counts, other)
    if counts.std() == 0:
        assert found is None
        return
    assert found == pytest.approx(float(pearsonr(counts, other).statistic), abs=1e-9)


def test_a_hand_computed_case() -> None:
    estimated = np.array([100.0, 300.0, 1_000.0, 50.0, 0.0])
    counted = np.array([200.0, 100.0, 900.0, 400.0, 0.0])
    found = score(estimated, counted)
    assert found.pairs == 5
    assert found.compared == 3
    assert found.within_two == pytest.approx(2 / 3)
    assert found.median_ratio == pytest.approx(1_000 / 900)
    assert found.sum_ratio == pytest.approx(1_450 / 1_600)


def test_a_factor_of_two_is_still_within_and_three_is_not() -> None:
    counted = np.full(4, 1_000.0)
    estimated = np.array([500.0, 2_000.0, 499.0, 2_001.0])
    assert score(estimated, counted).within_two == 0.5


def test_three_times_the_figures_correlate_and_are_never_within_two() -> None:
    counted = np.array([150.0, 700.0, 9_000.0, 40_000.0])
    found = score(3 * counted, counted)
    assert found.correlation == pytest.approx(1.0)
    assert found.within_two == 0.0
    assert found.median_ratio == pytest.approx(3.0)


def test_what_cannot_be_computed_is_none_and_not_zero() -> None:
    found = score(np.array([1.0, 2.0]), np.array([0.0, 0.0]))
    assert found.correlation is None
    assert found.within_two is None
    assert found.median_ratio is None
    assert found.sum_ratio is None


def test_size_classes_are_of_the_counted_figure_and_complete() -> None:
    counted = np.array([0.0, 99.0, 100.0, 5_000.0, 10_000.0])
    classes = dict(by_size(counted))
    assert list(classes) == ["under 100", "100–999", "1,000–9,999", "10,000 and over"]
    assert np.sum(list(classes.values()), axis=0).tolist() == [1] * 5
