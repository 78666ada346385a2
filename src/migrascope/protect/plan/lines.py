"""On which line of the plan does a key stand?

A parser of TOML forgets the lines; a person who signs a plan wants to see them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrascope.errors import BadPlan, Where


@dataclass(frozen=True, slots=True)
class Place:
    """A table of the plan file: its heading, and the how manieth of that heading.

    The heading is '' for the keys on top of the file.
    """

    file: str
    text: str
    heading: str = ""
    number: int = 0
    name: str = ""

    def wrong(self, key: str, says: str, advice: str) -> BadPlan:
        """The error for a key of this table, with its line."""
        table = self.heading and f"[{self.heading}] "
        about = self.name and f' (of "{self.name}")'
        return BadPlan(
            f"{table}{key}{about} {says}",
            advice,
            where=Where(self.file, line=self.line(key)),
        )

    def line(self, key: str) -> int | None:
        """The line of a key, of its table when the key is not there, or None."""
        lines = self.text.splitlines()
        start = self._start(lines)
        if start is None:
            return None
        own = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
        for number in range(start, len(lines)):
            if own.match(lines[number]):
                return number + 1
            if re.match(r"\s*\[", lines[number]):
                break
        below = f"{self.heading}.{key}" if self.heading else key
        return _heading_of(lines, below, 0) or start or None

    def _start(self, lines: list[str]) -> int | None:
        """The line of the heading (from 1), 0 for the top of the file."""
        if not self.heading:
            return 0
        return _heading_of(lines, self.heading, self.number)


def _heading_of(lines: list[str], heading: str, number: int) -> int | None:
    """The line of the how manieth table of a heading."""
    pattern = re.compile(rf"\s*\[+\s*{re.escape(heading)}\s*\]")
    found = [line for line, text in enumerate(lines, 1) if pattern.match(text)]
    return found[number] if number < len(found) else None
