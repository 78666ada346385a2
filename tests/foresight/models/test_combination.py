"""The combination listens to those that were right, and never narrows the doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from migrascope.foresight.models import drift, last_value
from migrascope.foresight.models.combination import PULL, Combination, learned, second
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.quantiles import LEVELS


@dataclass(frozen=True)
class Says:
    """A model that says the last value times a number, and `wide` about it."""

    times: float
    wide: float = 0.1
    name: str = "says"
    title: str = "says"
    reference: str = "none"

    def forecast(self, known: Panel, horizons: Sequence[int]) -> FloatArray:
        around = np.exp(self.wide * (LEVELS - 0.5)) * self.times
        one = known.values[-1][:, None] * around
        return np.stack([one for _ in horizons])


@pytest.fixture(scope="module")
def growing() -> Panel:
    """Series that grow by a tenth each year."""
    start = np.linspace(5_000, 90_000, 12)
    years = np.arange(30)[:, None]
    keys = tuple(f"G{number}" for number in range(12))
    return Panel("growing", keys, tuple(range(1990, 2020)), start * 1.1**years)


def test_who_was_right_is_listened_to(growing: Panel) -> None:
    joined = Combination((Says(0.9), Says(1.1), Says(1.0)))
    assert joined.weights(growing, 1)[1] > 0.9


def test_far_ahead_weights_are_more_even(growing: Panel) -> None:
    joined = Combination((Says(1.1), Says(1.15)))
    said = np.log([[[1.0] * 7], [[1.02] * 7]])
    near, far = (learned(said, np.zeros(1), pull=PULL * each**2) for each in (1, 5))
    assert near[0] > far[0] > 0.5
    assert joined.weights(growing, 1).sum() == pytest.approx(1.0)


def test_the_newest_outcome_is_a_lesson(growing: Panel) -> None:
    """A model that is right in the last year alone gains from it."""
    values = growing.values.copy()
    values[-1] = values[-2]
    last = Panel("last", growing.keys, growing.times, values)
    joined = Combination((Says(1.0), Says(1.1)))
    assert joined.weights(last, 1)[0] > joined.weights(growing, 1)[0]


def test_one_model_that_goes_astray_sets_no_bound(growing: Panel) -> None:
    models = (Says(1.0, 0.1), Says(1.1, 0.4), Says(1.1, 9.0))
    joined = Combination(models)
    (said,) = joined.forecast(growing, (1,))
    each = np.array([model.forecast(growing, (1,))[0] for model in models])
    assert (said[:, -1] < each[2, :, -1]).all()
    assert (said[:, -1] > 0.999 * each[1, :, -1]).all()
    assert (said[:, 0] > each[2, :, 0]).all()


def test_bounds_reach_to_those_of_all_models_but_one(growing: Panel) -> None:
    models = (Says(0.9, 0.1), Says(1.1, 0.1))
    (said,) = Combination(models).forecast(growing, (1,))
    each = np.sort([model.forecast(growing, (1,))[0] for model in models], axis=0)
    np.testing.assert_array_less(said[:, 0], each[1, :, 0] + 1)
    np.testing.assert_array_less(each[0, :, -1] - 1, said[:, -1])


def test_the_lowest_but_one_of_those_that_are_known() -> None:
    bounds = np.array([[3.0, np.nan, np.nan], [1.0, 5.0, np.nan], [2.0, 4.0, 7.0]])
    np.testing.assert_array_equal(second(bounds), [2.0, 5.0, 7.0])
    assert np.isnan(second(np.full((2, 1), np.nan))).all()


def test_where_one_model_is_silent_the_others_speak(growing: Panel) -> None:
    silent = Says(np.nan)
    (said,) = Combination((silent, last_value.MODEL)).forecast(growing, (1,))
    np.testing.assert_allclose(said[:, 3], growing.values[-1])


def test_where_all_are_silent_it_is_silent(growing: Panel) -> None:
    (said,) = Combination((Says(np.nan),)).forecast(growing, (1,))
    assert np.isnan(said).all()


def test_without_a_lesson_weights_are_even(growing: Panel) -> None:
    first = growing.until(1990)
    joined = Combination((last_value.MODEL, drift.MODEL))
    np.testing.assert_array_equal(joined.weights(first, 1), [0.5, 0.5])
