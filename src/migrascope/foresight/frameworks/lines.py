"""On which line of a framework does a key stand?

A parser of TOML forgets the lines; those who sign a framework want to see them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from migrascope.errors import BadPlan, Where

Path = tuple[str | int, ...]
"""The way to a key: `("model", "indicator", 0, "unit")`."""

_HEADING = re.compile(r"\s*(\[\[?)\s*([\w.\"'-]+)\s*\]\]?")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")
REFERENCE = "The reference of framework files lists every key and what it means."


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file, found by key."""

    file: str
    at: dict[Path, int] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, *, file: str) -> Lines:
        """Look where the tables and keys of a text stand."""
        found: dict[Path, int] = {}
        counted: dict[Path, int] = {}
        table: Path = ()
        for number, line in enumerate(text.splitlines(), start=1):
            if heading := _HEADING.match(line):
                names = [each.strip("\"'") for each in heading[2].split(".")]
                table = _concrete(names, counted, grows=heading[1] == "[[")
                found.setdefault(table, number)
            elif key := _KEY.match(line):
                found.setdefault((*table, key[1]), number)
        return cls(file, found)

    def line(self, path: Sequence[str | int]) -> int | None:
        """The line of a key, or of the nearest table around it."""
        way = tuple(path)
        while way:
            if way in self.at:
                return self.at[way]
            way = way[:-1]
        return None

    def wrong(
        self, path: Sequence[str | int], says: str, advice: str = REFERENCE
    ) -> BadPlan:
        """The error for a key: file, line, key, what is wrong, what to do."""
        where = Where(self.file, row=self.line(path))
        return BadPlan(f"{spoken(path)}: {says}", advice, where=where)


def spoken(path: Sequence[str | int]) -> str:
    """A key as it is read aloud; items are counted from 1.

    >>> spoken(("model", "indicator", 0, "unit"))
    'model.indicator 1, unit'
    """
    said = ""
    for part in path:
        if isinstance(part, int):
            said += f" {part + 1}"
        elif said and said[-1].isdigit():
            said += f", {part}"
        else:
            said += f".{part}" if said else part
    return said or "the file"


def _concrete(names: Sequence[str], counted: dict[Path, int], *, grows: bool) -> Path:
    """The way to a table, with the numbers of the items that it stands in."""
    way: Path = ()
    for place, name in enumerate(names):
        way = (*way, name)
        if grows and place == len(names) - 1:
            counted[way] = counted.get(way, -1) + 1
        if way in counted:
            way = (*way, counted[way])
    return way
