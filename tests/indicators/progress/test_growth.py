"""Without a target, growth is set against one percent a year (Eurostat)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.indicators.progress.tracks import made

from migrascope.indicators.progress import growth
from migrascope.indicators.progress.verdict import Outlook
from migrascope.indicators.registry import Direction


@pytest.mark.parametrize(
    ("rate", "rating"),
    [
        (0.02, "significant progress"),
        (0.01, "significant progress"),
        (0.009, "moderate progress"),
        (0.0, "no change"),
        (-0.009, "moderate movement away"),
        (-0.01, "significant movement away"),
        (-0.2, "significant movement away"),
    ],
)
def test_the_thresholds_are_plus_and_minus_one_percent(
    rate: float, rating: str
) -> None:
    assert growth.rate(rate)[0] == rating


@given(st.floats(1, 1e6), st.floats(-0.3, 0.3))
def test_turning_the_direction_round_turns_the_judgement_round(
    start: float, rate: float
) -> None:
    points = {2015: start, 2020: start * (1 + rate) ** 5}
    up = growth.verdict(made(points, direction=Direction.UP)).figure("growth")
    down = growth.verdict(made(points, direction=Direction.DOWN)).figure("growth")
    assert up == down
    assert up is not None
    assert up.value == pytest.approx(100 * rate, abs=1e-6)


def test_fewer_deaths_are_progress_and_more_are_not() -> None:
    fewer = growth.verdict(made({2015: 100, 2020: 50}))
    more = growth.verdict(made({2015: 50, 2020: 100}))
    assert (fewer.outlook, more.outlook) == (Outlook.ON_TRACK, Outlook.AWAY)


def test_a_series_that_touches_zero_has_no_growth_rate() -> None:
    assert growth.verdict(made({2015: 100, 2020: 0})).outlook is Outlook.UNJUDGED
