"""What bad files of the World Bank get: one named error, the cell, and advice."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from migrascope.errors import (
    ChangedHeader,
    DuplicateKey,
    Locked,
    NegativeCount,
    NotANumber,
    SourceError,
    TooLarge,
    Truncated,
    UnknownLayout,
    UnknownPlace,
    Where,
)
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.worldbank import adapter

Rows = list[list[object]]
WriteBook = Callable[..., Path]
ReadOne = Callable[..., Batch]
INDICATOR = "API_BX.TRF.PWKR.CD.DT_specimen.csv"
MATRIX = "Bilateral_Remittances_2017"
MIGRATION = "Bilateral_Migration_2017"
INFLOWS = "Inward remittance flows"


def refused(path: Path, kind: type[SourceError]) -> SourceError:
    """Read a file that must be refused, with advice."""
    with pytest.raises(kind) as caught:
        list(adapter.read([path]))
    assert caught.value.advice
    assert caught.value.exit_code == 3
    return caught.value


def edited(specimens: Path, folder: Path, name: str, old: str, new: str) -> Path:
    """A specimen with one thing changed."""
    text = (specimens / name).read_bytes().decode("utf-8")
    assert old in text
    path = folder / name
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    return path


@pytest.mark.parametrize(
    ("name", "old", "new", "kind", "where"),
    [
        (INDICATOR, '"300.5"', '"about 300"', NotANumber, (6, 6)),
        (INDICATOR, '"KEN"', '"KNY"', UnknownPlace, (6, 2)),
        (INDICATOR, '"ARB"', '"KEN"', DuplicateKey, (6, 7)),
        (INDICATOR, '"Country Code"', '"Country"', ChangedHeader, (None, None)),
        (INDICATOR, "2024-05-30", "last May", ChangedHeader, (None, None)),
        (INDICATOR, "BX.TRF", "BX.TRX", UnknownLayout, (None, None)),
        ("corridors.csv", "20.5", "cheap", NotANumber, (2, 7)),
        ("corridors.csv", ",KEN,20.5", ",KNY,20.5", UnknownPlace, (2, 6)),
        ("corridors.csv", "Last Updated", "Updated", Truncated, (None, None)),
        ("corridors.csv", "ATCR.CORR", "ATCR.MTO", UnknownLayout, (2, 4)),
        ("selected.csv", "1000.5", "much", NotANumber, (2, 4)),
        ("selected.csv", "KEN,gdp", "KNY,gdp", UnknownPlace, (2, 1)),
        ("selected.csv", "53000000", "-53", NegativeCount, (5, 4)),
    ],
)
def test_a_changed_text_file_is_refused_at_its_cell(
    specimens: Path,
    tmp_path: Path,
    name: str,
    old: str,
    new: str,
    kind: type[SourceError],
    where: tuple[int | None, int | None],
) -> None:
    path = edited(specimens, tmp_path, name, old, new)
    error = refused(path, kind)
    assert isinstance(error.where, Where)
    assert error.where.file == name
    if where[0] is not None:
        assert (error.where.row, error.where.column) == where


def test_an_unknown_place_offers_the_nearest_and_can_be_kept(
    specimens: Path, tmp_path: Path
) -> None:
    path = edited(specimens, tmp_path, INDICATOR, '"KEN"', '"KNX"')
    assert "Nearest" in refused(path, UnknownPlace).what
    (batch,) = adapter.read([path], residuals=Residuals.KEEP)
    assert "X:knx" in batch.observations["area"].cast(str).to_list()


def test_quarters_that_are_gone_are_a_changed_header(
    specimens: Path, tmp_path: Path
) -> None:
    text = (specimens / "corridors.csv").read_text(encoding="utf-8")
    path = tmp_path / "corridors.csv"
    path.write_text(text.replace("Q1 [YR", " [").replace("Q3 [YR", " ["), "utf-8")
    assert "quarters" in refused(path, ChangedHeader).what


def test_a_row_that_is_cut_off_is_named(specimens: Path, tmp_path: Path) -> None:
    content = (specimens / INDICATOR).read_bytes()
    path = tmp_path / INDICATOR
    path.write_bytes(content[: content.index(b'"8000.25"') - 30])
    assert refused(path, Truncated).where


@pytest.mark.parametrize(
    ("row", "column", "value", "kind", "where"),
    [
        (3, 2, "lots", NotANumber, (3, 2)),
        (3, 1, "Far Away", UnknownPlace, (3, 1)),
        (2, 3, "Far Away", UnknownPlace, (2, 3)),
        (2, 1, "sending (across) / receiving (down)", ChangedHeader, (2, None)),
        (1, 1, "Bilateral Remittances for 2017 (EUR)", ChangedHeader, (1, None)),
        (1, 1, "Bilateral Remittances (millions of US$)", ChangedHeader, (1, None)),
        (4, 1, "India", DuplicateKey, (3, 2)),
        (5, 1, "All", ChangedHeader, (6, None)),
    ],
)
def test_a_changed_matrix_is_refused_at_its_cell(
    write_book: WriteBook,
    remittance_matrix: Rows,
    row: int,
    column: int,
    value: object,
    kind: type[SourceError],
    where: tuple[int, int | None],
) -> None:
    remittance_matrix[row - 1][column - 1] = value
    error = refused(write_book({MATRIX: remittance_matrix}), kind)
    assert error.where == Where("book.xlsx", MATRIX, *where)


def test_negative_people_in_a_matrix_are_refused_at_their_cell(
    write_book: WriteBook, migration_matrix: Rows
) -> None:
    migration_matrix[2][2] = -2000
    error = refused(write_book({MIGRATION: migration_matrix}), NegativeCount)
    assert error.where == Where("book.xlsx", MIGRATION, 3, 3)


def test_text_in_a_yearly_table_is_refused_at_its_cell(
    write_book: WriteBook, inflows: Rows
) -> None:
    inflows[1][2] = "n.k."
    error = refused(write_book({INFLOWS: inflows}), NotANumber)
    assert error.where == Where("book.xlsx", INFLOWS, 2, 3)


def test_yearly_flows_without_a_date_have_no_vintage(
    write_book: WriteBook, inflows: Rows
) -> None:
    refused(write_book({INFLOWS: inflows[:-1]}), ChangedHeader)


def test_a_workbook_without_its_update_is_refused(
    write_book: WriteBook, indicator_rows: Rows, about_rows: Rows
) -> None:
    indicator_rows[1] = ["Last Updated Date", ""]
    book = write_book({"Data": indicator_rows, "Metadata - Countries": about_rows})
    assert refused(book, ChangedHeader).where == Where("book.xlsx", "Data", 2, 2)


def test_a_missing_page_of_the_api_is_refused(read_one: ReadOne) -> None:
    with pytest.raises(Truncated, match="announced 2 pages with 5 rows"):
        read_one("population_page_1.json")


def test_a_page_with_text_for_a_figure_is_refused(
    specimens: Path, tmp_path: Path
) -> None:
    answer = json.loads((specimens / "population_page_1.json").read_text())
    answer[0] |= {"pages": 1, "total": 3}
    answer[1][1]["value"] = "many"
    path = tmp_path / "page.json"
    path.write_text(json.dumps(answer))
    assert refused(path, NotANumber).where == Where("page.json", "1", 2, 7)


def test_an_answer_of_the_api_that_is_cut_off_is_refused(
    specimens: Path, tmp_path: Path
) -> None:
    path = tmp_path / "page.json"
    path.write_bytes((specimens / "population_page_1.json").read_bytes()[:700])
    refused(path, Truncated)


def test_another_publishers_file_is_no_layout_of_the_bank(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("country,year,migrants\nKEN,2020,5\n")
    assert "none of the World Bank" in refused(path, UnknownLayout).what


def test_an_archive_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "API_bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("API_bomb.csv", bytes(120_000_000))
    refused(path, TooLarge)


def test_a_damaged_archive_is_refused(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(archive.read_bytes()[:-60])
    refused(path, Truncated)


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "API_locked.xls"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(ole + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    refused(path, Locked)


def test_a_web_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "API_SP.POP.TOTL.json"
    path.write_text("<!DOCTYPE html><html><body>Sorry</body></html>")
    assert "web page" in refused(path, UnknownLayout).what


def test_an_error_of_the_api_is_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "API_XX.json"
    said = {"id": "120", "key": "Invalid value", "value": "The indicator is unknown"}
    path.write_text(json.dumps([{"message": [said]}]))
    assert "The indicator is unknown" in refused(path, UnknownLayout).what
