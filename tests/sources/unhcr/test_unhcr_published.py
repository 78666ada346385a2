"""The files as published give the totals that UNHCR publishes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.unhcr import adapter


def read(path: Path) -> Batch:
    (batch,) = adapter.read([path])
    return batch


@pytest.fixture(scope="module")
def population(shared_data: Path) -> pl.DataFrame:
    batch = read(shared_data / "unhcr/refugees_pkg/population.parquet")
    return batch.observations


def total(table: pl.DataFrame, *, measure: str, year: int, **sides: str) -> float:
    """The sum of a measure at the end of a year."""
    found = table.filter(
        pl.col("measure") == measure,
        pl.col("end").dt.year() == year,
        *(pl.col(side) == area for side, area in sides.items()),
    )
    return float(found["value"].sum())


@pytest.mark.parametrize(
    ("measure", "year", "millions"),
    [
        ("refugees", 2023, 31.6),  # UNHCR, Global Trends 2023: 31.6 million
        ("refugees", 2024, 31.0),  # UNHCR, Global Trends 2024: 31.0 million
        ("asylum_seekers", 2024, 8.4),  # the same: 8.4 million
        ("other_in_need_of_protection", 2024, 5.9),  # the same: 5.9 million
        ("stateless", 2024, 4.4),  # the same: 4.4 million
    ],
)
def test_world_totals_are_those_of_global_trends(
    population: pl.DataFrame, measure: str, year: int, millions: float
) -> None:
    assert round(total(population, measure=measure, year=year) / 1e6, 1) == millions


def test_syrian_refugees_of_2018_are_those_of_global_trends(
    population: pl.DataFrame,
) -> None:
    # UNHCR, Global Trends 2018: 6.7 million, the origin behind indicator 10.7.4
    refugees = total(population, measure="refugees", year=2018, origin="SYR")
    assert refugees == 6_654_374


def test_the_feed_to_hdx_tells_the_same_as_the_database(
    shared_data: Path, population: pl.DataFrame
) -> None:
    feed = read(shared_data / "unhcr/hdx_feed/HDX_EndYearPopulationTotals.csv")
    # UNHCR, Global Trends 2019: Pakistan hosted 1.4 million refugees
    for table in (feed.observations, population):
        hosted = total(table, measure="refugees", year=2019, area="PAK")
        assert round(hosted / 1e6, 1) == 1.4


def test_the_table_becomes_one_observation_for_every_printed_figure(
    population: pl.DataFrame,
) -> None:
    # 138,893 rows of eight figures, and 155 of the ninth, which is blank elsewhere
    assert population.height == 138_893 * 8 + 155


def test_every_table_of_the_package_is_read(shared_data: Path) -> None:
    folder = shared_data / "unhcr/refugees_pkg"
    read_datasets = {
        batch.dataset
        for path in sorted(folder.glob("*.parquet"))
        if adapter.recognise(path)
        for batch in adapter.read([path])
    }
    assert read_datasets == {
        "unhcr-population",
        "unhcr-demographics",
        "unhcr-asylum-applications",
        "unhcr-asylum-decisions",
        "unhcr-solutions",
        "unhcr-flows",
        "unhcr-idmc",
        "unhcr-unrwa",
    }


def test_people_by_sex_and_age_add_up_to_those_with_a_known_sex(
    shared_data: Path,
) -> None:
    batch = read(shared_data / "unhcr/refugees_pkg/demographics.parquet")
    women = batch.observations.filter(pl.col("sex") == "F")
    by_age = women.filter(pl.col("age") != "_T")["value"].sum()
    assert by_age == women.filter(pl.col("age") == "_T")["value"].sum()


def test_the_same_download_tells_the_same_as_the_database(
    shared_data: Path, population: pl.DataFrame
) -> None:
    path = shared_data / "unhcr/refugee_data_finder_refugees_in_EU_plus_UK.csv"
    download = read(path).observations
    for area in ("DEU", "FRA", "LVA"):
        kept = {"measure": "refugees", "year": 2014, "area": area}
        assert total(download, **kept) == total(population, **kept)  # type: ignore[arg-type]  # mixed keywords


def test_every_file_of_the_feed_to_hdx_is_read(shared_data: Path) -> None:
    folder = shared_data / "unhcr/hdx_feed"
    batches = [read(path) for path in sorted(folder.glob("*.csv"))]
    assert len(batches) == 5
    assert all(batch.dataset.startswith("unhcr-hdx-") for batch in batches)


def test_the_download_of_idmc_has_no_area_without_a_name(shared_data: Path) -> None:
    batch = read(shared_data / "unhcr/refugee_data_finder_idmc_export_2023.csv")
    assert batch.edition == "unhcr-finder-idmc@2023-05-21"
    abyei = batch.observations.filter(pl.col("area") == "X:abyei")
    assert abyei["value"].to_list()[:4] == [20_000, 82_000, 20_000, 31_000]
