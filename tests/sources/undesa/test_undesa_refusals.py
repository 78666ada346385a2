"""What does bad input get? One named error with file, place and advice."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import (
    BadMapping,
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
)
from migrascope.sources.undesa import adapter

Write = Callable[..., Path]
CSV = "bilateral_2024.csv"
INDICATORS = "WPP2024_Demographic_Indicators_Medium.csv"


def refusal(kind: type[SourceError], *paths: Path) -> str:
    """The message of the one error; it has an exit code, a place and advice."""
    with pytest.raises(kind) as refused:
        list(adapter.read(paths))
    assert type(refused.value) is kind
    assert refused.value.exit_code == 3
    assert refused.value.advice
    assert any(path.name in str(refused.value.where) for path in paths)
    return str(refused.value)


@pytest.fixture
def spoiled(specimens: Path, tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A specimen in which one text is replaced."""

    def write(name: str, before: str, after: str) -> Path:
        text = (specimens / name).read_text(encoding="utf-8")
        assert text.count(before) >= 1
        path = tmp_path / name
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("cell", "value", "kind", "told"),
    [
        ("G14", "about 70", NotANumber, 'sheet "Table 1", row 14, column 7'),
        ("G14", -70, NegativeCount, 'sheet "Table 1", row 14, column 7'),
        ("D14", 999, UnknownPlace, 'sheet "Table 1", row 14'),
        ("D15", 404, DuplicateKey, 'sheet "Table 1", row 14'),
        ("H8", "Some other stock, males", ChangedHeader, 'sheet "Table 1", row 11'),
        ("H8", None, ChangedHeader, 'sheet "Table 1", row 11, column 8'),
        (
            "H8",
            "International migrant stock at mid-year",
            ChangedHeader,
            'sheet "Table 1", row 11, column 8',
        ),
    ],
)
def test_a_bad_cell_of_the_workbook_is_named(
    totals: Write, cell: str, value: object, kind: type[SourceError], told: str
) -> None:
    path = totals({("Table 1", cell): value})
    assert told in refusal(kind, path)


def test_a_bad_cell_of_the_workbook_with_origins_is_named(origins: Write) -> None:
    path = origins(2024, {("Table 1", "H15"): "many"})
    assert 'sheet "Table 1", row 15, column 8' in refusal(NotANumber, path)
    path = origins(2024, {("Table 1", "G15"): 4321})
    assert 'sheet "Table 1", row 15' in refusal(UnknownPlace, path)
    path = origins(2024, {("Table 1", "G16"): 800})
    assert "rows 15, 16" in refusal(DuplicateKey, path)


def test_a_workbook_without_its_codes_is_not_guessed(totals: Write) -> None:
    changes = {(f"Table {number}", "D11"): "Code of place" for number in range(1, 7)}
    refusal(ChangedHeader, totals(changes))


def test_a_table_without_rows_is_truncated(totals: Write) -> None:
    changes: dict[tuple[str, str], object] = {
        ("Table 4", f"F{row}"): None for row in range(12, 19)
    }
    assert 'sheet "Table 4"' in refusal(Truncated, totals(changes))


def test_a_workbook_of_no_year_is_refused(totals: Write) -> None:
    changes: dict[tuple[str, str], object] = {
        (f"Table {number}", cell): "A table"
        for number in range(1, 7)
        for cell in ("E2", "E4")
    }
    changes |= {("Table of contents", "J2"): "x", ("Notes", "J2"): "x"}
    assert "edition" in refusal(ChangedHeader, totals(changes))


def test_a_workbook_that_is_cut_off_is_truncated(totals: Write) -> None:
    path = totals()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    refusal(Truncated, path)


