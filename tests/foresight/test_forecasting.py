"""The model that speaks has earned it, or the last value speaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from migrascope.errors import NoFigures, UnusableTable
from migrascope.foresight.comparing import compare
from migrascope.foresight.evaluating import evaluate
from migrascope.foresight.forecasting import forecast, holds, record_of, records
from migrascope.foresight.models import croston, drift, last_value, momentum
from migrascope.foresight.models.combination import Combination
from migrascope.foresight.models.registry import models, named
from migrascope.foresight.panel import Panel
from migrascope.foresight.summing import medians_of


@pytest.fixture(scope="module")
def walks() -> Panel:
    """Series of which nothing but the last value says where they go."""
    steps = np.random.default_rng(5).normal(0, 0.3, (30, 40))
    values = np.exp(9 + np.cumsum(steps, axis=0))
    return Panel(
        "walks", tuple(f"W{n}" for n in range(40)), tuple(range(1996, 2026)), values
    )


def test_where_nothing_beats_the_last_value_the_last_value_speaks(
    walks: Panel,
) -> None:
    (record,) = records(walks, horizons=(1,), origins=4)
    assert record.nothing_beats_naive
    (said,) = forecast(walks, ["W3"], (record,))
    assert said.models == ("last_value",)
    assert said.quantiles[0, 3] == pytest.approx(walks.values[-1, 3])


def test_where_growth_goes_on_a_model_that_says_so_speaks(panel: Panel) -> None:
    (record,) = records(panel, horizons=(1,), origins=6)
    assert not record.nothing_beats_naive
    assert record.against_naive[record.best].wins


def test_a_model_does_not_beat_itself(panel: Panel) -> None:
    (naive,) = evaluate(panel, [last_value.MODEL], range(2018, 2024), (1,))
    found = compare(naive, naive, floor=50.0)
    assert (found.gain, found.wins) == (0.0, False)


def test_the_gain_of_one_is_the_loss_of_the_other(panel: Panel) -> None:
    one, other = evaluate(panel, [momentum.MODEL, drift.MODEL], range(2012, 2024), (1,))
    better, worse = compare(one, other, floor=50.0), compare(other, one, floor=50.0)
    assert (better.gain > 0) != (worse.gain > 0)
    assert better.chance + worse.chance == pytest.approx(1.0, abs=0.01)


def test_models_that_were_asked_different_things_are_not_compared(
    panel: Panel,
) -> None:
    (one,) = evaluate(panel, [last_value.MODEL], range(2018, 2024), (1,))
    (other,) = evaluate(panel, [last_value.MODEL], range(2019, 2024), (1,))
    with pytest.raises(UnusableTable, match="same"):
        compare(one, other, floor=50.0)


def test_an_unknown_series_is_named(panel: Panel) -> None:
    with pytest.raises(NoFigures, match="no series ATL"):
        forecast(panel, ["ATL"], ())


def test_a_panel_of_a_few_years_cannot_be_tried(panel: Panel) -> None:
    short = replace(
        panel,
        times=panel.times[-3:],
        values=panel.values[-3:],
        parts={},
        drivers={},
        breaks=None,
    )
    with pytest.raises(NoFigures, match="long enough"):
        records(short, horizons=(1,))


def test_of_winners_one_whose_intervals_hold_speaks(panel: Panel) -> None:
    """The nearest model is made to be too sure of itself, and loses its word."""
    three = (last_value.MODEL, drift.MODEL, momentum.MODEL)
    made = {
        each.model: each for each in evaluate(panel, three, range(2004, 2024), (1,))
    }
    (before,) = record_of(panel, tuple(made.values()))
    assert before.best == "momentum"
    assert holds(before.scores["momentum"], 80, 95)
    median = made["momentum"].quantiles[:, [3]]
    sure = replace(made["momentum"], quantiles=np.repeat(median, 7, axis=1))
    other = replace(made["momentum"], model="theta")
    near = 0.999 * sure.quantiles + 0.001 * made["momentum"].quantiles
    right = replace(sure, quantiles=0.9 * sure.outcome[:, None] + 0.1 * near)
    (after,) = record_of(panel, (made["last_value"], right, other))
    assert after.against_naive["momentum"].gain > after.against_naive["theta"].gain
    assert not holds(after.scores["momentum"], 80)
    assert after.best == "theta"


def test_a_model_that_speaks_of_some_is_scored_where_it_speaks(panel: Panel) -> None:
    values = panel.values.copy()
    values[1::2, :12] = 0.0
    mixed = replace(panel, values=values, parts={}, drivers={}, breaks=None)
    made = evaluate(mixed, (last_value.MODEL, croston.MODEL), range(2015, 2024), (1,))
    (record,) = record_of(mixed, made)
    spoken = record.spoken["croston"]
    assert spoken.scores.forecasts == spoken.naive.forecasts
    assert 0 < spoken.scores.forecasts < record.scores["croston"].forecasts
    assert spoken.scores.mase < spoken.naive.mase
    assert "last_value" not in record.spoken


def test_weights_that_are_kept_say_what_learning_them_again_says(panel: Panel) -> None:
    combination = models()[-1]
    assert isinstance(combination, Combination)
    (record,) = records(panel, horizons=(1,), origins=4)
    kept = tuple(float(each) for each in combination.weights(panel, 1))
    speaks = replace(record, best="combination", weights=kept)
    (by_heart,) = forecast(panel, ["A03"], (speaks,))
    (learned,) = forecast(panel, ["A03"], (replace(speaks, weights=()),))
    np.testing.assert_array_equal(by_heart.quantiles, learned.quantiles)


def test_weights_of_another_year_are_not_used(panel: Panel) -> None:
    (record,) = records(panel, horizons=(1,), origins=4)
    wrong = replace(record, best="combination", weights=(1.0, 0.0, 0.0, 0.0))
    earlier = panel.until(panel.times[-1] - 1)
    (said,) = forecast(earlier, ["A03"], (wrong,))
    (learned,) = forecast(earlier, ["A03"], (replace(wrong, weights=()),))
    np.testing.assert_array_equal(said.quantiles, learned.quantiles)


def test_of_series_too_short_to_be_tried_the_last_value_speaks(panel: Panel) -> None:
    values = panel.values.copy()
    values[:-5, 0] = np.nan
    cut = replace(panel, values=values, parts={}, drivers={}, breaks=None)
    (record,) = records(cut, horizons=(1,), origins=6)
    assert not record.nothing_beats_naive
    short, long = forecast(cut, cut.keys[:2], (record,))
    assert (short.is_short, short.models) == (True, ("last_value",))
    assert short.quantiles[0, 3] == pytest.approx(values[-1, 0])
    assert (long.is_short, long.models) == (False, (record.best,))
    model = named(record.best)
    assert medians_of(cut, model, 1)[-1, 0] == pytest.approx(values[-1, 0])
