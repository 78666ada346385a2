"""The table of both sides is read whole, as an independent reader counts it."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.eurostat import adapter

NAME = "flows/eurostat_double_entry_reported_flows_2010_2019.csv.gz"
SILENT = {
    "CYP", "CZE", "DEU", "GRC", "HUN", "LUX", "LVA", "MLT", "POL", "PRT", "ROU",
}  # fmt: skip


@pytest.fixture(scope="module")
def reported(shared_data: Path) -> Batch:
    (batch,) = adapter.read([shared_data / NAME])
    return batch


def test_every_report_is_read(reported: Batch, shared_data: Path) -> None:
    expected: Counter[tuple[str, str, int]] = Counter()
    sides = {
        "immigration": ("Immi", "Receiving_iso3"),
        "emigration": ("Emig", "Sending_iso3"),
    }
    with gzip.open(shared_data / NAME, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for measure, (figure, reporter) in sides.items():
                if row[figure]:
                    key = measure, row[reporter], int(float(row["Year"]))
                    expected[key] += int(float(row[figure]))
    sums = reported.observations.group_by(
        "measure", "area", pl.col("end").dt.year()
    ).agg(pl.col("value").sum())
    found = {(measure, area, year): value for measure, area, year, value in sums.rows()}
    assert found == dict(expected)


def test_half_of_the_reports_are_there(reported: Batch) -> None:
    counts = reported.observations.group_by("measure").len().rows()
    assert dict(counts) == {"immigration": 3_624, "emigration": 3_520}


def test_eleven_countries_report_neither_side(reported: Batch) -> None:
    others = set(reported.observations["origin"].cast(pl.String))
    reporters = set(reported.observations["area"].cast(pl.String))
    assert others - reporters == SILENT


def test_every_report_has_both_scores(reported: Batch) -> None:
    pattern = r"^accuracy=(low|medium|high);undercount=(low|medium|high)$"
    texts = reported.observations["breakdown"].cast(pl.String)
    assert texts.str.contains(pattern).all()


def test_a_country_has_one_score_a_year(reported: Batch) -> None:
    classes = reported.observations.group_by("measure", "area", "end").agg(
        pl.col("breakdown").n_unique()
    )
    assert set(classes["breakdown"]) == {1}
