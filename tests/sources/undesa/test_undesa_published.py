"""Do the publisher's own files yield what the publisher says?

World totals and country figures as printed in International Migrant Stock 2020 and
2024 and in World Population Prospects 2024.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from migrascope.model import area, measure
from migrascope.sources.batch import Batch
from migrascope.sources.undesa import adapter

TOTALS = "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx"
FLOWS = "undesa/undesa_pd_2015_migration_flow_totals.xlsx"
STOCK_2024 = "undesa/undesa_2024_bilateral_stock_by_sex_long.csv.gz"
STOCK_2020 = "undesa/undesa_2020_bilateral_stock_by_sex_long.csv.gz"
STOCK_2019 = "undesa/UN_MigrantStockByOriginAndDestination_2019_clean.csv"
ESTIMATES = "wpp2024/wpp2024_country_year_1950_2023.parquet"
PROJECTION = "wpp2024/wpp2024_projection_medium_2024_2100.parquet"
COMPONENTS = tuple(
    f"wpp2024/{name}.txt" for name in ("births", "deaths", "migration", "PopChange")
)
EVERY = (TOTALS, FLOWS, STOCK_2024, STOCK_2020, STOCK_2019, ESTIMATES, PROJECTION)


@cache
def batch(folder: Path, *names: str) -> Batch:
    [one] = adapter.read([folder / name for name in names])
    return one


@cache
def figures(folder: Path, *names: str) -> pl.DataFrame:
    texts = pl.col(pl.Categorical).cast(pl.String)
    return (
        batch(folder, *names)
        .observations.with_columns(texts)
        .with_columns(pl.col("end").dt.year().alias("year"))
    )


def countries(table: pl.DataFrame) -> pl.DataFrame:
    """The rows of countries and areas, without regions and groups."""
    current = [each.id for each in area.countries()]
    return table.filter(pl.col("area").is_in([*current, "M49:830", "XKX"]))


def stocks(folder: Path, area_id: str, year: int) -> dict[str, float]:
    found = figures(folder, TOTALS).filter(
        measure="migrant_stock", area=area_id, year=year
    )
    return dict(found.select("sex", "value").iter_rows())


def test_the_world_had_280_598_105_migrants_in_2020_in_the_edition_of_2020(
    shared_data: Path,
) -> None:
    world = stocks(shared_data, "M49:900", 2020)
    assert world == {"_T": 280_598_105, "M": 145_655_844, "F": 134_942_261}


@pytest.mark.parametrize(
    ("area_id", "year", "published"),
    [
        ("KEN", 2020, 1_050_147),
        ("USA", 2020, 50_632_836),
        ("DEU", 2020, 15_762_457),
        ("SAU", 2015, 10_771_366),
        ("M49:947", 2020, 22_221_538),
    ],
)
def test_stocks_of_countries_and_regions_are_those_published(
    shared_data: Path, area_id: str, year: int, published: int
) -> None:
    assert stocks(shared_data, area_id, year)["_T"] == published


def test_the_stocks_of_all_countries_add_up_to_the_world(shared_data: Path) -> None:
    both = figures(shared_data, TOTALS).filter(measure="migrant_stock", sex="_T")
    added = countries(both).group_by("year").agg(pl.col("value").sum())
    world = both.filter(area="M49:900").select("year", "value")
    assert dict(added.iter_rows()) == dict(world.iter_rows())
    assert added.height == 7


def test_women_and_men_add_up_to_both_sexes(shared_data: Path) -> None:
    wide = (
        figures(shared_data, TOTALS)
        .filter(measure="migrant_stock")
        .pivot(on="sex", index=["area", "year"], values="value")
        .drop_nulls()
    )
    assert wide.height > 1900
    assert (wide["M"] + wide["F"]).equals(wide["_T"])


def test_shares_follow_from_stocks_and_populations(shared_data: Path) -> None:
    wide = (
        figures(shared_data, TOTALS)
        .filter(
            pl.col("measure").is_in(["migrant_stock", "population", "migrant_share"])
        )
        .pivot(on="measure", index=["area", "year", "sex"], values="value")
        .drop_nulls()
    )
    share = 100 * wide["migrant_stock"] / wide["population"]
    assert wide.height > 5000
    assert (share - wide["migrant_share"]).abs().max() < 0.001  # type: ignore[operator]  # numbers


def test_every_hundredth_figure_stands_in_the_cell_that_it_names(
    shared_data: Path,
) -> None:
    book = openpyxl.load_workbook(shared_data / TOTALS, read_only=False)
    sample = figures(shared_data, TOTALS).gather_every(100)
    for line in sample.iter_rows(named=True):
        cell = book[line["sheet"]].cell(line["row"], line["column"]).value
        if line["value"] is None:
            assert cell == {"M": "..", "Q": "~"}[line["obs_status"]]
        else:
            factor = 1000 if line["measure"] == "population" else 1
            assert line["value"] == pytest.approx(cell * factor, abs=1e-5)


def test_the_copy_of_2024_adds_up_to_the_published_worlds(shared_data: Path) -> None:
    added = figures(shared_data, STOCK_2024).group_by("year").agg(pl.col("value").sum())
    world = dict(added.iter_rows())
    assert figures(shared_data, STOCK_2024).height == 153_296
    assert world[2024] == 304_021_813
    assert world[2020] == 275_284_032


def test_the_copy_of_2020_lacks_people_of_other_origin(shared_data: Path) -> None:
    pairs = figures(shared_data, STOCK_2020)
    world = pairs.filter(year=2020, sex="_T")["value"].sum()
    assert world == 267_940_954
    assert "X:other" not in set(pairs["origin"])


def test_the_copy_of_2020_never_exceeds_the_published_stock(shared_data: Path) -> None:
    pairs = figures(shared_data, STOCK_2020).filter(sex="_T")
    added = pairs.group_by("area", "year").agg(pl.col("value").sum())
    published = (
        figures(shared_data, TOTALS)
        .filter(measure="migrant_stock", sex="_T")
        .select("area", "year", pl.col("value").alias("published"))
    )
    both = added.join(published, on=["area", "year"]).drop_nulls()
    assert both.height > 1500
    assert both.filter(pl.col("value") > pl.col("published")).is_empty()


def test_countries_of_south_america_add_up_to_it_in_the_copy_of_2019(
    shared_data: Path,
) -> None:
    pairs = figures(shared_data, STOCK_2019).filter(year=2019)
    region = pairs.filter(area="M49:005")["value"].sum()
    members = pairs.filter(pl.col("area").is_in(area.members("M49:005")))
    assert region == members["value"].sum() == 8_044_583


def test_reported_flows_are_read_with_their_rule(shared_data: Path) -> None:
    found = figures(shared_data, FLOWS).filter(area="USA", year=2013)
    assert found.select("measure", "value", "breakdown", "row", "column").rows() == [
        (
            "immigration",
            990_553.0,
            "coverage=foreigners;criterion=place of birth",
            246,
            38,
        )
    ]
    assert batch(shared_data, FLOWS).licence.redistributable is False


@pytest.mark.parametrize(
    ("area_id", "year", "millions"),
    [("KEN", 2020, 52.217), ("IND", 2023, 1438.07), ("NGA", 2020, 213.996)],
)
def test_populations_are_those_of_world_population_prospects(
    shared_data: Path, area_id: str, year: int, millions: float
) -> None:
    [value] = figures(shared_data, ESTIMATES).filter(
        measure="population", area=area_id, year=year
    )["value"]
    assert value / 1e6 == pytest.approx(millions, rel=1e-4)


def test_all_countries_add_up_to_7_887_million_people_in_2020(
    shared_data: Path,
) -> None:
    people = figures(shared_data, ESTIMATES).filter(measure="population", year=2020)
    assert people.height == 236
    millions = people.select(pl.col("value").sum() / 1e6).item()
    assert millions == pytest.approx(7887.0, abs=0.05)


@pytest.mark.parametrize(
    "name", ["births", "deaths", "net_migration", "population_change"]
)
def test_components_of_all_countries_add_up_to_the_world_within_rounding(
    shared_data: Path, name: str
) -> None:
    counted = figures(shared_data, ESTIMATES).filter(measure=name)
    world = counted.filter(area="M49:900").sort("year")
    added = countries(counted).group_by("year").agg(pl.col("value").sum()).sort("year")
    gaps = (added["value"] - world["value"]).abs()
    assert len(gaps) == 74
    assert gaps.max() <= 236 / 2  # type: ignore[operator]  # half a person a country


def test_the_native_texts_say_the_same_as_the_copy(shared_data: Path) -> None:
    keys = ["measure", "area", "year"]
    native = figures(shared_data, *COMPONENTS).select(*keys, "value")
    copied = figures(shared_data, ESTIMATES).select(
        *keys, pl.col("value").alias("copy")
    )
    both = native.join(copied, on=keys)
    assert both.height == native.height == 87_320
    assert (both["value"] - both["copy"]).abs().max() <= 1  # type: ignore[operator]  # one person


def test_the_projection_starts_half_a_year_after_the_middle_of_the_year(
    shared_data: Path,
) -> None:
    """Births and the birth rate give the population at mid-year."""
    kenya = figures(shared_data, PROJECTION).filter(
        pl.col("breakdown") == "", pl.col("sex") == "_T", area="KEN", year=2024
    )
    value = dict(kenya.select("measure", "value").iter_rows())
    mid_year = 1000 * value["births"] / value["birth_rate"]
    end_of_year = mid_year + value["population_change"] / 2
    assert value["population"] == pytest.approx(end_of_year, rel=2e-4)
    assert value["population"] > mid_year + 400_000


def test_bounds_of_the_projection_enclose_its_value(shared_data: Path) -> None:
    bounded = figures(shared_data, PROJECTION).filter(pl.col("low").is_not_null())
    assert bounded.height > 45_000
    outside = (pl.col("low") > pl.col("value")) | (pl.col("high") < pl.col("value"))
    assert bounded.filter(outside).is_empty()


@pytest.mark.parametrize("name", EVERY)
def test_every_area_and_measure_of_the_files_is_known(
    shared_data: Path, name: str
) -> None:
    found = figures(shared_data, name)
    for place in {*found["area"], *found["origin"]} - {"_T"}:
        assert area.get(place).id == place
    for code, unit in found.select("measure", "unit").unique().iter_rows():
        assert measure.get(code).unit == unit


@pytest.mark.parametrize("name", EVERY)
def test_caveats_of_an_edition_concern_figures_of_it(
    shared_data: Path, name: str
) -> None:
    found = figures(shared_data, name).with_columns(
        pl.lit(batch(shared_data, name).edition).alias("edition")
    )
    for caveat in batch(shared_data, name).caveats:
        held = found.filter(
            pl.all_horizontal(
                pl.lit(value=True),
                *(
                    pl.col(column).is_in(allowed.split("|"))
                    for column, allowed in caveat.scope.items()
                ),
                pl.col("year") >= (caveat.since or 0),
                pl.col("year") <= (caveat.until or 9999),
            )
        )
        assert held.height, caveat.id


def test_the_table_of_regions_is_not_taken_for_figures(shared_data: Path) -> None:
    folder = shared_data / "undesa"
    assert (
        adapter.recognise(folder / "aggregates_correspondence_table_2020_1.xlsx")
        is None
    )
    assert adapter.recognise(shared_data / "wpp2024" / "UNlocations.txt") is None
