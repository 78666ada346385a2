"""Where are the files that were read, exactly as they were?

`documents/ab/abcdef….pdf` beside the library, named by the sha256 of the bytes, with
a small file that says under which name, and with what given metadata, it was read:
from these the whole library can be made again.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import msgspec

from migrascope.errors import DamagedBase
from migrascope.knowledge.model import Document, Metadata

FOLDER = "documents"
_PART = ".part"
_GIVEN = "given"
"""What `Metadata.found` says of a field that a person gave."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file that was read: under which id and name, with what given metadata."""

    id: str
    file: str
    sha256: str
    given: Metadata


def keep(folder: Path, document: Document, raw: bytes) -> list[Path]:
    """Keep the bytes of a document; the files that were not there before.

    Raises:
        ValueError: the bytes are not those that the document was read from.
    """
    if hashlib.sha256(raw).hexdigest() != document.sha256:
        msg = f"the bytes are not those of {document.id}"
        raise ValueError(msg)
    original = Original(
        document.id, document.file, document.sha256, _given(document.metadata)
    )
    wanted = {
        _path(folder, document.sha256, _suffix(document.file)): raw,
        _card(folder, document.sha256, document.id): msgspec.json.encode(original),
    }
    new = [path for path in wanted if not path.exists()]
    for path, content in wanted.items():
        if path in new or path.suffix == ".card":
            _write(path, content)
    return new


def forget(folder: Path, sha256: str, document: str, *, last: bool) -> None:
    """Remove the card of a document, and its bytes when it was the `last` with them."""
    _card(folder, sha256, document).unlink(missing_ok=True)
    if last:
        for path in _shelf(folder, sha256).glob(f"{sha256}*"):
            path.unlink(missing_ok=True)


def find(folder: Path, sha256: str) -> Path:
    """The file with these bytes.

    Raises:
        DamagedBase: it is not there, or its bytes have changed.
    """
    shelf = _shelf(folder, sha256)
    for path in sorted(shelf.glob(f"{sha256}*")):
        if path.suffix in {".card", _PART}:
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            return path
        raise DamagedBase(
            "the file that was read has changed since.",
            "Read the document again from its publisher's file.",
            where=str(path),
        )
    raise DamagedBase(
        "the file that was read is no longer beside the library.",
        "Read the document again from its publisher's file.",
        where=str(shelf / sha256),
    )


def newest(folder: Path) -> Iterator[Original]:
    """The file that each document was last read from, by the cards."""
    cards = (folder / FOLDER).glob("*/*.card")
    by_id: dict[str, Original] = {}
    for card in sorted(cards, key=lambda path: (path.stat().st_mtime_ns, path.name)):
        try:
            original = msgspec.json.decode(card.read_bytes(), type=Original)
        except msgspec.MsgspecError as error:
            raise DamagedBase(
                f"the card of a document cannot be understood ({error}).",
                "Remove the card and read that document again.",
                where=str(card),
            ) from error
        by_id[original.id] = original
    yield from (by_id[id_] for id_ in sorted(by_id))


def _given(metadata: Metadata) -> Metadata:
    """Only what a person gave; the rest is found again when it is read again."""
    given = {
        name: getattr(metadata, name)
        for name, how in metadata.found.items()
        if how == _GIVEN
    }
    return Metadata(**given, found=dict.fromkeys(given, _GIVEN))


def _shelf(folder: Path, sha256: str) -> Path:
    return folder / FOLDER / sha256[:2]


def _path(folder: Path, sha256: str, suffix: str) -> Path:
    return _shelf(folder, sha256) / f"{sha256}{suffix}"


def _card(folder: Path, sha256: str, document: str) -> Path:
    return _shelf(folder, sha256) / f"{sha256}.{quote(document, safe='')}.card"


def _suffix(file: str) -> str:
    """The ending of a file's name, when it is one that people would know."""
    suffix = Path(file).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def _write(path: Path, content: bytes) -> None:
    """Write so that a crash leaves the old file, or the new one, or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{_PART}")
    try:
        with unfinished.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
