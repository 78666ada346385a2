"""Which word of the library was perhaps meant by one that no passage has?

A suggestion is told, never taken: "coal" must not be answered by what is said of goals.
"""

from __future__ import annotations

import sqlite3
from difflib import get_close_matches

from migrascope.knowledge.search import terms

_ALIKE = 0.8
"""Likeness from which a word is suggested (`difflib`)."""
_STEMS_ALIKE = 0.6
"""The same for stems, which a slip near the end of a word makes less alike."""
_LOOKED_AT = 5
"""Words that are compared as they are written."""
_SHORTEST = 5
"""Letters below which nearly every word is like another one."""


def suggestion(connection: sqlite3.Connection, word: str, language: str) -> str:
    """A word of the passages that is spelled nearly like this one; '' for none."""
    stems = terms.stems(word, language)
    if len(stems) != 1 or len(stems[0]) < _SHORTEST:
        return ""
    (stem,) = stems
    start = stem[:2]
    known = connection.execute(
        "SELECT DISTINCT term FROM temp.vocabulary "
        "WHERE term >= ? AND term < ? AND col = 'passage'",
        (start, f"{start}\U0010ffff"),
    )
    stems_alike = get_close_matches(
        stem, [term for (term,) in known], n=_LOOKED_AT, cutoff=_STEMS_ALIKE
    )
    written = [_as_written(connection, each).lower() for each in stems_alike]
    return next(iter(get_close_matches(word.lower(), written, 1, _ALIKE)), "")


def _as_written(connection: sqlite3.Connection, stem: str) -> str:
    """A word with this stem, as a passage has it."""
    row = connection.execute(
        "SELECT text, language FROM passages WHERE row = "
        "(SELECT min(rowid) FROM words WHERE words MATCH ?)",
        (f'passage : "{stem}"',),
    ).fetchone()
    if row is None:
        return ""
    text, language = row
    written = (
        text[word.start : word.end]
        for word in terms.words(text, language)
        if stem in word.stems
    )
    return next(written, "")
