"""What do the files of corrections say?

TOML that a person can write too. All files are read together, in the order of the
days that stand in them. What makes no sense is an error that names file and line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from migrascope.errors import BadCorrection, Where
from migrascope.knowledge.corrections.model import (
    Action,
    Correction,
    Corrections,
    PassageCorrection,
    Said,
    Status,
    StatusChange,
)
from migrascope.knowledge.model import Kind, Scheme
from migrascope.knowledge.registers import fields
from migrascope.knowledge.registers.record import Register, folded
from migrascope.model import toml

FOLDER = "corrections"
LARGEST = 10_000_000
"""Bytes of a file of corrections: more than anybody writes."""

_TABLES = frozenset({"correction", "passage", "status"})


def load(library_folder: Path) -> Corrections:
    """Everything that people said about a library.

    Raises:
        BadCorrection: a file is no TOML, or says something impossible; it is named.
    """
    records: list[Correction] = []
    passages: list[PassageCorrection] = []
    statuses: list[StatusChange] = []
    for path in sorted((library_folder / FOLDER).glob("*.toml")):
        text, told = _read(path)
        for number, row in _rows(told, "correction", text, path):
            records.append(_correction(row, _Place(path, text, "correction", number)))
        for number, row in _rows(told, "passage", text, path):
            passages.append(_passage(row, _Place(path, text, "passage", number)))
        for number, row in _rows(told, "status", text, path):
            statuses.append(_status(row, _Place(path, text, "status", number)))
    return Corrections(
        tuple(sorted(records, key=lambda each: each.said.on)),
        tuple(sorted(passages, key=lambda each: each.said.on)),
        tuple(sorted(statuses, key=lambda each: each.said.on)),
    )


class _Place:
    """Where in a file of corrections something stands, for messages."""

    def __init__(self, path: Path, text: str, table: str, number: int) -> None:
        self.path = path
        self.written = text
        self.table = table
        self.number = number

    def bad(self, what: str, advice: str = "", *, key: str = "") -> BadCorrection:
        """The error for the table, or for one of its keys."""
        way: toml.Path = (self.table, self.number - 1, key)
        line = toml.nearest(toml.lines_of(self.written), way)
        name = f"{self.path.name}, {self.table} {self.number}"
        return BadCorrection(what, advice, where=Where(name, line=line))

    def text(self, row: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
        """The text under a key; a number or day is its text."""
        value = row.get(key, "")
        if isinstance(value, date):
            value = value.isoformat()
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise self.bad(f'"{key}" must be a text.', key=key)
        if needed and not value.strip():
            raise self.bad(
                f'"{key}" is missing.', "The reference of registers shows an example."
            )
        return value.strip()

    def texts(self, row: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = row.get(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            raise self.bad(f'"{key}" must be a list of texts.', key=key)
        return tuple(value)

    def said(self, row: Mapping[str, Any]) -> Said:
        return Said(
            by=self.text(row, "by", needed=True),
            on=self.text(row, "on", needed=True),
            note=self.text(row, "note"),
            file=self.path.name,
        )

    def choice(self, row: Mapping[str, Any], key: str, allowed: Iterable[str]) -> str:
        value = self.text(row, key, needed=True)
        known = tuple(allowed)
        if value not in known:
            raise self.bad(
                f'"{key}" is "{value[:40]}", which is none of its values.',
                f"Values: {', '.join(known)}.",
                key=key,
            )
        return value


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a file and what it says."""
    if path.stat().st_size > LARGEST:
        raise BadCorrection("this is too large for corrections.", where=path.name)
    try:
        text = path.read_text(encoding="utf-8")
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadCorrection(
            f"this is no TOML: {error}",
            "Mend the line, or move the file away.",
            where=path.name,
        ) from error
    unknown = sorted(set(told) - _TABLES)
    if unknown:
        raise BadCorrection(
            f'"{unknown[0][:40]}" is no table of corrections.',
            "Tables: [[correction]], [[passage]], [[status]].",
            where=Where(path.name, line=toml.lines_of(text)[(unknown[0],)]),
        )
    return text, told


