"""Anticipated progress and current status follow the technical notes of ESCAP."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.indicators.progress.tracks import made

from migrascope.indicators.progress import anticipated
from migrascope.indicators.progress.verdict import Outlook

VALUES = st.lists(st.floats(0.1, 100), min_size=2, max_size=15)


def test_the_current_status_is_the_share_of_the_way_out_of_ten() -> None:
    # 10 × (current - start) ÷ |target - start|, with the sign of the direction
    assert anticipated.current_status(8, 5.5, 3, sign=-1) == 5
    assert anticipated.current_status(8, 9, 3, sign=-1) == -2
    assert anticipated.current_status(20, 60, 100, sign=1) == 5


@pytest.mark.parametrize(
    ("expected", "gap", "rating"),
    [
        (2.0, 0.0, "maintain"),
        (3.5, 10.0, "maintain"),
        (5.5, 50.0, "accelerate"),
        (8.0, 100.0, "accelerate"),
        (9.0, 120.0, "reverse"),
    ],
)
def test_the_gap_is_what_is_missing_of_the_way(
    expected: float, gap: float, rating: str
) -> None:
    found = anticipated.progress_gap(8, expected, 3, sign=-1)
    assert found == pytest.approx(gap)
    assert anticipated.rate(found)[0] == rating


@given(VALUES)
def test_the_line_is_the_one_that_weighted_least_squares_finds(
    values: list[float],
) -> None:
    years = list(range(2011, 2011 + len(values)))
    weights = np.arange(1, len(values) + 1) / len(values)
    slope, level = np.polyfit(np.array(years) - 2011, values, deg=1, w=np.sqrt(weights))
    found = anticipated.weighted_line(years, values, at=2030)
    assert found == pytest.approx(level + slope * 19, abs=1e-6)


def test_a_steady_fall_to_the_target_covers_all_of_the_way() -> None:
    points = {year: 18 - (year - 2015) for year in range(2015, 2026)}
    verdict = anticipated.verdict(made(points, target=3))
    assert verdict.rating == "maintain"
    assert "100 % of the way from 2015 will be covered by 2030" in verdict.sentence
    expected = verdict.figure("expected")
    assert expected is not None
    assert expected.value == pytest.approx(3)
    assert expected.period.year == 2030


def test_half_the_pace_covers_half_of_the_way() -> None:
    points = {year: 18 - (year - 2015) / 2 for year in range(2015, 2026)}
    verdict = anticipated.verdict(made(points, target=3))
    assert verdict.outlook is Outlook.TOO_SLOW
    assert "50 % of the way" in verdict.sentence


def test_a_rising_cost_must_be_turned() -> None:
    points = {year: 8 + 0.1 * (year - 2015) for year in range(2015, 2026)}
    assert anticipated.verdict(made(points, target=3)).rating == "reverse"


def test_a_target_that_was_met_at_the_start_leaves_no_way_to_measure() -> None:
    verdict = anticipated.verdict(made({2015: 2, 2020: 2.5}, target=3))
    assert verdict.outlook is Outlook.UNJUDGED
