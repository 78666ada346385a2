"""Changing the future changes no forecast."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from migrascope.foresight.models import boosted, regression
from migrascope.foresight.models.model import Model
from migrascope.foresight.models.registry import models
from migrascope.foresight.panel import Driver, FloatArray, Panel
from migrascope.foresight.quantiles import MEDIAN

ORIGIN = 2015
BESIDE = (regression.DRIVEN, boosted.MODEL)
"""Models that are tried when asked for, on every driver."""
MODELS = [each.name for each in (*models(), *BESIDE)]
LATE = {"population": 1, "gdp": 1, "conflict_deaths": 1, "conflict_displacements": 1}
LATE |= {"disaster_displacements": 1, "neighbours": 0}


@pytest.fixture(scope="module")
def driven(panel: Panel) -> Panel:
    """The panel with all drivers, of which nothing is known in some years."""
    chance = np.random.default_rng(3)
    drivers = dict(panel.drivers)
    for name, lag in LATE.items():
        values = chance.lognormal(8.0, 2.0, panel.values.shape)
        values[: 5 + 3 * lag] = np.nan
        values[-18:-16] = np.nan
        drivers[name] = Driver(values, lag)
    return replace(panel, drivers=drivers)


def with_another_future(panel: Panel) -> Panel:
    """The same until the origin; noise, parts, drivers and breaks after it."""
    chance = np.random.default_rng(2)
    later = np.array(panel.times) > ORIGIN

    def changed(values: FloatArray) -> FloatArray:
        noise = chance.uniform(0, 1e6, values.shape)
        return np.where(later[:, None], noise, values)

    assert panel.breaks is not None
    return replace(
        panel,
        values=changed(panel.values),
        parts={name: changed(each) for name, each in panel.parts.items()},
        drivers={
            name: Driver(changed(each.values), each.lag)
            for name, each in panel.drivers.items()
        },
        breaks=panel.breaks | later[:, None],
    )


def fresh(name: str) -> Model:
    """A model that remembers nothing."""
    if name == boosted.MODEL.name:
        pytest.importorskip("sklearn")
    return next(each for each in (*models(), *BESIDE) if each.name == name)


@pytest.mark.parametrize("name", MODELS)
def test_the_forecast_of_every_model_stays(driven: Panel, name: str) -> None:
    model, again = fresh(name), fresh(name)
    said = model.forecast(driven.until(ORIGIN), (1, 3))
    other = again.forecast(with_another_future(driven).until(ORIGIN), (1, 3))
    np.testing.assert_array_equal(said, other)


@pytest.mark.parametrize("name", sorted(LATE))
def test_every_driver_is_read_as_far_as_it_was_known(driven: Panel, name: str) -> None:
    """A figure that was out changes what is said; one that came out later does not."""
    known = driven.until(ORIGIN)
    lag = LATE[name]

    def said(row: int) -> FloatArray:
        drivers = {key: each.values.copy() for key, each in driven.drivers.items()}
        drivers[name][driven.times.index(row)] *= 7.0
        changed = {
            key: Driver(values, driven.drivers[key].lag)
            for key, values in drivers.items()
        }
        other = replace(driven, drivers=changed).until(ORIGIN)
        return regression.DRIVEN.forecast(other, (1,))

    before = regression.DRIVEN.forecast(known, (1,))
    np.testing.assert_array_equal(before, said(ORIGIN - lag + 1))
    assert not np.array_equal(before, said(ORIGIN - lag))


def test_a_driver_that_comes_out_late_is_not_known_before(panel: Panel) -> None:
    known = panel.until(ORIGIN).drivers["asylum_applications"].values
    assert np.isnan(known[-1]).all()
    assert not np.isnan(known[-2]).any()


@pytest.mark.parametrize("name", [each for each in MODELS if each != "croston"])
def test_quantiles_are_in_order_and_never_below_nought(panel: Panel, name: str) -> None:
    model = fresh(name)
    said = model.forecast(panel, (1, 3))
    assert said.shape == (2, len(panel.keys), 7)
    assert (np.diff(said, axis=-1) >= 0).all()
    assert (said >= 0).all()


def test_intervals_grow_with_the_horizon(panel: Panel) -> None:
    for model in models():
        if model.name == "croston":  # says nothing of series that are never nought
            continue
        said = model.forecast(panel, (1, 3))
        width = np.log(said[..., 5] + 50) - np.log(said[..., 1] + 50)
        assert np.median(width[1]) > np.median(width[0])


def test_last_value_is_the_centre_of_last_value(panel: Panel) -> None:
    model = next(each for each in models() if each.name == "last_value")
    said = model.forecast(panel, (1,))[0]
    np.testing.assert_allclose(said[:, MEDIAN], panel.values[-1])
