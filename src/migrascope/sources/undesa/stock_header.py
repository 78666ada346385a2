"""Where do the columns of a stock workbook stand, and which edition is it?

Editions name their columns differently: "Type of data" and "Notes" in 2020, "Data
type" and "Coverage" in 2024, with "of destination" behind them where origins are
told too. Columns are found by these words, never by their position.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from migrascope.errors import ChangedHeader, Where
from migrascope.sources.formats.workbook import Sheet
from migrascope.sources.undesa.blocks import text

_EDITION = re.compile(r"(?:Stock/Rev\.|International Migrant Stock )(\d{4})")
_SEARCHED = 30
_ORIGIN = "of origin"


@dataclass(frozen=True, slots=True)
class Header:
    """The columns that describe a row, counted from 1 (0: there is none)."""

    row: int
    title: str
    name: int
    code: int
    kind: int
    notes: int
    notes_name: str
    origin: int
    origin_name: int


def find(sheet: Sheet) -> Header | None:
    """The header of a table of stocks; None when the sheet holds another thing."""
    for number, row in enumerate(sheet.rows[:_SEARCHED], start=1):
        words = [text(cell).lower() for cell in row]
        coded = any(word.startswith("location code") for word in words)
        named = any(word.startswith("region") for word in words)
        if coded and named and any(re.match(r"\d{4}", word) for word in words):
            return _columns(words, number, _title(sheet, number))
    return None


def vintage(sheets: Iterable[Sheet], *, file: str) -> str:
    """The year of the edition, from the titles.

    Raises:
        ChangedHeader: no title names it.
    """
    for sheet in sheets:
        for row in sheet.rows[:_SEARCHED]:
            for cell in row:
                found = _EDITION.search(text(cell))
                if found:
                    return found[1]
    raise ChangedHeader(
        "no title says which edition of the International Migrant Stock this is.",
        'The titles should hold "International Migrant Stock" and the year.',
        where=Where(file),
    )


def _columns(words: list[str], row: int, title: str) -> Header:
    def at(*starts: str, ends: str = "") -> int:
        for spot, word in enumerate(words, start=1):
            of_origin = word.endswith(_ORIGIN)
            if word.startswith(starts) and of_origin == (ends == _ORIGIN):
                return spot
        return 0

    notes = at("notes", "population notes", "coverage")
    return Header(
        row=row,
        title=title,
        name=at("region"),
        code=at("location code"),
        kind=at("type of data", "data type"),
        notes=notes,
        notes_name=words[notes - 1] if notes else "",
        origin=at("location code", ends=_ORIGIN),
        origin_name=at("region", ends=_ORIGIN),
    )


def _title(sheet: Sheet, header: int) -> str:
    return next(
        (
            words
            for row in sheet.rows[: header - 1]
            for cell in row
            if (words := text(cell)).startswith("Table ")
        ),
        "",
    )
