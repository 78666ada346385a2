"""How large is the sheet that this small file would open into?

A reader lays out every cell between the first and the last one. One stray cell in
the last corner of a sheet makes seventeen thousand million of them out of a file of
a few kilobytes, by malice or by a slip of the mouse. The corners are looked up in
the packed file before anything is laid out.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from migrascope.errors import TooLarge, Where

MOST_CELLS = 60_000_000
"""The largest sheet that is opened: a million rows of sixty columns."""

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
)
_PIECE = 1 << 22
_OVERLAP = 64
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW = re.compile(rb"<row[^>]{0,40}?\br=\"(\d{1,7})\"")
_COLUMN = re.compile(rb"<c[^>]{0,40}?\br=\"([A-Z]{2,3})\d")


def check(path: Path) -> None:
    """Refuse a workbook of Excel with a sheet of too many cells.

    The reader of the other formats says itself how large a sheet would become.

    Raises:
        TooLarge: names the sheet's part of the file and its last row.
    """
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if _SHEET.fullmatch(member.filename):
                    _check_sheet(archive, member, path)
    except _DAMAGE:
        return  # the reader of the workbook says what is damaged


def _check_sheet(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    """Excel writes the address of every cell: the largest ones are the corner."""
    last, width = 0, 26
    for piece in _pieces(archive, member):
        last = max([last, *map(int, _ROW.findall(piece))])
        for letters in set(_COLUMN.findall(piece)):
            width = max(width, _number(letters))
    refuse(path, member.filename, rows=last, columns=width)


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part of the archive, piece by piece, each with the end of the one before."""
    before = b""
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def refuse(path: Path, sheet: str, *, rows: int, columns: int) -> None:
    """Refuse a sheet of too many cells.

    Raises:
        TooLarge: it has more than `MOST_CELLS`.
    """
    if rows * columns > MOST_CELLS:
        raise TooLarge(
            f"the sheet reaches to row {rows:,} and column {columns:,}: more cells "
            "than can be opened.",
            "Delete the empty rows and columns beyond the table, and save it again.",
            where=Where(path.name, sheet),
        )
