"""What does not fit the record, and what would?

msgspec says what it expected and where. For people the message says what was found,
which words or numbers may stand there, and which key was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from msgspec import inspect

from migrascope.model.toml.lines import Path

_WORDS = {
    "str": "a text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "date": "a day such as 2026-05-31",
}
_LONGEST = 60


def found(
    told: str, tables: Mapping[str, Any], meant: type, hints: Mapping[str, str]
) -> tuple[Path, str, str]:
    """The way to the key, what is wrong with it, and what to do (may be empty)."""
    says, _, place = told.partition(" - at `")
    path = _path(place.rstrip("`"))
    value, expected = _value(tables, path), _type(meant, path)
    if isinstance(value, dict) and isinstance(expected, inspect.DictType):
        # msgspec names the table only: the first value that is no text is meant
        wrong = [key for key, each in value.items() if not isinstance(each, str)]
        if wrong and isinstance(expected.value_type, inspect.StrType):
            name = wrong[0]
            path, value, expected = (*path, name), value[name], expected.value_type
    if missing := re.search(r"missing required field `(.*)`", says):
        name = missing[1]
        hint = hints.get(name, "")
        advice = (
            "" if hint else f"Write {name} = … there; it is {_form(expected, name)}."
        )
        return (*path, name), f"is missing{f': {hint}' if hint else '.'}", advice
    if unknown := re.search(r"unknown field `(.*)`", says):
        keys = [each.encode_name for each in _fields(expected)]
        near = get_close_matches(unknown[1], keys, n=1)
        meant_ = f' Did you mean "{near[0]}"?' if near else ""
        return (*path, unknown[1]), f"is no key here.{meant_}", f"Keys: {_list(keys)}."
    here = _shown(value)
    if isinstance(expected, inspect.EnumType):
        words = [str(each.value) for each in expected.cls]
        near = get_close_matches(str(value), words, n=1)
        meant_ = f' Did you mean "{near[0]}"?' if near else ""
        says_ = f"{here} is none of the words that may stand here.{meant_}"
        return path, says_, f"One of: {_list(words)}."
    return path, f"must be {_wanted(says, expected)}, and {here} stands here.", ""


def _wanted(says: str, expected: inspect.Type | None) -> str:
    """What may stand there: a whole number of at least 1."""
    if re.search(r"`array`", says) and isinstance(
        _item(expected), (inspect.StructType, inspect.DataclassType)
    ):
        return "a list of tables, each with [[…]] before it"
    kinds = re.search(r"Expected `([^`]+)`", says)
    names = [
        each for each in (kinds[1] if kinds else "").split(" | ") if each != "null"
    ]
    kind = " or ".join(_WORDS.get(each, each) for each in names) or "something else"
    limit = re.search(r"(of length )?(>=|<=|>|<) (\S+)$", says)
    if limit is None:
        return kind
    if limit[1]:
        return "a text that is not empty" if limit[3] == "1" else f"{kind} {limit[0]}"
    words = {">=": "of at least", "<=": "of at most", ">": "above", "<": "below"}
    return f"{kind} {words[limit[2]]} {limit[3].removesuffix('.0')}"


def _shown(value: object) -> str:
    """What stands there, short and as it was written."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        short = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
        return f'"{short}"'
    return str(value)[:_LONGEST]


def _form(expected: inspect.Type | None, name: str) -> str:
    """What a missing key would hold."""
    own = next(
        (each.type for each in _fields(expected) if each.encode_name == name), None
    )
    if isinstance(own, inspect.EnumType):
        return f"one of: {_list(str(each.value) for each in own.cls)}"
    if isinstance(own, inspect.StrType):
        return _WORDS["str"]
    if isinstance(own, inspect.IntType):
        return _WORDS["int"]
    if isinstance(own, inspect.FloatType):
        return _WORDS["float"]
    return "a list of tables" if _item(own) is not None else "a table"


def _path(place: str) -> Path:
    """The way to a key, from the way that msgspec writes it; `[...]` ends it."""
    known = place.partition("[...]")[0]
    parts = re.findall(r"\.([^.\[]+)|\[(\d+)\]", known)
    return tuple(name or int(number) for name, number in parts)


def _value(tables: object, path: Path) -> object:
    """What stands at the end of a way."""
    here: Any = tables
    for part in path:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def _type(meant: type, path: Path) -> inspect.Type | None:
    """What the record has at the end of a way."""
    here: inspect.Type | None = inspect.type_info(meant)
    for part in path:
        here = (
            _item(here)
            if isinstance(part, int)
            else next(
                (each.type for each in _fields(here) if each.encode_name == part), None
            )
        )
    return _bare(here)


def _fields(expected: inspect.Type | None) -> tuple[inspect.Field, ...]:
    bare = _bare(expected)
    if isinstance(bare, (inspect.StructType, inspect.DataclassType)):
        return tuple(bare.fields)
    return ()


def _item(expected: inspect.Type | None) -> inspect.Type | None:
    bare = _bare(expected)
    if isinstance(bare, (inspect.ListType, inspect.VarTupleType)):
        return _bare(bare.item_type)
    return None


def _bare(expected: inspect.Type | None) -> inspect.Type | None:
    """A type without its `None` and without what describes it only."""
    if isinstance(expected, inspect.Metadata):
        return _bare(expected.type)
    if isinstance(expected, inspect.UnionType):
        left = [
            each for each in expected.types if not isinstance(each, inspect.NoneType)
        ]
        return _bare(left[0]) if len(left) == 1 else None
    return expected


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
