"""What does this file say, as the record that the program works with?

Three steps, each of which names file and line when it refuses: the text is TOML; it
holds nothing that a page could not show; it fits the record.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any, TypeVar

import msgspec

from migrascope.errors import BadPlan, MigrascopeError, Where
from migrascope.model.toml import fitting
from migrascope.model.toml.lines import Path, lines_of, nearest, spoken

LARGEST = 1_000_000
"""Bytes; what a person writes is a few pages."""

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of file it is meant to be, for messages.

    `name` is what people call it ("framework"), `reference` where its keys are
    explained, `missing` what to do where there is no such file. `hints` say of keys
    what they are for and what to write when they are missing.
    """

    name: str
    reference: str = ""
    missing: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    error: type[MigrascopeError] = BadPlan
    several_lines: bool = False
    """Whether texts may run over several lines."""

    @property
    def advice(self) -> str:
        """Where to look up a key."""
        return self.reference or f"Look at the reference of {self.name} files."


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was read: its tables, and where every key stands."""

    file: str
    tables: Mapping[str, Any]
    at: Mapping[Path, int]
    kind: Kind
    sha256: str

    def record(self, meant: type[_Record]) -> _Record:
        """The file as a record.

        Raises:
            BadPlan: a key is missing, unknown, or says what cannot be (or the error of
                the kind); names file, line and key.
        """
        try:
            return msgspec.convert(self.tables, meant)
        except msgspec.ValidationError as problem:
            found = fitting.found(str(problem), self.tables, meant, self.kind.hints)
            raise self.wrong(*found) from problem

    def line(self, path: Sequence[str | int]) -> int:
        """The line of a key, or of the nearest table around it; the top is line 1."""
        return nearest(self.at, path)

    def where(self, path: Sequence[str | int]) -> Where:
        """The place of a key, for an error that somebody else raised."""
        return Where(self.file, line=self.line(path))

    def wrong(
        self, path: Sequence[str | int], says: str, advice: str = ""
    ) -> MigrascopeError:
        """The error for a key: file, line, key, what is wrong, what to do."""
        return self.kind.error(
            f"{spoken(path)}: {says}",
            advice or self.kind.advice,
            where=self.where(path),
        )


def read(path: File, kind: Kind) -> Written:
    """Read a file of a kind.

    Raises:
        BadPlan: it cannot be read, is too large, or is no TOML (or the error of the
            kind); names file and line.
    """
    try:
        content = path.read_bytes()
        text = "" if len(content) > LARGEST else content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise kind.error(
            f"there is no {kind.name} here that can be read.",
            kind.missing or f"Name a text file in UTF-8, such as {kind.name}.toml.",
            where=str(path),
        ) from problem
    if len(content) > LARGEST:
        raise kind.error(
            f"this is too long for a {kind.name}.",
            f"Name the TOML file of the {kind.name}, not a file of data.",
            where=str(path),
        )
    digest = hashlib.sha256(content).hexdigest()
    return dataclasses.replace(parse(text, path.name, kind), sha256=digest)


def parse(text: str, file: str, kind: Kind) -> Written:
    """Take a text apart; `file` is its name in messages.

    Raises:
        BadPlan: it is no TOML, or holds what no page can show (or the error of the
            kind); names file and line.
    """
    try:
        tables, at = tomllib.loads(text), lines_of(text)
    except tomllib.TOMLDecodeError as problem:
        raise kind.error(
            f"this is not valid TOML: {_told(str(problem))}.",
            "Texts stand in quotes, tables begin with [name] or [[name]].",
            where=Where(file, line=_line(str(problem), text)),
        ) from problem
    except (RecursionError, ValueError) as problem:
        raise kind.error(
            "a number of thousands of digits, or tables hundreds deep, cannot be read.",
            f"Name the TOML file of the {kind.name}.",
            where=file,
        ) from problem
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    written = Written(file, tables, at, kind, digest)
    _presentable(tables, (), written)
    return written


def _line(told: str, text: str) -> int:
    """The line that a parser complains of; the last one when that is the end."""
    found = re.search(r"line (\d+)", told)
    return int(found[1]) if found else max(1, len(text.splitlines()))


def _told(problem: str) -> str:
    """What a parser says, without its line, which the message names in front."""
    said = re.sub(r" \(at .*\)$", "", problem)
    plain = "".join(each if each.isprintable() else "?" for each in said)
    return plain[:1].lower() + plain[1:]


def _presentable(value: object, path: Path, written: Written) -> None:
    """Refuse what no page can show: control characters, and numbers without end."""
    if isinstance(value, dict):
        for key, each in value.items():
            if not key.isprintable():
                raise written.wrong(
                    path, "a key holds control characters.", "Retype it."
                )
            _presentable(each, (*path, key), written)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            _presentable(each, (*path, number), written)
    elif isinstance(value, str):
        shown = value.replace("\n", "") if written.kind.several_lines else value
        if not shown.isprintable():
            raise written.wrong(
                path,
                "holds line breaks or control characters.",
                "Write it on one line.",
            )
    elif isinstance(value, float) and not math.isfinite(value):
        raise written.wrong(
            path, f"{value} is no number.", "Write a number with its digits."
        )
