"""Drivers are known when they were published, and neighbours are neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from migrascope.foresight import features
from migrascope.foresight.panel import Driver, Panel
from migrascope.foresight.series import displaced, drivers
from migrascope.store.base import Base


@pytest.fixture(scope="module")
def driven(real_base: Base) -> Panel:
    """The panel of all origins with what else was known."""
    return drivers.with_drivers(real_base, displaced.by_origin(real_base))


def test_population_and_economy_are_known_a_year_late(driven: Panel) -> None:
    assert {driven.drivers[name].lag for name in ("population", "gdp")} == {1}
    known = driven.until(2020).drivers["population"].values
    assert np.isnan(known[-1]).all()
    kenya = driven.keys.index("KEN")
    assert 50e6 < known[-2, kenya] < 56e6


def test_neighbours_are_near(real_base: Base, driven: Panel) -> None:
    near = drivers.neighbours(real_base, driven.keys)
    row = near[driven.keys.index("SSD")]
    named = {driven.keys[place] for place in np.nonzero(row)[0]}
    assert {"UGA", "CAF"} <= named
    assert not named & {"FSM", "COL", "AFG", "SSD"}


def test_a_late_driver_stands_at_the_time_at_which_it_was_known() -> None:
    values = np.arange(1.0, 7.0)[:, None] * 1e4
    late = Driver(values * 2, lag=1)
    np.testing.assert_array_equal(late.when_known()[1:], values[:-1] * 2)
    panel = Panel("made", ("A",), tuple(range(2020, 2026)), values, drivers={"p": late})
    names, table = features.table(panel, every=True)
    share = table[-1, 0, names.index("share_of_p")]
    assert share == pytest.approx(np.log((2 * 5e4 + 50) / (6e4 + 50)))


def test_a_driver_outside_the_core_is_for_those_who_ask(panel: Panel) -> None:
    names, _ = features.table(panel)
    assert "growth_of_asylum_applications" in names
    more = {**panel.drivers, "rain": Driver(panel.values)}
    raining = Panel(panel.what, panel.keys, panel.times, panel.values, drivers=more)
    assert "growth_of_rain" not in features.table(raining)[0]
    assert "growth_of_rain" in features.table(raining, every=True)[0]
