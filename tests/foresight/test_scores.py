"""Scores are what their authors define."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.foresight.quantiles import LEVELS
from migrascope.foresight.scores import crps, pinball, score, winkler


def test_a_forecast_worked_by_hand() -> None:
    quantiles = np.array([[60.0, 80.0, 90.0, 100.0, 110.0, 120.0, 140.0]])
    found = score(quantiles, np.array([125.0]), np.array([10.0]))
    assert found.mase == pytest.approx(2.5)
    assert found.median_ape == pytest.approx(20.0)
    assert found.within_10 == 0.0
    assert found.within_20 == 100.0
    assert found.weighted == pytest.approx(20.0)
    assert (found.cover_80, found.cover_95) == (0.0, 100.0)
    assert (found.width_80, found.width_95) == (4.0, 8.0)
    assert found.winkler_80 == pytest.approx((40 + 2 / 0.2 * 5) / 10)
    losses = [0.025 * 65, 0.1 * 45, 0.25 * 35, 0.5 * 25, 0.75 * 15, 0.9 * 5, 0.025 * 15]
    assert found.pinball == pytest.approx(np.mean(losses) / 10)


def test_the_crps_of_a_normal_forecast_is_within_a_sixth_of_its_formula() -> None:
    """Gneiting and Raftery 2007, equation 21: σ (z (2Φ(z) − 1) + 2φ(z) − 1/√π)."""
    from scipy.stats import norm

    for z in (0.0, 0.7, 1.8):
        loss = pinball(norm.ppf(LEVELS)[None, :], np.array([z]))
        exact = z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi)
        assert crps(loss)[0] == pytest.approx(exact, rel=1 / 6)


@given(
    st.lists(st.floats(0, 1e6), min_size=7, max_size=7).map(sorted),
    st.floats(0, 1e6),
)
def test_no_score_is_below_nought(quantiles: list[float], outcome: float) -> None:
    said, came = np.array([quantiles]), np.array([outcome])
    assert (pinball(said, came) >= 0).all()
    assert winkler(said, came, 80)[0] >= said[0, 5] - said[0, 1]


def test_of_no_forecasts_there_is_no_score() -> None:
    found = score(np.empty((0, 7)), np.empty(0), np.empty(0))
    assert found.forecasts == 0
    assert np.isnan(found.mase)
