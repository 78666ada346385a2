"""Who may write?

One process at a time. The operating system holds the lock, so that the lock of a
process that died is free at once; the file only says who the writer is.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from migrascope.errors import BusyBase
from migrascope.store.layout import LOCK

_FAR = 1 << 30
"""Byte that is locked on Windows, beyond the text, so that others can read it."""

_PAUSE = 0.05


@contextmanager
def writing(folder: Path, *, patience: float) -> Iterator[None]:
    """Be the only writer; wait `patience` seconds for another one to finish.

    Raises:
        BusyBase: another process is still writing; the message says which.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOCK
    with path.open("a+b") as stream:
        _take(stream, path, patience=patience)
        try:
            _sign(stream)
            yield
        finally:
            stream.seek(0)
            stream.truncate()
            stream.flush()
            _release(stream)


def _take(stream: BinaryIO, path: Path, *, patience: float) -> None:
    deadline = time.monotonic() + patience
    while not _try(stream):
        if time.monotonic() >= deadline:
            raise BusyBase(
                f"{_writer(path)} is writing to the evidence base.",
                "Wait until it has finished, or end it, and try again.",
                where=str(path.parent),
            )
        time.sleep(_PAUSE)


def _sign(stream: BinaryIO) -> None:
    """Write who we are, for the message that others get."""
    stream.seek(0)
    stream.truncate()
    since = datetime.now(UTC).isoformat(timespec="seconds")
    stream.write(json.dumps({"process": os.getpid(), "since": since}).encode())
    stream.flush()


def _writer(path: Path) -> str:
    try:
        signature = json.loads(path.read_bytes())
        return f"process {signature['process']} (since {signature['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"


if sys.platform == "win32":
    import msvcrt

    def _try(stream: BinaryIO) -> bool:
        stream.seek(_FAR)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(stream: BinaryIO) -> None:
        stream.seek(_FAR)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(stream: BinaryIO) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(stream: BinaryIO) -> None:
        fcntl.flock(stream, fcntl.LOCK_UN)
