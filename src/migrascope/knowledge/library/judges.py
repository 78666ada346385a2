"""Were the documents judged by the models and tables that this program has now?

A library that an older version filled still opens, but its passages have the kinds and
tags of that version until they are judged again. So each document keeps the digest of
the models and tables that it was judged by. Documents of before have none. Rules that
stand in the program itself are not in the digest.
"""

from __future__ import annotations

import hashlib
import sqlite3
from functools import cache
from pathlib import Path

_ROOM = Path(__file__).parents[1]
_DECIDE = (
    "kinds/*.csv",
    "tags/*.csv",
    "learned/*.npz",
    "learned/tables/concepts.csv",
    "learned/tables/compact_texts.csv",
)
# not among the tables of the library's version: a library of before is not refused
_TABLE = """
CREATE TABLE IF NOT EXISTS judged (
    document TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    models TEXT NOT NULL
)
"""


def stamp(connection: sqlite3.Connection, document: str) -> None:
    """Say that a document was judged just now."""
    connection.execute(_TABLE)
    connection.execute(
        "INSERT OR REPLACE INTO judged VALUES (?, ?)", (document, current())
    )


def by_others(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The documents that were judged by other models than the program has now."""
    (known,) = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = 'judged'"
    ).fetchone()
    ours = (
        "SELECT document FROM judged WHERE models = ?" if known else "SELECT ? WHERE 0"
    )
    found = connection.execute(
        f"SELECT id FROM documents WHERE id NOT IN ({ours}) ORDER BY id",  # noqa: S608 - our own words
        (current(),),
    )
    return tuple(id_ for (id_,) in found.fetchall())


@cache
def current() -> str:
    """The digest of the models and tables that passages are judged by."""
    digest = hashlib.sha256()
    for pattern in _DECIDE:
        for path in sorted(_ROOM.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
