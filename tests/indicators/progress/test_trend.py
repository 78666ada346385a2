"""The trend models give what statsmodels gives.

Golden numbers: statsmodels 0.15.0, `UnobservedComponents(y, "lltrend")` with
`ssm.initialize_approximate_diffuse(1e7)`, `smooth([irregular, level, trend])` and
`get_forecast(h)`; the first two points are burnt there as here.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.indicators.progress.trend import (
    Forecast,
    ahead,
    kalman,
    local_trend,
    random_walk,
)

YEARS = list(range(2011, 2021))
COST = [13.1, 12.2, 12.4, 10.4, 8.8, 9.0, 7.9, 8.4, 7.7, 8.4]
NILE = (
    "1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 "
    "799 958 1140 1100 1210 1150 1250 1260 1220 1030 1100 774 840 874 694 940 833 701 "
    "916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 845 864 862 "
    "698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 812 742 "
    "801 1040 860 874 848 890 744 749 838 1050 918 986 797 923 975 815 1020 906 901 "
    "1170 912 746 919 718 714 740"
)
"""Flow of the Nile at Aswan 1871-1970 (Cobb 1978; Durbin & Koopman 2012, ch. 2)."""


@pytest.mark.parametrize(
    ("values", "variances", "steps", "centre", "variance"),
    [
        (COST, (0.3, 0.2, 0.05), 10, 5.93813767173752, 33.77064097679166),
        (COST, (0.0, 0.5, 0.1), 1, 8.339333588036231, 0.7792850100030578),
        (
            [math.log(value) for value in COST],
            (0.001, 0.002, 0.0),
            10,
            1.5593678628021101,
            0.0477250334757313,
        ),
    ],
    ids=["three noises", "no error of measurement", "logarithms, fixed slope"],
)
def test_the_filter_forecasts_as_statsmodels_does(
    values: list[float],
    variances: tuple[float, float, float],
    steps: int,
    centre: float,
    variance: float,
) -> None:
    irregular, level, slope = variances
    noise = {"irregular": irregular, "level": level, "slope": slope}
    state = kalman(YEARS, values, **noise)
    found = ahead(state, steps, **noise)
    assert found.centre == pytest.approx(centre, rel=1e-6)
    assert found.scale**2 / state.noise_scale == pytest.approx(variance, rel=1e-6)


def test_years_without_a_figure_are_skipped_as_statsmodels_does() -> None:
    kept = [position for position in range(10) if position not in (3, 6)]
    state = kalman(
        [YEARS[p] for p in kept],
        [COST[p] for p in kept],
        irregular=0.3,
        level=0.2,
        slope=0.05,
    )
    found = ahead(state, 10, irregular=0.3, level=0.2, slope=0.05)
    assert found.centre == pytest.approx(5.508856963667423, rel=1e-6)
    assert found.scale**2 / state.noise_scale == pytest.approx(
        33.96753682708359, rel=1e-6
    )


def test_the_likelihood_reaches_that_of_statsmodels() -> None:
    # Its best on these figures: -11.7722814 with variances 0.28905, 1e-8, 0.15411.
    state = kalman(YEARS, COST, irregular=0.28905 / 1e-6, level=1.0, slope=154110.0)
    assert state.log_likelihood == pytest.approx(-11.77228, abs=1e-3)
    found = local_trend(YEARS, COST, at=2030)
    assert found.centre == pytest.approx(9.0419, abs=0.05)
    assert found.scale**2 == pytest.approx(74.6154, rel=0.05)


def test_the_nile_is_forecast_as_by_the_model_that_statsmodels_fits() -> None:
    flow = [float(value) for value in NILE.split()]
    found = local_trend(list(range(1871, 1971)), flow, at=1980)
    assert found.centre == pytest.approx(749.04, abs=1.0)
    assert found.scale**2 == pytest.approx(39128.7, rel=0.02)


def test_a_random_walk_with_drift_is_worked_out_by_hand() -> None:
    # Steps -1, -2, 0 and drift -1: squares 0, 1, 1 over 2 degrees of freedom give
    # a variance of 1; ten years ahead 1 × (10 + 100 / 3).
    found = random_walk([2015, 2016, 2017, 2018], [8, 7, 5, 5], at=2028)
    assert found.centre == pytest.approx(-5)
    assert found.scale**2 == pytest.approx(10 + 100 / 3)
    assert found.freedom == 2


def test_a_step_over_two_years_counts_as_two() -> None:
    found = random_walk([2015, 2016, 2018, 2019], [8, 7, 5, 4], at=2029)
    assert found.centre == pytest.approx(-6)
    assert found.scale == 0


@given(
    st.floats(-5, 5),
    st.floats(0.1, 5),
    st.integers(1, 40),
    st.floats(-9, 9),
    st.floats(0.01, 3),
)
def test_the_probability_never_falls_when_the_bar_is_raised(
    centre: float, scale: float, freedom: int, bar: float, more: float
) -> None:
    forecast = Forecast(centre, scale, freedom)
    assert 0 <= forecast.below(bar) <= forecast.below(bar + more) <= 1


@given(st.floats(-5, 5), st.floats(0.1, 5), st.integers(1, 40), st.floats(0.1, 0.95))
def test_an_interval_holds_what_it_says(
    centre: float, scale: float, freedom: int, share: float
) -> None:
    forecast = Forecast(centre, scale, freedom)
    low, high = forecast.between(share)
    assert forecast.below(high) - forecast.below(low) == pytest.approx(share, abs=1e-6)


def test_a_straight_line_leaves_no_doubt() -> None:
    sure = random_walk([2015, 2016, 2017, 2018], [8, 7, 6, 5], at=2020)
    assert (sure.below(3.0), sure.below(2.9)) == (1.0, 0.0)


@given(st.integers(1, 15), st.integers(1, 10))
def test_doubt_grows_with_the_distance(near: int, more: int) -> None:
    state = kalman(YEARS, COST, irregular=0.3, level=0.2, slope=0.05)
    noise = {"irregular": 0.3, "level": 0.2, "slope": 0.05}
    assert ahead(state, near, **noise).scale < ahead(state, near + more, **noise).scale
