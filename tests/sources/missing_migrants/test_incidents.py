"""What an incident means, layout by layout."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from migrascope.model import breakdown
from migrascope.model.frames import SCHEMA
from migrascope.sources.batch import Batch

ReadOne = Callable[..., Batch]


def totals(batch: Batch) -> pl.DataFrame:
    """Dead and missing of both sexes and all ages."""
    return batch.observations.filter(
        pl.col("measure") == "migrant_deaths_and_missing",
        pl.col("sex") == "_T",
        pl.col("age") == "_T",
    ).sort("file", "row")


def incident(batch: Batch, number: str) -> dict[tuple[str, str, str], float]:
    """All counts of one incident: (measure, sex, age) to value."""
    rows = batch.observations.filter(
        pl.col("breakdown").cast(pl.String).str.contains(f"incident={number}")
    )
    return {
        (measure, sex, age): value
        for measure, sex, age, value in rows.select(
            "measure", "sex", "age", "value"
        ).iter_rows()
    }


def test_every_count_of_an_incident_is_an_observation(read_one: ReadOne) -> None:
    counts = incident(read_one("2023-json.json"), "2023.MMP00001")
    assert counts == {
        ("migrant_deaths", "_T", "_T"): 2,
        ("migrants_missing", "_T", "_T"): 1022,
        ("migrant_deaths_and_missing", "_T", "_T"): 1024,
        ("migrants_surviving", "_T", "_T"): 104,
        ("migrant_deaths_and_missing", "F", "_T"): 1,
        ("migrant_deaths_and_missing", "M", "_T"): 1,
        ("migrant_deaths_and_missing", "_T", "Y_LT18"): 0,
    }


def test_an_observation_knows_its_day_its_place_and_its_cell(read_one: ReadOne) -> None:
    batch = read_one("2023-json.json")
    first = totals(batch).row(0, named=True)
    assert first["area"] == "LBY"
    assert first["start"] == first["end"] == date(2023, 1, 10)
    assert first["note"] == "Off the coast of Zuwara; at night"
    assert (first["row"], first["column"]) == (1, 6)
    assert breakdown.split(first["breakdown"]) == {
        "cause": "Drowning",
        "incident": "2023.MMP00001",
        "region": "Northern Africa",
        "route": "Central Mediterranean",
    }
    assert batch.observations.schema == SCHEMA


def test_an_incident_without_a_date_covers_its_year(read_one: ReadOne) -> None:
    undated = totals(read_one("2023-json.json")).row(3, named=True)
    assert (undated["start"], undated["end"]) == (date(2023, 1, 1), date(2023, 12, 31))
    assert undated["area"] == "X:unknown"
    assert breakdown.split(undated["breakdown"])["cause"] == "Unknown, reason : cold"


def test_names_with_html_entities_are_read_as_people_write_them(
    read_one: ReadOne,
) -> None:
    assert totals(read_one("2023-json.json"))["area"].to_list().count("CIV") == 2


def test_bodies_found_of_people_counted_as_missing_keep_the_sum_right(
    read_one: ReadOne,
) -> None:
    ivory_coast = read_one("2023-json.json").observations.filter(
        pl.col("area") == "CIV"
    )
    sums = dict(ivory_coast.group_by("measure").agg(pl.col("value").sum()).iter_rows())
    assert sums["migrant_deaths"] + sums["migrants_missing"] == 0
    assert sums["migrant_deaths_and_missing"] == 0


def test_rows_that_are_alike_are_kept_and_counted(read_one: ReadOne) -> None:
    batch = read_one("2023-json.json")
    assert totals(batch).height == 4
    assert batch.remarks[0].startswith("1 rows are printed more than once")


def test_all_years_together_are_one_edition(read_one: ReadOne) -> None:
    batch = read_one("2023-json.json", "2024-json.json")
    assert batch.edition == "missing-migrants@2024-07"
    assert totals(batch)["value"].sum() == 1024 + 1 + 3 + 1
    assert set(batch.observations["file"]) == {0, 1}


def test_a_year_that_stops_early_gets_a_caveat_with_the_day(read_one: ReadOne) -> None:
    batch = read_one("2023-json.json", "2024-json.json")
    partial = [caveat for caveat in batch.caveats if "partial" in caveat.id]
    assert [caveat.since for caveat in partial] == [2024]
    assert "28 July 2024" in partial[0].says


def test_one_origin_is_an_area_and_several_stay_a_text(read_one: ReadOne) -> None:
    rows = totals(read_one("2024-json.json"))
    origins = [breakdown.split(text)["origin"] for text in rows["breakdown"]]
    assert origins == ["AFG", "Eritrea,Sudan"]
    assert set(rows["origin"]) == {"_T"}


def test_an_incident_without_a_country_is_in_an_unknown_area(read_one: ReadOne) -> None:
    assert totals(read_one("2024-json.json"))["area"].to_list() == ["IRN", "X:unknown"]


def test_the_download_is_read(read_one: ReadOne) -> None:
    batch = read_one("download.csv")
    assert batch.edition == "missing-migrants-download@2022-03"
    rows = totals(batch)
    assert rows["value"].to_list() == [1003, 1]
    assert rows["area"].to_list() == ["TUN", "DZA"]
    assert rows["row"].to_list() == [2, 3]
    assert rows["end"].to_list() == [date(2022, 3, 4), date(2022, 12, 31)]


def test_an_older_download_without_countries_is_read(read_one: ReadOne) -> None:
    batch = read_one("download_2018.csv")
    row = totals(batch).row(0, named=True)
    assert (row["value"], row["area"]) == (2, "X:unknown")
    assert row["start"] == date(2018, 3, 28)


def test_the_complete_copy_counts_the_dead_and_missing_together(
    read_one: ReadOne,
) -> None:
    batch = read_one("converted.csv")
    assert batch.dataset == "missing-migrants-converted"
    assert set(batch.observations["measure"]) == {
        "migrant_deaths_and_missing",
        "migrants_surviving",
    }
    assert totals(batch)["area"].to_list() == ["DJI", "X:unknown"]


def test_the_reduced_copy_has_no_areas_and_keeps_coordinates(read_one: ReadOne) -> None:
    batch = read_one("reduced.csv")
    rows = totals(batch)
    assert rows["value"].to_list() == [1, 2, 1022]
    assert set(rows["area"]) == {"X:unknown"}
    assert rows["note"].to_list()[0] == "31.65, -110.36"


def test_without_date_and_year_an_incident_covers_the_years_of_the_file(
    read_one: ReadOne,
) -> None:
    undated = totals(read_one("reduced.csv")).row(1, named=True)
    assert (undated["start"], undated["end"]) == (date(2014, 1, 1), date(2015, 12, 31))


@pytest.mark.parametrize("layout", ["download.csv", "converted.csv", "reduced.csv"])
def test_layouts_never_replace_each_other(read_one: ReadOne, layout: str) -> None:
    assert read_one(layout).dataset != read_one("2023-json.json").dataset
