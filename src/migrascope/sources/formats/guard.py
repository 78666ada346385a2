"""Is it safe and sensible to read this file at all?

Looks before anything is unpacked: a zip bomb is refused from its table of
contents, and, because a table of contents can lie, by counting what comes out
without keeping it. A page of HTML, an empty file and a workbook with a password
are named for what they are.
"""

from __future__ import annotations

import codecs
import gzip
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from migrascope.errors import Locked, SourceError, TooLarge, Truncated, UnknownLayout

LIMIT_BYTES = 1_500_000_000
"""The most that a file may hold once it is unpacked."""

SUSPECT_BYTES = 100_000_000
SUSPECT_RATIO = 250
"""Above 100 MB, no table of figures is 250 times smaller when packed."""

_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_PARQUET = b"PAR1"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_THAT_DEFLATE_CAN = 1032
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")


def check(path: Path) -> None:
    """Refuse a file that cannot be read safely, before it is read.

    Raises:
        SourceError: there is no such file.
        Truncated: the file is empty, or its archive is cut off.
        UnknownLayout: a web page stands where data was expected.
        Locked: a workbook with a password.
        TooLarge: more than `LIMIT_BYTES` once unpacked, or a zip bomb.
    """
    start = _start(path)
    if start.startswith(_OLE):
        _refuse_locked(path)
    elif start.startswith((_ZIP, _EMPTY_ZIP)):
        _check_zip(path)
    elif start.startswith(_GZIP):
        for _ in _unpacked(path):
            pass
    refuse_page(head(path, 2048), path)


def content(path: Path) -> bytes:
    """The whole file, unpacked when it is gzip, never more than the limit.

    Raises:
        TooLarge: it unpacks to more than `LIMIT_BYTES`.
        Truncated: the archive is cut off.
        UnknownLayout: a web page, or a workbook where text was expected.
    """
    if _start(path).startswith(_GZIP):
        data = b"".join(_unpacked(path))
        refuse_page(data[:2048], path)
    else:
        check(path)
        data = path.read_bytes()
    if data.startswith((_ZIP, _OLE)):
        raise UnknownLayout(
            "this is a workbook or an archive, not a text file.",
            "Give it its own ending (.xlsx, .xls, .ods), or unpack it first.",
            where=path.name,
        )
    if not data:
        raise Truncated("the file is empty.", _AGAIN, where=path.name)
    return data


def head(path: Path, size: int = 65536) -> bytes:
    """The first bytes, as a reader of text would see them.

    Unpacked when the file is gzip, in UTF-8 when it is "Unicode text" (UTF-16);
    nothing when it is unreadable or no file.
    """
    if not path.is_file():  # opening a pipe would wait for ever
        return b""
    try:
        with path.open("rb") as stream:
            start = stream.read(max(size, 65536))
        if start.startswith(_GZIP):
            start = zlib.decompressobj(wbits=31).decompress(start, 2 * size)
    except (OSError, zlib.error):
        return b""
    if start.startswith(_UTF16):
        start = start.decode("utf-16", "ignore").encode("utf-8")
    return start[:size]


def refuse_page(start: bytes, path: Path) -> None:
    """Refuse HTML where data was expected.

    Raises:
        UnknownLayout: the file starts like a web page.
    """
    text = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    is_page = text.startswith(_PAGES) or (
        text.startswith((b"<?xml", b"<!--")) and b"<html" in text
    )
    if is_page:
        raise UnknownLayout(
            "this is a web page, not data.",
            "The address probably answered with an error or a log-in page: open "
            "the file in a browser to see, then download again.",
            where=path.name,
        )


def refuse_bytes(path: Path) -> None:
    """Refuse what is neither text nor a workbook, whatever its name says.

    Raises:
        Truncated: nothing but blanks, empty bytes among the letters, or a Parquet
            file without its end.
    """
    start = head(path)
    if start.startswith((_ZIP, _OLE)):
        return
    if start.startswith(_PARQUET):
        _refuse_cut_parquet(path)
        return
    if not start.strip():
        raise Truncated("the file holds nothing but blanks.", _AGAIN, where=path.name)
    if b"\0" in start:
        line = start[: start.index(b"\0")].count(b"\n") + 1
        raise Truncated(
            f"line {line} holds an empty byte: this is neither text nor a workbook, "
            "or it was damaged.",
            _AGAIN,
            where=path.name,
        )


