"""What do the World Bank's layouts say, cell by cell?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources import registry
from migrascope.sources.batch import Batch
from migrascope.sources.door import Door
from migrascope.sources.transport import FolderTransport
from migrascope.sources.worldbank import adapter

Rows = list[list[object]]
WriteBook = Callable[..., Path]
ReadOne = Callable[..., Batch]
INDICATOR = "API_BX.TRF.PWKR.CD.DT_specimen.csv"


def lines(batch: Batch, *columns: str) -> list[tuple[object, ...]]:
    texts = pl.col(pl.Categorical).cast(pl.String)
    return batch.observations.with_columns(texts).select(columns).rows()


def test_an_indicator_in_csv_gives_a_figure_per_area_and_year(
    read_one: ReadOne,
) -> None:
    batch = read_one(INDICATOR)
    assert lines(batch, "measure", "area", "end", "value", "unit") == [
        ("remittances_received", "KEN", date(2021, 12, 31), 300.5, "USD"),
        ("remittances_received", "KEN", date(2022, 12, 31), 400.0, "USD"),
        ("remittances_received", "M49:900", date(2020, 12, 31), 9000.0, "USD"),
        ("remittances_received", "M49:900", date(2021, 12, 31), 9100.0, "USD"),
        ("remittances_received", "M49:900", date(2022, 12, 31), 9200.0, "USD"),
        ("remittances_received", "X:wb:ARB", date(2020, 12, 31), 7000.0, "USD"),
        ("remittances_received", "X:wb:ARB", date(2022, 12, 31), 8000.25, "USD"),
    ]


def test_rows_and_columns_count_the_preamble_and_the_byte_order_mark_line(
    read_one: ReadOne,
) -> None:
    batch = read_one(INDICATOR)
    assert lines(batch, "row", "column")[0] == (6, 6)


def test_the_last_updated_date_is_the_vintage(read_one: ReadOne) -> None:
    batch = read_one(INDICATOR)
    assert batch.edition == "worldbank-wdi-bx-trf-pwkr-cd-dt@2024-05-30"


def test_the_archive_says_the_same_as_the_csv_in_it(
    read_one: ReadOne, archive: Path
) -> None:
    packed, bare = read_one(archive), read_one(INDICATOR)
    kept = ("area", "start", "value", "row", "column")
    assert packed.edition == bare.edition
    assert lines(packed, *kept) == lines(bare, *kept)
    assert set(lines(packed, "sheet")) == {(INDICATOR,)}


def test_notes_on_national_accounts_become_caveats_of_figures_they_bear_on(
    read_one: ReadOne,
    write_book: WriteBook,
    archive: Path,
    indicator_rows: Rows,
    about_rows: Rows,
) -> None:
    book = write_book({"Data": indicator_rows, "Metadata - Countries": about_rows})
    notes = [
        caveat for caveat in read_one(book).caveats if caveat.says == "Rebased in 2021."
    ]
    assert [dict(caveat.scope) for caveat in notes] == [
        {"area": "KEN", "measure": "gdp"}
    ]
    money = read_one(archive).caveats
    assert not any(caveat.says.startswith("Fiscal year") for caveat in money)


def test_pages_of_the_api_make_one_edition(read_one: ReadOne) -> None:
    batch = read_one("population_page_2.json", "population_page_1.json")
    assert batch.edition == "worldbank-wdi-sp-pop-totl@2024-06-28"
    assert lines(batch, "area", "start", "end", "value", "file", "row", "column") == [
        ("KEN", date(2020, 7, 1), date(2020, 7, 1), 52e6, 0, 2, 7),
        ("KEN", date(2021, 7, 1), date(2021, 7, 1), 53e6, 0, 1, 7),
        ("M49:900", date(2021, 7, 1), date(2021, 7, 1), 7.8e9, 0, 3, 7),
        ("X:wb:HIC", date(2021, 7, 1), date(2021, 7, 1), 1.2e9, 1, 2, 7),
    ]


def test_corridors_are_read_by_quarter_and_unsurveyed_pairs_are_left_out(
    read_one: ReadOne,
) -> None:
    batch = read_one("corridors.csv")
    assert batch.edition == "worldbank-rpw@2012-03-09"
    assert lines(batch, "area", "origin", "start", "end", "value", "row", "column") == [
        ("KEN", "TZA", date(2011, 1, 1), date(2011, 3, 31), 20.5, 2, 7),
        ("KEN", "TZA", date(2012, 1, 1), date(2012, 3, 31), 18.25, 2, 9),
        ("XKX", "KEN", date(2011, 7, 1), date(2011, 9, 30), -0.5, 4, 8),
    ]


def test_in_the_remittance_matrix_money_flows_from_the_row_to_the_column(
    read_one: ReadOne, write_book: WriteBook, remittance_matrix: Rows
) -> None:
    book = write_book({"Bilateral_Remittances_2017": remittance_matrix})
    batch = read_one(book)
    found = {
        (area, origin): value
        for area, origin, value in lines(batch, "area", "origin", "value")
    }
    assert found["IND", "USA"] == 10_250_000
    assert found["M49:900", "USA"] == 12_250_000
    assert found["IND", "_T"] == 10_250_000
    assert ("PAK", "IND") not in found
    assert set(lines(batch, "obs_status")) == {("E",)}


def test_in_the_migration_matrix_people_live_in_the_column(
    read_one: ReadOne, write_book: WriteBook, migration_matrix: Rows
) -> None:
    book = write_book({"Bilateral_Migration_2017": migration_matrix, "mine": [["x"]]})
    batch = read_one(book)
    found = {
        (area, origin): value
        for area, origin, value in lines(batch, "area", "origin", "value")
    }
    assert found["USA", "IND"] == 2000
    assert found["X:other_south", "X:other_south"] == 1
    assert ("USA", "X:other_south") not in found
    assert found["M49:900", "_T"] == 2013


def test_knomad_flows_stop_at_the_notes_and_keep_published_zeros(
    read_one: ReadOne, write_book: WriteBook, inflows: Rows
) -> None:
    batch = read_one(write_book({"Inward remittance flows": inflows}))
    assert batch.edition == "worldbank-knomad-inflows@2023-06"
    assert lines(batch, "area", "end", "value", "obs_status", "row", "column") == [
        ("KEN", date(2021, 12, 31), 3_770_250_000.0, "A", 2, 2),
        ("KEN", date(2022, 12, 31), 4_091_000_000.0, "E", 2, 3),
        ("TUR", date(2021, 12, 31), 0.0, "A", 3, 2),
        ("X:wb:LMY", date(2021, 12, 31), 5e6, "A", 4, 2),
        ("X:wb:LMY", date(2022, 12, 31), 6e6, "E", 4, 3),
    ]


def test_the_caveat_about_zeros_holds_for_zeros_only(
    read_one: ReadOne, write_book: WriteBook, inflows: Rows
) -> None:
    batch = read_one(write_book({"Inward remittance flows": inflows}))
    (zeros,) = (each for each in batch.caveats if each.id == "worldbank-yearly-zeros")
    warned = [
        line["area"]
        for line in batch.observations.iter_rows(named=True)
        if zeros.applies(line)
    ]
    assert warned == ["TUR"]


def test_the_selected_copy_is_read_by_two_mappings(specimens: Path) -> None:
    yearly, population = adapter.read([specimens / "selected.csv"])
    assert lines(yearly, "measure", "value", "unit") == [
        ("gdp", 1000.5, "USD"),
        ("net_migration", -250.0, "PS"),
        ("remittances_received", 30.0, "USD"),
    ]
    assert lines(population, "measure", "start", "value") == [
        ("population", date(2021, 7, 1), 53e6)
    ]


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        (INDICATOR, "indicator-csv"),
        ("population_page_1.json", "indicator-json"),
        ("corridors.csv", "corridors"),
        ("selected.csv", "selected"),
        ("Metadata_Country_specimen.csv", None),
    ],
)
def test_a_layout_is_recognised_by_the_head_of_the_file(
    specimens: Path, name: str, layout: str | None
) -> None:
    assert adapter.recognise(specimens / name) == layout


def test_recognising_rubbish_says_no(tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"PK\x03\x04", b"\xff\xfe\x00", b"[1, 2")):
        path = tmp_path / f"{number}.bin"
        path.write_bytes(content)
        assert adapter.recognise(path) is None
    assert adapter.recognise(tmp_path / "nothing.csv") is None


def test_the_registry_finds_the_world_bank(specimens: Path) -> None:
    assert registry.recognise(specimens / "corridors.csv") == (
        "worldbank",
        "corridors",
    )


def test_every_indicator_is_asked_for_whole_and_by_its_public_address() -> None:
    remotes = adapter.locate()
    assert len(remotes) == 8
    for remote in remotes:
        assert remote.address.startswith("https://api.worldbank.org/v2/country/all/")
        assert dict(remote.parameters) == {"format": "json", "per_page": "20000"}
    assert [remote.name for remote in adapter.locate(only="population")] == [
        "API_SP.POP.TOTL.json"
    ]


def test_the_description_names_every_dataset_and_its_caveats() -> None:
    described = adapter.describe()
    assert "worldbank-rpw" in described.datasets
    assert all(caveat.evidence for caveat in described.caveats)


def test_what_was_fetched_is_recognised_and_read(
    specimens: Path, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    there.mkdir()
    answer = json.loads((specimens / "population_page_1.json").read_text())
    answer[0] |= {"pages": 1, "total": 3}
    (there / "API_SP.POP.TOTL.json").write_text(json.dumps(answer))
    door = Door(FolderTransport(there))
    paths = list(adapter.fetch(door, here, only="SP.POP.TOTL"))
    (batch,) = adapter.read(paths)
    assert batch.edition == "worldbank-wdi-sp-pop-totl@2024-06-28"


def test_the_reference_page_names_every_caveat(repository: Path) -> None:
    page = repository / "docs" / "reference" / "sources" / "worldbank.md"
    text = page.read_text(encoding="utf-8")
    for caveat in adapter.describe().caveats:
        assert f"`{caveat.id}`" in text
