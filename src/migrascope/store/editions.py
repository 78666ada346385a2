"""What is an edition, and how is it written down?

One release of one dataset of one publisher: `unhcr-population@2025-12`. Its facts
stand in `edition.json` beside its figures. A release that was read again with
another result is a revision: `unhcr-population@2025-12.2`; the first one stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from migrascope.errors import DamagedBase, UsageError
from migrascope.model.caveat import Caveat
from migrascope.model.source import Licence

SCHEMA_VERSION = 1
"""Raised when the columns or the meaning of `edition.json` change."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9._-]*")


class Outcome(Enum):
    """What came of offering a batch to the base."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A publisher's file: its name there, its hash, its size in bytes, its address."""

    name: str
    sha256: str
    size: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One release of one dataset, as it stands in the base.

    `retrieved` is when its files were downloaded, or, where nothing says so, taken
    into the base (UTC); `first` and `last`
    are the years of its earliest and latest figure. `outcome` says what `accept`
    did; it is not written down.
    """

    id: str
    dataset: str
    vintage: str
    revision: int
    source: str
    title: str
    publisher: str
    licence: Licence
    citation: str
    address: str
    retrieved: datetime
    files: tuple[KeptFile, ...]
    caveats: tuple[Caveat, ...]
    remarks: tuple[str, ...]
    rows: int
    measures: tuple[str, ...]
    first: int | None
    last: int | None
    schema: int = SCHEMA_VERSION
    outcome: Outcome | None = field(default=None, compare=False)

    @property
    def folder(self) -> str:
        """The name of its folder in `editions/`."""
        return folder_name(self.id)

    def caveats_for(
        self, figure: Mapping[str, object], *, year: int | None = None
    ) -> tuple[Caveat, ...]:
        """The caveats that hold for a figure given as column → value."""
        return tuple(each for each in self.caveats if each.applies(figure, year=year))


def checked_id(edition: str) -> str:
    """Refuse an id that cannot be a folder name on every system.

    Raises:
        UsageError: the id is not `dataset@vintage` in plain letters.
    """
    if not _ID.fullmatch(edition):
        raise UsageError(
            f'"{edition}" cannot be the id of an edition.',
            "It is dataset@vintage, of letters without accents, digits, "
            "dots, hyphens and underscores.",
        )
    return edition


def folder_name(edition: str) -> str:
    """The folder of an edition; systems that ignore case see no two alike.

    >>> folder_name("unhcr-population@2025-Q4.")
    'unhcr-population@2025-q4%2e'
    """
    name = "".join(
        sign if sign.isalnum() or sign in "@._-" else f"%{ord(sign):02x}"
        for sign in edition.lower()
    )
    return name[:-1] + "%2e" if name.endswith(".") else name


def to_json(edition: Edition) -> str:
    """Write an edition down."""
    facts = asdict(edition)
    del facts["outcome"]
    facts["retrieved"] = edition.retrieved.isoformat()
    return json.dumps(facts, ensure_ascii=False, indent=1)


def read(path: Path) -> Edition:
    """Read an edition back from its `edition.json`.

    Raises:
        DamagedBase: the file is missing or cannot be understood.
    """
    try:
        return from_facts(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedBase(
            f"the description of an edition cannot be read ({error}).",
            "Add the publisher's file again: that repairs its edition.",
            where=str(path),
        ) from error


def from_facts(facts: Mapping[str, Any]) -> Edition:
    """An edition as `to_json` wrote it down."""
    return Edition(
        **{
            **facts,
            "licence": Licence(**facts["licence"]),
            "retrieved": datetime.fromisoformat(facts["retrieved"]),
            "files": tuple(KeptFile(**each) for each in facts["files"]),
            "caveats": tuple(Caveat(**each) for each in facts["caveats"]),
            "remarks": tuple(facts["remarks"]),
            "measures": tuple(facts["measures"]),
        }
    )
