"""Reads the tables of a review back from each form, to compare them."""

from __future__ import annotations

import csv
import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2 as pdfium
from docx import Document

Texts = list[list[str]]
HYPHEN = "\ufffe"


class _Tables(HTMLParser):
    """Collects the cell texts of the first table in each exhibit."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, Texts] = {}
        self.current: str | None = None
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "div" and facts.get("class") == "exhibit":
            self.current = str(facts["id"]).removeprefix("table-")
            self.tables[self.current] = []
        elif tag == "details":
            self.current = None
        elif tag == "tr" and self.current:
            self.tables[self.current].append([])
        elif tag in {"td", "th"} and self.current:
            self.tables[self.current][-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.current and self.in_cell:
            self.tables[self.current][-1][-1] += data


def page_tables(path: Path) -> dict[str, Texts]:
    """Table id → rows of texts, the headings first."""
    parser = _Tables()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser.tables


class _Text(HTMLParser):
    """Collects the text of a page, but for its styles and drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.hidden += tag in {"style", "svg"}

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"style", "svg"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def page_text(path: Path) -> str:
    """What a page says."""
    parser = _Text()
    parser.feed(path.read_text(encoding="utf-8"))
    return "".join(parser.parts)


class _Tags(HTMLParser):
    """Collects the elements of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(name for name, _ in attrs))))


def tags(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page, in order: what text can never add to."""
    parser = _Tags()
    parser.feed(page)
    return parser.found


def word_text(path: Path) -> str:
    """Everything written in the document, tables included."""
    body = Document(str(path)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def word_tables(path: Path) -> list[Texts]:
    """Every table of the document that repeats its header, in order."""
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(str(path)).tables
        if "w:tblHeader" in table._tbl.xml
    ]


@cache
def pdf_text(path: Path) -> str:
    """The text of all pages, without any white space."""
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path)]
    # so PDFium marks a hyphen at the end of a line
    return "".join("".join(pages).replace(HYPHEN, "-").split())


def sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    """The rows of a sheet of the workbook."""
    return _sheets(path)[name]


def sheets(path: Path) -> list[str]:
    """The names of the sheets."""
    return list(_sheets(path))


@cache
def _sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every sheet with its rows: a workbook is slow to open, and opened once."""
    book = openpyxl.load_workbook(path, read_only=True)
    return {
        sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def sdmx_rows(path: Path) -> list[dict[str, str]]:
    """The observations of the SDMX-CSV."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def data(path: Path) -> Any:
    """The JSON."""
    return json.loads(path.read_text(encoding="utf-8"))


def cells_of(ranges: str) -> list[str]:
    """Every cell of a list of ranges: `F12:F14, H3`."""
    found = []
    for part in ranges.split(", "):
        first, _, last = part.partition(":")
        letters = first.rstrip("0123456789")
        start = int(first.removeprefix(letters))
        end = int(last.removeprefix(letters)) if last else start
        found += [f"{letters}{row}" for row in range(start, end + 1)]
    return found
