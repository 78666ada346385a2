"""Which bytes did we receive?

Every file is kept as it came, under the hash of its content. A snapshot is never
changed; two editions that rest on the same file share it.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from migrascope.errors import DamagedBase, SourceError
from migrascope.store import durable
from migrascope.store.layout import SNAPSHOTS

_BLOCK = 1 << 20
_ENDING = re.compile(r"[a-z0-9]{1,12}")
_HASH = re.compile(r"[0-9a-f]{64}")


def keep(base: Path, received: Path, *, sha256: str) -> Path:
    """Copy a file into the base, unless its bytes are there already.

    Raises:
        SourceError: the file is no longer the one that was read.
    """
    kept = find(base, sha256)
    if kept is not None and digest(kept) == sha256:
        return kept
    target = kept or base / SNAPSHOTS / sha256[:2] / f"{sha256}{ending(received.name)}"
    with durable.written(target) as unfinished:
        if _copy(received, unfinished) != sha256:
            raise SourceError(
                "the file changed while it was read.",
                "Wait until nobody writes to it, and add it again.",
                where=str(received),
            )
    return target


def find(base: Path, sha256: str) -> Path | None:
    """The snapshot with this hash, or None."""
    if not _HASH.fullmatch(sha256):
        return None
    folder = base / SNAPSHOTS / sha256[:2]
    found = sorted(folder.glob(f"{sha256}*")) if folder.is_dir() else []
    return found[0] if found else None


def verify(path: Path) -> None:
    """Check that a snapshot still holds the bytes that its name promises.

    Raises:
        DamagedBase: its content has changed.
    """
    if digest(path) != path.name[:64]:
        raise DamagedBase(
            "the snapshot is not the file that was received.",
            "Restore it from a copy of the base, or add the publisher's file again.",
            where=str(path),
        )


def digest(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def ending(name: str) -> str:
    """The ending under which a snapshot is kept: plain letters, or nothing.

    >>> ending("Table 1.XLSX"), ending("data.csv.gz"), ending("odd.../name")
    ('.xlsx', '.csv.gz', '')
    """
    parts = name.lower().split(".")[1:]
    keep_two = len(parts) > 1 and parts[-1] == "gz"
    wanted = parts[-2:] if keep_two else parts[-1:]
    return "".join(f".{part}" for part in wanted if _ENDING.fullmatch(part))


def _copy(source: Path, target: Path) -> str:
    """Copy and hash in one pass."""
    seen = hashlib.sha256()
    with source.open("rb") as reader, target.open("wb") as writer:
        while block := reader.read(_BLOCK):
            seen.update(block)
            writer.write(block)
    return seen.hexdigest()
