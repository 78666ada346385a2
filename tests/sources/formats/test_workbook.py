"""Claims: a cell of a workbook keeps its coordinates, whatever the file format."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import ChangedHeader, TooLarge, Truncated, UnknownLayout
from migrascope.sources.formats import workbook
from migrascope.sources.formats.table import ROW


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """A crosstab with a header of two rows, merged, and indented areas."""
    path = tmp_path / "merged.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Table 1")
    sheet.write("A1", "A title")
    sheet.merge_range("A3:A4", "Area")
    sheet.merge_range("B3:C3", "Both  sexes")
    sheet.merge_range("D3:E3", "Female")
    for column, year in enumerate((1990, 2020, 1990, 2020), start=1):
        sheet.write(3, column, year)
    sheet.write_row("A5", ["WORLD", 10, 20.5, 5, ".."])
    sheet.write_row("A6", ["  Africa", 1, 2, 3, 4])
    book.add_worksheet("Notes")
    book.close()
    return path


def test_merged_headers_are_spread_and_joined(merged: Path) -> None:
    table = workbook.read(merged)["Table 1"].table((3, 4))
    assert list(table.columns) == [
        "Area",
        "Both sexes | 1990",
        "Both sexes | 2020",
        "Female | 1990",
        "Female | 2020",
    ]
    assert table.frame.rows()[0] == ("WORLD", "10", "20.5", "5", "..", 5)


def test_blanks_before_a_name_can_be_counted(merged: Path) -> None:
    sheet = workbook.read(merged)["Table 1"]
    assert (sheet.indent(5, 1), sheet.indent(6, 1)) == (0, 2)
    assert sheet.text(6, 1) == "Africa"


def test_a_header_is_found_by_its_texts(merged: Path) -> None:
    sheet = workbook.read(merged)["Table 1"]
    assert sheet.find("area", "both sexes") == 3
    with pytest.raises(ChangedHeader, match=r'sheet "Table 1".*no "origin"'):
        sheet.find("area", "origin")


def test_a_missing_sheet_is_named(merged: Path) -> None:
    with pytest.raises(ChangedHeader, match='workbook has no sheet "Table 9"'):
        workbook.read(merged, only=["Table 9"])


def test_a_sheet_that_ends_before_its_header_is_truncated(merged: Path) -> None:
    with pytest.raises(Truncated, match="row 99"):
        workbook.read(merged)["Table 1"].table(99)


def test_a_text_file_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnknownLayout, match="not a workbook"):
        workbook.read(path)


def test_an_archive_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(Truncated, match="damaged"):
        workbook.read(path)


def _cell(value: object, *, times: int = 1) -> str:
    """A cell of an OpenDocument sheet; an empty one without a value."""
    repeated = f'table:number-columns-repeated="{times}"'
    if value is None:
        return f"<table:table-cell {repeated}/>"
    number = f'office:value-type="float" office:value="{value}"'
    kind = number if isinstance(value, int) else 'office:value-type="string"'
    text = f"<text:p>{value}</text:p>"
    return f"<table:table-cell {repeated} {kind}>{text}</table:table-cell>"


def _row(*cells: str, times: int = 1) -> str:
    repeated = f'table:number-rows-repeated="{times}"'
    return f"<table:table-row {repeated}>{''.join(cells)}</table:table-row>"


def _open_document(path: Path, *rows: str) -> Path:
    """The smallest OpenDocument workbook, with one sheet S."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        '<?xml version="1.0"?><office:document-content '
        f'xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{"".join(rows)}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?>'
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0">'
        f'<manifest:file-entry manifest:media-type="{kind}" manifest:full-path="/"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def test_open_document_sheets_are_read(tmp_path: Path) -> None:
    path = _open_document(
        tmp_path / "table.ods",
        _row(_cell("area"), _cell("2020")),
        _row(_cell("KEN"), _cell(12)),
        _row(_cell(None, times=16_384), times=1_048_574),
    )
    assert workbook.read(path)["S"].table(1).frame.rows() == [("KEN", "12", 2)]


def test_an_open_document_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    many = _row(_cell(1, times=16_384), times=1_048_575)
    with pytest.raises(TooLarge):
        workbook.read(_open_document(tmp_path / "many.ods", many))


def test_a_stray_cell_of_an_open_document_is_refused(tmp_path: Path) -> None:
    path = _open_document(
        tmp_path / "stray.ods",
        _row(_cell(1)),
        _row(_cell(None, times=16_384), times=1_048_574),
        _row(_cell(None, times=16_383), _cell(1)),
    )
    with pytest.raises(TooLarge):
        workbook.read(path)


def test_workbooks_of_excel_97_are_read(shared_data: Path) -> None:
    path = shared_data / "worldbank/API_SM.POP.NETM_DS2_en_excel_v2_782.xls"
    sheet = workbook.read(path, only=["Data"])["Data"]
    table = sheet.table(sheet.find("Country Name", "Country Code"))
    assert table.header_row == 4
    assert table.frame.height == 266


def test_the_printed_cell_is_the_cell_of_the_workbook(shared_data: Path) -> None:
    name = "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx"
    sheet = workbook.read(shared_data / name, only=["Table 1"])["Table 1"]
    assert sheet.text(12, 2) == "WORLD"
    assert sheet.cell(12, 12) == 280_598_105
    assert sheet.indent(13, 2) == 2


@pytest.mark.parametrize(
    ("text", "name", "mark"),
    [
        ("Denmark (12)", "Denmark", "12"),
        ("Kenya*", "Kenya", "*"),
        ("France²", "France", "²"),
        ("Curaçao [3]", "Curaçao", "3"),
        ("China 7/", "China 7/", ""),
        ("Türkiye (20, 21)", "Türkiye", "20, 21"),
        ("Falkland Islands (Malvinas)", "Falkland Islands (Malvinas)", ""),
        ("Congo", "Congo", ""),
    ],
)
def test_footnote_marks_are_parted_from_names(text: str, name: str, mark: str) -> None:
    assert workbook.split_mark(text) == (name, mark)


def test_values_become_exact_texts() -> None:
    assert workbook.as_text(1990.0) == "1990"
    assert workbook.as_text(0.1 + 0.2) == "0.30000000000000004"
    assert workbook.as_text(dt.datetime(2020, 7, 1)) == "2020-07-01"  # noqa: DTZ001
    assert workbook.as_text(value=True) == "TRUE"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_of_a_cell_loses_no_digit(value: float) -> None:
    assert float(workbook.as_text(value)) == value


def test_a_footnote_mark_is_no_row(merged: Path) -> None:
    table = workbook.read(merged)["Table 1"].table((3, 4), first=6, last=6)
    assert table.frame[ROW].to_list() == [6]
