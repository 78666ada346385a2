"""How is a file written that nobody else can read?

A folder that only its owner may enter (mode 0700), files that only its owner may read
(0600), written under another name and renamed when they are whole. What is published
gets the usual rights in the end. On Windows the rights are those of the folder around.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from migrascope.errors import UsageError

OWNER_ONLY = 0o700
OWNER_READS = 0o600
PART = ".part"


def folder(path: Path) -> None:
    """A folder of the user alone; one that is there already must be such.

    Raises:
        UsageError: somebody else made it, or it is a link.
    """
    try:
        path.mkdir(mode=OWNER_ONLY)
    except FileExistsError as error:
        if path.is_symlink() or not path.is_dir() or not _is_mine(path):
            raise UsageError(
                "this was put there by somebody else.",
                "Look at it and remove it, or name another --output.",
                where=str(path),
            ) from error
    path.chmod(OWNER_ONLY)


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Offer a stream; when all went well, its content is the file, else nothing is."""
    unfinished = path.with_name(f".{path.name}{PART}")
    unfinished.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(unfinished, flags, OWNER_READS)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def write(path: Path, content: bytes | str) -> None:
    """Write a whole file."""
    with written(path) as stream:
        stream.write(content.encode("utf-8") if isinstance(content, str) else content)


def open_to_others(path: Path) -> None:
    """Give a folder and its files the rights that new files of the user have.

    It must still stand inside a private folder, so that nobody sees it half done.
    """
    for file in path.iterdir():
        open_file(file)
    path.chmod(0o777 & ~_mask())


def open_file(path: Path) -> None:
    """Give a file the rights that new files of the user have."""
    path.chmod(0o666 & ~_mask())


def flush(path: Path) -> None:
    """Wait until the names in a folder are on the disk (Windows does so by itself)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Remove a folder with all that is in it; nothing where there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)


def _mask() -> int:
    """The rights that the user takes from new files; asking means setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _is_mine(path: Path) -> bool:
    return os.name == "nt" or path.stat().st_uid == os.geteuid()
