"""Does the copy of autumn 2020 say what the UN Statistics Division published?"""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.unsdg import adapter
from migrascope.sources.worldbank import adapter as worldbank


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "sdg_unsd" / "ddf"


@pytest.fixture(scope="module")
def batches(folder: Path) -> dict[str, Batch]:
    """Every series of the copy, by its code."""
    found = adapter.read(sorted(folder.iterdir()))
    return {str(batch.observations["measure"][0]): batch for batch in found}


def plain(batch: Batch) -> pl.DataFrame:
    return batch.observations.with_columns(
        pl.col(pl.Categorical).cast(pl.String), year=pl.col("end").dt.year()
    )


def figure(batch: Batch, area: str, year: int) -> float:
    found = plain(batch).filter((pl.col("area") == area) & (pl.col("year") == year))
    (value,) = found["value"]
    return float(value)


def test_every_series_of_the_folder_is_read_as_the_edition_of_autumn_2020(
    folder: Path, batches: dict[str, Batch]
) -> None:
    assert len(batches) == len(list(folder.glob("ddf--datapoints--*")))
    assert {batch.vintage for batch in batches.values()} == {"2020-10"}
    assert sum(batch.observations.height for batch in batches.values()) == 54_384


@pytest.mark.parametrize(
    ("series", "area", "year", "value"),
    [
        ("SM_POP_REFG_OR", "SYR", 2018, 28_197),
        ("SM_POP_REFG_OR", "KEN", 2019, 15),
        ("SM_DTH_MIGR", "M49:900", 2015, 6584),
        ("SI_RMT_COST", "M49:900", 2011, 9.3),
        ("SI_RMT_COST", "KEN", 2018, 8.4),
        ("BX_TRF_PWKR", "KEN", 2018, 3.0926998),
        ("DC_TOF_SCHIPSL", "KEN", 2018, 7_948_470),
        ("VC_HTF_DETV", "KEN", 2017, 352),
    ],
)
def test_a_published_value_is_found_under_its_series_area_and_year(
    batches: dict[str, Batch], series: str, area: str, year: int, value: float
) -> None:
    assert figure(batches[series], area, year) == pytest.approx(value, rel=1e-12)


def test_figures_stand_on_the_lines_that_they_name(batches: dict[str, Batch]) -> None:
    for code, batch in batches.items():
        text = batch.files[0].path.read_text(encoding="utf-8")
        grid = list(csv.reader(text.splitlines()))
        scale = 1_000_000 if code == "DC_TOF_SCHIPSL" else 1
        every = batch.observations.drop_nulls("value")[::11]
        for row, column, value in every.select("row", "column", "value").iter_rows():
            assert float(grid[row - 1][column - 1]) * scale == value


def test_caveats_about_policies_are_true(batches: dict[str, Batch]) -> None:
    levels = plain(batches["SG_CPA_MIGRS"])
    assert levels["area"].n_unique() == 161
    missing = levels.filter(pl.col("obs_status") == "M")
    assert (missing.height, missing["area"].n_unique()) == (350, 50)
    assert set(levels["value"].drop_nulls()) == {1, 2, 3, 4}
    shares = plain(batches["SG_CPA_MIGRP"])["area"]
    assert shares.n_unique() == 39
    assert shares.str.starts_with("M49:").all()


def test_caveats_about_injuries_are_true(batches: dict[str, Batch]) -> None:
    usa = plain(batches["SL_EMP_INJUR"]).filter(
        (pl.col("area") == "USA") & (pl.col("sex") == "_T")
    )
    by_year = dict(usa.select("year", "value").iter_rows())
    assert (by_year[2007], by_year[2008]) == (787_195.6, 1_046.83)


def test_refugees_by_origin_are_published_as_whole_numbers(
    batches: dict[str, Batch],
) -> None:
    values = batches["SM_POP_REFG_OR"].observations["value"]
    assert len(values) == 5880
    assert (values == values.round()).all()


def test_remittance_costs_agree_with_the_world_bank_but_for_ten_countries(
    shared_data: Path, batches: dict[str, Batch]
) -> None:
    name = "API_SI.RMT.COST.IB.ZS_sending-cost-to-country.xls"
    (native,) = worldbank.read([shared_data / "worldbank" / name])
    published = plain(batches["SI_RMT_COST"])
    both = published.join(plain(native), on=["area", "year"], suffix="_native")
    apart = both.filter((pl.col("value") - pl.col("value_native")).abs() > 0.06)
    assert (both.height, apart.height) == (369, 11)
    (shifted,) = (
        caveat
        for caveat in batches["SI_RMT_COST"].caveats
        if caveat.id == "unsdg-copy-remittance-cost-shifted"
    )
    for line in apart.iter_rows(named=True):
        assert shifted.applies(line, year=line["year"]), line["area"]


def test_migrants_and_others_are_told_apart_in_injuries(
    batches: dict[str, Batch],
) -> None:
    kinds = plain(batches["SL_EMP_FTLINJUR"]).select("status", "breakdown").unique()
    assert sorted(kinds.rows()) == [
        ("MIG", ""),
        ("MIG", "migrants_from=EU"),
        ("MIG", "migrants_from=non-EU"),
        ("NMIG", ""),
        ("_T", ""),
    ]
