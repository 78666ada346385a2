"""Do labels come from the codebooks that organisations have?"""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from migrascope.errors import UnusableCases
from migrascope.protect import reading
from migrascope.protect.reading import codebooks


def workbook(file: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = xlsxwriter.Workbook(str(file))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return file


def test_a_plain_codebook_has_a_line_for_each_code(tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    file.write_text(
        "Variable;Code;Label\nsex;;Sex of the person\nsex;1;Male\n;2;Female\n"
        "roof;1;Straw\n",
        encoding="utf-8",
    )
    book = codebooks.read(file)
    assert book["sex"].label == "Sex of the person"
    assert book["sex"].values == {"1": "Male", "2": "Female"}
    assert book["roof"].values == {"1": "Straw"}


def test_codes_of_a_workbook_are_whole_numbers(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["column", "value", "label"],
        ["sex", 1.0, "Male"],
        ["sex", -99.0, "Missing"],
    ]
    book = codebooks.read(workbook(tmp_path / "book.xlsx", {"codes": rows}))
    assert book["sex"].values == {"1": "Male", "-99": "Missing"}


def test_a_codebook_of_several_sheets_leads_columns_to_their_codes(
    tmp_path: Path,
) -> None:
    sheets: dict[str, list[list[object]]] = {
        "table": [
            ["Column Name", "Definition", "Additional Notes"],
            ["year", "When it began", ""],
            ["kind_of_work", "What was done", "Please see work tab for codes"],
            ["route", "How people came", ""],
        ],
        "work": [
            ["parent_category", "parent_category_value", "sub_category"],
            ["Farming", 0, "wheat"],
            ["", "", "fruit"],
            ["Fishing", 1, "sea"],
        ],
        "route": [["route_category", "route_value"], ["By sea", 0], ["By land", 1]],
    }
    book = codebooks.read(workbook(tmp_path / "book.xlsx", sheets))
    assert book["year"].label == "When it began"
    assert not book["year"].values
    assert book["kind_of_work"].values == {"0": "Farming", "1": "Fishing"}
    assert book["route"].values == {"0": "By sea", "1": "By land"}


def test_a_file_without_a_codebook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnusableCases, match="no codebook is found"):
        codebooks.read(file)


def test_labels_are_kept_for_the_columns_that_the_cases_have(tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text("sex,age\n1,3\n2,4\n", encoding="utf-8")
    book = tmp_path / "book.csv"
    book.write_text("column,value,label\nsex,1,Male\nroof,1,Straw\n", encoding="utf-8")
    read = reading.read(cases, codebook=book)
    assert set(read.codebook) == {"sex"}
    assert read.codebook["sex"].values == {"1": "Male"}
