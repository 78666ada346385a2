"""IDMC's own files: sums that it published, and forms that agree."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import Truncated
from migrascope.sources.batch import Batch
from migrascope.sources.idmc import adapter


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "idmc"


def one(*paths: Path) -> Batch:
    """The first table: a workbook has one by sex and age behind it."""
    return next(adapter.read(paths))


def total(batch: Batch, measure: str, year: int) -> float:
    rows = batch.observations.filter(
        pl.col("measure") == measure, pl.col("end").dt.year() == year
    )
    return float(rows["value"].sum())


def people(batch: Batch, measure: str) -> pl.DataFrame:
    """How many at the end of each year in each area, summed over events."""
    return (
        batch.observations.filter(pl.col("measure") == measure)
        .group_by(pl.col("area").cast(pl.String), year=pl.col("end").dt.year())
        .agg(pl.col("value").sum())
    )


def test_years_add_up_to_what_idmc_announced(folder: Path) -> None:
    # Global Report on Internal Displacement 2025: 45.8 and 20.1 million movements,
    # 73.5 million people displaced by conflict and violence at the end of 2024
    disasters = one(folder / "gidd_disasters_events.csv")
    conflict = one(folder / "gidd_conflict_idps.csv")
    assert total(disasters, "disaster_displacements", 2024) == 45_762_169
    assert total(conflict, "conflict_displacements", 2024) == 20_058_987
    assert total(conflict, "idps", 2024) == 73_505_422


def test_the_pages_say_what_the_table_says(folder: Path) -> None:
    table = one(folder / "gidd_conflict_idps.csv").observations
    paged = one(*sorted((folder / "gidd_api").glob("conflict_page_*.json")))
    columns = ("measure", "area", "start", "end", "value")
    told = sorted(paged.observations.select(columns).rows())
    assert told == sorted(table.select(columns).rows())
    assert paged.edition == "idmc-gidd-conflict@2025-05-13"


def test_two_pages_of_many_are_refused(folder: Path) -> None:
    with pytest.raises(Truncated, match="200 of 22,119"):
        list(adapter.read(sorted((folder / "gidd_api").glob("disaster_page_*.json"))))


def test_the_workbook_of_2023_is_of_its_day(folder: Path) -> None:
    name = "IDMC_Internal_Displacement_Conflict-Violence_Disasters.xlsx"
    batch = one(folder / name)
    assert batch.edition == "idmc-gidd-workbook@2023-05-11"
    kenya = batch.observations.filter(
        pl.col("area") == "KEN",
        pl.col("measure") == "disaster_displacements",
        pl.col("end").dt.year() == 2022,
    )
    assert kenya["value"].to_list() == [317_506]


def test_events_of_the_year_never_hold_more_people_than_the_whole(
    folder: Path,
) -> None:
    name = "IDMC_Internal_Displacement_Conflict-Violence_Disasters.xlsx"
    events = people(one(folder / "gidd_disasters_events.csv"), "idps_disaster_year")
    whole = people(one(folder / name), "idps_disaster")
    both = whole.join(events, on=["area", "year"], suffix="_of_year")
    less, more = pl.col("value_of_year"), pl.col("value")
    assert both.height == 333
    assert both.filter(less == more).height == 275
    assert both.filter(less > more).is_empty()
    assert whole.filter(year=2022)["value"].sum() == 8_661_391
    assert events.filter(year=2022)["value"].sum() == 3_949_783


def test_updates_of_india_are_recognised(folder: Path) -> None:
    assert adapter.recognise(folder / "idmc_idu.json") == "updates"
