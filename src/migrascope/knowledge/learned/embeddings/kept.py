"""Where is the small form of the language model kept, and is it whole?

It is made once out of the float weights and lies in the user's cache folder, under a
name that says which weights and which steps it was made of. Its first bytes are the
sha256 of the rest: a file that was cut off or changed is made anew. It is written aside
and then renamed, so that a process that is killed leaves nothing half done, and two at
once write the same file.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from migrascope.knowledge.learned.embeddings import graph, weights

LONGEST = 256
"""Pieces of a text that count: what the model was trained with."""

_PART = ".part"
_FORGOTTEN = 3600.0
"""Seconds after which a file that was not finished is nobody's any more."""


def path(sums: Mapping[str, str] = weights.SHA256) -> Path:
    """The file, whether it is there or not."""
    import platformdirs

    folder = platformdirs.user_cache_path("migrascope", appauthor=False)
    of = f"{sums[weights.WEIGHTS]} {LONGEST} {graph.BUILDER}"
    name = hashlib.sha256(of.encode()).hexdigest()[:16]
    return folder / "embeddings" / f"minilm-int8-{name}.model"


def model(place: Path, *, sums: Mapping[str, str] = weights.SHA256) -> bytes:
    """The model as an ONNX file; made and kept when it is not there or not whole.

    Where the cache folder cannot be written to, it is made each time.

    Raises:
        Truncated: the float weights are damaged or were changed.
    """
    file = path(sums)
    kept = _whole(file)
    if kept is not None:
        return kept
    weights.check(place, weights.WEIGHTS, sums=sums)
    made = graph.build(weights.tensors(place), longest=LONGEST)
    with suppress(OSError):
        _write(file, made)
    return made


def _whole(file: Path) -> bytes | None:
    """What was kept, if its sum is right."""
    try:
        held = file.read_bytes()
    except OSError:
        return None
    size = hashlib.sha256().digest_size
    found = held[size:]
    return found if hashlib.sha256(found).digest() == held[:size] else None


def _write(file: Path, content: bytes) -> None:
    """Write so that a crash leaves the old file, or the new one, or none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for left in file.parent.glob(f".*{_PART}"):
        if left.stat().st_mtime < time.time() - _FORGOTTEN:
            left.unlink(missing_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}{_PART}")
    try:
        with unfinished.open("wb") as stream:
            stream.write(hashlib.sha256(content).digest())
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
