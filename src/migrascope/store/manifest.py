"""Which editions exist, and what does each one speak of?

`manifest.json` is written last: an edition that is not in it does not exist. It
also says which measures and areas each edition has, so that a question opens only
the files that can answer it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from migrascope.errors import DamagedBase
from migrascope.store import durable
from migrascope.store.layout import EDITIONS, MANIFEST

FORMAT = "migrascope evidence base"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition in the index.

    `accepted` is when the base took it in (UTC); `snapshots` are the hashes of the
    publisher's files in order, none when the figures came without them; `hashes` and
    `sizes` are those of the files in its folder, by name.
    """

    id: str
    dataset: str
    vintage: str
    revision: int
    accepted: datetime
    folder: str
    rows: int
    measures: frozenset[str]
    areas: frozenset[str]
    first: int | None
    last: int | None
    snapshots: tuple[str, ...]
    hashes: dict[str, str]
    sizes: dict[str, int]

    @property
    def order(self) -> tuple[str, int]:
        """What decides which edition of a dataset is the newest."""
        return (self.vintage, self.revision)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The editions of a base, in the order in which they were accepted."""

    entries: tuple[Entry, ...] = ()

    def get(self, edition: str) -> Entry | None:
        """The entry of an edition, or None."""
        return next((each for each in self.entries if each.id == edition), None)

    def known(self, as_of: date | datetime | None) -> tuple[Entry, ...]:
        """What the base held at that moment (a date: at its end, UTC)."""
        if as_of is None:
            return self.entries
        limit = _moment(as_of)
        return tuple(each for each in self.entries if each.accepted <= limit)

    def newest(self, as_of: date | datetime | None) -> tuple[Entry, ...]:
        """The newest edition of every dataset, as known at that moment."""
        best: dict[str, Entry] = {}
        for each in self.known(as_of):
            if each.dataset not in best or each.order > best[each.dataset].order:
                best[each.dataset] = each
        return tuple(sorted(best.values(), key=lambda each: each.id))

    def with_entry(self, entry: Entry) -> Manifest:
        """The manifest after an edition was accepted or repaired."""
        if self.get(entry.id) is None:
            return Manifest((*self.entries, entry))
        return Manifest(
            tuple(entry if each.id == entry.id else each for each in self.entries)
        )


def read(base: Path) -> Manifest:
    """Read the manifest; a folder without one, and without editions, is empty.

    Raises:
        DamagedBase: the manifest cannot be understood, or editions stand there
            without one.
    """
    path = base / MANIFEST
    try:
        facts = json.loads(path.read_bytes())
        if facts["format"] != FORMAT:
            raise _damaged(path, "it is not the manifest of an evidence base")
        if facts["version"] > VERSION:
            raise DamagedBase(
                f"the base was written by a newer version (format {facts['version']}).",
                "Install the newest Migrascope.",
                where=str(path),
            )
        return Manifest(tuple(_entry(each) for each in facts["editions"]))
    except FileNotFoundError:
        if _holds_editions(base):
            raise _damaged(path, "it is missing, and editions are there") from None
        return Manifest()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, f"it cannot be read ({error})") from error


def begin(base: Path) -> None:
    """Write an empty manifest where there is none.

    So a folder with editions and no manifest is one that has lost it, and not one
    whose first writer was killed.
    """
    if not (base / MANIFEST).exists():
        write(base, Manifest())


def write(base: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step."""
    facts = {
        "format": FORMAT,
        "version": VERSION,
        "editions": [_facts(each) for each in manifest.entries],
    }
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    with durable.written(base / MANIFEST) as unfinished:
        unfinished.write_text(text, encoding="utf-8")


def _holds_editions(base: Path) -> bool:
    folder = base / EDITIONS
    return folder.is_dir() and any(
        not each.name.startswith(".") for each in folder.iterdir()
    )


def _facts(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {
        "accepted": entry.accepted.isoformat(),
        "measures": sorted(entry.measures),
        "areas": sorted(entry.areas),
    }


def _entry(facts: dict[str, Any]) -> Entry:
    return Entry(
        **facts
        | {
            "accepted": datetime.fromisoformat(facts["accepted"]),
            "measures": frozenset(facts["measures"]),
            "areas": frozenset(facts["areas"]),
            "snapshots": tuple(facts["snapshots"]),
        }
    )


def _moment(as_of: date | datetime) -> datetime:
    if isinstance(as_of, datetime):
        return as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)
    return datetime.combine(as_of, time.max, tzinfo=UTC)


def _damaged(path: Path, reason: str) -> DamagedBase:
    return DamagedBase(
        f"the manifest is damaged: {reason}.",
        "Restore it from a copy of the base, or name an empty folder with --base DIR "
        "and add the publishers' files again.",
        where=str(path),
    )
