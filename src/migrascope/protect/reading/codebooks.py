"""What do the columns of a case file and their codes mean?

A codebook is a CSV or a workbook. Two layouts are known. The plain one has a line for
each code: column, value, label (a line without a value is about the column). The one
of the Counter-Trafficking Data Collaborative has a sheet with the definition of each
column, and for coded columns a sheet of their own: a column of categories, and one
that is called `…_value` with their codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from migrascope.errors import UnusableCases
from migrascope.protect import codes
from migrascope.protect.cases import Labels
from migrascope.sources.formats import csv as tables
from migrascope.sources.formats import workbook

_COLUMN = ("column", "column name", "variable", "variable name", "field", "name")
_VALUE = ("value", "code", "category code")
_LABEL = ("label", "value label", "meaning", "definition", "description", "category")
_WORKBOOKS = (".xlsx", ".xls", ".ods")
_SHEET_NAMED = re.compile(r"\bsee\s+(?:the\s+)?(\w+)\s+(?:tab|sheet)\b", re.IGNORECASE)

_Sheet = Sequence[Sequence[str]]


def read(path: Path) -> dict[str, Labels]:
    """The labels of a codebook by column.

    Raises:
        UnusableCases: neither layout is found; says which headers are looked for.
        SourceError: the file cannot be read.
    """
    sheets = _sheets(path)
    book: dict[str, tuple[str, dict[str, str]]] = {}
    coded = {name: own for name, sheet in sheets.items() if (own := _codes(sheet))}
    for sheet in sheets.values():
        for column, value, label, note in _entries(sheet):
            named, values = book.setdefault(column, ("", {}))
            if value:
                values[value] = label
            else:
                own = coded.get(_own_sheet(column, note, coded), {})
                book[column] = (label or named, {**values, **own})
    if not book:
        raise UnusableCases(
            "no codebook is found in the file.",
            "Give it the headers column, value and label: a line for each code, and "
            "one without a value for the column itself.",
            where=path.name,
        )
    return {name: Labels(label, values) for name, (label, values) in book.items()}


def _sheets(path: Path) -> dict[str, _Sheet]:
    """The texts of every sheet; the one of a CSV has no name."""
    if path.suffix.lower() in _WORKBOOKS:
        return {
            name: [[workbook.as_text(cell) for cell in row] for row in sheet.rows]
            for name, sheet in workbook.read(path).items()
        }
    table = tables.read(path)
    names = list(table.columns)
    rows = table.frame.select(names).iter_rows()
    return {"": [names, *([cell or "" for cell in row] for row in rows)]}


def _find(header: Sequence[str], names: Sequence[str]) -> int | None:
    """Where a header stands that is called by one of these names."""
    spots = {" ".join(each.lower().split()): spot for spot, each in enumerate(header)}
    return next((spots[name] for name in names if name in spots), None)


def _entries(sheet: _Sheet) -> Iterator[tuple[str, str, str, str]]:
    """Column, value ('' for the column itself), label, and the rest of the line."""
    if not sheet:
        return
    header, *lines = sheet
    column, label = _find(header, _COLUMN), _find(header, _LABEL)
    if column is None or label is None:
        return
    value = _find(header, _VALUE)
    last = ""
    for line in lines:
        last = line[column].strip() or last  # merged cells, or named once on top
        code = codes.text(_as_number(line[value])) if value is not None else ""
        if last and (line[label].strip() or code):
            yield last, code, " ".join(line[label].split()), " ".join(line)


def _codes(sheet: _Sheet) -> dict[str, str]:
    """The codes of a sheet of the second layout, and their categories."""
    if not sheet:
        return {}
    header, *lines = sheet
    spots = [spot for spot, name in enumerate(header) if name.endswith("_value")]
    if len(spots) != 1 or len(header) < 2:
        return {}
    spot = spots[0]
    stem = header[spot].removesuffix("_value")
    named = [
        header.index(each) for each in (stem, f"{stem}_category") if each in header
    ]
    category = named[0] if named else 0
    return {
        codes.text(_as_number(line[spot])): " ".join(line[category].split())
        for line in lines
        if line[spot].strip() and line[category].strip()
    }


def _own_sheet(column: str, note: str, coded: Mapping[str, object]) -> str:
    """The sheet with the codes of a column: named beside it, or called like it."""
    named = _SHEET_NAMED.search(note)
    if named and named[1] in coded:
        return named[1]
    return column if column in coded else ""


def _as_number(text: str) -> object:
    """A code as a workbook holds it: 3.0 is the code 3."""
    text = text.strip()
    return float(text) if re.fullmatch(r"-?\d+\.0", text) else text
