"""A trial puts what was said beside what came, and only where something came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from migrascope.foresight.evaluating import evaluate, scales
from migrascope.foresight.models import last_value, momentum
from migrascope.foresight.panel import FloatArray, Panel

ORIGINS = range(2012, 2024)


def test_the_scores_of_last_value_are_those_counted_by_hand(panel: Panel) -> None:
    (trial,) = evaluate(panel, [last_value.MODEL], ORIGINS, (1,))
    errors, shares = [], []
    for origin in ORIGINS:
        row = panel.times.index(origin)
        for series in range(len(panel.keys)):
            if panel.values[:, series].max() < 5_000:
                continue
            past = panel.values[: row + 1, series]
            error = abs(panel.values[row + 1, series] - past[-1])
            errors.append(error / np.abs(np.diff(past)).mean())
            shares.append(error / panel.values[row + 1, series])
    found = trial.scores()
    assert found.forecasts == len(errors)
    assert found.mase == pytest.approx(np.mean(errors))
    assert found.median_ape == pytest.approx(100 * np.median(shares))


def test_momentum_beats_last_value_where_growth_goes_on(panel: Panel) -> None:
    naive, learned = evaluate(panel, [last_value.MODEL, momentum.MODEL], ORIGINS, (1,))
    assert learned.scores().mase < naive.scores().mase


def test_an_origin_without_outcome_is_not_scored(panel: Panel) -> None:
    (trial,) = evaluate(panel, [last_value.MODEL], [2024, 2025], (1,))
    assert set(trial.origin) == {2024}


def test_small_and_short_series_do_not_count(panel: Panel) -> None:
    values = panel.values.copy()
    values[:, 0] = 10.0
    values[:-5, 1] = np.nan
    (trial,) = evaluate(
        replace(panel, values=values, parts={}), [last_value.MODEL], [2024], (1,)
    )
    assert not {0, 1} & set(trial.series)


def test_silence_is_scored_as_the_last_value_without_doubt(panel: Panel) -> None:
    class Silent:
        name = title = reference = "silent"

        def forecast(self, known: Panel, horizons: Sequence[int]) -> FloatArray:
            return np.full((len(horizons), len(known.keys), 7), np.nan)

    (trial,) = evaluate(panel, [Silent()], [2020], (1,))
    np.testing.assert_array_equal(trial.quantiles[:, 3], trial.last)
    assert trial.scores().width_80 == 0.0


def test_the_scale_of_a_series_that_never_moved_is_missing(panel: Panel) -> None:
    values = panel.values.copy()
    values[:, 0] = 6_000.0
    assert np.isnan(scales(replace(panel, values=values, parts={}))[0])