def _rows(
    told: Mapping[str, Any], table: str, text: str, path: Path
) -> Iterable[tuple[int, Mapping[str, Any]]]:
    rows = told.get(table, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        line = toml.lines_of(text)[(table,)]
        raise BadCorrection(
            f"write [[{table}]], twice in brackets.", where=Where(path.name, line=line)
        )
    return enumerate(rows, start=1)


def _correction(row: Mapping[str, Any], place: _Place) -> Correction:
    register = Register(place.choice(row, "register", Register))
    action = Action(place.choice({"action": "set", **row}, "action", Action))
    field, now, was = "", "", None
    values: dict[str, str] = {}
    if action is Action.SET:
        known = fields.find(register, place.text(row, "field", needed=True))
        if known is None:
            raise place.bad(
                f'the register of {register} has no field "{row["field"]}".',
                f"Fields: {', '.join(each.key for each in fields.FIELDS[register])}.",
                key="field",
            )
        field = known.key
        now = _checked(known, place.text(row, "to"), place)
        was = place.text(row, "from") if "from" in row else None
    if action is Action.ADD:
        given = row.get("values", {})
        if not isinstance(given, dict) or not given:
            raise place.bad("an added record needs values.", key="values")
        for name in given:
            known = fields.find(register, name)
            if known is None:
                raise place.bad(f'the register of {register} has no field "{name}".')
            values[known.key] = _checked(known, place.text(given, name), place)
    return Correction(
        register,
        action,
        place.text(row, "record", needed=True),
        place.said(row),
        field=field,
        now=now,
        was=was,
        into=place.text(row, "into", needed=action is Action.MERGE),
        document=place.text(row, "document"),
        opening=folded(place.text(row, "words")),
        values=values,
    )


def _checked(known: fields.Field, text: str, place: _Place) -> str:
    try:
        return fields.checked(known, text)
    except BadCorrection as error:
        raise place.bad(error.what, error.advice) from error


def _passage(row: Mapping[str, Any], place: _Place) -> PassageCorrection:
    kind = place.choice(row, "kind", Kind) if "kind" in row else ""
    was = place.choice(row, "was", Kind) if "was" in row else ""
    return PassageCorrection(
        place.text(row, "document", needed=True),
        folded(place.text(row, "words", needed=True)),
        place.said(row),
        Kind(kind) if kind else None,
        Kind(was) if was else None,
        tuple(_tag(text, place) for text in place.texts(row, "add")),
        tuple(_tag(text, place) for text in place.texts(row, "remove")),
    )


def _tag(text: str, place: _Place) -> tuple[Scheme, str]:
    try:
        return tag(text)
    except BadCorrection as error:
        raise place.bad(error.what, error.advice) from error


def tag(text: str) -> tuple[Scheme, str]:
    """A tag as it is typed: `target:10.c`, `area:Kenya`.

    >>> tag("area:Kenya")
    (<Scheme.AREA: 'area'>, 'KEN')

    Raises:
        BadCorrection: no such scheme or code.
    """
    scheme, colon, code = (part.strip() for part in text.partition(":"))
    if not colon or scheme not in tuple(Scheme):
        raise BadCorrection(
            f'"{text[:60]}" is no tag.',
            "Write scheme:code, for example target:10.c. "
            f"Schemes: {', '.join(Scheme)}.",
        )
    holds = {
        "area": fields.Holds.AREAS,
        "goal": fields.Holds.GOALS,
        "target": fields.Holds.TARGETS,
        "objective": fields.Holds.OBJECTIVES,
    }.get(scheme, fields.Holds.TEXT)
    checked = fields.checked(fields.Field(scheme, scheme, "", holds), code)
    return Scheme(scheme), checked


def _status(row: Mapping[str, Any], place: _Place) -> StatusChange:
    return StatusChange(
        place.text(row, "commitment", needed=True),
        Status(place.choice(row, "status", Status)),
        place.said(row),
        place.texts(row, "evidence"),
        place.text(row, "document"),
        folded(place.text(row, "words")),
    )
