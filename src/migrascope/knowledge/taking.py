"""How does a file become part of the library?

Read, cut into passages, judged, and put in: all of it, or, when anything goes wrong on
the way, nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from migrascope.errors import UnreadableDocument, UsageError
from migrascope.knowledge import judging, passages, reading
from migrascope.knowledge.judging import Learned
from migrascope.knowledge.library import Library
from migrascope.knowledge.library.library import Put
from migrascope.knowledge.model import Document, Kind, Metadata


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that came into the library, and what its passages are."""

    document: Document
    kinds: Counter[Kind]
    put: Put

    @property
    def passages(self) -> int:
        """How many passages it has."""
        return self.kinds.total()


def take(
    library: Library,
    path: Path,
    *,
    given: Metadata | None = None,
    learned: Learned | None = None,
) -> Taken:
    """Read a file into the library; a document of its name is replaced.

    Raises:
        UnreadableDocument: no text, not to be opened safely, or the library holds a
            document of that name that was read from another file.
        SourceError: see `reading.read`.
        BusyBase: another process is writing.
    """
    _refuse_namesake(library, path)
    data = reading.content(path)
    document = reading.understood(path, data, given=given)
    cut = passages.cut(document)
    judgements = judging.judge(document, cut, learned=learned)
    put = library.put(document, cut, judgements, data)
    return Taken(document, Counter(each.kind for each in judgements), put)


def _refuse_namesake(library: Library, path: Path) -> None:
    """Refuse to replace "report.docx" by "report.pdf": they are two documents."""
    name = reading.identity(path)
    try:
        held = library.held(name)
    except UsageError:
        return
    if held.file != path.name:
        raise UnreadableDocument(
            f'the library already holds a document "{name}", read from {held.file}.',
            f"Give this file another name, or first: migrascope library remove {name}",
            where=path.name,
        )
