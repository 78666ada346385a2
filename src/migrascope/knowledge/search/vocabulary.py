"""Which words does the library have, in how many passages, in which languages?"""

from __future__ import annotations

import sqlite3
from functools import cached_property

from migrascope.knowledge.search import index, meaning


class Held:
    """The vocabulary of a library; what was looked up is remembered.

    `as_of` is the state of the library that it is of.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.as_of = _state(connection)
        self._counts: dict[str, tuple[int, int]] = {}
        connection.execute(index.VOCABULARY)
        (passages,) = connection.execute(
            "SELECT ifnull(sum(passages), 0) FROM documents"
        ).fetchone()
        self.passages = int(passages)
        self.languages = tuple(self._languages())

    def is_current(self) -> bool:
        """Whether nobody has written to the library since."""
        return self.as_of == _state(self._connection)

    @cached_property
    def signs(self) -> meaning.Signs | None:
        """By what passages are sifted by meaning, where all of them have it."""
        return meaning.signs(self._connection)

    def passages_with(self, stem: str) -> int:
        """How many passages have this stem, or else have it above them."""
        own, inherited = self._count(stem)
        return own or inherited

    def passages_to_weigh(self, stem: str) -> int:
        """How many passages must be weighed when this stem is looked for."""
        return sum(self._count(stem))

    def _count(self, stem: str) -> tuple[int, int]:
        """In passages or their tags; in headings."""
        if stem not in self._counts:
            found = dict(
                self._connection.execute(
                    "SELECT col, doc FROM temp.vocabulary WHERE term = ?", (stem,)
                ).fetchall()
            )
            own = max(found.get("passage", 0), found.get("named", 0))
            self._counts[stem] = (own, found.get("above", 0))
        return self._counts[stem]

    def _languages(self) -> list[str]:
        """Each language by a step over the index, not by a look at every passage."""
        found: list[str] = []
        last = ""
        while True:
            (last,) = self._connection.execute(
                "SELECT min(language) FROM passages WHERE language > ?", (last,)
            ).fetchone()
            if last is None:
                return found
            found.append(last)


def _state(connection: sqlite3.Connection) -> tuple[int, int]:
    """What changes when another process writes, and when this one does."""
    (others,) = connection.execute("PRAGMA data_version").fetchone()
    return int(others), connection.total_changes
