"""Shares have the exact interval of Clopper and Pearson."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from migrascope.foresight.frameworks import intervals


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_is_that_of_scipy(counts: tuple[int, int]) -> None:
    have, of = counts
    share = intervals.share(have, of)
    exact = stats.binomtest(have, of).proportion_ci(0.95, method="exact")
    assert share.low == pytest.approx(exact.low, abs=1e-9)
    assert share.high == pytest.approx(exact.high, abs=1e-9)


def test_published_intervals_come_out() -> None:
    # Clopper and Pearson's charts: 3 of 10, 95 per cent: 0.067 to 0.652.
    share = intervals.share(3, 10)
    assert (round(share.low, 3), round(share.high, 3)) == (0.067, 0.652)


def test_of_nothing_nothing_is_known() -> None:
    share = intervals.share(0, 0)
    assert (share.value, share.low, share.high) == (None, 0.0, 1.0)


def test_a_return_period_is_the_inverse_of_the_share() -> None:
    middle, shortest, longest = intervals.share(5, 20).returns
    low, high = stats.binomtest(5, 20).proportion_ci(0.95, method="exact")
    assert middle == 4
    assert shortest == pytest.approx(1 / high)
    assert longest == pytest.approx(1 / low)


def test_what_never_came_has_no_longest_return_period() -> None:
    middle, shortest, longest = intervals.share(0, 30).returns
    assert math.isinf(middle)
    assert math.isinf(longest)
    # The rule of three, roughly: nothing in 30 seasons is once in more than 8 years.
    assert shortest == pytest.approx(1 / (1 - 0.025 ** (1 / 30)))


@given(*(st.integers(0, 15) for _ in range(4)))
def test_luck_is_the_exact_test_of_fisher(
    hits: int, misses: int, false: int, quiet: int
) -> None:
    table = [[hits, false], [misses, quiet]]
    found = intervals.luck(hits, misses, false, quiet)
    assert found == pytest.approx(stats.fisher_exact(table, "greater").pvalue, abs=1e-9)
