"""How do the words of a passage get into the index, and out of it?

The index is a full-text table of SQLite (FTS5) in the library's own file, so that a
document and its words come and go in one transaction. It holds stems, not words: the
stemming is ours (see `terms`), and so are the three places that a word can stand in:
the passage itself, what stands above it (sections, panel, label, entry), and what is
known of the whole document.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from migrascope.knowledge.model import Metadata, Passage
from migrascope.knowledge.search import terms

TABLES = """
CREATE VIRTUAL TABLE words USING fts5(
    passage, above, document, tokenize = "ascii tokenchars '.'"
);
CREATE INDEX passages_language ON passages (language);
"""
VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary "
    "USING fts5vocab('main', 'words', 'row')"
)


def add(
    connection: sqlite3.Connection,
    rows: Sequence[int],
    passages: Sequence[Passage],
    metadata: Metadata,
) -> None:
    """Index the passages of a document under the numbers of their rows."""
    about = f"{metadata.title} {metadata.event} {metadata.period} {metadata.place}"
    document = " ".join(terms.stems(about, metadata.language or "en"))
    connection.executemany(
        "INSERT INTO words (rowid, passage, above, document) VALUES (?, ?, ?, ?)",
        (
            (
                row,
                " ".join(terms.stems(passage.text, passage.language)),
                " ".join(terms.stems(above(passage), passage.language)),
                document,
            )
            for row, passage in zip(rows, passages, strict=True)
        ),
    )


def remove(connection: sqlite3.Connection, document: str) -> None:
    """Take the words of a document out, while its passages are still there."""
    connection.execute(
        "DELETE FROM words WHERE rowid IN "
        "(SELECT row FROM passages WHERE document = ?)",
        (document,),
    )


def above(passage: Passage) -> str:
    """What stands above a passage, each heading once."""
    places = (*passage.sections, passage.panel, passage.label, passage.entry_name)
    return " \n".join(dict.fromkeys(place for place in places if place))