def test_a_workbook_with_a_password_is_locked(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(start + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    refusal(Locked, path)


def test_a_zip_bomb_in_the_clothes_of_a_workbook_is_too_large(totals: Write) -> None:
    path = totals()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bin", bytes(150_000_000))
    assert adapter.recognise(path) == "stock-by-destination"
    refusal(TooLarge, path)


def test_an_empty_file_and_a_web_page_are_named_for_what_they_are(
    tmp_path: Path,
) -> None:
    empty, page = tmp_path / "empty.xlsx", tmp_path / "page.csv"
    empty.write_bytes(b"")
    page.write_text("<!doctype html><title>403 Forbidden</title>")
    refusal(Truncated, empty)
    refusal(UnknownLayout, page)


def test_another_publishers_file_is_refused_with_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text("Main ID,Incident year,Number of dead\n1,2020,3\n")
    assert "World Population Prospects" in refusal(UnknownLayout, path)


@pytest.mark.parametrize(
    ("name", "before", "after", "kind", "told"),
    [
        (CSV, "female,400", "female,four", NotANumber, "row 2"),
        (CSV, "male,500", "male,-5", NegativeCount, "row 3"),
        (CSV, "KEN,1990,UGA,male", "KEN,1990,QQQ,male", UnknownPlace, "row 3"),
        (CSV, "KEN,1990,UGA,male", "KEN,1990,UGA,female", DuplicateKey, "rows 2, 3"),
        (CSV, "male,500", "person,500", BadMapping, "row 3"),
        (CSV, ",type_r,", ",kind_r,", ChangedHeader, "type_r"),
        (CSV, "XCX,2024,TUV,male,2,0,0,0,1", "XCX,2024,TU", Truncated, "row 8"),
        ("bilateral_2020.csv", ",1100", ",1 100 or so", NotANumber, "row 2"),
        ("bilateral_2020.csv", "CHI", "QQQ", UnknownPlace, "row 5"),
        ("bilateral_2019.csv", "2019,Kenya", "2019,Kenja", UnknownPlace, "row 5"),
        ("bilateral_2019.csv", "14,2,33", "14,two,33", NotANumber, "row 5"),
        ("births.txt", "1482.5", "..", NotANumber, "row 3, column 3"),
        ("births.txt", "404", "4040", UnknownPlace, "row 3"),
        ("births.txt", "1482.5", "-1482.5", NegativeCount, "row 3"),
        ("births.txt", "\n404", "\n900", DuplicateKey, "rows 2, 3"),
        (INDICATORS, "1500.25", "many", NotANumber, "row 3"),
        (INDICATORS, "2,Medium,2024", "2,Medium,2023", DuplicateKey, "rows 3, 4"),
        (INDICATORS, "40,404,,KEN", "40,4040,,KEN", UnknownPlace, "row 3"),
    ],
)
def test_a_bad_field_of_a_text_table_is_named(
    spoiled: Callable[[str, str, str], Path],
    name: str,
    before: str,
    after: str,
    kind: type[SourceError],
    told: str,
) -> None:
    assert told in refusal(kind, spoiled(name, before, after))


def test_a_text_table_without_years_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "births.txt"
    path.write_text("country_code\tcountry\ttotal\n404\tKenya\t7\n")
    refusal(ChangedHeader, path)


def test_a_parquet_file_that_is_cut_off_is_truncated(tmp_path: Path) -> None:
    path = tmp_path / "estimates.parquet"
    pl.DataFrame({"country_code": [404], "year": [2023]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-9])
    refusal(Truncated, path)


def test_a_flow_of_neither_kind_is_refused(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "flows.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Totals"
    sheet.append(["CntName", "Criteria", "Type", "Coverage", 2012, 2013])
    sheet.append(["Kenya", "Residence", "Immigrants", "Both", 10, ".."])
    sheet.append(["Austria", "Residence", "Tourists", "Both", 10, 20])
    book.save(path)
    assert 'sheet "Totals", row 3, column 3' in refusal(ChangedHeader, path)
    sheet["C3"], sheet["F3"] = "Emigrants", "none"
    book.save(path)
    assert 'sheet "Totals", row 3, column 6' in refusal(NotANumber, path)
    sheet["F3"], sheet["A3"] = 20, "Austria-Hungary"
    book.save(path)
    assert "Nearest" in refusal(UnknownPlace, path)
