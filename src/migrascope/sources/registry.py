"""Which publishers can be read?

Adapters are modules with the same five functions; they are imported when asked
for, so that listing them costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from migrascope.errors import UsageError
from migrascope.sources.batch import Batch, Description, Remote, Residuals

if TYPE_CHECKING:
    from migrascope.sources.door import Door

NAMES = (
    "undesa",
    "unhcr",
    "worldbank",
    "unsdg",
    "missing_migrants",
    "idmc",
    "ucdp",
    "abel_cohen",
    "eurostat",
    "cepii",
    "frontex",
    "cbp",
    "mexico",
    "panama",
    "national",
)


class Adapter(Protocol):
    """What every adapter module offers."""

    SOURCE: str

    def locate(self, *, only: str | None = None) -> tuple[Remote, ...]:
        """The files that the publisher offers."""
        ...

    def fetch(
        self, door: Door, folder: Path, *, only: str | None = None
    ) -> Iterator[Path]:
        """Download them into a folder, one at a time."""
        ...

    def recognise(self, path: Path) -> str | None:
        """The name of the layout, from the head of the file; None if unknown."""
        ...

    def read(
        self, paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
    ) -> Iterator[Batch]:
        """Turn files into batches of observations."""
        ...

    def describe(self) -> Description:
        """Say what the source is."""
        ...


def adapter(name: str) -> Adapter:
    """The adapter of a publisher.

    Raises:
        UsageError: no such source.
    """
    if name not in NAMES:
        raise UsageError(f'"{name}" is not a source.', f"Sources: {', '.join(NAMES)}.")
    return cast("Adapter", import_module(f"migrascope.sources.{name}.adapter"))


def recognise(path: Path) -> tuple[str, str] | None:
    """The source and layout of a file, or None when no adapter knows it."""
    for name in NAMES:
        layout = adapter(name).recognise(path)
        if layout is not None:
            return name, layout
    return None
