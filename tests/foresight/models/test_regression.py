"""Old lessons fade, and drivers are used when they are asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from migrascope.foresight.models import regression
from migrascope.foresight.panel import Driver, Panel
from migrascope.foresight.quantiles import MEDIAN


def test_slopes_are_those_of_the_middle_and_not_of_the_outliers() -> None:
    x = np.stack([np.ones(300), np.linspace(-1, 1, 300)], axis=1)
    y = 0.3 * x[:, 1]
    y[::20] += 50.0
    slopes = regression.least_absolute(x, y, np.ones(300))
    assert slopes == pytest.approx([0.0, 0.3], abs=0.05)


def test_lessons_that_hardly_count_hardly_teach() -> None:
    x = np.stack([np.ones(400), np.tile(np.linspace(-1, 1, 200), 2)], axis=1)
    y = x[:, 1] * np.repeat([-0.4, 0.4], 200)
    weights = np.repeat([0.01, 1.0], 200)
    slopes = regression.least_absolute(x, y, weights)
    assert slopes == pytest.approx([0.0, 0.4], abs=0.05)


def test_old_lessons_fade(panel: Panel) -> None:
    """When what used to fade away goes on growing, the regression follows."""
    times = len(panel.times)
    grew = np.random.default_rng(4).normal(0, 0.3, panel.values.shape)
    for time in range(1, times):
        follows = -0.5 if time < times - 12 else 0.5
        grew[time] += follows * grew[time - 1]
    values = np.exp(11.0 + np.cumsum(grew, axis=0))
    turned = replace(panel, values=values, parts={}, drivers={}, breaks=None)
    expected = np.log(regression.path(turned, 1)[-1] / values[-1])
    assert np.corrcoef(expected, grew[-1])[0, 1] > 0.5


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
