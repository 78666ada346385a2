"""What does this framework file say?

`framework.toml` becomes a `Framework`. Whatever cannot be meant is refused with file,
line and key before any figure is read.
"""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from migrascope.errors import BadPlan, Where
from migrascope.foresight.frameworks import checking
from migrascope.foresight.frameworks.lines import Lines
from migrascope.foresight.frameworks.lines import Path as Path_
from migrascope.foresight.frameworks.model import Framework

LARGEST = 1_000_000
"""Bytes; a framework is a few pages."""

_MEANING = {
    "unit": 'a threshold without a unit means nothing; write unit = "mm", say.',
    "rule": "money is released by a rule that was agreed before; write it out.",
    "money": "no framework without money: add [money] and [[money.release]].",
    "delivery": "no framework without a plan: add [[delivery.action]].",
    "activation": "the stage that releases the money; add [model.activation].",
    "lead_days": "say how many days ahead it warns, or how many days it takes.",
}
_WORDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "array": "a list of tables",
    "object": "a table",
}


@dataclass(frozen=True, slots=True)
class Agreed:
    """A framework with the file that it was read from and its fingerprint."""

    framework: Framework
    file: str
    sha256: str


def load(path: Path) -> Agreed:
    """Read a framework file.

    Raises:
        BadPlan: it cannot be read, or says the impossible; names file, line and key.
    """
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            raise BadPlan(
                "this is too long for a framework.",
                "Name the TOML file of the framework, not a file of data.",
                where=str(path),
            )
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadPlan(
            "there is no framework here that can be read.",
            "Name a text file in UTF-8, such as framework.toml.",
            where=str(path),
        ) from problem
    digest = hashlib.sha256(content).hexdigest()
    return Agreed(parse(text, file=path.name), path.name, digest)


def parse(text: str, *, file: str = "framework.toml") -> Framework:
    """The framework that a text says.

    Raises:
        BadPlan: it says the impossible; names file, line and key.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"line (\d+)", str(problem))
        raise BadPlan(
            f"this is not valid TOML: {problem}.",
            "Texts stand in quotes, tables begin with [name] or [[name]].",
            where=Where(file, row=int(found[1]) if found else None),
        ) from problem
    lines = Lines.of(text, file=file)
    _presentable(raw, (), lines)
    try:
        framework = msgspec.convert(raw, Framework)
    except msgspec.ValidationError as problem:
        raise _wrong(str(problem), lines) from problem
    checking.check(framework, lines)
    return framework


def _presentable(value: object, path: Path_, lines: Lines) -> None:
    """Refuse what no page can show: control characters, and numbers without end."""
    if isinstance(value, dict):
        for key, each in value.items():
            if not key.isprintable():
                raise lines.wrong(path, "a key holds control characters.", "Retype it.")
            _presentable(each, (*path, key), lines)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            _presentable(each, (*path, number), lines)
    elif isinstance(value, str) and not value.isprintable():
        raise lines.wrong(
            path, "holds line breaks or control characters.", "Write it on one line."
        )
    elif isinstance(value, float) and not math.isfinite(value):
        raise lines.wrong(path, "is no number.", "Write a number with its digits.")


def _wrong(told: str, lines: Lines) -> BadPlan:
    """What msgspec found wrong, with the line and in the words of the file."""
    says, _, place = told.partition(" - at `$")
    path = _path(place.rstrip("`"))
    if missing := re.search(r"missing required field `(\w+)`", says):
        path = (*path, missing[1])
        why = _MEANING.get(missing[1], "")
        return lines.wrong(path, f"is missing{f': {why}' if why else '.'}")
    if unknown := re.search(r"unknown field `(.*)`", says):
        return lines.wrong((*path, unknown[1]), "is no key of a framework.")
    if wanted := re.search(r"Expected `([^`]+)`, got `([^`]+)`", says):
        return lines.wrong(path, f"must be {_WORDS.get(wanted[1], wanted[1])}.")
    if choice := re.search(r"Invalid enum value (.*)", says):
        return lines.wrong(
            path, f"{choice[1]} is none of the words that may stand here."
        )
    limit = says.replace("Expected ", "must be ").replace("`", "")
    return lines.wrong(path, f"{limit}.")


def _path(place: str) -> tuple[str | int, ...]:
    """The way to a key, from the way that msgspec writes it."""
    parts = re.findall(r"\.(\w+)|\[(\d+)\]", place)
    return tuple(name or int(number) for name, number in parts)
