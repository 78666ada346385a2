"""Drivers are known when they were published, and neighbours are neighbours."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from tests.store.made import MakeBatch, Row, batch, stock

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


def made(driver: Driver, *, years: int = 6, **others: Driver) -> Panel:
    values = np.full((years, 1), 6e4)
    drivers = {"conflict_deaths": driver, **others}
    times = tuple(range(2020, 2020 + years))
    return Panel("made", ("A",), times, values, drivers=drivers)


def feature(panel: Panel, name: str) -> list[float]:
    names, table = features.table(panel, every=True)
    return [round(float(each), 6) for each in table[:, 0, names.index(name)]]


def test_deaths_are_compared_per_person() -> None:
    people = Driver(np.full((6, 1), 1e6))
    panel = made(Driver(np.full((6, 1), 100.0)), population=people)
    assert feature(panel, "level_of_conflict_deaths") == [round(np.log(101) / 3, 6)] * 6


def test_a_year_of_which_nothing_is_known_is_no_nought() -> None:
    people = Driver(np.full((6, 1), 1e6))
    deaths = np.array([np.nan, 100.0, 200.0, np.nan, np.nan, 0.0])[:, None]
    levels = feature(
        made(Driver(deaths), population=people), "level_of_conflict_deaths"
    )
    one, two = np.log(101) / 3, np.log(201) / 3
    mean = (one + two) / 2
    assert levels == pytest.approx([one, one, two, mean, mean, 0.0], abs=1e-6)
    grown = feature(
        made(Driver(deaths), population=people), "growth_of_conflict_deaths"
    )
    assert grown == pytest.approx([0, 0, np.log(210 / 110), 0, 0, 0], abs=1e-6)


def test_a_driver_that_nobody_knows_says_nothing() -> None:
    panel = made(Driver(np.full((6, 1), np.nan)))
    assert feature(panel, "share_of_conflict_deaths") == [0.0] * 6


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base.open(tmp_path / "base")


@pytest.fixture
def make_batch(tmp_path: Path) -> MakeBatch:
    """Write a publisher's file and make a batch of rows read from it."""
    return partial(batch, tmp_path / "received")


def figures(measure: str, *rows: tuple[str, int, float, str]) -> list[Row]:
    return [
        stock(
            area,
            year,
            value,
            measure=measure,
            start=date(year, 5, 1),
            end=date(year, 5, 1),
            breakdown=breakdown,
            row=number,
        )
        for number, (area, year, value, breakdown) in enumerate(rows, start=2)
    ]


def deaths_of(
    base: Base, make_batch: MakeBatch, dataset: str, vintage: str = "25.1"
) -> dict[str, list[float]]:
    """The driver that a list of three events makes, by country, 2016 to 2020."""
    events = figures(
        "conflict_deaths",
        ("KEN", 2017, 3, "violence=state-based"),
        ("KEN", 2017, 4, "violence=one-sided"),
        ("SOM", 2019, 9, "violence=state-based"),
    )
    base.accept(make_batch(events, dataset=dataset, vintage=vintage))
    keys, times = ("KEN", "SOM", "SYR", "UGA"), tuple(range(2016, 2021))
    panel = Panel("made", keys, times, np.ones((5, 4)))
    values = drivers.with_drivers(base, panel).drivers["conflict_deaths"].values
    return {key: list(values[:, place]) for place, key in enumerate(keys)}


def test_a_list_of_the_world_is_silent_where_nobody_died(
    base: Base, make_batch: MakeBatch
) -> None:
    found = deaths_of(base, make_batch, "ucdp-ged")
    np.testing.assert_equal(found["KEN"], [np.nan, 7, 0, 0, np.nan])
    np.testing.assert_equal(found["UGA"], [np.nan, 0, 0, 0, np.nan])


def test_a_list_of_some_countries_says_nothing_of_others(
    base: Base, make_batch: MakeBatch
) -> None:
    found = deaths_of(base, make_batch, "ucdp-ged-ken-som")
    np.testing.assert_equal(found["KEN"], [np.nan, 7, 0, 0, np.nan])
    assert np.isnan(found["UGA"]).all()


def test_a_war_that_a_list_leaves_out_is_not_peace(
    base: Base, make_batch: MakeBatch
) -> None:
    old = deaths_of(base, make_batch, "ucdp-ged", "19.1")
    assert np.isnan(old["SYR"]).all()
    new = deaths_of(base, make_batch, "ucdp-ged", "20.1")
    np.testing.assert_equal(new["SYR"], [np.nan, 0, 0, 0, np.nan])


def test_a_driver_outside_the_core_is_for_those_who_ask(panel: Panel) -> None:
    names, _ = features.table(panel)
    assert "growth_of_asylum_applications" in names
    more = {**panel.drivers, "rain": Driver(panel.values)}
    raining = Panel(panel.what, panel.keys, panel.times, panel.values, drivers=more)
    assert "growth_of_rain" not in features.table(raining)[0]
    assert "growth_of_rain" in features.table(raining, every=True)[0]
