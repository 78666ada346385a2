"""What does each section of a mapping file say?

One function for each; every one reads its keys, refuses what is impossible with
the key and its line, and returns a frozen value.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path

from migrascope.errors import UnknownArea, UnknownMeasure
from migrascope.model import area, measure, source
from migrascope.model.caveat import Caveat
from migrascope.model.observation import Status
from migrascope.sources.formats import numbers
from migrascope.sources.mapping.declaration import (
    CODES,
    CONVENTIONS,
    DIMENSIONS,
    DROP,
    TIMES,
    Dimension,
    Figures,
    Layout,
    Rule,
    Times,
    Values,
)
from migrascope.sources.mapping.keys import Keys

KINDS = ("csv", "workbook", "json", "parquet", "sdmx")
LICENCES = {
    licence.id: licence
    for licence in (
        source.CC_BY_4,
        source.CC_BY_3_IGO,
        source.CC_BY_NC_4,
        source.UNSD_TERMS,
        source.UNKNOWN,
    )
}
_ID = re.compile(r"[a-z0-9_]+(-[a-z0-9_]+)*")
_PLACES = ("area", "origin")


def identifier(keys: Keys, key: str, default: str = "") -> str:
    """A source or dataset id: lower case, digits, hyphens."""
    text = keys.string(key, default)
    if not _ID.fullmatch(text):
        if key == "dataset" and not keys.get("dataset"):
            key = "name"
        raise keys.wrong(
            key, f'makes the id "{text}": lower case, digits and hyphens only.'
        )
    return text


def vintage(keys: Keys) -> str:
    """The vintage: what tells two editions of one dataset apart."""
    vintage = keys.needed("vintage")
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z_.-]*", vintage):
        raise keys.wrong("vintage", "may hold letters, digits, dots and hyphens only.")
    return vintage


def licence(keys: Keys) -> source.Licence:
    """A known licence by its id, or one declared as a table."""
    given = keys.get("licence")
    if isinstance(given, dict):
        own = keys.table("licence")
        licence = source.Licence(
            id=own.needed("id"),
            name=own.needed("name"),
            address=own.string("address"),
            redistributable=own.flag("redistributable"),
            commercial=own.flag("commercial"),
        )
        own.close()
        return licence
    name = keys.string("licence", "unknown")
    if name not in LICENCES:
        raise keys.wrong(
            "licence",
            f'"{name}" is not known.',
            f"Known: {', '.join(LICENCES)}; or declare a table [licence] with id, "
            "name, redistributable, commercial.",
        )
    return LICENCES[name]


def layout(keys: Keys) -> Layout:
    """[file]: where the table stands in the file."""
    sheet = keys.string("sheet")
    sheets = keys.pattern("sheets")
    if sheet and sheets:
        raise keys.wrong("sheets", 'stands beside "sheet": declare one of them.')
    layout = Layout(
        kind=keys.one_of("kind", KINDS, "csv"),
        match=keys.pattern("match"),
        sheets=re.compile(re.escape(sheet)) if sheet else sheets,
        at=keys.string("at"),
        header=_header(keys),
        headers=keys.strings("header_contains"),
        names=keys.strings("columns"),
        first=keys.integer("first"),
        last=keys.integer("last"),
        until=keys.pattern("until"),
        encoding=keys.string("encoding") or None,
        delimiter=keys.string("delimiter") or None,
    )
    keys.close()
    return layout


def _header(keys: Keys) -> int | tuple[int, int] | None:
    value = keys.get("header")
    match value:
        case None:
            return None
        case int() if value >= 0 and not isinstance(value, bool):
            return value
        case [int() as top, int() as bottom] if 1 <= top <= bottom:
            return (top, bottom)
    raise keys.wrong("header", "must be a row, or the first and last row: [10, 11].")


class CodeTables:
    """Tables of codes that stand as CSV beside the mapping."""

    def __init__(self, file: Path | Traversable) -> None:
        self.file = file

    def read(self, keys: Keys) -> dict[str, str]:
        """Spelling → code: the first column of the CSV and the second."""
        name = keys.string("table")
        if not name:
            return {}
        if not isinstance(self.file, Path):
            raise keys.wrong("table", "can only be used beside a mapping on disk.")
        path = self.file.parent / name
        if path.parent.resolve() != self.file.parent.resolve() or not path.is_file():
            raise keys.wrong("table", f'"{name}" does not stand beside the mapping.')
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        rows = [row for row in csv.reader(lines) if row]
        if any(len(row) < 2 for row in rows):
            raise keys.wrong("table", f'"{name}" must have two columns.')
        return {row[0].strip(): row[1].strip() for row in rows[1:]}


def dimension(keys: Keys, name: str, codes: CodeTables) -> Dimension:
    """A dimension: a table that says where it is read from, or one code for all."""
    if not isinstance(keys.get(name), dict):
        return _check(keys, name, Dimension(value=_stated(keys, name)))
    own = keys.table(name)
    declared = codes.read(own) | own.mapping("map")
    dimension = Dimension(
        column=own.string("column"),
        value=own.string("value"),
        codes=declared,
        kind=own.one_of("codes", CODES, "any") if name in _PLACES else "any",
        blank=own.string("blank"),
        fill=own.flag("fill"),
        marks=own.flag("marks"),
    )
    own.close()
    if dimension.column and dimension.value:
        raise own.wrong("value", 'stands beside "column": declare one of them.')
    return _check(own, "map", dimension, name)


def _stated(keys: Keys, name: str) -> str:
    """One code for all; an empty measure is told which there are."""
    if name == "measure" and not keys.string(name):
        known = ", ".join(each.code for each in measure.all() if not each.is_series)
        raise keys.wrong(
            name, "is missing or empty: what is counted?", f"Choose one of: {known}."
        )
    return keys.needed(name)


def _check(keys: Keys, key: str, dimension: Dimension, name: str = "") -> Dimension:
    """Insist that the codes exist to which spellings are mapped."""
    name = name or key
    for code in {*dimension.codes.values(), dimension.value, dimension.blank} - {""}:
        if name in _PLACES and not code.startswith(("X:", "_")):
            try:
                area.get(code)
            except UnknownArea as error:
                raise keys.wrong(key, f'gives "{code}": {error.what}') from error
        if name == "measure":
            try:
                measure.get(code)
            except UnknownMeasure as error:
                raise keys.wrong(
                    key, f"is wrong: {error.what}", error.advice
                ) from error
    return dimension


def breakdowns(keys: Keys, codes: CodeTables) -> dict[str, Dimension]:
    """[breakdown.key]: further dimensions."""
    own = keys.table("breakdown")
    for name in own.entries:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise own.wrong(name, "must be lower case letters, digits and _.")
    return {name: dimension(own, name, codes) for name in own.entries}


def times(keys: Keys) -> Times:
    """A text names a column; a number or a day holds for the whole file."""
    columns: dict[str, str] = {}
    values: dict[str, str] = {}
    for part in TIMES:
        given = keys.get(part)
        if isinstance(given, (int, date)):
            values[part] = keys.string(part)
        elif given is not None:
            columns[part] = keys.needed(part)
    times = Times(
        convention=keys.one_of("convention", CONVENTIONS, ""),
        columns=columns,
        values=values,
        format=keys.string("format"),
        years=keys.integer("years") or 0,
    )
    keys.close()
    return times


def values(keys: Keys) -> Values:
    """[[values]]: where the figures stand."""
    column, headers = keys.string("column"), keys.pattern("headers")
    if bool(column) == bool(headers):
        raise keys.wrong("column", 'or "headers" must be declared, and not both.')
    fixed = {
        name: _stated(keys, name)
        for name in (*DIMENSIONS, *TIMES)
        if keys.get(name) is not None
    }
    further = keys.mapping("breakdown")
    values = Values(
        column=column,
        headers=headers,
        between=_between(keys),
        excluding=keys.strings("except"),
        constants=fixed | {f"breakdown.{name}": text for name, text in further.items()},
        low=keys.string("low"),
        high=keys.string("high"),
        multiplier=keys.real("multiplier", 1.0),
        convention=keys.one_of("convention", ("", *CONVENTIONS), ""),
    )
    keys.close()
    _check(keys, "measure", Dimension(value=fixed.get("measure", "")))
    return values


def _between(keys: Keys) -> tuple[int, int] | None:
    """A range of columns, as a spreadsheet names them: `H:O`."""
    text = keys.string("between").upper()
    if not text:
        return None
    found = re.fullmatch(r"([A-Z]{1,3}):([A-Z]{1,3})", text)
    if not found:
        raise keys.wrong("between", 'must be a range of columns such as "H:O".')
    return column_number(found[1]), column_number(found[2])


def column_number(letters: str) -> int:
    """The number of a spreadsheet column.

    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def figures(keys: Keys) -> Figures:
    """[number], [missing] and [flags]: how figures are written."""
    number, flags = keys.table("number"), keys.table("flags")
    declared = keys.mapping("missing")
    allowed = {str(status) for status in Status} | {DROP}
    missing = dict.fromkeys(numbers.MISSING, str(Status.MISSING)) | declared
    figures = Figures(
        decimal=number.string("decimal", "."),
        thousands=number.string("thousands", ","),
        missing={mark: status for mark, status in missing.items() if mark},
        flags=flags.mapping("map"),
        flag_column=flags.string("column"),
        flags_behind=flags.flag("behind"),
    )
    number.close()
    flags.close()
    if figures.decimal == figures.thousands:
        raise number.wrong("thousands", "is the same sign as the decimal mark.")
    for table, key, codes in (
        (keys, "missing", declared),
        (flags, "map", figures.flags),
    ):
        for mark, status in codes.items():
            if status not in allowed:
                says = f'gives "{mark}" the status "{status}", which does not exist.'
                raise table.wrong(key, says, f"Statuses: {', '.join(sorted(allowed))}.")
    return figures


def note(keys: Keys) -> str:
    """The column that holds notes."""
    if isinstance(keys.get("note"), dict):
        own = keys.table("note")
        column = own.needed("column")
        own.close()
        return column
    return keys.string("note")


def rule(keys: Keys) -> Rule:
    """[[skip]] or [[keep]]: a column and a pattern."""
    column, pattern = keys.needed("column"), keys.pattern("matches")
    if pattern is None:
        raise keys.wrong("matches", "is missing: a regular expression.")
    keys.close()
    return Rule(column, pattern)


def caveat(keys: Keys, name: str) -> Caveat:
    """[[caveat]]: what a reader must know."""
    caveat = Caveat(
        id=keys.string("id", f"{name}-{keys.number + 1}"),
        source=name,
        effect=keys.string("effect", "note"),
        says=keys.needed("says"),
        scope=keys.mapping("scope"),
        since=keys.integer("since"),
        until=keys.integer("until"),
        evidence=keys.string("evidence"),
    )
    keys.close()
    return caveat
