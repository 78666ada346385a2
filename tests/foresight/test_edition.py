"""Stored forecasts say what they are, from what, by what, and are nothing else."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from migrascope.errors import NoFigures
from migrascope.foresight import edition, export
from migrascope.foresight.everywhere import Everywhere
from migrascope.foresight.forecasting import Forecast, records
from migrascope.foresight.panel import Panel
from migrascope.foresight.quantiles import MEDIAN
from migrascope.foresight.series.catalogue import SERIES
from migrascope.model import area as areas
from migrascope.model import measure
from migrascope.model.observation import Status
from migrascope.starter import opening
from migrascope.store import own
from migrascope.store.base import Base

TODAY = date(2026, 7, 1)
KEYS = ("KEN", "SOM", "SSD", "UGA")


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """A base that holds what forecasts may be made from."""
    made = Base.open(tmp_path / "base")
    starter = Base.open(opening.folder())
    known = starter.edition("unhcr-population")
    made.restore(known, starter.frame(editions=known.id))
    return made


@pytest.fixture
def every(base: Base, panel: Panel) -> Everywhere:
    four = panel.only(panel.keys[:4])
    named = Panel(
        four.what,
        KEYS,
        four.times,
        four.values,
        editions=(base.edition("unhcr-population").id,),
    )
    record = records(named, horizons=(1, 2), origins=8, tried=("last_value",))
    quantiles = np.arange(14.0).reshape(2, 7) * 1_000
    made = tuple(
        Forecast(key, named.times[-1], (1, 2), quantiles, ("last_value",) * 2)
        for key in KEYS
    )
    return Everywhere("origin", named, made, record, "a fingerprint")


def test_every_forecast_is_marked_with_its_bounds_under_a_measure_of_its_own(
    base: Base, every: Everywhere, tmp_path: Path
) -> None:
    rows = edition.batch(every, base, folder=tmp_path, today=TODAY).observations
    assert set(rows["obs_status"]) == {Status.FORECAST}
    assert set(rows["measure"]) == {"forecast_displaced_by_origin"}
    assert set(rows["area"].cast(pl.String)) == {*KEYS, areas.WORLD}
    one = rows.filter(pl.col("area").cast(pl.String) == "SSD").sort("end")
    assert one["value"].to_list() == [3_000.0, 10_000.0]
    assert one["low"].to_list() == [0.0, 7_000.0]
    assert one["high"].to_list() == [6_000.0, 13_000.0]


def test_the_cell_that_a_forecast_names_holds_it(
    base: Base, every: Everywhere, tmp_path: Path
) -> None:
    made = edition.batch(every, base, folder=tmp_path, today=TODAY)
    with made.files[0].path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    for row in made.observations.iter_rows(named=True):
        cell = lines[row["row"] - 1][row["column"] - 1]
        assert float(cell) == row["value"]
        assert lines[row["row"] - 1][0] == row["area"]


def test_it_names_the_editions_the_model_and_how_it_did(
    base: Base, every: Everywhere, tmp_path: Path
) -> None:
    made = edition.batch(every, base, folder=tmp_path, today=TODAY)
    kept = base.accept(made)
    (figure, *_) = base.query(measure="forecast_displaced_by_origin", area="SSD")
    assert edition.rests_on(kept, figure) == every.panel.editions
    last = every.panel.values[-1, KEYS.index("SSD")]
    assert figure.note == (
        f"model last value, from {last:,.0f} counted at the end of 2025"
    )
    assert "Fingerprint of all figures that went in: a fingerprint." in kept.remarks[1]
    assert kept.remarks[2].startswith("1 year ahead, ")
    assert made.citation.endswith(base.edition("unhcr-population").citation)
    assert made.licence == base.edition("unhcr-population").licence


def test_the_command_that_explains_a_forecast_names_the_day(
    base: Base, every: Everywhere, tmp_path: Path
) -> None:
    kept = base.accept(edition.batch(every, base, folder=tmp_path, today=TODAY))
    (figure, *_) = base.query(measure="forecast_displaced_by_origin", area="SSD")
    day = f"{kept.retrieved:%Y-%m-%d}"
    assert edition.how_to_explain(kept, figure) == (
        f"migrascope foresight SSD --by origin --as-of {day}"
    )


def test_the_world_is_the_sum_of_the_medians(
    base: Base, every: Everywhere, tmp_path: Path
) -> None:
    made = edition.batch(every, base, folder=tmp_path, today=TODAY)
    world = made.observations.filter(pl.col("area").cast(pl.String) == areas.WORLD)
    # its members speak through the last value, the model that earned it
    assert world["value"][0] == pytest.approx(every.panel.values[-1].sum(), abs=0.1)
    assert world["note"][0] != made.observations["note"][-1]


def test_the_same_forecasts_are_recognised_and_others_come_after_them(
    base: Base, every: Everywhere, tmp_path: Path
) -> None:
    first = base.accept(edition.batch(every, base, folder=tmp_path, today=TODAY))
    again = edition.batch(every, base, folder=tmp_path, today=TODAY)
    assert own.same_as(base, again) == first
    for each in every.forecasts:
        each.quantiles[:, MEDIAN] += 1.0
    other = edition.batch(every, base, folder=tmp_path, today=TODAY)
    assert own.same_as(base, other) is None
    assert base.accept(other).id == "migrascope-foresight-origin@2026-07-01-002"


def test_nothing_to_store_is_said(
    base: Base, every: Everywhere, tmp_path: Path
) -> None:
    nothing = Everywhere("origin", every.panel, (), every.records, "")
    with pytest.raises(NoFigures, match="nothing to store"):
        edition.batch(nothing, base, folder=tmp_path, today=TODAY)


@pytest.mark.parametrize("by", SERIES)
def test_every_quantity_has_a_measure_that_says_it_is_no_count(by: str) -> None:
    found = measure.get(export.measure(SERIES[by].what))
    assert found.kind == "forecast"
    assert found.definition.endswith("a forecast by Migrascope and no count.")


@pytest.mark.parametrize(
    ("by", "series", "stands"),
    [
        ("origin", "SSD", ("SSD", "_Z", "")),
        ("asylum", "UGA", ("UGA", "_T", "")),
        ("corridor", "SSD>UGA", ("UGA", "SSD", "")),
        ("corridor", "SSD>SSD", ("SSD", "SSD", "")),
        ("corridor", "SSD>other", ("X:other", "SSD", "")),
        ("route", "Darién", ("PAN", "_Z", "route=Darién")),
        (
            "route",
            "Western Balkan",
            ("X:frontex:external_borders", "_Z", "route=Western Balkan"),
        ),
    ],
)
def test_a_forecast_stands_where_its_figures_stand(
    by: str, series: str, stands: tuple[str, str, str]
) -> None:
    key = export.key_of(by, series)
    assert (key.area, key.origin, key.breakdown) == stands
