"""On the figures of UNHCR, the models that pool beat the last value."""

from __future__ import annotations

import pytest

from migrascope.foresight.evaluating import Trial, evaluate
from migrascope.foresight.models import analogues, last_value, momentum
from migrascope.foresight.models.model import Model
from migrascope.foresight.series import displaced
from migrascope.store.base import Base

pytestmark = pytest.mark.xdist_group("real foresight")


@pytest.fixture(scope="module")
def trials(real_base: Base) -> dict[str, Trial]:
    """One year ahead, origins 2018 to 2023."""
    panel = displaced.by_origin(real_base)
    models: list[Model] = [last_value.MODEL, momentum.MODEL, analogues.MODEL]
    return {
        each.model: each for each in evaluate(panel, models, range(2018, 2024), (1,))
    }


@pytest.mark.parametrize("name", ["momentum", "analogues"])
def test_a_pooled_model_is_nearer_than_the_last_value(
    trials: dict[str, Trial], name: str
) -> None:
    ours, naive = trials[name].scores(), trials["last_value"].scores()
    assert ours.forecasts == naive.forecasts > 600
    assert ours.mase < naive.mase
    assert ours.median_ape < naive.median_ape
    assert ours.winkler_80 < naive.winkler_80


def test_intervals_hold_what_they_say(trials: dict[str, Trial]) -> None:
    for trial in trials.values():
        assert 75 <= trial.scores().cover_80 <= 85
        assert 91 <= trial.scores().cover_95 <= 98
