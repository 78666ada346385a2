"""The interval of a sum is that of the errors which sums made."""

from __future__ import annotations

import numpy as np
import pytest

from migrascope.errors import NoFigures
from migrascope.foresight.forecasting import forecast, records
from migrascope.foresight.panel import Panel
from migrascope.foresight.quantiles import MEDIAN
from migrascope.foresight.summing import around, forecast_sum


def test_medians_of_members_add_up(panel: Panel) -> None:
    record = records(panel, horizons=(1,), origins=4, tried=("last_value", "momentum"))
    keys = panel.keys[:5]
    whole = forecast_sum(panel, keys, "five", record).quantiles[0, MEDIAN]
    members = forecast(panel, keys, record)
    assert whole == pytest.approx(sum(each.quantiles[0, MEDIAN] for each in members))


def test_a_sum_is_surer_than_its_members(panel: Panel) -> None:
    record = records(panel, horizons=(1,), origins=4, tried=("last_value", "momentum"))
    whole = forecast_sum(panel, panel.keys, "all", record).quantiles[0]
    members = np.stack([e.quantiles[0] for e in forecast(panel, panel.keys, record)])
    wide = np.median((members[:, 5] - members[:, 1]) / members[:, MEDIAN])
    assert (whole[5] - whole[1]) / whole[MEDIAN] < wide


def test_larger_errors_make_wider_intervals(panel: Panel) -> None:
    narrow = around(1e6, np.full(15, 0.05), panel)
    wide = around(1e6, np.full(15, 0.2), panel)
    assert wide[0] < narrow[0] < 1e6 < narrow[6] < wide[6]


def test_a_group_without_members_is_refused(panel: Panel) -> None:
    with pytest.raises(NoFigures, match="No member"):
        forecast_sum(panel, (), "nobody", ())
