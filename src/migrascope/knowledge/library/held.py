"""Which documents are in the library, without their texts?"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from migrascope.knowledge.model import Metadata

_HELD = (
    "SELECT id, file, format, sha256, metadata, pages, passages, notes, added "
    "FROM documents"
)
_metadata = msgspec.json.Decoder(Metadata)


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the library, without its text."""

    id: str
    file: str
    format: str
    sha256: str
    metadata: Metadata
    pages: int
    passages: int
    notes: tuple[str, ...]
    added: datetime


def every(connection: sqlite3.Connection) -> tuple[Held, ...]:
    """All documents, sorted by id."""
    found = connection.execute(f"{_HELD} ORDER BY id")
    return tuple(_held(row) for row in found.fetchall())


def some(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Held]:
    """These documents by id, as far as they are there."""
    found = connection.execute(
        f"{_HELD} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - bound
        (json.dumps(sorted(set(ids))),),
    )
    return {held.id: held for held in map(_held, found.fetchall())}


def _held(row: tuple[Any, ...]) -> Held:
    id_, file, format_, sha256, metadata, pages, passages, notes, added = row
    return Held(
        id=id_,
        file=file,
        format=format_,
        sha256=sha256,
        metadata=_metadata.decode(metadata),
        pages=pages,
        passages=passages,
        notes=tuple(json.loads(notes)),
        added=datetime.fromisoformat(added),
    )
