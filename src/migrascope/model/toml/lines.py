"""On which line of a TOML file does each key stand?

A parser of TOML forgets the lines; those who sign a plan want to see them. What is
scanned here was parsed before, so that nothing in it can be malformed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

Path = tuple[str | int, ...]
"""The way to a key: `("model", "indicator", 0, "unit")`."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_PART = re.compile(r"""[ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)[ \t]*(\.?)""")
_TEXT = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]*")


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1, of every table, key and item of a valid TOML text."""
    return _Scan(text).whole()


def nearest(at: Mapping[Path, int], path: Sequence[str | int]) -> int:
    """The line of a key, or of the nearest table around it; the top is line 1."""
    way = tuple(path)
    while way:
        if way in at:
            return at[way]
        way = way[:-1]
    return 1


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


class _Scan:
    """One way through a text, which notes where each key begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.here = 0
        self.starts = [0, *(each.end() for each in re.finditer("\n", text))]
        self.at: dict[Path, int] = {}
        self.counted: dict[Path, int] = {}

    def whole(self) -> dict[Path, int]:
        table: Path = ()
        self._skip(_BLANK)
        while self.here < len(self.text):
            if self._next("["):
                table = self._heading()
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self.at

    def _heading(self) -> Path:
        start = self.here
        self.here += 1
        grows = self._next("[")
        self.here += grows
        way: Path = ()
        names = self._names()
        for place, name in enumerate(names):
            way = (*way, name)
            if grows and place == len(names) - 1:
                self.counted[way] = self.counted.get(way, -1) + 1
                self._note(way, start)
            if way in self.counted:
                way = (*way, self.counted[way])
        self._note(way, start)
        self.here = self.text.index("]", self.here) + 1 + grows
        return way

    def _pair(self, table: Path) -> None:
        """A key, which may have dots, and its value."""
        start, way = self.here, table
        for name in self._names():
            way = (*way, name)
            self._note(way, start)
        self.here = self.text.index("=", self.here) + 1
        self._value(way)

    def _value(self, way: Path) -> None:
        self._skip(_BLANK)
        if self._next("["):
            self._inside("]", way)
        elif self._next("{"):
            self._inside("}", way)
        else:
            found = _TEXT.match(self.text, self.here) or _PLAIN.match(
                self.text, self.here
            )
            assert found is not None
            self.here = found.end()

    def _inside(self, end: str, way: Path) -> None:
        """The items of an array or the keys of a table that is written in braces."""
        self.here += 1
        self._skip(_BLANK)
        number = 0
        while not self._next(end):
            if end == "]":
                self._note((*way, number), self.here)
                self._value((*way, number))
                number += 1
            else:
                self._pair(way)
            self._skip(_BLANK)
            self.here += self._next(",")
            self._skip(_BLANK)
        self.here += 1

    def _names(self) -> list[str]:
        names, more = [], True
        while more:
            found = _PART.match(self.text, self.here)
            assert found is not None
            names.append(_plain(found[1]))
            more = bool(found[2])
            self.here = found.end()
        return names

    def _note(self, way: Path, place: int) -> None:
        self.at.setdefault(way, bisect_right(self.starts, place))

    def _next(self, sign: str) -> bool:
        return self.text.startswith(sign, self.here)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.here)
        assert found is not None
        self.here = found.end()


def _plain(name: str) -> str:
    """A key without its quotes; escapes are resolved as TOML does."""
    if name.startswith("'"):
        return name[1:-1]
    if not name.startswith('"') or "\\" not in name:
        return name.strip('"')
    import tomllib

    return next(iter(tomllib.loads(f"{name} = 0")))
