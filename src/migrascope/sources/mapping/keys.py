"""Which key of the mapping file is wrong, and on which line does it stand?

TOML parsers forget the lines. A table of keys that remembers where it is in the
file lets every error name the key, the line and what would be right.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from migrascope.errors import BadMapping, Where


@dataclass(slots=True)
class Keys:
    """A table of a mapping file; every key that is read is remembered."""

    entries: dict[str, Any]
    path: tuple[str, ...]
    file: str
    text: str
    number: int = 0
    seen: set[str] = field(default_factory=set)

    def get(self, key: str) -> Any:
        """The value of a key as it stands, or None."""
        self.seen.add(key)
        return self.entries.get(key)

    def string(self, key: str, default: str = "") -> str:
        """A text; numbers and dates are taken as they are written."""
        value = self.get(key)
        if value is None:
            return default
        if isinstance(value, (dict, list, bool)):
            raise self.wrong(key, "must be a text.")
        return str(value)

    def needed(self, key: str) -> str:
        """A text that must be there."""
        value = self.string(key)
        if not value:
            raise self.wrong(key, "is missing or empty.")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text stands for a list of one."""
        value = self.get(key)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, (dict, list, bool)) for item in items):
            raise self.wrong(key, "must be a list of texts.")
        return tuple(str(item) for item in items)

    def integer(self, key: str) -> int | None:
        """A whole number from 0, or None."""
        value = self.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(key, f"must be a whole number, not {value!r}.")
        return value

    def real(self, key: str, default: float) -> float:
        """A number other than zero."""
        value = self.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not value:
            raise self.wrong(key, f"must be a number other than 0, not {value!r}.")
        return float(value)

    def flag(self, key: str) -> bool:
        """True or false; false when absent."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, f"must be true or false, not {value!r}.")
        return bool(value)

    def one_of(self, key: str, allowed: Sequence[str], default: str) -> str:
        """A text out of a list."""
        value = self.string(key, default)
        if value not in allowed:
            raise self.wrong(key, f'is "{value}", but must be {_or(allowed)}.')
        return value

    def pattern(self, key: str) -> re.Pattern[str] | None:
        """A regular expression, or None."""
        value = self.string(key)
        if not value:
            return None
        try:
            return re.compile(value)
        except re.error as error:
            raise self.wrong(key, f"is no regular expression: {error}.") from error

    def mapping(self, key: str) -> dict[str, str]:
        """A table of texts."""
        value = self.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.wrong(key, 'must be a table: { "spelling" = "code" }.')
        if any(isinstance(item, (dict, list, bool)) for item in value.values()):
            raise self.wrong(key, "must hold texts only.")
        return {str(name): str(item) for name, item in value.items()}

    def table(self, key: str) -> Keys:
        """A table inside this one; empty when absent."""
        value = self.get(key)
        if value is not None and not isinstance(value, dict):
            raise self.wrong(key, f"must be a table: [{key}].")
        return Keys(value or {}, (*self.path, key), self.file, self.text)

    def tables(self, key: str) -> tuple[Keys, ...]:
        """A list of tables; one table stands for a list of one."""
        value = self.get(key)
        items = value if isinstance(value, list) else [value] if value else []
        if not all(isinstance(item, dict) for item in items):
            raise self.wrong(key, f"must be tables: [[{key}]].")
        return tuple(
            Keys(item, (*self.path, key), self.file, self.text, number)
            for number, item in enumerate(items)
        )

    def close(self) -> None:
        """Refuse keys that nobody has read: they are misspelled.

        Raises:
            BadMapping: an unknown key, with the nearest known one.
        """
        for key in self.entries:
            if key not in self.seen:
                near = difflib.get_close_matches(key, sorted(self.seen), n=1)
                offer = f' Did you mean "{near[0]}"?' if near else ""
                known = ", ".join(sorted(self.seen))
                raise self.wrong(key, f"is unknown.{offer}", f"Known keys: {known}.")

    def wrong(self, key: str, says: str, advice: str = "") -> BadMapping:
        """The error for a key, with its line."""
        name = ".".join((*self.path, key))
        return BadMapping(
            f'the key "{name}" {says}',
            advice or "The reference of mapping files lists every key.",
            where=Where(self.file, line=self.line(key)),
        )

    def line(self, key: str) -> int | None:
        """The line of a key, or of its table when the key is not there."""
        lines = self.text.splitlines()
        start = _nth(lines, _heading(".".join(self.path)), self.number)
        table = _nth(lines, _heading(".".join((*self.path, key))), 0)
        if self.path and start is None:
            return table or _nth(lines, _inline(self.path[-1]), 0)
        own = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
        for number in range((start or 0) + 1, len(lines) + 1):
            if own.match(lines[number - 1]):
                return number
            if re.match(r"\s*\[", lines[number - 1]):
                break
        return table or start


def _nth(lines: list[str], pattern: re.Pattern[str], skipped: int) -> int | None:
    """The line that meets a pattern after so many others did."""
    found = [number for number, line in enumerate(lines, 1) if pattern.match(line)]
    return found[skipped] if len(found) > skipped else None


def _inline(name: str) -> re.Pattern[str]:
    """A table that is written on one line: `area = { column = "iso" }`."""
    return re.compile(rf"\s*{re.escape(name)}\s*=")


def _heading(name: str) -> re.Pattern[str]:
    return re.compile(rf"\s*\[+\s*{re.escape(name)}\s*\]")


def _or(allowed: Sequence[str]) -> str:
    return f"{', '.join(allowed[:-1])} or {allowed[-1]}"
