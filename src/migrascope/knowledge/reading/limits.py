"""Is it safe and sensible to read this file at all?

A document is judged before a word of it is understood: what it is, from its first
bytes and not from its name; how large it is, on the disk and unpacked.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from migrascope.errors import (
    Locked,
    SourceError,
    TooLarge,
    Truncated,
    UnreadableDocument,
)

MOST_BYTES = 150_000_000
"""The most that a document may hold on the disk; a scan of a book is smaller."""

MOST_UNPACKED = 300_000_000
MOST_RATIO = 150
SUSPECT_BYTES = 10_000_000
"""Above 10 MB, no part of a text document is 150 times smaller when packed."""

MOST_PARTS = 10_000
MOST_PAGES = 12_000
MOST_LETTERS = 100_000_000

PDF, WORD, HTML, MARKDOWN, TEXT = "pdf", "docx", "html", "markdown", "text"
_NAMES = {
    PDF: "a PDF",
    WORD: "a Word document",
    HTML: "a web page",
    TEXT: "plain text",
}
_ENDINGS = {
    ".pdf": PDF,
    ".docx": WORD,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": TEXT,
    ".text": TEXT,
    "": TEXT,
}
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint file"),
    (b"{\\rtf", "a file in Rich Text Format"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a scanned picture (TIFF)"),
    (b"MM\x00*", "a scanned picture (TIFF)"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"PAR1", "a table of data (Parquet)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")
_ZIP = b"PK\x03\x04"
DOCUMENTS = frozenset(ending for ending in _ENDINGS if ending)
"""The endings of files that may be documents."""

_DATA = frozenset(
    (".csv", ".tsv", ".json", ".xml", ".parquet", ".xlsx", ".xls", ".ods")
)
_SAVE = "Save it as .docx or PDF in the program that made it."


def content(path: Path) -> bytes:
    """The bytes of a document, never more than the limit.

    Raises:
        SourceError: there is no such file.
        Truncated: the file is empty.
        TooLarge: it is larger than a document is; nothing of it was read.
    """
    if not path.is_file():  # opening a pipe would wait for ever
        what = "this is a folder." if path.is_dir() else "this is a device, not a file."
        raise SourceError(
            what if path.exists() else "there is no such file.",
            "Check the name and the folder.",
            where=str(path),
        )
    size = path.stat().st_size
    if size == 0:
        raise Truncated(
            "the file is empty.", "Download or copy it again.", where=path.name
        )
    if size > MOST_BYTES:
        raise TooLarge(
            f"{size / 1e6:,.0f} MB: a document has at most {MOST_BYTES / 1e6:,.0f} MB.",
            "Split it, or print its text to a PDF without pictures.",
            where=path.name,
        )
    with path.open("rb") as stream:
        return stream.read(size)


def recognised(path: Path, data: bytes) -> str:
    """The format of a document, from its content.

    Raises:
        UnreadableDocument: no document that can be read, or another one than its name
            says; the message says what it is.
        TooLarge: an archive that unpacks to more than a document.
        Truncated: a damaged archive.
        Locked: a Word document with a password.
    """
    ending = path.suffix.lower()
    if ending in _DATA:
        raise UnreadableDocument(
            f"{ending} is the ending of data, not of a document.",
            f'For figures: migrascope add "{path.name}".',
            where=path.name,
        )
    found = _format(path, data)
    named = _ENDINGS.get(ending, TEXT)
    if found == TEXT and named in {MARKDOWN, TEXT}:
        return named
    if found == named or not ending or ending not in _ENDINGS:
        return found
    raise UnreadableDocument(
        f"the name ends with {ending}, but this is {_NAMES[found]}.",
        "Give the file the right ending, or look what it is.",
        where=path.name,
    )


def parts(path: Path, data: bytes) -> zipfile.ZipFile:
    """The archive that a Word document is, judged before anything is unpacked.

    Raises:
        TooLarge: it would unpack to more than a document (zip bomb).
        Truncated: it is cut off or damaged.
        Locked: it is protected by a password.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Truncated(
            "the archive is cut off or damaged.",
            "Download or copy the file again, and compare its size.",
            where=path.name,
        ) from error
    if any(member.flag_bits & 1 for member in members):
        raise _locked(path)
    total = 0
    for member in members:
        total += member.file_size
        bomb = member.file_size > max(SUSPECT_BYTES, MOST_RATIO * member.compress_size)
        if bomb or total > MOST_UNPACKED or len(members) > MOST_PARTS:
            raise TooLarge(
                f"the part {member.filename[:60]!r} brings it to {total / 1e6:,.0f} MB "
                f"unpacked ({len(data) / 1e6:.1f} MB on disk): no document is packed "
                "so densely.",
                "Do not open it unless you know who made it.",
                where=path.name,
            )
    return archive


def _format(path: Path, data: bytes) -> str:
    """What the first bytes say."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return PDF
    if start.startswith(_ZIP):
        return _packed(path, data)
    if (
        start.startswith(b"\xd0\xcf\x11\xe0")
        and "EncryptedPackage".encode("utf-16-le") in data
    ):
        raise _locked(path)
    for sign, name in _OTHERS:
        if data.startswith(sign):
            picture = "picture" in name
            raise UnreadableDocument(
                f"this is {name}, not a document that can be read"
                + (" (no text layer: page 1)." if picture else "."),
                "Recognise its text first (OCR)." if picture else _SAVE,
                where=path.name,
            )
    small = start.lower()
    if small.startswith(_PAGES) or (
        small.startswith((b"<?xml", b"<!--")) and b"<html" in small
    ):
        return HTML
    return TEXT


def _packed(path: Path, data: bytes) -> str:
    """Which document an archive is."""
    names = set(parts(path, data).namelist())
    if "word/document.xml" in names:
        return WORD
    if any(name.startswith("xl/") for name in names):
        what = "an Excel workbook"
    elif any(name.startswith("ppt/") for name in names):
        what = "a PowerPoint presentation"
    elif "content.xml" in names:
        what = "an OpenDocument file"
    else:
        what = "an archive (zip)"
    raise UnreadableDocument(
        f"this is {what}, not a document that can be read.", _SAVE, where=path.name
    )


def _locked(path: Path) -> Locked:
    return Locked(
        "the document is protected by a password.",
        "Open it with the password and save a copy without one.",
        where=path.name,
    )
