"""What was known when, and what is made of a window."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.foresight.frameworks.sample import day

from migrascope.foresight.frameworks import calendar
from migrascope.foresight.frameworks.model import (
    Aggregate,
    Change,
    Direction,
    Frequency,
)
from migrascope.foresight.frameworks.series import Series, aggregate, beyond, changed

NAN = float("nan")


@given(st.integers(-300_000, 300_000), st.sampled_from(list(Frequency)))
def test_a_day_lies_in_its_period(number: int, frequency: Frequency) -> None:
    days = np.array([number], dtype=np.int64)
    period = calendar.periods(days, frequency)
    first, last = calendar.starts(period, frequency), calendar.ends(period, frequency)
    assert first[0] <= number <= last[0]
    assert 1 <= last[0] - first[0] + 1 <= calendar.LENGTH[frequency]


def test_a_season_year_begins_with_its_first_month() -> None:
    days = np.array([day("2023-10-31"), day("2023-11-01"), day("2024-10-31")])
    assert calendar.season_years(days, 11).tolist() == [2022, 2023, 2023]
    assert calendar.months(days).tolist() == [10, 11, 10]


def test_windows_are_made_as_by_hand() -> None:
    values = np.array([1.0, 2.0, NAN, 4.0, 5.0, 9.0])
    sums = aggregate(values, Aggregate.SUM, 2)
    np.testing.assert_equal(sums, [NAN, 3, NAN, NAN, 9, 14])
    means = aggregate(values, Aggregate.MEAN, 3)
    np.testing.assert_equal(means, [NAN, NAN, NAN, NAN, NAN, 6])
    np.testing.assert_equal(
        aggregate(values, Aggregate.MAX, 2), [NAN, 2, NAN, NAN, 5, 9]
    )
    np.testing.assert_equal(
        aggregate(values, Aggregate.MIN, 2), [NAN, 1, NAN, NAN, 4, 5]
    )
    assert np.isnan(aggregate(values, Aggregate.SUM, 9)).all()


def test_changes_are_made_as_by_hand() -> None:
    values = np.array([10.0, 12.0, 0.0, 6.0])
    np.testing.assert_equal(changed(values, Change.DIFFERENCE, 1), [NAN, 2, -12, 6])
    np.testing.assert_equal(changed(values, Change.PERCENT, 1), [NAN, 20, -100, NAN])
    assert np.isnan(changed(values, Change.PERCENT, 4)).all()


def test_a_threshold_is_met_or_not_or_unknown() -> None:
    values = np.array([9.0, 10.0, 11.0, NAN])
    met = {each: beyond(values, each, 10.0).tolist()[:3] for each in Direction}
    assert met == {
        Direction.AT_LEAST: [0, 1, 1],
        Direction.ABOVE: [0, 0, 1],
        Direction.AT_MOST: [1, 1, 0],
        Direction.BELOW: [1, 0, 0],
    }
    assert np.isnan(beyond(values, Direction.ABOVE, 10.0)[3])


def test_a_figure_is_known_only_after_its_period_and_its_delay() -> None:
    # January 2024 is 7, February 8; each is known ten days after its end.
    months = calendar.periods(np.array([day("2024-01-01")]), Frequency.MONTHLY)
    one = Series(int(months[0]), np.array([7.0, 8.0]), Frequency.MONTHLY, 10, "a file")
    asked = [day(each) for each in ("2024-02-09", "2024-02-10", "2024-03-09")]
    np.testing.assert_equal(one.asked(np.array(asked)), [NAN, 7, 7])
    late = [day(each) for each in ("2024-03-10", "2024-04-09", "2024-04-10")]
    np.testing.assert_equal(one.asked(np.array(late)), [8, 8, NAN])


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=40),
    st.integers(0, 20),
    st.integers(0, 60),
)
def test_changing_the_future_changes_nothing_that_was_known(
    values: list[float], delay: int, after: int
) -> None:
    whole = Series(0, np.array(values), Frequency.DAILY, delay, "a file")
    other = Series(0, np.array(values), Frequency.DAILY, delay, "a file")
    other.values[whole.known > after] = 12345.0
    days = np.arange(after + 1)
    np.testing.assert_equal(whole.asked(days), other.asked(days))


def test_a_sum_of_whole_numbers_leaves_no_crumbs() -> None:
    values = np.zeros(1000)
    values[::97] = 1e9 / 3
    sums = aggregate(values, Aggregate.SUM, 5)
    assert set(np.unique(sums[4:])) == {0.0, 1e9 / 3}


def test_a_month_without_a_name_does_not_exist() -> None:
    assert calendar.month_name(12) == "December"
    assert calendar.named(day("2024-05-01"), Frequency.MONTHLY) == "2024-05"
    with pytest.raises(IndexError):
        calendar.month_name(13)
