"""A panel refuses what no series can be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from migrascope.errors import UnusableTable
from migrascope.foresight.models.registry import models
from migrascope.foresight.panel import Panel


def test_a_negative_count_is_refused_with_place_and_year(panel: Panel) -> None:
    values = panel.values.copy()
    values[3, 7] = -1
    with pytest.raises(UnusableTable, match=rf"A07 has a negative .* {panel.times[3]}"):
        replace(panel, values=values)


def test_a_hole_in_the_years_is_refused(panel: Panel) -> None:
    times = (*panel.times[:-1], panel.times[-1] + 1)
    with pytest.raises(UnusableTable, match="holes"):
        replace(panel, times=times)


def test_two_series_of_one_name_are_refused(panel: Panel) -> None:
    keys = (panel.keys[1], *panel.keys[1:])
    with pytest.raises(UnusableTable, match="one name"):
        replace(panel, keys=keys)


def test_an_origin_without_figures_is_refused(panel: Panel) -> None:
    with pytest.raises(UnusableTable, match="no figures of 1900"):
        panel.until(1900)


@pytest.mark.parametrize("years", [1, 2, 3])
def test_a_series_of_hardly_any_points_gets_no_invented_interval(
    panel: Panel, years: int
) -> None:
    short = replace(
        panel,
        times=panel.times[-years:],
        values=panel.values[-years:],
        parts={},
        drivers={},
        breaks=None,
    )
    for model in models():
        said = model.forecast(short, (3,))[0]
        known = said[~np.isnan(said).any(axis=1)]
        assert (known[:, 0] == known[:, -1]).all(), model.name


def test_nobody_at_all_is_forecast_as_nobody(panel: Panel) -> None:
    nobody = replace(panel, values=np.zeros_like(panel.values), parts={}, drivers={})
    for model in models():
        said = model.forecast(nobody, (1,))[0]
        assert np.nanmax(said, initial=0.0) <= nobody.floor, model.name


def test_a_gap_is_bridged_or_left_unsaid(panel: Panel) -> None:
    values = panel.values.copy()
    values[-1, 0] = np.nan
    values[10:15, 1] = np.nan
    gaps = replace(panel, values=values)
    for model in models():
        said = model.forecast(gaps, (1,))[0]
        if model.name not in {"croston", "combination"}:
            assert not np.isnan(said[1]).any(), model.name
