"""The files as published give the sums that are published."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.missing_migrants import adapter


@pytest.fixture(scope="module")
def yearly(shared_data: Path) -> Batch:
    files = sorted((shared_data / "missing_migrants").glob("*-json.json"))
    (batch,) = adapter.read(files)
    return batch


def by_year(batch: Batch) -> dict[int, float]:
    """Dead and missing of every year."""
    totals = batch.observations.filter(
        pl.col("measure") == "migrant_deaths_and_missing",
        pl.col("sex") == "_T",
        pl.col("age") == "_T",
    )
    years = totals.group_by(pl.col("end").dt.year()).agg(pl.col("value").sum())
    return dict(years.iter_rows())


def read(path: Path) -> Batch:
    (batch,) = adapter.read([path])
    return batch


def test_the_complete_list_to_2024_holds_72057_dead_and_missing(
    shared_data: Path,
) -> None:
    name = "missing_migrants/converted_iom_mmp_2014_2024.csv.gz"
    sums = by_year(read(shared_data / name))
    assert sum(sums.values()) == 72_057
    assert set(sums) == set(range(2014, 2025))


def test_every_incident_of_the_yearly_files_is_read(yearly: Batch) -> None:
    assert yearly.edition == "missing-migrants@2025-09"
    totals = yearly.observations.filter(
        pl.col("measure") == "migrant_deaths_and_missing",
        pl.col("sex") == "_T",
        pl.col("age") == "_T",
    )
    assert totals.height == 17_846


def test_the_dead_and_the_missing_add_up(yearly: Batch) -> None:
    whole = yearly.observations.filter(pl.col("sex") == "_T", pl.col("age") == "_T")
    sums = dict(whole.group_by("measure").agg(pl.col("value").sum()).iter_rows())
    both = sums["migrant_deaths"] + sums["migrants_missing"]
    assert both == sums["migrant_deaths_and_missing"]


def test_sums_are_no_smaller_than_what_the_un_published_before(
    shared_data: Path, yearly: Batch
) -> None:
    # UN Statistics Division, SM_DTH_MIGR, October 2020 (indicator 10.7.3), world
    (series,) = (shared_data / "sdg_unsd" / "ddf").glob("*sm_dth_migr*.csv")
    with series.open(encoding="utf-8") as stream:
        published = {
            int(row["year"]): float(row["sm_dth_migr"])
            for row in csv.DictReader(stream)
            if row["geo_area"] == "1"
        }
    sums = by_year(yearly)
    assert set(published) == set(range(2014, 2020))
    for each, figure in published.items():
        assert 1 <= sums[each] / figure <= 1.05


def test_years_that_stop_early_are_found(yearly: Batch) -> None:
    partial = [caveat for caveat in yearly.caveats if "partial" in caveat.id]
    assert [caveat.since for caveat in partial] == [2024, 2025]
    assert "28 July 2024" in partial[0].says
    assert "8 September 2025" in partial[1].says


def test_the_reduced_copy_is_read_with_its_undated_rows(shared_data: Path) -> None:
    name = "missing_migrants/Missing_Migrants_Global_Figures_allData_3col.csv"
    batch = read(shared_data / name)
    assert batch.edition == "missing-migrants-reduced@2023-11"
    undated = batch.observations.filter(pl.col("start") != pl.col("end"))
    assert undated.height == 15


def test_texts_stay_few_enough_for_a_dictionary(yearly: Batch) -> None:
    assert yearly.observations["breakdown"].n_unique() < 20_000


def test_every_incident_lies_in_the_country_that_its_own_file_names(
    shared_data: Path, yearly: Batch
) -> None:
    # Names with entities were once exchanged: 51 dead of Côte d'Ivoire were in Laos.
    named = {
        "C&ocirc;te d&#039;Ivoire": "CIV",
        "Côte d&#039;Ivoire": "CIV",
        "Lao People&#039;s Democratic Republic": "LAO",
        "Democratic People&#039;s Republic of Korea": "PRK",
    }
    expected: Counter[str] = Counter()
    for path in sorted((shared_data / "missing_migrants").glob("*-json.json")):
        for item in json.loads(path.read_text(encoding="utf-8")):
            if item["country_of_incident"] in named:
                people = item["total_dead_and_missing"].replace(",", "") or "0"
                expected[named[item["country_of_incident"]]] += int(people)
    found = (
        yearly.observations.filter(
            pl.col("measure") == "migrant_deaths_and_missing",
            pl.col("sex") == "_T",
            pl.col("age") == "_T",
        )
        .group_by(pl.col("area").cast(pl.String))
        .agg(pl.col("value").sum())
    )
    sums = dict(found.iter_rows())
    assert {area: sums[area] for area in expected} == expected
