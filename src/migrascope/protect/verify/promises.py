"""What does this plan promise, read once more?

Reads only what a proof needs, straight from the TOML, without the reader that the
protectors use. What it does not understand it refuses: a promise that is skipped
because of a misspelling would be a proof of nothing.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from migrascope.errors import BadPlan

RELEASED = ("key", "sensitive", "weight", "household", "other")
WITHHELD = ("direct_identifier", "dropped")
_KINDS = ("category", "number", "date")
_DIVERSITY = ("distinct", "entropy", "recursive")
_FEW = ("refuse", "allow")
_PROMISES = {"k", "most_suppressed", "households", "diversity", "closeness"}
_DISTANCES = ("equal", "ordered", "hierarchical")
_STEPS = (
    "recode",
    "search_recoding",
    "top_code",
    "bottom_code",
    "suppress",
    "microaggregate",
    "add_noise",
    "pram",
    "rank_swap",
    "pseudonymise",
    "group_rare",
    "coarsen_date",
    "shift_dates",
)
_ADVICE = "Correct the plan; `migrascope protect plan` writes one that can be read."


@dataclass(frozen=True, slots=True)
class Told:
    """What the plan says of a column; `groups` is the table of its own hierarchy.

    `rare` says that values which few records have may be released.
    """

    name: str
    role: str
    kind: str
    hierarchy: str
    marks: frozenset[str]
    groups: tuple[Mapping[str, str], ...] = ()
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Diverse:
    """The promise of l-diversity for a column."""

    column: str
    least: float
    kind: str
    c: float


@dataclass(frozen=True, slots=True)
class Close:
    """The promise of t-closeness for a column, and how far its values are apart."""

    column: str
    most: float
    distance: str


@dataclass(frozen=True, slots=True)
class Promised:
    """Everything of a plan that a proof is about."""

    columns: Mapping[str, Told]
    k: int
    most_suppressed: float
    wildcard: bool
    diversity: tuple[Diverse, ...] = ()
    closeness: tuple[Close, ...] = ()
    steps: tuple[Mapping[str, Any], ...] = field(default=())
    households: bool = False
    """Whether households may be released that few others are like."""

    def named(self, *roles: str) -> tuple[str, ...]:
        """The names of the columns in these roles."""
        return tuple(name for name, told in self.columns.items() if told.role in roles)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns by which people could be found."""
        return self.named("key")

    def touching(self, column: str) -> list[Mapping[str, Any]]:
        """The steps that change a column, in their order.

        A plan without steps asks for recoding as the protectors see fit.
        """
        return [
            step
            for step in self.steps or ({"do": "search_recoding"},)
            if step.get("column") == column
            or column in step.get("columns", ())
            or (step["do"] == "search_recoding" and column in self.keys)
        ]


def read(path: Path) -> Promised:
    """The promises of a plan file.

    Raises:
        BadPlan: it cannot be read, or something in it is not understood.
    """
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        what = "the plan cannot be read."
        raise BadPlan(what, _ADVICE, where=path.name) from error
    try:
        return _promised(raw, path)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = "the plan says something that the proof does not understand."
        raise BadPlan(what, _ADVICE, where=path.name) from error


def _promised(raw: Mapping[str, Any], path: Path) -> Promised:
    columns = {}
    for entry in raw["column"]:
        told = _told(entry, path)
        if told.name in columns:
            raise _wrong(path, f'two decisions about the column "{told.name}".')
        columns[told.name] = told
    promise = raw.get("promise", {})
    diversity: tuple[Diverse, ...] = tuple(
        Diverse(
            str(each["column"]),
            float(each["l"]),
            _one_of(each.get("kind", "distinct"), _DIVERSITY, path),
            float(each.get("c", 3.0)),
        )
        for each in promise.get("diversity", [])
    )
    closeness: tuple[Close, ...] = tuple(
        _close(each, columns, path) for each in promise.get("closeness", [])
    )
    steps = tuple(raw.get("step", []))
    for step in steps:
        _one_of(step["do"], _STEPS, path)
    meant = _one_of(raw.get("missing", "value"), ("wildcard", "value"), path)
    found = Promised(
        columns,
        int(promise.get("k", 5)),
        float(promise.get("most_suppressed", 0.1)),
        meant == "wildcard",
        diversity,
        closeness,
        steps,
        _one_of(promise.get("households", "refuse"), _FEW, path) == "allow",
    )
    unknown = set(promise) - _PROMISES
    promised = {each.column for each in diversity} | {each.column for each in closeness}
    if unknown or promised - set(found.named("sensitive")) or not found.keys:
        what = "a promise names what is not there, or no column is a key."
        raise _wrong(path, what)
    return found


def _close(entry: Mapping[str, Any], columns: Mapping[str, Told], path: Path) -> Close:
    column = str(entry["column"])
    by_kind = "equal" if columns[column].kind == "category" else "ordered"
    distance = _one_of(entry.get("distance", by_kind), _DISTANCES, path)
    return Close(column, float(entry["t"]), distance)


def _told(entry: Mapping[str, Any], path: Path) -> Told:
    hierarchy = str(entry.get("hierarchy", ""))
    return Told(
        name=str(entry["name"]),
        role=_one_of(entry["role"], (*RELEASED, *WITHHELD), path),
        kind=_one_of(entry.get("kind", "category"), _KINDS, path),
        hierarchy=hierarchy,
        marks=frozenset(_mark(mark) for mark in entry.get("missing_marks", [])),
        groups=_groups(path.parent / hierarchy) if _is_file(hierarchy) else (),
        rare=_one_of(entry.get("rare", "refuse"), _FEW, path) == "allow",
    )


def _mark(mark: object) -> str:
    text = str(mark).strip()
    return text.removesuffix(".0") if text.lstrip("-").endswith(".0") else text


def _is_file(hierarchy: str) -> bool:
    return hierarchy.lower().endswith(".csv")


def _groups(path: Path) -> tuple[Mapping[str, str], ...]:
    """The lines of a hierarchy's file; the value itself stands under ''."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header, *lines = [
                [field.strip() for field in line] for line in csv.reader(stream) if line
            ]
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
        raise _wrong(path, "the hierarchy cannot be read.") from error
    names = ("", *header[1:])
    return tuple(dict(zip(names, line, strict=True)) for line in lines if any(line))


def _one_of(word: Any, words: tuple[str, ...], path: Path) -> str:
    if word not in words:
        raise _wrong(path, f"a word is not one of: {', '.join(words)}.")
    return str(word)


def _wrong(path: Path, what: str) -> BadPlan:
    return BadPlan(what, _ADVICE, where=path.name)
