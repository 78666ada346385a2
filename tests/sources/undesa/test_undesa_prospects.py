"""How is World Population Prospects read, in each of its shapes?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import ChangedHeader, UnknownLayout
from migrascope.model import measure
from migrascope.sources.batch import Batch
from migrascope.sources.undesa import adapter, prospects


@pytest.fixture
def estimates(tmp_path: Path) -> Callable[..., Path]:
    """Write a small table of estimates; the arguments replace columns."""

    def write(**changes: list[object]) -> Path:
        columns: dict[str, list[object]] = {
            "country_code": [900, 404, 404, 927, 1836],
            "year": [2023, 2022, 2023, 2023, 2023],
            "population": [None, 54_252_461.0, 55_339_003.0, None, None],
            "births_thousands": [132_110.264, 1482.5, 1500.001, 350.0, 350.0],
            "deaths_thousands": [61_651.608, 390.25, 398.0, 230.0, 230.0],
            "popchange_thousands": [70_458.656, 1072.15, 1083.751, 500.0, 500.0],
            "netmig_thousands": [0.0, -20.1, -18.25, 380.5, 380.5],
            "cbr": [16.4, 27.326, 27.105, 11.0, 11.0],
            "cdr": [7.6, 7.193, 7.192, 7.0, 7.0],
            "growthrate": [0.9, 1.98, 1.96, 1.6, 1.6],
            "cnmr": [0.0, -0.37, -0.33, 12.0, 12.0],
            "NatChangeRT": [8.8, 20.133, 19.913, 4.0, 4.0],
        }
        path = tmp_path / "estimates.parquet"
        pl.DataFrame({**columns, **changes}, strict=False).write_parquet(path)
        return path

    return write


@pytest.fixture
def projection(tmp_path: Path) -> Path:
    """A small table of projections."""
    columns = {name: [1.0, 2.0] for name in prospects.PROJECTION_COLUMNS}
    path = tmp_path / "projection.parquet"
    pl.DataFrame(
        columns
        | {
            "country_code": [404, 404],
            "year": [2024, 2025],
            "popM": [28_325.816, 28_867.296],
            "popF": [28_655.579, 29_216.294],
            "pop_95l": [56_727.806, 57_523.639],
            "pop_95u": [57_245.874, 58_668.756],
            "pop_low": [56_864.236, 57_846.787],
            "pop_high": [57_098.56, 58_320.43],
            "mig": [-19.781, -27.33],
            "mig_95l": [-127.205, -171.579],
            "mig_95u": [80.491, 108.984],
        }
    ).write_parquet(path)
    return path


def read(*paths: Path) -> Batch:
    [batch] = adapter.read(paths)
    return batch


def of(batch: Batch, area: str, year: int) -> dict[tuple[str, str, str], float]:
    """Measure, sex, breakdown → value."""
    found = batch.observations.filter(
        pl.col("area") == area, pl.col("end").dt.year() == year
    ).with_columns(pl.col("measure", "sex", "breakdown").cast(pl.String))
    return {
        (name, sex, further): value
        for name, sex, further, value in found.select(
            "measure", "sex", "breakdown", "value"
        ).iter_rows()
    }


def test_the_revision_is_the_year_after_the_last_estimate(
    estimates: Callable[..., Path], specimens: Path
) -> None:
    assert read(estimates()).edition == "undesa-wpp@2024"
    components = read(specimens / "births.txt")
    assert components.edition == "undesa-wpp-components@2024"


def test_thousands_become_persons_but_the_population_is_in_persons(
    estimates: Callable[..., Path],
) -> None:
    kenya = of(read(estimates()), "KEN", 2023)
    assert kenya["population", "_T", ""] == 55_339_003
    assert kenya["births", "_T", ""] == 1_500_001
    assert kenya["net_migration", "_T", ""] == -18_250
    assert kenya["birth_rate", "_T", ""] == 27.105


def test_regions_have_no_population_and_get_none(
    estimates: Callable[..., Path],
) -> None:
    world = of(read(estimates()), "M49:900", 2023)
    assert ("population", "_T", "") not in world
    assert world["births", "_T", ""] == 132_110_264


def test_a_region_under_two_codes_is_one_region(
    estimates: Callable[..., Path],
) -> None:
    region = read(estimates()).observations.filter(pl.col("area") == "M49:053")
    assert region.height == 9
    assert set(region["row"]) == {4}


def test_units_are_those_of_the_measures(
    estimates: Callable[..., Path], projection: Path
) -> None:
    for path in (estimates(), projection):
        for name, unit in (
            read(path).observations.select("measure", "unit").unique().rows()
        ):
            assert unit == measure.get(name).unit


def test_a_projected_population_is_of_the_end_of_the_year(projection: Path) -> None:
    batch = read(projection)
    assert batch.edition == "undesa-wpp-projection@2024"
    population = batch.observations.filter(pl.col("measure") == "population")
    assert set(population["start"]) == {date(2024, 12, 31), date(2025, 12, 31)}
    assert set(batch.observations["obs_status"]) == {"F"}


def test_the_bounds_stand_beside_the_sum_of_both_sexes(projection: Path) -> None:
    batch = read(projection)
    total = batch.observations.filter(
        pl.col("measure") == "population",
        pl.col("sex") == "_T",
        pl.col("breakdown") == "",
        pl.col("end").dt.year() == 2024,
    ).row(0, named=True)
    assert total["value"] == 56_981_395
    assert (total["low"], total["high"]) == (56_727_806, 57_245_874)
    assert total["note"] == "Males (popM) and females (popF) of the same row added."


def test_the_low_and_high_variants_are_breakdowns_not_bounds(projection: Path) -> None:
    kenya = of(read(projection), "KEN", 2024)
    assert kenya["population", "_T", "variant=low fertility"] == 56_864_236
    assert kenya["population", "_T", "variant=high fertility"] == 57_098_560


def test_net_migration_may_be_below_zero_and_has_bounds(projection: Path) -> None:
    line = (
        read(projection)
        .observations.filter(
            pl.col("measure") == "net_migration", pl.col("end").dt.year() == 2024
        )
        .row(0, named=True)
    )
    assert (line["low"], line["value"], line["high"]) == (-127_205, -19_781, 80_491)
    assert (line["start"], line["end"]) == (date(2024, 1, 1), date(2024, 12, 31))


def test_the_publishers_own_table_holds_estimates_and_projections(
    specimens: Path,
) -> None:
    batch = read(specimens / "WPP2024_Demographic_Indicators_Medium.csv")
    assert batch.edition == "undesa-wpp-indicators@2024"
    kenya = of(batch, "KEN", 2023)
    assert kenya["population", "_T", ""] == 55_339_003
    assert kenya["population", "F", ""] == 27_839_002
    assert kenya["deaths", "M", ""] == 210_100
    status = batch.observations.select(pl.col("end").dt.year(), "obs_status").unique()
    assert sorted(status.rows()) == [(2023, "E"), (2024, "F")]


def test_empty_cells_are_no_figures(specimens: Path) -> None:
    batch = read(specimens / "WPP2024_Demographic_Indicators_Medium.csv")
    assert ("net_migration", "_T", "") not in of(batch, "KEN", 2024)


def test_a_table_whose_name_tells_no_revision_is_refused(
    specimens: Path, tmp_path: Path
) -> None:
    renamed = tmp_path / "indicators.csv"
    shutil.copy(specimens / "WPP2024_Demographic_Indicators_Medium.csv", renamed)
    with pytest.raises(UnknownLayout, match="tell the revision"):
        read(renamed)


def test_another_variant_is_refused(specimens: Path, tmp_path: Path) -> None:
    path = tmp_path / "WPP2024_Demographic_Indicators_Medium.csv"
    text = (specimens / path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("Medium,2024", "High,2024"), encoding="utf-8")
    with pytest.raises(ChangedHeader, match='"High"') as refused:
        read(path)
    assert "row 4" in str(refused.value)


def test_the_wide_texts_become_one_edition_of_several_files(specimens: Path) -> None:
    batch = read(specimens / "births.txt", specimens / "migration.txt")
    assert [file.name for file in batch.files] == ["births.txt", "migration.txt"]
    assert of(batch, "KEN", 2023) == {
        ("births", "_T", ""): 1_500_001,
        ("net_migration", "_T", ""): -18_250,
    }
    where = batch.observations.filter(
        pl.col("area") == "KEN", pl.col("measure") == "net_migration"
    ).select("file", "row", "column")
    assert where.rows() == [(1, 3, 3), (1, 3, 4)]


def test_wide_texts_of_different_revisions_are_refused(
    specimens: Path, tmp_path: Path
) -> None:
    older = tmp_path / "deaths.txt"
    older.write_text("country_code\tcountry\t2020\t2021\n404\tKenya\t1\t2\n")
    with pytest.raises(ChangedHeader, match="end in 2021") as refused:
        read(specimens / "births.txt", older)
    assert "deaths.txt" in str(refused.value)
