"""All forms of one review carry the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from migrascope.model.estimate import Estimate
from migrascope.review import marks
from migrascope.review.model import Number, Review, Table
from migrascope.review.writers.cells import column_letters
from migrascope.review.writers.forms import WRITERS
from migrascope.review.writers.grid import grid

from . import reading, sample


@pytest.fixture(scope="module")
def review() -> Review:
    return sample.review()


@pytest.fixture(scope="module")
def folder(review: Review, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("forms")
    for form, write in WRITERS.items():
        write(review, target / f"review.{form}")
    return target


def texts(table: Table) -> list[list[str]]:
    laid = grid(table)
    return [list(row) for row in (laid.headings, *laid.rows)]


def beside(figures: list[Estimate | None]) -> Iterator[list[object]]:
    """The columns that the workbook puts beside a column of figures."""
    for bound in ("low", "high"):
        values = [getattr(each, bound) if each else None for each in figures]
        if any(value is not None for value in values):
            yield values
    words = [marks.word(each.status) or None if each else None for each in figures]
    if any(words):
        yield list(words)


def test_the_page_shows_every_cell(review: Review, folder: Path) -> None:
    assert reading.page_tables(folder / "review.html") == {
        name: texts(table) for name, table in review.tables().items()
    }


def test_word_shows_every_cell(review: Review, folder: Path) -> None:
    expected = [texts(table) for table in review.tables().values()]
    assert reading.word_tables(folder / "review.docx") == expected


def test_the_pdf_shows_every_row_in_order(review: Review, folder: Path) -> None:
    text = reading.pdf_text(folder / "review.pdf")
    position = 0
    for table in review.tables().values():
        for row in texts(table)[1:]:
            joined = "".join("".join(row).split())
            found = text.find(joined, position)
            assert found >= 0, f"{table.id}: {row} is not in the PDF"
            position = found


def test_the_workbook_holds_every_value_unrounded(review: Review, folder: Path) -> None:
    names = reading.sheets(folder / "review.xlsx")
    assert names[0] == "Read me"
    assert names[-1] == "Source cells"
    for name, table in zip(names[1:-1], review.tables().values(), strict=True):
        rows = reading.sheet(folder / "review.xlsx", name)[1:]
        assert len(rows) == len(table.rows)
        expected: list[list[object]] = []
        for position, column in enumerate(table.columns):
            cells = [row[position] for row in table.rows]
            figures = [
                each.estimate if isinstance(each, Number) else None for each in cells
            ]
            expected.append(
                [
                    (each.estimate.value or 0) / column.scale
                    if isinstance(each, Number) and each.estimate.value is not None
                    else None
                    if isinstance(each, Number)
                    else each
                    for each in cells
                ]
            )
            expected.extend(
                [
                    value / column.scale if isinstance(value, float) else value
                    for value in one
                ]
                for one in beside(figures)
            )
        assert rows == list(zip(*expected, strict=True))


def test_sdmx_holds_every_number_with_its_period(review: Review, folder: Path) -> None:
    rows = reading.sdmx_rows(folder / "review.csv")
    expected = [
        (
            table.id,
            number.measure,
            number.area,
            number.origin,
            number.estimate.period.sdmx,
            "" if number.estimate.value is None else repr(number.estimate.value),
        )
        for table in review.tables().values()
        for _, _, number in table.numbers()
    ]
    assert [
        (
            row["TABLE"],
            row["MEASURE"],
            row["REF_AREA"],
            row["COUNTERPART_AREA"],
            row["TIME_PERIOD"],
            row["OBS_VALUE"],
        )
        for row in rows
    ] == expected


def test_json_holds_every_number_with_its_cells(review: Review, folder: Path) -> None:
    told = reading.data(folder / "review.json")
    found = [
        cell
        for section in told["sections"]
        for exhibit in section["exhibits"]
        for row in exhibit["table"]["rows"]
        for cell in row
        if isinstance(cell, dict)
    ]
    expected = [
        number for table in review.tables().values() for _, _, number in table.numbers()
    ]
    assert [cell["estimate"]["value"] for cell in found] == [
        number.estimate.value for number in expected
    ]
    assert all("lineage" in cell["estimate"] for cell in found)


def test_the_workbook_lists_every_source_cell(review: Review, folder: Path) -> None:
    rows = reading.sheet(folder / "review.xlsx", "Source cells")[1:]
    told = {
        (row[0], row[1], row[2], row[5], cell)
        for row in rows
        for cell in reading.cells_of(row[8])
    }
    assert told == {
        (
            table.id,
            position + 1,
            column.title,
            cell.edition,
            f"{column_letters(cell.column)}{cell.row}",
        )
        for table in review.tables().values()
        for position, column, number in table.numbers()
        for cell in number.estimate.cells
    }


def test_a_formula_in_a_name_stays_a_text(folder: Path) -> None:
    rows = reading.sheet(folder / "review.xlsx", "1 origins")
    assert rows[2][0] == '=HYPERLINK("http://evil")'
    import openpyxl

    cell = openpyxl.load_workbook(folder / "review.xlsx")["1 origins"]["A3"]
    assert cell.data_type == "s"


def test_hostile_html_is_shown_not_run(folder: Path) -> None:
    page = (folder / "review.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
