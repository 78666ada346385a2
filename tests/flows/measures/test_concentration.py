"""Claims: concentration is least when partners are alike, most when there is one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats
from tests.flows.measures.tables import ABCD, counts, place

from migrascope.flows.account import FloatArray
from migrascope.flows.measures import concentration, registry
from migrascope.flows.measures.answer import Unsaid

amounts = (
    st.integers(min_value=2, max_value=30)
    .flatmap(lambda many: arrays.arrays(float, many, elements=counts))
    .filter(lambda found: bool(found.sum() > 0))
)


def known(answer: object) -> float:
    assert isinstance(answer, float)
    return answer


def test_the_index_is_the_sum_of_squared_shares() -> None:
    # People who came to A: 50, 60 and 20 of 130.
    shares = np.array([50, 60, 20]) / 130
    found = concentration.herfindahl(place(ABCD, 0).by_origin)
    assert found == pytest.approx(sum(shares**2))
    normalised = concentration.normalised_herfindahl(np.array([50.0, 60.0, 20.0]))
    assert normalised == pytest.approx((sum(shares**2) - 1 / 3) / (2 / 3))


@given(amounts)
def test_the_index_lies_between_one_nth_and_one(found: FloatArray) -> None:
    raw = known(concentration.herfindahl(found))
    assert 1 / found.size - 1e-9 <= raw <= 1 + 1e-9
    assert 0 <= known(concentration.normalised_herfindahl(found)) <= 1 + 1e-9


@given(amounts)
def test_entropy_is_that_of_scipy(found: FloatArray) -> None:
    entropy = known(concentration.entropy(found))
    assert entropy == pytest.approx(float(stats.entropy(found)), abs=1e-9)
    assert 0 <= entropy <= math.log(found.size) + 1e-9


@given(amounts)
def test_theil_is_the_mean_of_relative_size_times_its_logarithm(
    found: FloatArray,
) -> None:
    relative = found / found.mean()
    relative = relative[relative > 0]
    by_definition = float((relative * np.log(relative)).sum()) / found.size
    assert concentration.theil(found) == pytest.approx(by_definition, abs=1e-9)


@given(amounts, st.floats(min_value=0.01, max_value=100))
def test_the_unit_of_counting_does_not_matter(found: FloatArray, factor: float) -> None:
    for index in (
        concentration.herfindahl,
        concentration.normalised_herfindahl,
        concentration.entropy,
        concentration.theil,
    ):
        assert index(found * factor) == pytest.approx(index(found), abs=1e-9)


def test_all_alike_and_all_in_one_are_the_ends() -> None:
    alike, one = np.full(4, 7.0), np.array([0.0, 0.0, 9.0, 0.0])
    assert concentration.normalised_herfindahl(alike) == 0
    assert concentration.normalised_herfindahl(one) == 1
    assert concentration.entropy(one) == 0
    assert concentration.theil(one) == pytest.approx(math.log(4))


def test_nobody_is_not_concentrated() -> None:
    for measure in registry.of_areas():
        if measure.facts.code.startswith(("hhi", "entropy", "theil")):
            found = measure.of(place(np.zeros((3, 3)), 1))
            assert (found.value, found.reason) == (None, "Nobody moved.")
    single = concentration.normalised_herfindahl(np.array([3.0]))
    assert single == Unsaid(concentration.ONE_PARTNER)
