"""PDF and Word speak to a screen reader; the workbook runs nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from migrascope.indicators.evidence import Evidence
from migrascope.review import country
from migrascope.review.model import Review
from migrascope.review.writers import pdf, word, workbook
from migrascope.review.writers.grid import Grid

from . import sample
from .conftest import TODAY


@pytest.fixture(scope="module")
def review(evidence: Evidence) -> Review:
    return country.build(evidence, "KEN", today=TODAY)


@pytest.fixture(scope="module")
def paper(review: Review, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    target = tmp_path_factory.mktemp("paper") / "review.pdf"
    pdf.write(review, target)
    return PdfReader(target)


@pytest.fixture(scope="module")
def text(review: Review, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("text") / "review.docx"
    word.write(review, target)
    return target


def test_the_pdf_is_tagged_and_says_so(paper: PdfReader, review: Review) -> None:
    root: Any = paper.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert paper.metadata is not None
    assert paper.metadata.title == review.title
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_every_figure_of_the_pdf_has_words(paper: PdfReader, review: Review) -> None:
    figures = [each for each in structure(paper) if each["/S"] == "/Figure"]
    expected = [
        exhibit.chart.alternative for exhibit in review.exhibits() if exhibit.chart
    ]
    assert [str(each["/Alt"]) for each in figures] == expected


def test_every_table_of_the_pdf_has_headings(paper: PdfReader, review: Review) -> None:
    kinds = [each["/S"] for each in structure(paper)]
    assert kinds.count("/Table") == len(review.tables())
    assert kinds.count("/THead") == len(review.tables())
    assert kinds.count("/H1") + kinds.count("/Title") >= len(review.sections)


def structure(paper: PdfReader) -> list[Any]:
    """Every element of the tag tree, in reading order."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    root: Any = paper.root_object
    walk(root["/StructTreeRoot"]["/K"])
    return found


def test_every_picture_of_word_has_words(text: Path, review: Review) -> None:
    pictures = Document(str(text)).inline_shapes
    expected = [
        exhibit.chart.alternative for exhibit in review.exhibits() if exhibit.chart
    ]
    assert [each._inline.docPr.get("descr") for each in pictures] == expected


def test_the_headings_of_word_are_real_headings(text: Path, review: Review) -> None:
    styles = {
        paragraph.text: paragraph.style.name
        for paragraph in Document(str(text)).paragraphs
        if paragraph.style is not None
    }
    assert all(styles[section.title] == "Heading 1" for section in review.sections)
    assert all(styles[each.finding] == "Heading 2" for each in review.exhibits())


def test_no_row_of_word_breaks_and_its_header_repeats(
    text: Path, review: Review
) -> None:
    tables = [
        table for table in Document(str(text)).tables if "w:tblHeader" in table._tbl.xml
    ]
    assert len(tables) == len(review.tables())
    for table in tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)


def test_the_columns_of_word_fill_the_page_and_no_more(text: Path) -> None:
    for table in Document(str(text)).tables:
        if "w:tblHeader" in table._tbl.xml:
            widths = [column.width or 0 for column in table.columns]
            assert sum(widths) == pytest.approx(word.PAGE_WIDTH * 360_000, rel=0.001)


def test_the_properties_of_a_table_stand_in_the_order_of_the_schema(
    text: Path,
) -> None:
    order = [
        "tblStyle",
        "tblW",
        "jc",
        "tblBorders",
        "tblLayout",
        "tblCellMar",
        "tblLook",
    ]
    for table in Document(str(text)).tables:
        names = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
        assert names == sorted(names, key=order.index)


def test_the_workbook_holds_no_formula_link_or_macro(tmp_path: Path) -> None:
    target = tmp_path / "review.xlsx"
    workbook.write(sample.review(), target)
    with zipfile.ZipFile(target) as parts:
        sheets = [parts.read(n) for n in parts.namelist() if "worksheets/sheet" in n]
        assert not [
            name for name in parts.namelist() if "vba" in name or "externalLink" in name
        ]
    assert sheets
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    book = openpyxl.load_workbook(target)
    kinds = {
        cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row
    }
    assert "f" not in kinds


def test_a_quoted_passage_has_the_widest_column_and_its_citation_may_be_broken() -> (
    None
):
    passage, name = "Agents should say what they ask. " * 15, "[a-rather-long-name#41]"
    laid = Grid(
        ("Words", "Kind", "Where", "Written in"),
        ((passage, "recommendation", "Kenya", f"Talks of many people, {name}"),),
        (False,) * 4,
    )
    assert laid.widths[0] == max(laid.widths) > 0.35
    assert sum(laid.widths) == pytest.approx(1)
