"""What is in the library, and how does a document come in, change, and go?

One file of SQLite (see `database`) is the truth about documents, passages and
judgements; the bytes that were read lie beside it (see `originals`). Every change is
one transaction: a process that dies in the middle leaves what was there before.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from migrascope.errors import UsageError
from migrascope.knowledge.library import database, held, judges, originals, rows
from migrascope.knowledge.library.filters import NO_FILTERS, Filters, condition
from migrascope.knowledge.library.held import Held
from migrascope.knowledge.model import (
    Document,
    JudgedPassage,
    Judgement,
    Passage,
    Scheme,
)
from migrascope.knowledge.search import index, meaning, vocabulary

PATIENCE = 30.0
"""Seconds that one process waits for another that is writing."""

_ADD = "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_document = msgspec.msgpack.Decoder(Document)


class Outcome(StrEnum):
    """What it meant to put a document into the library."""

    NEW = "new"
    REPLACED = "replaced"
    SAME = "unchanged bytes, judged again"


@dataclass(frozen=True, slots=True)
class Put:
    """How a document came in; `twins` are other documents with the same bytes."""

    outcome: Outcome
    twins: tuple[str, ...] = ()


def _now() -> datetime:
    return datetime.now(UTC)


class Library:
    """The documents that were read, in a folder (`knowledge` in the base's folder)."""

    def __init__(
        self,
        folder: Path,
        connection: sqlite3.Connection,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.folder = folder
        self.path = folder / database.FILE
        self.connection = connection
        self._clock = clock
        self._vocabulary: vocabulary.Held | None = None

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        patience: float = PATIENCE,
        clock: Callable[[], datetime] = _now,
    ) -> Library:
        """Open the library in a folder; one that does not exist yet is begun.

        Raises:
            DamagedBase: the file is damaged or not a library.
            StoreError: a newer version of the program wrote it.
            BusyBase: another process is writing.
        """
        connection = database.connect(folder / database.FILE, patience=patience)
        return cls(folder, connection, clock=clock)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def put(
        self,
        document: Document,
        passages: Sequence[Passage],
        judgements: Sequence[Judgement],
        raw: bytes,
    ) -> Put:
        """Take a document in, in the place of the one with the same id, if any.

        Nothing else changes. Corrections of its passages are no longer in force
        afterwards: apply them again (`correct`).

        Raises:
            BusyBase: another process is writing.
        """
        with database.writing(self.connection, self.path):
            former = self._sha256(document.id)
            kept = originals.keep(self.folder, document, raw)
            try:
                self._write(document, passages, judgements)
            except BaseException:
                for path in kept:
                    path.unlink(missing_ok=True)
                raise
            twins = tuple(
                twin
                for twin in self._with_bytes(document.sha256)
                if twin != document.id
            )
        if former not in {"", document.sha256}:
            self._forget(document.id, former)
        outcome = (
            Outcome.NEW
            if not former
            else Outcome.SAME
            if former == document.sha256
            else Outcome.REPLACED
        )
        return Put(outcome, twins)

    def remove(self, document: str) -> None:
        """Take a document out, with its passages and its bytes.

        Raises:
            UsageError: there is no such document.
        """
        with database.writing(self.connection, self.path):
            former = self._sha256(document)
            if not former:
                raise self._unknown(document)
            self._erase(document)
        self._forget(document, former)

    def correct(self, judgements: Mapping[str, Judgement]) -> None:
        """Put these judgements in force, by passage id; all others as extracted.

        What was extracted is kept. An id that names no passage is ignored: who keeps
        the corrections knows which passages there are.
        """
        with database.writing(self.connection, self.path), self.reading():
            corrected = self.connection.execute(
                "SELECT row, document || '#' || number, extracted FROM passages "
                "WHERE extracted IS NOT NULL"
            ).fetchall()
            kept = {row: extracted for row, _, extracted in corrected}
            for row, passage, extracted in corrected:
                if passage not in judgements:
                    rows.judge_as_extracted(self.connection, row, extracted)
            for passage, judgement in judgements.items():
                row, judged = self._row(passage)
                if judged is not None:
                    before = kept.get(row) or rows.packed(judged.judgement)
                    rows.judge_again(self.connection, row, judgement, kept=before)

    def embed(self) -> Iterator[str]:
        """Give all passages their vectors; each document as it is done.

        Raises:
            UsageError: the embeddings are not installed.
        """
        with self.reading():
            missing = list(meaning.without(self.connection))
        for document in missing:
            with database.writing(self.connection, self.path):
                meaning.fill(self.connection, document)
            yield document

    def documents(self) -> tuple[Held, ...]:
        """The documents, without their texts, sorted by id."""
        with self.reading():
            return held.every(self.connection)

    def judged_by_others(self) -> tuple[str, ...]:
        """Documents whose passages were judged by other models than these."""
        with self.reading():
            return judges.by_others(self.connection)

    def held(self, document: str) -> Held:
        """One document, without its text.

        Raises:
            UsageError: there is no such document; the message names the nearest.
        """
        with self.reading():
            found = held.some(self.connection, (document,))
        if document not in found:
            raise self._unknown(document)
        return found[document]

    def document(self, document: str) -> Document:
        """One document, whole.

        Raises:
            UsageError: there is no such document; the message names the nearest.
        """
        with self.reading():
            row = self.connection.execute(
                "SELECT body FROM documents WHERE id = ?", (document,)
            ).fetchone()
        if row is None:
            raise self._unknown(document)
        return _document.decode(zlib.decompress(row[0]))

    def original(self, document: str) -> Path:
        """The file that a document was read from, byte for byte.

        Raises:
            DamagedBase: it is gone or has changed.
        """
        return originals.find(self.folder, self.held(document).sha256)

    def passages(self, filters: Filters = NO_FILTERS) -> tuple[JudgedPassage, ...]:
        """The passages that pass the filters, in the order of the documents."""
        return tuple(self.stream(filters))

    def stream(self, filters: Filters = NO_FILTERS) -> Iterator[JudgedPassage]:
        """Like `passages`, one at a time, for libraries larger than the memory."""
        wanted = condition(filters)
        with self.reading():
            found = self.connection.execute(
                f"SELECT {rows.COLUMNS} FROM passages WHERE {wanted.sql} "  # noqa: S608 - values are bound
                "ORDER BY document, number",
                wanted.values,
            )
            for _, judged in rows.read(self.connection, found):
                yield judged

    def passage(self, passage: str) -> JudgedPassage:
        """One passage, by the id that a citation names ("idm-2018#41").

        Raises:
            UsageError: there is no such passage.
        """
        _, found = self._row(passage)
        if found is None:
            self.held(passage.rpartition("#")[0])
            raise UsageError(
                f'There is no passage "{passage}".',
                "Passages are named document#number, as `migrascope find` shows them.",
            )
        return found

    def extracted(self) -> dict[str, Judgement]:
        """What was extracted for the passages whose judgement was corrected."""
        with self.reading():
            found = self.connection.execute(
                "SELECT document || '#' || number, extracted FROM passages "
                "WHERE extracted IS NOT NULL ORDER BY document, number"
            ).fetchall()
        return {passage: rows.unpacked(extracted) for passage, extracted in found}

    def codes(self, scheme: Scheme) -> tuple[str, ...]:
        """What passages are tagged with, of one scheme."""
        with self.reading():
            found = self.connection.execute(
                "SELECT DISTINCT code FROM tags WHERE scheme = ? ORDER BY code",
                (scheme.value,),
            ).fetchall()
        return tuple(code for (code,) in found)

    def vocabulary(self) -> vocabulary.Held:
        """The words of the passages; remembered until somebody writes."""
        if self._vocabulary is None or not self._vocabulary.is_current():
            self._vocabulary = vocabulary.Held(self.connection)
        return self._vocabulary

    def reading(self) -> AbstractContextManager[None]:
        """What goes wrong inside is told in the library's terms."""
        return database.explained(self.path)

    def _write(
        self,
        document: Document,
        passages: Sequence[Passage],
        judgements: Sequence[Judgement],
    ) -> None:
        self._erase(document.id)
        metadata = document.metadata
        self.connection.execute(
            _ADD,
            (
                document.id,
                document.sha256,
                document.file,
                document.format,
                metadata.language,
                metadata.date.isoformat() if metadata.date else "",
                msgspec.json.encode(metadata).decode(),
                max(1, len(document.pages)),
                len(passages),
                json.dumps(document.notes, ensure_ascii=False),
                self._clock().isoformat(),
                zlib.compress(msgspec.msgpack.encode(document)),
            ),
        )
        judges.stamp(self.connection, document.id)
        added = rows.add(self.connection, passages, judgements)
        index.add(
            self.connection,
            added,
            document=document,
            passages=passages,
            judgements=judgements,
        )

    def _erase(self, document: str) -> None:
        index.remove(self.connection, document)
        self.connection.execute("DELETE FROM documents WHERE id = ?", (document,))

    def _forget(self, document: str, sha256: str) -> None:
        """Remove what a document left beside the library."""
        last = not self._with_bytes(sha256)
        originals.forget(self.folder, sha256, document, last=last)

    def _sha256(self, document: str) -> str:
        row = self.connection.execute(
            "SELECT sha256 FROM documents WHERE id = ?", (document,)
        ).fetchone()
        return row[0] if row else ""

    def _with_bytes(self, sha256: str) -> list[str]:
        found = self.connection.execute(
            "SELECT id FROM documents WHERE sha256 = ? ORDER BY id", (sha256,)
        )
        return [row[0] for row in found]

    def _row(self, passage: str) -> tuple[int, JudgedPassage | None]:
        document, _, number = passage.rpartition("#")
        with self.reading():
            found = self.connection.execute(
                f"SELECT {rows.COLUMNS} FROM passages "  # noqa: S608 - our own words
                "WHERE document = ? AND number = ?",
                (document, int(number) if number.isdecimal() else 0),
            )
            return next(rows.read(self.connection, found), (0, None))

    def _unknown(self, document: str) -> UsageError:
        from difflib import get_close_matches

        ids = [each.id for each in self.documents()]
        nearest = get_close_matches(document, ids, n=3, cutoff=0.4)
        advice = (
            f"Did you mean: {', '.join(nearest)}?"
            if nearest
            else "`migrascope library list` shows what there is."
        )
        return UsageError(f'There is no document "{document}".', advice)
