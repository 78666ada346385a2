"""What would have been shown is chosen without what came later."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from migrascope.foresight.evaluating import Trial, evaluate
from migrascope.foresight.forecasting import ORIGINS, record_of
from migrascope.foresight.models import drift, last_value, momentum
from migrascope.foresight.panel import Panel
from migrascope.foresight.shown import SHOWN, as_shown, trials_as_shown

MODELS = (last_value.MODEL, drift.MODEL, momentum.MODEL)
EARLY, LAST = range(2000, 2024), range(2020, 2024)


@pytest.fixture(scope="module")
def tried(panel: Panel) -> tuple[Trial, ...]:
    """Three models over many origins, one year ahead."""
    return evaluate(panel, MODELS, EARLY, (1,))


def test_at_each_origin_the_model_that_had_earned_it_speaks(
    panel: Panel, tried: tuple[Trial, ...]
) -> None:
    shown = as_shown(panel, tried, LAST)
    assert shown.model == SHOWN
    for origin in LAST:
        past = range(origin - ORIGINS, origin)
        before = [each.only(np.isin(each.origin, past)) for each in tried]
        (record,) = record_of(panel, before)
        spoke = next(each for each in tried if each.model == record.best)
        np.testing.assert_array_equal(
            shown.quantiles[shown.origin == origin],
            spoke.quantiles[spoke.origin == origin],
        )


def test_what_came_later_changes_nothing(panel: Panel) -> None:
    later = np.array(panel.times) > 2021
    noise = np.random.default_rng(4).uniform(0, 1e5, panel.values.shape)
    large = panel.values + 6_000  # so that all count, whatever comes
    same = replace(panel, values=large, parts={}, drivers={})
    other = replace(same, values=np.where(later[:, None], noise, large))
    one, two = (
        as_shown(each, evaluate(each, MODELS, EARLY, (1,)), [2021])
        for each in (same, other)
    )
    np.testing.assert_array_equal(one.quantiles[:, 3], two.quantiles[:, 3])


def test_before_anything_could_be_tried_the_last_value_is_shown(
    panel: Panel, tried: tuple[Trial, ...]
) -> None:
    shown = as_shown(panel, tried, [2000])
    np.testing.assert_allclose(shown.quantiles[:, 3], shown.last)


def test_it_is_one_more_beside_the_models_at_the_same_origins(panel: Panel) -> None:
    made = trials_as_shown(panel, horizons=(1, 2), origins=3)
    for horizon in (1, 2):
        here = {each.model: each for each in made if each.horizon == horizon}
        assert {SHOWN, "last_value", "combination"} <= here.keys()
        for each in here.values():
            np.testing.assert_array_equal(each.origin, here[SHOWN].origin)
            np.testing.assert_array_equal(each.series, here[SHOWN].series)
    records = record_of(panel, made)
    assert all(each.best != SHOWN and SHOWN in each.scores for each in records)
