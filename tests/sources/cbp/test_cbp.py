"""Encounters at the southwest border: calendar months, kinds told apart."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import SourceError
from migrascope.sources.batch import Batch
from migrascope.sources.cbp import adapter

SPECIMEN = Path(__file__).parents[2] / "specimens" / "cbp" / "encounters.csv"
FILE = "irregular/usa_cbp_encounters_monthly.csv.gz"


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Batch:
    (batch,) = adapter.read([shared_data / FILE])
    return batch


def test_an_encounter_says_who_met_whom_where_and_under_which_title() -> None:
    (batch,) = adapter.read([SPECIMEN])
    expelled = batch.observations.filter(
        pl.col("breakdown").cast(pl.String).str.contains("Title 42")
    ).row(0, named=True)
    assert expelled["breakdown"] == (
        "authority=Title 42;component=U.S. Border Patrol;demographic=Single Adults;"
        "encounter=Expulsions;office=Yuma Sector"
    )
    assert (expelled["area"], expelled["origin"], expelled["value"]) == (
        "USA",
        "GTM",
        30,
    )
    assert expelled["unit"] == "EVENTS"


def test_october_belongs_to_its_calendar_year() -> None:
    (batch,) = adapter.read([SPECIMEN])
    october = batch.observations.filter(pl.col("start") == date(2019, 10, 1))
    assert october["value"].sum() == 65


def test_encounters_without_nationality_are_of_all_origins_together() -> None:
    (batch,) = adapter.read([SPECIMEN])
    whole = batch.observations.filter(pl.col("origin") == "_T")
    assert whole["value"].sum() == 1_700
    assert whole["end"].max() == date(2019, 9, 30)


def test_published_zeros_are_kept() -> None:
    (batch,) = adapter.read([SPECIMEN])
    assert (batch.observations["value"] == 0).sum() == 1


def test_a_month_outside_its_fiscal_year_is_refused(tmp_path: Path) -> None:
    text = SPECIMEN.read_text(encoding="utf-8")
    wrong = tmp_path / "encounters.csv"
    wrong.write_text(text.replace("2020-10-01,2019-10", "2019-10-01,2019-10", 1))
    with pytest.raises(SourceError, match="fiscal year") as caught:
        list(adapter.read([wrong]))
    assert "row 4" in str(caught.value.where)


def test_a_total_beside_nationalities_is_refused(tmp_path: Path) -> None:
    text = SPECIMEN.read_text(encoding="utf-8")
    wrong = tmp_path / "encounters.csv"
    wrong.write_text(text.replace("FMUA,GTM", "FMUA,", 1), encoding="utf-8")
    with pytest.raises(SourceError, match="with a nationality and others without"):
        list(adapter.read([wrong]))


def test_the_fiscal_year_begins_in_october() -> None:
    assert [adapter.fiscal_year(2019, month) for month in (9, 10, 12)] == [
        2019,
        2020,
        2020,
    ]


def test_fiscal_years_sum_to_what_the_publisher_printed(published: Batch) -> None:
    # CBP, Southwest Land Border Encounters by fiscal year
    months = published.observations.select(
        (pl.col("start").dt.year() + (pl.col("start").dt.month() >= 10)).alias("year"),
        "value",
    )
    found = dict(months.group_by("year").agg(pl.col("value").sum()).iter_rows())
    assert found == {
        2018: 521_090,
        2019: 977_509,
        2020: 458_088,
        2021: 1_734_686,
        2022: 2_378_944,
        2023: 2_475_669,
        2024: 2_135_005,
        2025: 296_570,
    }


def test_months_are_as_the_publisher_printed_them(published: Batch) -> None:
    # CBP, encounters by month: fiscal year 2018, and April 2020 after the order
    expected = {(2017, 10): 34_871, (2018, 9): 50_568, (2019, 5): 144_116}
    expected |= {(2020, 4): 17_106}
    start = pl.col("start")
    by_month = published.observations.group_by(
        start.dt.year().alias("year"), start.dt.month().alias("month")
    ).agg(pl.col("value").sum())
    found = {(year, month): value for year, month, value in by_month.iter_rows()}
    assert {month: found[month] for month in expected} == expected


def test_every_row_of_the_real_list_is_read(
    shared_data: Path, published: Batch
) -> None:
    expected: Counter[str] = Counter()
    with gzip.open(shared_data / FILE, "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        expected[row["type"]] += int(float(row["n"]))
    assert published.observations.height == len(rows) == 34_958
    kind = pl.col("breakdown").cast(pl.String).str.extract("encounter=([^;]+)")
    found = published.observations.group_by(kind).agg(pl.col("value").sum())
    assert dict(found.iter_rows()) == expected
    assert expected.total() == 10_977_561


def test_expulsions_under_title_42_lie_between_march_2020_and_may_2023(
    published: Batch,
) -> None:
    expelled = published.observations.filter(
        pl.col("breakdown").cast(pl.String).str.contains("authority=Title 42")
    )
    assert expelled["value"].sum() == 2_912_200
    assert expelled["start"].min() == date(2020, 3, 1)
    assert expelled["end"].max() == date(2023, 5, 31)
