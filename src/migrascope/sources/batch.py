"""What does an adapter hand over?

A batch: the figures of one edition with everything that must travel along. The
adapter does not know the store; the store does not know the publisher.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import polars as pl

from migrascope.model.caveat import Caveat
from migrascope.model.source import Licence
from migrascope.sources import receipt


class Residuals(Enum):
    """What to do with a place that the tables do not know."""

    REFUSE = "refuse"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was received: its place, its name, its hash, its address."""

    path: Path
    sha256: str
    size: int
    address: str = ""

    @property
    def name(self) -> str:
        """The file name, without folders."""
        return self.path.name


def source_file(path: Path, *, address: str = "") -> SourceFile:
    """Hash a file on disk; a download knows its address from its receipt."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    known = address or receipt.address_of(path, sha256=digest)
    return SourceFile(path, digest, path.stat().st_size, known)


@dataclass(frozen=True, slots=True)
class Remote:
    """A file that a publisher offers: where it is and what to call it here."""

    name: str
    address: str
    says: str = ""
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """What a source is, for people: `migrascope sources` prints it."""

    source: str
    title: str
    publisher: str
    licence: Licence
    address: str
    datasets: tuple[str, ...]
    says: str
    caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """The figures of one edition, `dataset@vintage`.

    `observations` has the columns of `model.frames.SCHEMA` (made by
    `sources.frame.finish`); its `file` column is the position in `files`.
    """

    dataset: str
    vintage: str
    source: str
    title: str
    publisher: str
    licence: Licence
    citation: str
    files: tuple[SourceFile, ...]
    observations: pl.DataFrame
    caveats: tuple[Caveat, ...] = ()
    address: str = ""
    remarks: tuple[str, ...] = field(default=())

    @property
    def edition(self) -> str:
        """The id of the edition that this batch becomes."""
        return f"{self.dataset}@{self.vintage}"
