"""Scores apart add up to the scores of all."""

from __future__ import annotations

import pytest

from migrascope.foresight.detail import DETAILS, apart
from migrascope.foresight.evaluating import evaluate
from migrascope.foresight.models import last_value
from migrascope.foresight.panel import Panel


@pytest.mark.parametrize("detail", DETAILS)
def test_every_forecast_is_in_one_group(panel: Panel, detail: str) -> None:
    (trial,) = evaluate(panel, [last_value.MODEL], range(2018, 2024), (1,))
    groups = {name: each.scores() for name, each in apart(trial, panel, detail)}
    assert sum(each.forecasts for each in groups.values()) == len(trial.origin)
    weighted = sum(each.mase * each.forecasts for each in groups.values())
    assert weighted / len(trial.origin) == pytest.approx(trial.scores().mase)
    if detail == "year":
        assert list(groups) == [str(year) for year in range(2018, 2024)]
