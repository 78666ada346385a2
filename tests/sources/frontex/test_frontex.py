"""Detections at the external borders: read as they are, and never as people."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.frontex import adapter

SPECIMEN = Path(__file__).parents[2] / "specimens" / "frontex" / "detections.csv"
FILE = "irregular/frontex_detections_monthly.csv.gz"


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Batch:
    (batch,) = adapter.read([shared_data / FILE])
    return batch


def sums(batch: Batch, *by: pl.Expr) -> dict[object, float]:
    route = pl.col("breakdown").cast(pl.String).str.extract("route=([^;]+)")
    named = batch.observations.with_columns(route.alias("route"))
    return dict(named.group_by(*by).agg(pl.col("value").sum()).iter_rows())


def test_a_detection_has_a_route_a_kind_of_border_and_a_month() -> None:
    (batch,) = adapter.read([SPECIMEN])
    first = batch.observations.filter(pl.col("origin") == "TUN").row(0, named=True)
    assert first["breakdown"] == "border=Sea;route=Central Mediterranean Route"
    assert (first["start"], first["end"]) == (date(2023, 1, 1), date(2023, 1, 31))
    assert first["area"] == "X:frontex:external_borders"
    assert (first["row"], first["column"]) == (2, 5)


def test_detections_are_events_and_not_persons() -> None:
    (batch,) = adapter.read([SPECIMEN])
    assert batch.observations["unit"].unique().to_list() == ["EVENTS"]


def test_unknown_nationalities_stand_apart_from_every_country() -> None:
    (batch,) = adapter.read([SPECIMEN])
    assert sums(batch, pl.col("origin").cast(pl.String)) == {
        "TUN": 200,
        "MAR": 40,
        "XKX": 2,
        "X:unknown": 31,
        "X:sub_saharan_unspecified": 7,
        "X:stateless": 1,
    }


def test_an_edition_is_called_by_its_last_month() -> None:
    (batch,) = adapter.read([SPECIMEN])
    assert batch.edition == "frontex-detections@2023-03"


def test_every_row_of_the_real_list_is_read(
    shared_data: Path, published: Batch
) -> None:
    with gzip.open(shared_data / FILE, "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    expected: Counter[str] = Counter()
    for row in rows:
        expected[row["route"]] += int(float(row["n"]))
    assert published.observations.height == len(rows) == 33_544
    assert sums(published, pl.col("route")) == expected
    assert expected.total() == 4_916_704


def test_the_year_2015_is_as_frontex_published_it(published: Batch) -> None:
    # Frontex, Annual Risk Analysis 2016: 885,386 on the Eastern Mediterranean route
    # and 153,946 on the Central one; the Western Balkans were 764,038 before revision
    year = published.observations.filter(pl.col("end").dt.year() == 2015)
    route = pl.col("breakdown").cast(pl.String).str.extract("route=([^;]+) Route")
    found = dict(year.group_by(route).agg(pl.col("value").sum()).iter_rows())
    assert found["Eastern Mediterranean"] == 885_386
    assert found["Central Mediterranean"] == 153_946
    assert found["Western Balkan"] == pytest.approx(764_038, abs=5)


def test_what_the_caveats_say_of_unknown_nationalities_is_so(published: Batch) -> None:
    origin = pl.col("origin").cast(pl.String)
    by_origin = sums(published, origin)
    assert by_origin["X:unknown"] == 683_604
    assert by_origin["X:sub_saharan_unspecified"] == 87_098
    on_the_balkans = published.observations.filter(
        origin == "X:unknown",
        pl.col("breakdown").cast(pl.String).str.contains("Western Balkan"),
        pl.col("end").dt.year() == 2015,
    )
    assert on_the_balkans["value"].sum() == 556_238


def test_every_month_of_the_years_has_detections(published: Batch) -> None:
    months = published.observations["start"].unique()
    assert len(months) == 12 * len(range(2009, 2025))
