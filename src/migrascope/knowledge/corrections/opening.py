"""What stands in the cells of a workbook that came back?

Whoever sends it may be careless or hostile: it is judged before it is unpacked, and a
stray cell in the last corner of a sheet is refused before a reader lays out everything
between. Cells are texts; a number or a day that somebody typed is its text.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from migrascope.errors import BadCorrection, TooLarge, Where
from migrascope.knowledge.reading import limits

MOST_CELLS = 3_000_000
"""A hundred thousand records of thirty columns."""

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW = re.compile(rb"<row[^>]{0,40}?\br=\"(\d{1,7})\"")
_COLUMN = re.compile(rb"<c[^>]{0,40}?\br=\"([A-Z]{1,3})\d")
_UNRECKONED = re.compile(
    rb"<c [^>]{0,80}?\br=\"([A-Z]{1,3}\d{1,7})\"[^>]{0,80}>\s{0,9}"
    rb"<f(?:\s[^>]{0,400})?(?:/>|>[^<]{0,9000}</f>)\s{0,9}(?:<v\s{0,9}/>|<v></v>)?\s{0,9}</c>"
)
"""A cell with a formula and no value: read as empty, it would empty a field."""


def sheets(path: Path) -> dict[str, list[list[str]]]:
    """The sheets of a workbook by name, each as rows of texts.

    Raises:
        BadCorrection: it cannot be read as a workbook, or a cell has a formula that
            was never reckoned.
        SourceError: a zip bomb, a sheet without end, a damaged or locked file.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    data = limits.content(path)
    if not data.startswith(b"PK"):
        raise BadCorrection(
            "this is no workbook of a register.",
            "Save it as .xlsx, without a password.",
            where=path.name,
        )
    _judge(path, data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return {name: _rows(book, name) for name in book.sheet_names}
    except CalamineError as error:
        raise BadCorrection(
            f"this is no workbook that can be read ({error}).",
            "Save it as .xlsx, without a password.",
            where=path.name,
        ) from error


def _judge(path: Path, data: bytes) -> None:
    with limits.parts(path, data) as archive:
        for member in archive.infolist():
            if not _SHEET.fullmatch(member.filename):
                continue
            cells = archive.read(member)
            rows = max(map(int, _ROW.findall(cells)), default=0)
            columns = max(map(_number, set(_COLUMN.findall(cells))), default=0)
            if rows * columns > MOST_CELLS:
                raise TooLarge(
                    f"the sheet reaches to row {rows:,} and column {columns:,}.",
                    "Delete the empty rows and columns beyond the table.",
                    where=Where(path.name, member.filename),
                )
            if found := _UNRECKONED.search(cells):
                raise BadCorrection(
                    f"the cell {found[1].decode()} holds a formula and no value.",
                    "Write the value itself into the cell.",
                    where=Where(path.name, member.filename),
                )


def _rows(book: Any, name: str) -> list[list[str]]:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[_text(cell) for cell in row] for row in cells]


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: Any) -> str:
    """What a cell says; a number or a day that somebody typed is kept as such."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
