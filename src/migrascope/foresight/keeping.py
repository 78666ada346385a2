"""What has been worked out before?

Answers that hang on nothing but figures and the program are kept in a folder, each in a
file whose name is made of all that it hangs on: another figure, another line of the
program or another version of numpy, another name. So a file that is there is right, and
one that cannot be read, or that does not hold what it should, is as good as none. Only
the newest of a kind stay.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from migrascope import __version__
from migrascope.errors import MigrascopeError
from migrascope.foresight.panel import FloatArray

Arrays: TypeAlias = dict[str, NDArray[Any]]
"""What a file holds: arrays by name."""
Thing = TypeVar("Thing")
ROOMS = ("foresight", "model", "store")
"""Folders of the program that answers hang on."""
SIGNS = 32
"""Length of the part of a name that is made of facts."""
MOST = 24
"""Files of a kind that are kept."""
UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    MigrascopeError,
)
"""What a damaged file, or one made by somebody else, may end in."""


def once(
    folder: Path | None,
    kind: str,
    facts: Sequence[object],
    work: Callable[[], Thing],
    *,
    pack: Callable[[Thing], Arrays],
    unpack: Callable[[Arrays], Thing],
) -> Thing:
    """The answer of `work`: from the folder, or worked out and kept there.

    `facts` are all that the answer hangs on besides the program; their texts go into
    the name of the file. Without a folder it is always worked out.
    """
    if folder is None:
        return work()
    path = folder / f"{kind}-{name(facts)}.npz"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            return unpack({each: held[each] for each in held.files})
    except UNREADABLE:
        answer = work()
    keep(path, lambda unfinished: np.savez_compressed(unfinished, **pack(answer)))  # type: ignore[arg-type]  # an array could be called allow_pickle
    _sweep(folder, kind)
    return answer


def figures(
    folder: Path | None,
    kind: str,
    facts: Sequence[object],
    work: Callable[[], FloatArray],
) -> FloatArray:
    """The same of one table of numbers."""
    return once(
        *(folder, kind, facts, work),
        pack=lambda answer: {"figures": answer},
        unpack=lambda arrays: arrays["figures"],
    )


def name(facts: Sequence[object]) -> str:
    """A name made of facts and of the program."""
    text = repr((program(), *facts))
    return hashlib.sha256(text.encode()).hexdigest()[:SIGNS]


@cache
def program() -> str:
    """A name made of the program: its version, that of numpy, and its own text."""
    digest = hashlib.sha256(f"{__version__} {np.__version__}".encode())
    package = Path(__file__).parent.parent
    for room in ROOMS:
        for path in sorted((package / room).rglob("*.*")):
            if path.suffix in {".py", ".csv", ".toml", ".json"}:
                digest.update(path.relative_to(package).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def keep(path: Path, write: Callable[[Any], object]) -> None:
    """Write a file whole; where the folder cannot be written, do without."""
    unfinished = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            write(file)
        Path(unfinished).replace(path)
    except OSError:
        if unfinished is not None:
            Path(unfinished).unlink(missing_ok=True)


def _sweep(folder: Path, kind: str) -> None:
    """Take away the oldest files of a kind; another process may have done it."""
    try:
        found = [
            (each.stat().st_mtime, each)
            for each in folder.glob(f"{kind}-{SIGNS * '?'}.npz")
        ]
        for _, old in sorted(found, reverse=True)[MOST:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
