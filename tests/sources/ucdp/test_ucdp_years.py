"""The table of countries and years: which noughts are figures, and which are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.ucdp import adapter

SPECIMEN = Path(__file__).parents[2] / "specimens" / "ucdp" / "country_years.csv"


@pytest.fixture(scope="module")
def figures() -> dict[tuple[str, int], float]:
    (batch,) = adapter.read([SPECIMEN])
    rows = batch.observations.select("area", "end", "value").rows()
    return {(area, day.year): value for area, day, value in rows}


def test_a_nought_of_a_state_is_a_figure(figures: dict[tuple[str, int], float]) -> None:
    assert figures["KEN", 2018] == 0


def test_a_nought_of_a_part_of_another_state_is_none(
    figures: dict[tuple[str, int], float],
) -> None:
    assert ("SSD", 2010) not in figures
    assert figures["SSD", 2018] == 1174
    assert figures["SDN", 2010] == 1790


def test_regions_are_left_out_and_the_world_is_no_country(
    figures: dict[tuple[str, int], float],
) -> None:
    assert set(figures) == {
        ("KEN", 2017),
        ("KEN", 2018),
        ("SSD", 2018),
        ("SDN", 2010),
        ("YUG", 1991),
        ("X:israel_palestine", 2018),
        ("M49:900", 2018),
    }


def test_a_figure_is_of_the_whole_year_and_traced_to_its_cell() -> None:
    (batch,) = adapter.read([SPECIMEN])
    row = batch.observations.row(by_predicate=_of("KEN", 2017), named=True)
    assert (row["start"], row["end"]) == (date(2017, 1, 1), date(2017, 12, 31))
    assert (row["row"], row["column"], row["value"]) == (2, 3, 12)
    assert batch.edition == "ucdp-country-years@19.1"


def _of(area: str, year: int) -> pl.Expr:
    return (pl.col("area") == area) & (pl.col("end").dt.year() == year)


@pytest.fixture(scope="module")
def published(shared_data: Path) -> tuple[Batch, Batch]:
    folder = shared_data / "conflict"
    (yearly,) = adapter.read([folder / "owid_ucdp_ged_deaths_country_year_2019.csv"])
    (listed,) = adapter.read([folder / "ucdp_ged191_BGD.csv"])
    return yearly, listed


def test_events_add_up_to_the_table_of_years(published: tuple[Batch, Batch]) -> None:
    yearly, listed = (each.observations for each in published)
    assert listed.height == 3_194
    assert listed["value"].sum() == 20_936
    for area in ("MMR", "BGD"):
        told = yearly.filter(pl.col("area") == area, pl.col("value") > 0)
        sums = (
            listed.filter(pl.col("area") == area, pl.col("value") > 0)
            .group_by(pl.col("end").dt.year().alias("year"))
            .agg(pl.col("value").sum())
        )
        expected = dict(told.select(pl.col("end").dt.year(), "value").iter_rows())
        assert dict(sums.iter_rows()) == expected


def test_the_table_ends_in_2018_and_holds_no_noughts_for_syria(
    published: tuple[Batch, Batch],
) -> None:
    yearly = published[0].observations
    last = yearly.group_by("area").agg(pl.col("end").max().dt.year())
    years = dict(last.iter_rows())
    assert years["KEN"] == 2018
    assert years["SYR"] == 2010