def _refuse_cut_parquet(path: Path) -> None:
    """A Parquet file ends as it starts."""
    with path.open("rb") as stream:
        stream.seek(-len(_PARQUET), os.SEEK_END)
        if stream.read() != _PARQUET:
            raise Truncated("the Parquet file is cut off.", _AGAIN, where=path.name)


def _start(path: Path) -> bytes:
    """The first bytes of a file that exists, is not empty and not too long."""
    if not path.is_file():
        what = "this is a folder." if path.is_dir() else "this is a device, not a file."
        raise SourceError(
            what if path.exists() else "there is no such file.",
            "Check the name and the folder.",
            where=str(path),
        )
    size = path.stat().st_size
    if size == 0:
        raise Truncated("the file is empty.", _AGAIN, where=path.name)
    if size > LIMIT_BYTES:
        raise _too_large(path, size)
    with path.open("rb") as stream:
        return stream.read(8)


def _unpacked(path: Path) -> Iterator[bytes]:
    """The content of a gzip file in pieces, counted as it comes."""
    total = 0
    try:
        with gzip.open(path) as stream:
            while piece := stream.read(_CHUNK):
                total += len(piece)
                _judge(path, packed=path.stat().st_size, unpacked=total)
                yield piece
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Truncated(
            "the compressed file is cut off or damaged.", _AGAIN, where=path.name
        ) from error


def _check_zip(path: Path) -> None:
    """Judge an archive from its table of contents, then by what comes out."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Truncated(
            "the workbook or archive is cut off or damaged.", _AGAIN, where=path.name
        ) from error
    if any(member.flag_bits & 1 for member in members):
        raise Locked("the archive is protected by a password.", _OPEN, where=path.name)
    packed = path.stat().st_size
    _judge(path, packed=packed, unpacked=sum(each.file_size for each in members))
    if packed * _MOST_THAT_DEFLATE_CAN <= SUSPECT_BYTES:
        return
    total = 0
    with path.open("rb") as stream:
        for member in members:
            for size in _sizes(stream, member):
                total += size
                _judge(path, packed=packed, unpacked=total)


def _sizes(stream: BinaryIO, member: zipfile.ZipInfo) -> Iterator[int]:
    """How much a member really unpacks to, piece by piece, keeping nothing."""
    if member.compress_type != zipfile.ZIP_DEFLATED:
        yield member.compress_size
        return
    stream.seek(member.header_offset + 26)
    name, extra = struct.unpack("<HH", stream.read(4))
    stream.seek(name + extra, 1)
    left, packed, inflate = member.compress_size, b"", zlib.decompressobj(-15)
    while not inflate.eof:
        if not packed:
            packed = stream.read(min(_CHUNK, left))
            left -= len(packed)
        if not packed:
            return
        try:
            size = len(inflate.decompress(packed, _CHUNK))
        except zlib.error:
            return  # the reader of the workbook says what is damaged
        yield size
        packed = inflate.unconsumed_tail


def _judge(path: Path, *, packed: int, unpacked: int) -> None:
    bomb = unpacked > SUSPECT_BYTES and unpacked > packed * SUSPECT_RATIO
    if bomb or unpacked > LIMIT_BYTES:
        raise _too_large(path, unpacked)


def _too_large(path: Path, size: int) -> TooLarge:
    return TooLarge(
        f"the file unpacks to {size / 1e9:.1f} GB or more "
        f"({path.stat().st_size / 1e6:.1f} MB on disk): "
        "too large to be a table of figures.",
        "If it is honest, split it by year, or save it as Parquet.",
        where=path.name,
    )


def _refuse_locked(path: Path) -> None:
    """A workbook with a password is an OLE file with an encrypted package."""
    overlap = b""
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            if _ENCRYPTED in overlap + piece:
                raise locked(path)
            overlap = piece[-len(_ENCRYPTED) :]


def locked(path: Path) -> Locked:
    """The error for a workbook with a password."""
    return Locked("the workbook is protected by a password.", _OPEN, where=path.name)


_AGAIN = "Download or copy the file again, and compare its size."
_OPEN = "Open it with the password and save a copy without one."
