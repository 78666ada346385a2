"""Forecasts of corridors, origins and the world add up, and move no more than that."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import UnusableTable
from migrascope.foresight import reconciling
from migrascope.foresight.panel import FloatArray
from migrascope.foresight.quantiles import MEDIAN
from migrascope.foresight.reconciling import Hierarchy, of_corridors, reconcile

SMALL = of_corridors(("A", "B"), ("A>B", "A>C", "B>C", "B>other"))


def around(medians: FloatArray, width: float = 0.3) -> FloatArray:
    steps = np.exp(width * np.array([-2.0, -1.3, -0.7, 0.0, 0.7, 1.3, 2.0]))
    return medians[:, None] * steps


def adds_up(quantiles: FloatArray, hierarchy: Hierarchy) -> bool:
    medians = quantiles[:, MEDIAN]
    return bool(np.abs(hierarchy.rules() @ medians).max() <= 1e-6)


@given(
    st.lists(
        st.floats(0, 5e6, allow_nan=False, allow_subnormal=False),
        min_size=7,
        max_size=7,
    )
)
def test_medians_add_up_and_nobody_is_negative(medians: list[float]) -> None:
    agreed = reconcile(around(np.array(medians)), SMALL, floor=50.0)
    assert adds_up(agreed, SMALL)
    assert (agreed >= 0).all()
    assert (np.diff(agreed, axis=1) >= -1e-6).all()


def test_what_adds_up_already_stays() -> None:
    medians = np.array([100.0, 60.0, 40.0, 50.0, 10.0, 30.0, 10.0]) * 1e3
    np.testing.assert_allclose(
        reconcile(around(medians), SMALL, floor=50.0), around(medians), rtol=1e-9
    )


def test_what_is_known_badly_is_moved_most() -> None:
    medians = np.array([120.0, 60.0, 40.0, 50.0, 10.0, 30.0, 10.0]) * 1e3
    quantiles = around(medians, 0.05)
    quantiles[1] = around(medians[1:2], 0.6)
    quantiles[3] = around(medians[3:4], 0.6)
    moved = np.abs(reconcile(quantiles, SMALL, floor=50.0)[:, MEDIAN] - medians)
    assert moved[1] > moved[2]
    assert moved[3] > moved[4]


def test_two_corridors_known_alike_share_the_difference() -> None:
    hierarchy = Hierarchy(("whole", "one", "other"), np.array([-1, 0, 0]))
    quantiles = np.array([[90.0] * 7, [50.0] * 7, [50.0] * 7])
    agreed = reconcile(quantiles, hierarchy, floor=50.0)[:, MEDIAN]
    np.testing.assert_allclose(agreed, [280 / 3, 140 / 3, 140 / 3])


def test_a_corridor_of_an_unknown_origin_is_refused() -> None:
    with pytest.raises(UnusableTable, match="not there"):
        of_corridors(("A",), ("Z>A",))


def test_a_missing_forecast_is_refused() -> None:
    quantiles = around(np.ones(7))
    quantiles[2] = np.nan
    with pytest.raises(UnusableTable, match="missing"):
        reconcile(quantiles, SMALL, floor=50.0)


def test_the_world_stands_before_origins_and_these_before_corridors() -> None:
    assert SMALL.names[:3] == (reconciling.WORLD, "A", "B")
    assert SMALL.sums.tolist() == [0, 1, 2]
