"""Old lessons fade as far as it pays, and drivers are used when they are asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from migrascope.foresight.models import regression
from migrascope.foresight.models.regression import Lessons
from migrascope.foresight.panel import Driver, Panel
from migrascope.foresight.quantiles import MEDIAN

YEARS, CASES = 60, 100


def lessons(slope_then: float, slope_now: float, *, changed: int = 40) -> Lessons:
    """A hundred cases a year; what they teach changes in one year."""
    chance = np.random.default_rng(5)
    came = np.repeat(np.arange(YEARS), CASES)
    x = np.stack([np.ones(came.size), chance.normal(0, 0.5, came.size)], axis=1)
    slope = np.where(came < changed, slope_then, slope_now)
    y = slope * x[:, 1] + chance.normal(0, 0.05, came.size)
    return Lessons(x, y, came, 1)


def test_lessons_that_always_held_never_fade() -> None:
    assert regression.best_fading(lessons(0.5, 0.5), YEARS - 1, 1) == np.inf


def test_lessons_that_hold_no_more_fade_fast() -> None:
    taught = lessons(-0.5, 0.5)
    assert regression.best_fading(taught, YEARS - 1, 1) == 6.0
    assert taught.slopes(YEARS - 1, 6.0)[1] > taught.slopes(YEARS - 1, np.inf)[1]


def test_fading_is_found_out_on_outcomes_that_were_known() -> None:
    taught = lessons(-0.5, 0.5, changed=50)
    known = taught.came <= 45
    until = Lessons(taught.x[known], taught.y[known], taught.came[known], 1)
    assert regression.best_fading(until, 45, 3) == np.inf


def test_slopes_are_those_of_the_middle_and_not_of_the_outliers() -> None:
    x = np.stack([np.ones(300), np.linspace(-1, 1, 300)], axis=1)
    y = 0.3 * x[:, 1]
    y[::20] += 50.0
    slopes = regression.least_absolute(x, y, np.ones(300))
    assert slopes == pytest.approx([0.0, 0.3], abs=0.05)


@pytest.fixture
def foreseen(panel: Panel) -> Panel:
    """A panel whose growth was announced by deaths in the year before."""
    grew = np.zeros_like(panel.values)
    grew[:-1] = np.diff(np.log(panel.values), axis=0)
    told = np.full_like(grew, np.nan)
    told[:-1] = np.maximum(grew[1:], 0.0)  # figures of a year late by one
    deaths = np.round(np.nan_to_num(np.expm1(3 * told)) * 20)
    people = Driver(np.full_like(panel.values, 2e7), lag=1)
    drivers = {**panel.drivers, "conflict_deaths": Driver(deaths, 1)}
    return replace(panel, drivers={**drivers, "population": people})


def error(panel: Panel, known: Panel, model: object) -> float:
    said = model.forecast(known, (1,))[0][:, MEDIAN]  # type: ignore[attr-defined]  # either of two
    came = panel.values[len(known.times)]
    return float(np.abs(np.log(said + 50) - np.log(came + 50)).mean())


def test_a_driver_that_tells_is_used_by_the_regression_that_asks(
    foreseen: Panel,
) -> None:
    known = foreseen.until(2023)
    # what grows in 2024 was announced by deaths of 2022, which are known by then
    asked = error(foreseen, known, regression.DRIVEN)
    assert asked < 0.9 * error(foreseen, known, regression.MODEL)


def test_the_regression_of_the_core_looks_at_no_other_driver(foreseen: Panel) -> None:
    known = foreseen.until(2023)
    without = replace(
        known, drivers={"asylum_applications": known.drivers["asylum_applications"]}
    )
    np.testing.assert_array_equal(
        regression.MODEL.forecast(known, (1, 3)),
        regression.MODEL.forecast(without, (1, 3)),
    )
