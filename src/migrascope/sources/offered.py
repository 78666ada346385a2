"""What does a publisher offer for download, and how does it come into a folder?

Most sources offer files of known names, or nothing that has a lasting address; what
they offer is downloaded file by file. An adapter with more to say writes its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from migrascope.errors import UsageError
from migrascope.sources.batch import Remote

if TYPE_CHECKING:
    from migrascope.sources.door import Door


class Locate(Protocol):
    """The files that a publisher offers."""

    def __call__(self, *, only: str | None = None) -> tuple[Remote, ...]:
        """Those whose name, or code, fits `only`; all without it."""
        ...


class Fetch(Protocol):
    """The download of what is offered."""

    def __call__(
        self, door: Door, folder: Path, *, only: str | None = None
    ) -> Iterator[Path]:
        """Bring the files into the folder, one at a time."""
        ...


def nothing(*, only: str | None = None) -> tuple[Remote, ...]:
    """No file: users bring what they have exported by hand."""
    del only
    return ()


def listed(source: str, remotes: tuple[Remote, ...]) -> Locate:
    """The files of a list; `only` is a part of a name, in any case of letters.

    Raises:
        UsageError: no file has that in its name (when the list is asked).
    """

    def locate(*, only: str | None = None) -> tuple[Remote, ...]:
        part = (only or "").lower()
        chosen = tuple(each for each in remotes if part in each.name.lower())
        if not chosen:
            names = "\n".join(each.name for each in remotes)
            raise UsageError(f'no file of {source} has "{only}" in its name.', names)
        return chosen

    return locate


def one_by_one(locate: Locate) -> Fetch:
    """Download each file that is located."""

    def fetch(door: Door, folder: Path, *, only: str | None = None) -> Iterator[Path]:
        for remote in locate(only=only):
            yield door.download(remote, folder)

    return fetch
