"""What does this file say, whatever its format?

The one way into the knowledge room: the format is known from the content, the file is
judged before it is read, and what comes out is a `Document` whose every letter can be
found again in the file.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from migrascope.errors import UnreadableDocument
from migrascope.knowledge.model import BlockKind, Document, Metadata
from migrascope.knowledge.reading import (
    fabric,
    limits,
    markdown,
    marks,
    metadata,
    recurring,
    structure,
)
from migrascope.knowledge.reading.fabric import Content, Draft
from migrascope.knowledge.reading.repair import Mender
from migrascope.knowledge.reading.text import decoded

_LONGEST_NAME = 80


def read(path: Path, *, given: Metadata | None = None) -> Document:
    """Read a document; what is `given` about it stands, the rest is looked for.

    Raises:
        UnreadableDocument: no text, not to be opened safely, or not what it is named.
        TooLarge: larger than a document is, on the disk or unpacked.
        Locked: protected by a password.
        Truncated: cut off or damaged.
        SourceError: there is no such file.
    """
    return understood(path, limits.content(path), given=given)


def understood(path: Path, data: bytes, *, given: Metadata | None = None) -> Document:
    """Read the bytes of a document that were taken from a file (see `read`)."""
    name = limits.recognised(path, data)
    content, mender = _content(path, data, name)
    drafts = _finished(content, mender, marked=name in {limits.TEXT, limits.MARKDOWN})
    woven = fabric.weave(content.raw, drafts)
    if not any(map(str.isalnum, woven.text)):
        raise UnreadableDocument(
            "the file holds no words.", "Look what it is.", where=path.name
        )
    return Document(
        id=identity(path),
        file=path.name,
        format=name,
        sha256=hashlib.sha256(data).hexdigest(),
        metadata=metadata.find(woven, dict(content.facts), name=path.stem, given=given),
        text=woven.text,
        pages=fabric.page_starts(woven, content.raw, content.pages),
        blocks=woven.blocks,
        raw=content.raw,
        origins=woven.origins,
        notes=(*content.notes, *mender.notes),
    )


def identity(path: Path) -> str:
    """The short name of a document, made of the name of its file."""
    stem = unicodedata.normalize("NFC", path.stem).lower()
    plain = re.sub(r"[\W_]+", "-", stem)[:_LONGEST_NAME].strip("-")
    return plain or "document"


def _content(path: Path, data: bytes, name: str) -> tuple[Content, Mender]:
    """What the reader of the format hands on; each is imported when it is needed."""
    if name == limits.PDF:
        from migrascope.knowledge.reading import pdf

        return pdf.read(path, data)
    if name == limits.WORD:
        from migrascope.knowledge.reading import word

        content = word.read(path, data)
        return content, Mender(content.raw)
    if name == limits.HTML:
        from migrascope.knowledge.reading import html

        content = html.read(path, data)
        return content, Mender(content.raw)
    raw = decoded(data, name=path.name)
    mender = Mender(raw)
    pages = raw.count(fabric.PAGE_END) + 1
    return Content(raw, markdown.drafts(raw, mender), pages), mender


def _finished(content: Content, mender: Mender, *, marked: bool) -> list[Draft]:
    """The blocks repaired, with fields and headings found."""
    raw = content.raw
    clean: list[Draft] = []
    for draft in mender.across_pages(content.drafts):
        pieces = marks.unmarked(raw, draft.pieces) if marked else draft.pieces
        pieces = mender.whole_words(marks.trimmed(raw, pieces))
        label = marks.trimmed(raw, draft.label)
        if pieces or (draft.kind is BlockKind.FIELD and label):
            clean.append(replace(draft, pieces=pieces, label=label))
    return structure.headed(raw, recurring.fields(raw, clean))
