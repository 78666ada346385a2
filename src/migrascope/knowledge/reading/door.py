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
from migrascope.knowledge.model import Document, Metadata
from migrascope.knowledge.reading import fabric, markdown, marks, metadata, structure
from migrascope.knowledge.reading.fabric import Content, Draft
from migrascope.knowledge.reading.repair import Mender
from migrascope.knowledge.reading.text import decoded


def read(path: Path, *, given: Metadata | None = None) -> Document:
    """Read a document; what is `given` about it stands, the rest is looked for.

    Raises:
        UnreadableDocument: no text, not to be opened safely, or not what it is named.
        TooLarge: larger than a document is.
        Locked: protected by a password.
        Truncated: cut off or damaged.
    """
    data = path.read_bytes()
    if data.startswith(b"%PDF"):
        from migrascope.knowledge.reading import pdf

        content, mender = pdf.read(path, data)
        raw = content.raw
    else:
        raw = decoded(data, name=path.name)
        mender = Mender(raw)
        content = Content(
            raw, markdown.drafts(raw, mender), raw.count(fabric.PAGE_END) + 1
        )
    mended = mender.across_pages(content.drafts)
    clean = [_clean(raw, draft, mender) for draft in mended]
    words = [draft for draft in clean if draft.pieces or draft.label]
    woven = fabric.weave(raw, structure.headed(raw, words))
    if not woven.blocks:
        raise UnreadableDocument("the file holds no words.", where=path.name)
    return Document(
        id=identity(path),
        file=path.name,
        format="text",
        sha256=hashlib.sha256(data).hexdigest(),
        metadata=metadata.find(woven, given=given),
        text=woven.text,
        pages=fabric.page_starts(woven, raw, content.pages),
        blocks=woven.blocks,
        raw=raw,
        origins=woven.origins,
        notes=(*content.notes, *mender.notes),
    )


def _clean(raw: str, draft: Draft, mender: Mender) -> Draft:
    """A block without marks, and with whole words."""
    pieces = marks.trimmed(raw, marks.unmarked(raw, draft.pieces))
    return replace(draft, pieces=mender.whole_words(pieces))


def identity(path: Path) -> str:
    """The short name of a document, made of the name of its file."""
    stem = unicodedata.normalize("NFC", path.stem).lower()
    return re.sub(r"[\W_]+", "-", stem).strip("-") or "document"
