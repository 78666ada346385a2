"""Which table is packed in this archive?

Some publishers put one workbook or one text table into a zip. It is unpacked into
a passing folder, under the name of the archive, so that messages name the file that
the user has; the archive is judged before anything comes out of it.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migrascope.errors import Truncated, UnknownLayout
from migrascope.sources.formats import guard

TABLES = (".xls", ".xlsx", ".ods", ".csv")
"""Endings of what is looked for in an archive."""


def tables(path: Path) -> tuple[str, ...]:
    """The names of the tables in an archive; nothing when it cannot be opened."""
    if not guard.head(path, 4).startswith(b"PK"):
        return ()
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ()
    return tuple(
        name
        for name in names
        if name.lower().endswith(TABLES) and not name.startswith("__MACOSX/")
    )


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The only table of an archive, for as long as the block lasts.

    Raises:
        TooLarge: a zip bomb.
        Locked: the archive has a password.
        Truncated: it is cut off or damaged.
        UnknownLayout: it holds no table, or more than one.
    """
    guard.check(path)
    names = tables(path)
    if len(names) != 1:
        what = f"{len(names)} tables" if names else "no table"
        raise UnknownLayout(
            f"the archive holds {what}, and one is expected.",
            "Unpack it, and add the table that you mean.",
            where=path.name,
        )
    with tempfile.TemporaryDirectory(prefix="migrascope-") as folder:
        table = Path(folder) / path.name
        try:
            with (
                zipfile.ZipFile(path) as archive,
                archive.open(names[0]) as packed,
                table.open("wb") as whole,
            ):
                shutil.copyfileobj(packed, whole)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Truncated(
                "the archive is cut off or damaged.",
                "Download or copy the file again, and compare its size.",
                where=path.name,
            ) from error
        yield table
