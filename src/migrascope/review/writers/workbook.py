"""How does a review become a workbook?

A read-me sheet, one tidy sheet per table, and a sheet that lists every source cell
of every number. Texts are written as texts: nothing is ever taken for a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from migrascope.language.numbers import day
from migrascope.model.lineage import Lineage
from migrascope.review import marks
from migrascope.review.model import (
    Column,
    Number,
    Review,
    SourceFileNote,
    Table,
    TableCell,
)
from migrascope.review.writers import footing
from migrascope.review.writers.cells import heading, scaled
from migrascope.review.writers.printable import printable
from migrascope.review.writers.ranges import by_sheet

SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

MOST_RANGES = 1200
"""A cell of a workbook holds 32,767 letters; a range has up to 25."""

CELL_HEADINGS = (
    "Table",
    "Row",
    "Column",
    "Value",
    "How",
    "Edition",
    "File",
    "Sheet",
    "Cells",
)


def write(review: Review, path: Path) -> None:
    """Write the workbook."""
    import xlsxwriter

    review = printable(review)
    with xlsxwriter.Workbook(str(path), SAFE) as book:
        book.set_properties(
            {
                "title": review.title,
                "author": "Migrascope",
                "created": datetime.combine(review.made_on, time()),
            }
        )
        look = _Look(book)
        _readme(book.add_worksheet("Read me"), review, look)
        for name, table in sheets(review):
            _table(book.add_worksheet(name), table, look)
        _cells(book.add_worksheet("Source cells"), review, look)


class _Look:
    """The formats of the workbook, made once."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format(
            {"bold": True, "font_size": 16, "font_color": "#0b3c6f"}
        )
        self.head = book.add_format(
            {
                "bold": True,
                "font_color": "#0b3c6f",
                "bottom": 1,
                "text_wrap": True,
                "valign": "top",
            }
        )
        self.text = book.add_format({"valign": "top"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.numbers = [
            book.add_format(
                {"num_format": "#,##0" + ("." + "0" * places if places else "")}
            )
            for places in range(4)
        ]

    def form(self, column: Column) -> Any:
        """The number format of a column."""
        return self.numbers[min(1 if column.decimals is None else column.decimals, 3)]


def _readme(sheet: Any, review: Review, look: _Look) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, review.title, look.title)
    row = 1
    for label, text in _about(review):
        sheet.write_string(row, 0, label, look.wrap)
        sheet.write_string(row, 1, text, look.wrap)
        row += 1


def _about(review: Review) -> Iterator[tuple[str, str]]:
    yield "Made", f"{day(review.made_on)}, Migrascope {review.version}"
    yield "Area", f"{review.area_name} ({review.area})"
    yield (
        "How to read",
        (
            "One sheet per table of the review; the first row holds the headings. "
            "An empty cell means that no figure is published. A column “kind” says "
            "what is not a plain count: estimated, provisional, projected. The last "
            "sheet lists the source cells of every number."
        ),
    )
    for section in review.sections:
        yield section.title, section.lead.text
    for name, table in sheets(review):
        yield f"Sheet {name}", table.title
    for source in review.sources:
        yield "Source", footing.citation(source)
    for warned in footing.caveats(review):
        for says in warned.says:
            yield f"Caveat, {warned.publisher}", says
    for disclaimer in review.disclaimers:
        yield "Disclaimer", disclaimer


def sheets(review: Review) -> Iterator[tuple[str, Table]]:
    """The name of the sheet of each table: short, numbered, and so unique."""
    for number, table in enumerate(review.tables().values(), start=1):
        yield f"{number} {table.id}"[:31], table


def _table(sheet: Any, table: Table, look: _Look) -> None:
    sheet.freeze_panes(1, 1)
    position = 0
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        position = _column(sheet, position, column, cells, look)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), position - 1)


def _column(
    sheet: Any, position: int, column: Column, cells: Sequence[TableCell], look: _Look
) -> int:
    """Write a column with its bounds and kinds; returns the next free position."""
    sheet.set_column(position, position, _width(cells, heading(column)))
    sheet.write_string(0, position, heading(column), look.head)
    for row, cell in enumerate(cells, start=1):
        _cell(sheet, (row, position), cell, column, look)
    position += 1
    figures = [cell.estimate if isinstance(cell, Number) else None for cell in cells]
    for bound in ("low", "high"):
        values = [getattr(figure, bound) if figure else None for figure in figures]
        if any(value is not None for value in values):
            sheet.write_string(0, position, f"{column.title}, {bound}", look.head)
            for row, value in enumerate(values, start=1):
                _number(
                    sheet, (row, position), scaled(value, column), look.form(column)
                )
            position += 1
    words = [marks.word(figure.status) if figure else "" for figure in figures]
    if any(words):
        _texts(sheet, position, (f"{column.title}, kind", *words), look)
        position += 1
    return position


def _cell(
    sheet: Any, at: tuple[int, int], cell: TableCell, column: Column, look: _Look
) -> None:
    if isinstance(cell, Number):
        form = look.form(column)
        _number(sheet, at, scaled(cell.estimate.value, column), form)
    elif isinstance(cell, int):
        sheet.write_number(*at, cell)
    elif cell is not None:
        sheet.write_string(*at, cell, look.text)


def _texts(sheet: Any, position: int, texts: Sequence[str], look: _Look) -> None:
    """Write a column of texts under their heading; an empty text is no cell."""
    sheet.write_string(0, position, texts[0], look.head)
    for row, text in enumerate(texts[1:], start=1):
        if text:
            sheet.write_string(row, position, text, look.text)


def _number(sheet: Any, at: tuple[int, int], value: float | None, form: Any) -> None:
    if value is not None:
        sheet.write_number(*at, value, form)


def _width(cells: Sequence[object], title: str) -> int:
    texts = [len(cell) for cell in cells if isinstance(cell, str)]
    return min(60, max([14, min(len(title), 24), *texts]) + 2)


def _cells(sheet: Any, review: Review, look: _Look) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(CELL_HEADINGS) - 1, 18)
    for position, title in enumerate(CELL_HEADINGS):
        sheet.write_string(0, position, title, look.head)
    for row, line in enumerate(_cell_lines(review), start=1):
        for position, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(row, position, value)
            elif value is not None:
                sheet.write_number(row, position, value)
    sheet.autofilter(0, 0, 0, len(CELL_HEADINGS) - 1)


def _cell_lines(review: Review) -> Iterator[tuple[str | float | None, ...]]:
    files = {source.edition: source.files for source in review.sources}
    for table in review.tables().values():
        for position, column, number in table.numbers():
            lineage = number.estimate.lineage
            how = lineage.formula if isinstance(lineage, Lineage) else "as published"
            for place, told in by_sheet(lineage.cells()).items():
                for start in range(0, len(told), MOST_RANGES):
                    yield (
                        table.id,
                        position + 1,
                        column.title,
                        number.estimate.value,
                        how,
                        place.edition,
                        _file_name(files.get(place.edition, ()), place.file),
                        place.sheet,
                        ", ".join(told[start : start + MOST_RANGES]),
                    )


def _file_name(known: Sequence[SourceFileNote], position: int) -> str:
    return known[position].name if position < len(known) else ""
