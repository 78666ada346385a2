"""The probability says how sure the way to the target is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.indicators.progress.tracks import made

from migrascope.indicators.progress import probability
from migrascope.indicators.progress.verdict import Outlook
from migrascope.indicators.registry import Direction

COST = dict(
    zip(
        range(2011, 2021),
        (13.1, 12.2, 12.4, 10.4, 8.8, 9.0, 7.9, 8.4, 7.7, 8.4),
        strict=True,
    )
)
SERIES = st.lists(st.floats(1, 50), min_size=4, max_size=20).map(
    lambda values: dict(enumerate(values, start=2008))
)


def chance(points: dict[int, float], target: float, direction: Direction) -> float:
    verdict = probability.verdict(made(points, target=target, direction=direction))
    found = verdict.figure("probability")
    assert found is not None
    assert found.value is not None
    return found.value


@pytest.mark.parametrize("points", [2, 3])
def test_fewer_than_four_points_are_too_few_to_say(points: int) -> None:
    few = dict(list(COST.items())[-points:])
    verdict = probability.verdict(made(few, target=3))
    assert verdict.outlook is Outlook.UNJUDGED
    assert verdict.sentence == "Too few figures to say."


def test_the_number_of_points_stands_in_the_sentence() -> None:
    verdict = probability.verdict(made(COST, target=3))
    assert verdict.sentence.endswith("from 10 figures.")
    assert verdict.points == 10


@given(SERIES, st.floats(1, 20), st.floats(0.1, 20))
def test_a_softer_target_is_never_less_likely(
    points: dict[int, float], target: float, softer: float
) -> None:
    hard = chance(points, target, Direction.DOWN)
    soft = chance(points, target + softer, Direction.DOWN)
    assert hard <= soft + 1e-9


@given(SERIES, st.floats(1, 60))
def test_more_and_less_are_opposites(points: dict[int, float], target: float) -> None:
    down = chance(points, target, Direction.DOWN)
    up = chance(points, target, Direction.UP)
    assert down + up == pytest.approx(100) or down == up == 100


def test_a_constant_at_the_target_is_at_the_target_from_either_side() -> None:
    still = dict.fromkeys(range(2010, 2020), 3.0)
    assert chance(still, 3.0, Direction.DOWN) == 100
    assert chance(still, 3.0, Direction.UP) == 100


@given(SERIES)
def test_a_forecast_of_values_above_zero_stays_above_zero(
    points: dict[int, float],
) -> None:
    verdict = probability.verdict(made(points, target=3))
    expected = verdict.figure("expected")
    assert expected is not None
    assert expected.low is not None
    assert expected.value is not None
    assert expected.high is not None
    assert 0 <= expected.low <= expected.value <= expected.high


def test_a_fast_steady_fall_is_likely_to_arrive_and_a_rise_is_not() -> None:
    falling = {year: 10 * 0.9 ** (year - 2011) for year in range(2011, 2021)}
    rising = {year: 10 * 1.05 ** (year - 2011) for year in range(2011, 2021)}
    assert probability.verdict(made(falling, target=3)).rating == "likely"
    assert probability.verdict(made(rising, target=3)).rating == "unlikely"


def test_without_a_target_the_question_is_whether_it_gets_better() -> None:
    verdict = probability.verdict(made(COST))
    assert "a better value in 2030 than in 2015" in verdict.sentence


def test_a_target_of_zero_can_be_reached_by_a_count() -> None:
    # A line through zero in 2028, with a wobble of one corridor every other year.
    fewer = {year: float(2028 - year + year % 2) for year in range(2015, 2026)}
    assert 50 < chance(fewer, 0, Direction.DOWN) < 100


def test_a_year_that_is_known_is_not_forecast() -> None:
    known = dict.fromkeys(range(2024, 2031), 5.0)
    verdict = probability.verdict(made(known, target=3))
    assert verdict.outlook is Outlook.UNJUDGED


def test_probabilities_claim_no_more_than_can_be_known() -> None:
    assert [probability.percent(p) for p in (0.0, 0.004, 0.5, 1.0)] == [
        "below 1 %",
        "below 1 %",
        "50 %",
        "above 99 %",
    ]


def test_nothing_that_was_never_below_zero_is_expected_below_zero() -> None:
    falling = made({2014: 9, 2015: 6, 2016: 4, 2017: 2, 2018: 0, 2019: 0})
    expected = dict(probability.verdict(falling).figures)["expected"]
    assert expected.value == 0
    assert expected.low == 0
