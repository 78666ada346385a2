"""Every place in the publishers' files has an area."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from migrascope.model import area


def test_every_location_code_of_the_2020_migrant_stock_has_an_area(
    shared_data: Path,
) -> None:
    file = shared_data / "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx"
    sheet = CalamineWorkbook.from_path(file).get_sheet_by_name("Table 1").to_python()
    codes = [str(int(row[3])) for row in sheet if isinstance(row[3], float)]
    assert len(codes) > 280
    assert [code for code in codes if code not in area.by_m49] == []


def test_the_regions_of_desa_equal_ours_but_for_places_without_people(
    shared_data: Path,
) -> None:
    file = shared_data / "undesa/aggregates_correspondence_table_2020_1.xlsx"
    sheet = CalamineWorkbook.from_path(file).get_sheet_by_name("Annex").to_python()
    # country code, sub-region (Northern America has none), SDG region
    countries = [
        tuple(
            area.by_m49[str(cell).removesuffix(".0")]
            for cell in (row[2], row[8] or row[14], row[12] or row[10])
        )
        for row in sheet[11:]
        if str(row[3]).strip()
    ]
    assert len(countries) == 235
    for id_, sub_region, sdg_region in countries:
        ours = area.get(id_)
        assert sub_region in {ours.sub_region, ours.intermediate_region}, id_
        assert ours.sdg_region == sdg_region, id_
    eastern = {id_ for id_, sub_region, _ in countries if sub_region == "M49:014"}
    assert len(eastern) == 20
    assert set(area.members("Eastern Africa")) - eastern == {"ATF", "IOT"}


def test_the_2020_list_of_least_developed_countries_differs_by_three_graduations(
    shared_data: Path,
) -> None:
    file = shared_data / "undesa/aggregates_correspondence_table_2020_1.xlsx"
    sheet = CalamineWorkbook.from_path(file).get_sheet_by_name("Annex").to_python()
    then = {area.by_iso3[str(row[3]).strip()] for row in sheet[11:] if row[18]}
    assert then - set(area.members("LDC")) == {"BTN", "STP", "VUT"}
    assert set(area.members("LDC")) - then == set()


@pytest.mark.parametrize(
    "file",
    ["UNlocations", "PopChange", "births", "deaths", "migration"],
)
def test_every_location_of_world_population_prospects_has_an_area(
    shared_data: Path, file: str
) -> None:
    path = shared_data / f"wpp2024/{file}.txt"
    with path.open(encoding="utf-8", newline="") as stream:
        codes = {row["country_code"] for row in csv.DictReader(stream, delimiter="\t")}
    assert len(codes) > 280
    assert codes - set(area.by_m49) == set()


@pytest.mark.parametrize(
    "table",
    [
        "population",
        "demographics",
        "asylum_applications",
        "asylum_decisions",
        "solutions",
        "flows",
        "idmc",
        "unrwa",
    ],
)
def test_every_unhcr_code_has_the_area_of_its_iso_code(
    shared_data: Path, table: str
) -> None:
    frame = pl.read_parquet(shared_data / f"unhcr/refugees_pkg/{table}.parquet")
    for side in ("coo", "coa"):
        pairs = frame.select(side, f"{side}_iso").unique().drop_nulls(side)
        for code, iso in pairs.iter_rows():
            assert code in area.by_unhcr, code
            if iso in area.by_iso3:
                assert area.by_unhcr[code] == area.by_iso3[iso]


def test_every_world_bank_code_has_an_area(shared_data: Path) -> None:
    for file in sorted((shared_data / "worldbank").glob("API_*.xls")):
        sheet = CalamineWorkbook.from_path(file).get_sheet_by_name("Data").to_python()
        codes = {str(row[1]) for row in sheet[4:]}
        assert len(codes) == 266
        assert codes - set(area.by_world_bank) == set(), file.name


def test_every_area_of_the_sdg_database_is_known(shared_data: Path) -> None:
    folder = shared_data / "sdg_unsd/ddf"
    with (folder / "ddf--entities--geo_area.csv").open(encoding="utf-8") as stream:
        listed = {row["geo_area"]: row["name"] for row in csv.DictReader(stream)}
    assert len(listed) == 370
    assert set(listed) - set(area.by_unsd) == set()
    for code, name in listed.items():
        assert area.get(area.by_unsd[code]).is_aggregate == (
            area.get(area.by_unsd[code]).kind in {"region", "group"}
        )
        if "(WB)" in name:
            assert area.find(name).id == area.by_unsd[code]


def test_every_area_of_the_bilateral_files_is_known(shared_data: Path) -> None:
    older = pl.read_csv(
        shared_data / "undesa/undesa_2020_bilateral_stock_by_sex_long.csv.gz"
    )
    names = {*older["orig_name"].unique(), *older["dest_name"].unique()}
    assert len(names) > 230
    for name in names:
        area.find(str(name))
    codes = {*older["orig"].unique(), *older["dest"].unique()}
    assert codes - set(area.by_iso3) == set()
    newer = pl.read_csv(
        shared_data / "undesa/undesa_2024_bilateral_stock_by_sex_long.csv.gz"
    )
    codes = {*newer["orig_iso3"].unique(), *newer["dest_iso3"].unique()}
    assert codes - set(area.by_iso3) == set()


def test_the_channel_islands_of_2024_are_those_of_2020(shared_data: Path) -> None:
    newer = pl.read_csv(
        shared_data / "undesa/undesa_2024_bilateral_stock_by_sex_long.csv.gz"
    ).filter(pl.col("year") == 1990)
    counted = newer.filter(
        pl.col("dest_iso3").replace_strict(area.by_iso3, default="") == "M49:830"
    )
    assert counted["migrants"].sum() == 61_660  # 2020 workbook, Table 1, row 167


@pytest.mark.parametrize("file", ["gidd_conflict_idps", "gidd_disasters_events"])
def test_every_code_of_idmc_has_an_area(shared_data: Path, file: str) -> None:
    codes = pl.read_csv(shared_data / f"idmc/{file}.csv", columns=["iso3"])["iso3"]
    assert "AB9" in codes
    assert set(codes.drop_nulls()) - set(area.by_iso3) == set()


def test_every_corridor_of_remittance_prices_worldwide_has_two_areas(
    shared_data: Path,
) -> None:
    file = shared_data / "worldbank/rpw_databank_corridors_2011Q1_2020Q4.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        corridors = [row for row in csv.reader(stream) if len(row) > 6][1:]
    codes = {row[column] for row in corridors for column in (1, 5)} - {""}
    assert len(codes) > 120
    assert codes - set(area.by_world_bank) == set()


def test_names_that_the_world_bank_writes_are_known(shared_data: Path) -> None:
    file = shared_data / "worldbank/WB_Bilateral_Remittance_Estimates_2017.xlsx"
    sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    names = [str(cell).strip() for cell in sheet[1][1:] if str(cell).strip()]
    assert len(names) > 200
    for name in names:
        area.find(name)
