"""Is the evidence base whole?

Every file that the manifest names is hashed and compared: the figures, their
description, and the publishers' files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from migrascope.errors import StoreError
from migrascope.store import snapshots
from migrascope.store.base import Base
from migrascope.store.layout import EDITIONS
from migrascope.store.manifest import Entry

ANOTHER_TIME = "Add the publisher's file again: that repairs the edition."


@dataclass(frozen=True, slots=True)
class Damage:
    """One file that is not what it should be."""

    edition: str
    path: Path
    what: str
    advice: str


def check(
    base: Base, *, advance: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[Damage, ...]:
    """Everything that is damaged; `advance(done, total)` is told after each edition."""
    entries = base.index.entries
    found: list[Damage] = []
    seen: set[str] = set()
    for done, entry in enumerate(entries, start=1):
        found.extend(_edition(base, entry))
        found.extend(_snapshots(base, entry, seen))
        advance(done, len(entries))
    return tuple(found)


def _edition(base: Base, entry: Entry) -> list[Damage]:
    folder = base.folder / EDITIONS / entry.folder
    found = []
    for name, sha256 in entry.hashes.items():
        path = folder / name
        if not path.is_file():
            found.append(Damage(entry.id, path, "missing", ANOTHER_TIME))
        elif snapshots.digest(path) != sha256:
            found.append(Damage(entry.id, path, "changed", ANOTHER_TIME))
    return found


def _snapshots(base: Base, entry: Entry, seen: set[str]) -> list[Damage]:
    """Each snapshot is hashed once, however many editions rest on it."""
    found = []
    for sha256 in entry.snapshots:
        if sha256 in seen:
            continue
        seen.add(sha256)
        try:
            path = base.snapshot(sha256)
            snapshots.verify(path)
        except StoreError as error:
            where = Path(str(error.where))
            found.append(Damage(entry.id, where, error.what, error.advice))
    return found
