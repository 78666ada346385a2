"""How does a passage with its judgement become rows, and rows a passage again?"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from migrascope.knowledge.model import (
    How,
    JudgedPassage,
    Judgement,
    Kind,
    Passage,
    Scheme,
    Tag,
)
from migrascope.knowledge.search import index

COLUMNS = (
    "row, document, number, text, start, finish, page, last_page, sections, panel, "
    "label, entry, entry_name, language, kind, cue, confidence"
)
_ADD = (
    f"INSERT INTO passages ({COLUMNS}) "  # noqa: S608 - our own words
    f"VALUES ({', '.join('?' * len(COLUMNS.split(',')))})"
)
_ADD_TAG = "INSERT INTO tags VALUES (?, ?, ?, ?, ?, ?, ?)"
_TAGS = (
    "SELECT passage, scheme, code, how, confidence, reason FROM tags "
    "WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY passage, position"
)
_MANY = 500
"""Passages whose tags are asked for at once."""

_judgement = msgspec.msgpack.Decoder(Judgement)


def add(
    connection: sqlite3.Connection,
    passages: Sequence[Passage],
    judgements: Sequence[Judgement],
) -> range:
    """Write passages with their judgements; the rows that they became."""
    (last,) = connection.execute("SELECT ifnull(max(row), 0) FROM passages").fetchone()
    rows = range(last + 1, last + 1 + len(passages))
    judged = zip(rows, passages, judgements, strict=True)
    connection.executemany(
        _ADD,
        (
            (
                row,
                passage.document,
                passage.number,
                passage.text,
                passage.start,
                passage.end,
                passage.page,
                passage.last_page,
                json.dumps(passage.sections, ensure_ascii=False),
                passage.panel,
                passage.label,
                passage.entry,
                passage.entry_name,
                passage.language,
                judgement.kind.value,
                judgement.cue,
                judgement.confidence,
            )
            for row, passage, judgement in judged
        ),
    )
    connection.executemany(
        _ADD_TAG,
        (
            each
            for row, judgement in zip(rows, judgements, strict=True)
            for each in _tag_rows(row, judgement)
        ),
    )
    return rows


def judge_again(
    connection: sqlite3.Connection, row: int, judgement: Judgement, *, kept: bytes
) -> None:
    """Put a corrected judgement in force; `kept` is the one that was extracted."""
    _replace(connection, row, judgement, extracted=kept)


def judge_as_extracted(connection: sqlite3.Connection, row: int, kept: bytes) -> None:
    """Put the extracted judgement in force again."""
    _replace(connection, row, _judgement.decode(kept), extracted=None)


def packed(judgement: Judgement) -> bytes:
    """A judgement as bytes, to be kept."""
    return msgspec.msgpack.encode(judgement)


def unpacked(kept: bytes) -> Judgement:
    """The judgement that was kept."""
    return _judgement.decode(kept)


def read(
    connection: sqlite3.Connection, found: sqlite3.Cursor
) -> Iterator[tuple[int, JudgedPassage]]:
    """The passages of a query over COLUMNS, with the numbers of their rows."""
    while rows := found.fetchmany(_MANY):
        tags = _tags(connection, [row[0] for row in rows])
        for row in rows:
            yield row[0], JudgedPassage(_passage(row), _judged(row, tags))


def numbered(
    connection: sqlite3.Connection, wanted: Sequence[int]
) -> dict[int, JudgedPassage]:
    """Passages by the numbers of their rows, in the order given."""
    found = connection.execute(
        f"SELECT {COLUMNS} FROM passages "  # noqa: S608 - our own words
        "WHERE row IN (SELECT value FROM json_each(?))",
        (json.dumps(wanted),),
    )
    held = dict(read(connection, found))
    return {row: held[row] for row in wanted if row in held}


def texts(connection: sqlite3.Connection, wanted: Sequence[int]) -> dict[int, str]:
    """The texts of passages by the numbers of their rows."""
    found = connection.execute(
        "SELECT row, text FROM passages WHERE row IN (SELECT value FROM json_each(?))",
        (json.dumps(wanted),),
    )
    return dict(found.fetchall())


def _replace(
    connection: sqlite3.Connection,
    row: int,
    judgement: Judgement,
    *,
    extracted: bytes | None,
) -> None:
    """Put a judgement in force."""
    connection.execute(
        "UPDATE passages SET kind = ?, cue = ?, confidence = ?, extracted = ? "
        "WHERE row = ?",
        (judgement.kind.value, judgement.cue, judgement.confidence, extracted, row),
    )
    connection.execute("DELETE FROM tags WHERE passage = ?", (row,))
    connection.executemany(_ADD_TAG, _tag_rows(row, judgement))
    index.rename(connection, row, judgement)


def _tag_rows(row: int, judgement: Judgement) -> Iterator[tuple[object, ...]]:
    for position, tag in enumerate(judgement.tags):
        yield (
            row,
            position,
            tag.scheme.value,
            tag.code,
            tag.how.value,
            tag.confidence,
            tag.reason,
        )


def _tags(connection: sqlite3.Connection, rows: list[int]) -> dict[int, list[Tag]]:
    tags: dict[int, list[Tag]] = {}
    for row, scheme, code, how, confidence, reason in connection.execute(
        _TAGS, (json.dumps(rows),)
    ):
        tag = Tag(Scheme(scheme), code, How(how), confidence, reason)
        tags.setdefault(row, []).append(tag)
    return tags


def _passage(row: tuple[Any, ...]) -> Passage:
    _, document, number, text, start, finish, page, last_page = row[:8]
    sections, panel, label, entry, entry_name, language = row[8:14]
    return Passage(
        document=document,
        number=number,
        text=text,
        start=start,
        end=finish,
        page=page,
        last_page=last_page,
        sections=tuple(json.loads(sections)),
        panel=panel,
        label=label,
        entry=entry,
        entry_name=entry_name,
        language=language,
    )


def _judged(row: tuple[Any, ...], tags: dict[int, list[Tag]]) -> Judgement:
    number, kind, cue, confidence = row[0], row[14], row[15], row[16]
    return Judgement(Kind(kind), cue, confidence, tuple(tags.get(number, ())))
