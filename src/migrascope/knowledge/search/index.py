"""How do the words of a passage get into the index, and out of it?

The index is a full-text table of SQLite (FTS5) in the library's own file, so that a
document and its words come and go in one transaction. It holds stems, not words: the
stemming is ours (see `terms`), and so are the places that a word can stand in: the
passage itself, what it names (its tags), what stands above it (sections, panel, label,
entry), and what is known of the whole document.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from migrascope.knowledge.model import Document, Judgement, Passage
from migrascope.knowledge.search import names, terms

TABLES = """
CREATE VIRTUAL TABLE words USING fts5(
    passage, named, above, document, tokenize = "ascii tokenchars '.'"
);
CREATE INDEX passages_language ON passages (language);
"""
VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary "
    "USING fts5vocab('main', 'words', 'col')"
)
_ADD = (
    "INSERT INTO words (rowid, passage, named, above, document) VALUES (?, ?, ?, ?, ?)"
)


def add(
    connection: sqlite3.Connection,
    rows: Sequence[int],
    *,
    document: Document,
    passages: Sequence[Passage],
    judgements: Sequence[Judgement],
) -> None:
    """Index the passages of a document under the numbers of their rows."""
    about = " ".join(_about(document))
    above: dict[tuple[str, str], str] = {}
    stacked = []
    for passage in passages:
        key = (what_is_above(passage), passage.language)
        if key not in above:
            above[key] = " ".join(terms.stems(*key))
        stacked.append(above[key])
    connection.executemany(
        _ADD,
        (
            (
                row,
                " ".join(terms.stems(passage.text, passage.language)),
                " ".join(names.words_of_tags(judgement.tags)),
                headings,
                about,
            )
            for row, passage, judgement, headings in zip(
                rows, passages, judgements, stacked, strict=True
            )
        ),
    )


def rename(connection: sqlite3.Connection, row: int, judgement: Judgement) -> None:
    """Index a passage by other tags."""
    connection.execute(
        "UPDATE words SET named = ? WHERE rowid = ?",
        (" ".join(names.words_of_tags(judgement.tags)), row),
    )


def remove(connection: sqlite3.Connection, document: str) -> None:
    """Take the words of a document out, while its passages are still there."""
    connection.execute(
        "DELETE FROM words WHERE rowid IN "
        "(SELECT row FROM passages WHERE document = ?)",
        (document,),
    )


def what_is_above(passage: Passage) -> str:
    """What stands above a passage, each heading once."""
    places = (*passage.sections, passage.panel, passage.label, passage.entry_name)
    return " \n".join(dict.fromkeys(place for place in places if place))


def _about(document: Document) -> list[str]:
    """Stems of what is known of a document as a whole: its name, event, place, year."""
    known = document.metadata
    year = str(known.date.year) if known.date else ""
    name = re.sub(r"[-_.]+", " ", document.id)
    about = (known.title, known.event, known.period, known.place, year, name)
    return list(dict.fromkeys(terms.stems(" \n".join(about), known.language or "en")))
