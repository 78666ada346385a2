"""What did the world agree to reach by 2030, and what of it is about migration?

The 17 goals, 169 targets and the global indicators in their official wording, with
the project's reading of how each relates to migration.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from migrascope.errors import UnknownMeasure

DIRECT = "direct"
"""Names migrants, refugees, trafficking, remittances or migratory status."""
RELATED = "related"
"""Bears on migration without naming it."""
DISAGGREGATE = "disaggregate"
"""Wanted by migratory or displacement status."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A goal, target or indicator of the 2030 Agenda.

    `kind` is goal, target or indicator. `title` is the short title of a goal, ''
    otherwise; `text` is the official wording. An indicator listed under several
    targets has the same `unsd_code` under each. `migration` is direct, related,
    disaggregate or ''; `reason` says why.
    """

    code: str
    kind: str
    title: str
    text: str
    unsd_code: str
    migration: str
    reason: str

    @property
    def parent(self) -> str:
        """The code one step up: 10.7 of 10.7.4, 10 of 10.7, '' of 10.

        >>> get("10.7.4").parent
        '10.7'
        """
        return self.code.rpartition(".")[0]

    @property
    def goal(self) -> int:
        """The number of the goal."""
        return int(self.code.partition(".")[0])


def get(code: str) -> Entry:
    """The goal, target or indicator with this code, such as `10`, `10.c`, `10.c.1`.

    Raises:
        UnknownMeasure: no such code; the message lists the nearest three.
    """
    entry = _entries().get(code.strip().lower())
    if entry is None:
        raise _unknown(code)
    return entry


def goals() -> tuple[Entry, ...]:
    """The 17 goals."""
    return _of_kind("goal", "")


def targets(goal: str = "") -> tuple[Entry, ...]:
    """The targets, of one goal or of all, in the order of the Agenda."""
    return _of_kind("target", goal)


def indicators(parent: str = "") -> tuple[Entry, ...]:
    """The indicators of a goal or target, or all, in the order of the framework."""
    return _of_kind("indicator", parent)


def about_migration(relation: str = DIRECT) -> tuple[Entry, ...]:
    """Targets and indicators that relate to migration in the given way."""
    return tuple(entry for entry in _entries().values() if entry.migration == relation)


def listed_alike(code: str) -> tuple[str, ...]:
    """The codes under which one indicator is listed, its own included.

    >>> listed_alike("13.1.1")
    ('1.5.1', '11.5.1', '13.1.1')

    Raises:
        UnknownMeasure: no such code.
    """
    wanted = get(code)
    if not wanted.unsd_code:
        return (wanted.code,)
    return tuple(
        entry.code
        for entry in _entries().values()
        if entry.unsd_code == wanted.unsd_code
    )


def _of_kind(kind: str, parent: str) -> tuple[Entry, ...]:
    start = f"{parent}." if parent else ""
    return tuple(
        entry
        for entry in _entries().values()
        if entry.kind == kind and entry.code.startswith(start)
    )


def _unknown(code: str) -> UnknownMeasure:
    import difflib

    nearest = difflib.get_close_matches(code, _entries(), n=3, cutoff=0.0)
    return UnknownMeasure(
        f'The 2030 Agenda has no goal, target or indicator "{code}".',
        f"Nearest: {', '.join(nearest)}.",
    )


@cache
def _entries() -> dict[str, Entry]:
    import csv
    from pathlib import Path

    file = Path(__file__).with_name("tables") / "sdg.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: Entry(**row) for row in csv.DictReader(stream)}
