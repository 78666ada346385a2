"""The ratio of growth rates follows the technical note of the Statistics Division."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.indicators.progress.tracks import made

from migrascope.indicators.progress import growth_ratio
from migrascope.indicators.progress.verdict import Outlook
from migrascope.indicators.registry import Direction

YEARS = range(2015, 2026)


def steady(start: float, growth: float) -> dict[int, float]:
    return {year: start * (1 + growth) ** (year - 2015) for year in YEARS}


def needed(start: float, target: float) -> float:
    return float((target / start) ** (1 / 15) - 1)


@pytest.mark.parametrize(
    ("ratio", "rating", "outlook"),
    [
        (1.2, "on track", Outlook.ON_TRACK),
        (0.95, "on track", Outlook.ON_TRACK),
        (0.94, "fair", Outlook.TOO_SLOW),
        (0.5, "fair", Outlook.TOO_SLOW),
        (0.49, "marginal", Outlook.TOO_SLOW),
        (0.0, "marginal", Outlook.TOO_SLOW),
        (-0.01, "regression", Outlook.AWAY),
    ],
)
def test_the_thresholds_are_095_05_and_0(
    ratio: float, rating: str, outlook: Outlook
) -> None:
    assert growth_ratio.rate(ratio) == (rating, outlook)


def test_growth_from_8_to_6_in_five_years_is_worked_out_by_hand() -> None:
    # (6/8)^(1/5) - 1 = -5.591 %; (3/8)^(1/15) - 1 = -6.330 %; ratio 0.883
    verdict = growth_ratio.verdict(made({2015: 8, 2020: 6}, target=3))
    ratio, actual, required = (each.value for _, each in verdict.figures)
    assert ratio == pytest.approx(0.8832, abs=5e-4)
    assert actual == pytest.approx(-5.591, abs=5e-3)
    assert required == pytest.approx(-6.330, abs=5e-3)
    assert verdict.rating == "fair"


@given(st.floats(4, 50), st.floats(-2, 2))
def test_a_share_of_the_needed_pace_is_found_again(start: float, share: float) -> None:
    pace = needed(start, 3) * share
    verdict = growth_ratio.verdict(made(steady(start, pace), target=3))
    ratio = verdict.figure("ratio")
    if ratio is None:
        assert verdict.rating == "target reached"
    else:
        assert ratio.value == pytest.approx(share, abs=1e-6)


def test_more_is_better_where_the_indicator_says_so() -> None:
    track = made({2015: 50, 2020: 60}, target=100, direction=Direction.UP)
    assert growth_ratio.verdict(track).outlook is Outlook.TOO_SLOW
    track = made({2015: 50, 2020: 40}, target=100, direction=Direction.UP)
    assert growth_ratio.verdict(track).outlook is Outlook.AWAY


def test_a_target_that_is_reached_needs_no_pace() -> None:
    assert growth_ratio.verdict(made({2015: 8, 2020: 3}, target=3)).rating == (
        "target reached"
    )


def test_a_target_that_was_met_and_lost_is_a_regression() -> None:
    verdict = growth_ratio.verdict(made({2015: 2, 2020: 4}, target=3))
    assert verdict.outlook is Outlook.AWAY


@pytest.mark.parametrize(
    "track",
    [
        made({2015: 8, 2020: 6}),
        made({2015: 8, 2020: 6}, target=0),
        made({2005: 8, 2008: 6}, target=3),
        made({2015: 8}, target=3),
    ],
    ids=["no target", "target of zero", "nothing near the base year", "one point"],
)
def test_it_is_silent_where_it_cannot_be_computed(track: object) -> None:
    verdict = growth_ratio.verdict(track)  # type: ignore[arg-type] # parametrised
    assert verdict.outlook is Outlook.UNJUDGED
    assert verdict.sentence


def test_the_nearest_year_stands_for_a_missing_base_year_the_earlier_of_two() -> None:
    assert made({2013: 9, 2014: 8, 2016: 7, 2020: 6}).base() == 1
    assert made({2010: 9, 2017: 7, 2020: 6}).base() == 1
    assert made({2010: 9, 2020: 6}).base() is None


def test_the_figures_of_a_verdict_rest_on_every_point() -> None:
    verdict = growth_ratio.verdict(made({2015: 8, 2018: 7, 2020: 6}, target=3))
    ratio = verdict.figure("ratio")
    assert ratio is not None
    assert [cell.label for cell in ratio.cells] == ["2015", "2018", "2020"]
