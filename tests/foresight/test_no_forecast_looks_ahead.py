"""Changing the future changes no forecast."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from migrascope.foresight.models import boosted
from migrascope.foresight.models.model import Model
from migrascope.foresight.models.registry import models
from migrascope.foresight.panel import Driver, FloatArray, Panel
from migrascope.foresight.quantiles import MEDIAN

ORIGIN = 2015
MODELS = [each.name for each in (*models(), boosted.MODEL)]


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
    return next(each for each in (*models(), boosted.MODEL) if each.name == name)


@pytest.mark.parametrize("name", MODELS)
def test_the_forecast_of_every_model_stays(panel: Panel, name: str) -> None:
    model, again = fresh(name), fresh(name)
    said = model.forecast(panel.until(ORIGIN), (1, 3))
    other = again.forecast(with_another_future(panel).until(ORIGIN), (1, 3))
    np.testing.assert_array_equal(said, other)


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
