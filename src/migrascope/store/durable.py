"""How does a file reach the disk so that a crash leaves the old or the new one?

Write under another name, flush to the disk, then rename: a reader never sees half
a file. What a crash leaves behind ends in `.part` and is swept by the next writer.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PART = ".part"
"""Ending of what is not finished yet."""

_PATIENCE = 2.0
"""Seconds to wait for a reader on Windows, who holds the file that is replaced."""


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Offer a name to write under; on success it becomes `path`, else it vanishes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    unfinished.touch()  # a folder that cannot be written to is told as that
    unfinished.unlink()  # DuckDB, locked in, makes a file but takes none over
    try:
        yield unfinished
        flush(unfinished)
        _rename(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def publish_folder(unfinished: Path, folder: Path) -> None:
    """Give a folder that is complete and flushed its final name."""
    for file in unfinished.iterdir():
        flush(file)
    flush_folder(unfinished)
    _rename(unfinished, folder)
    flush_folder(folder.parent)


def sweep(folders: Iterable[Path]) -> None:
    """Remove what was not finished; only the writer may do so."""
    for folder in folders:
        if folder.is_dir():
            for unfinished in folder.glob(f".*{PART}"):
                discard(unfinished)


def discard(path: Path) -> None:
    """Remove what a crash left behind, whether file or folder."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Wait until the content of a file is on the disk."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk (Windows does so by itself)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _rename(source: Path, target: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            os.replace(source, target)  # noqa: PTH105 - the call that tests interrupt
        except PermissionError:
            if os.name != "nt" or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
