"""How is a release made so that a kill at any moment leaves nothing half done?

Everything is made in a private folder beside the release. Each stage is noted when
its files are whole, with their hashes; a stage that is whole is not repeated, a half
one is. What was staged for other cases, another plan or another version is thrown
away. Publishing is two renames: first what stays inside, then the release.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from migrascope.errors import UsageError
from migrascope.protect.release import place, private

SECRET = "secret"  # noqa: S105 - the name of the file that holds one
CHANCE = "chance"
"""The file with the secret that is drawn for each release, whatever else is kept."""

_NOTES = "stages.json"
_LOCK = "lock"
_BYTES = 32


@dataclass(slots=True)
class Staging:
    """The private folder of a release in the making.

    `release` becomes the public folder, `inside` the one that stays; `work` is for
    what neither needs. `key` is the secret of the run; it may be that of an earlier
    release. `chance` is drawn for this one alone: two releases whose records stood in
    the same order, or which drew the same noise, could be laid beside each other.
    """

    output: Path
    folder: Path
    key: bytes
    chance: bytes
    fingerprint: str

    @property
    def release(self) -> Path:
        """What becomes public."""
        return self.folder / "release"

    @property
    def inside(self) -> Path:
        """What stays inside."""
        return self.folder / "inside"

    @property
    def work(self) -> Path:
        """What is thrown away in the end."""
        return self.folder / "work"

    def is_whole(self, stage: str) -> bool:
        """Whether a stage was finished and its files are as they were then."""
        files = _notes(self.folder).get("stages", {}).get(stage)
        return files is not None and all(
            path.is_file() and digest(path) == hash_
            for path, hash_ in ((self._now(name), files[name]) for name in files)
        )

    def finish(self, stage: str, files: Iterable[Path]) -> None:
        """Note that a stage is whole."""
        notes = _notes(self.folder)
        done = notes.setdefault("stages", {})
        done[stage] = {
            path.relative_to(self.folder).as_posix(): digest(path) for path in files
        }
        private.write(self.folder / _NOTES, json.dumps(notes))

    def _now(self, name: str) -> Path:
        """Where a staged file is: a kill may have come between the two renames."""
        staged = self.folder / name
        part, _, rest = name.partition("/")
        if part == self.inside.name and not staged.exists():
            return place.inside_of(self.output) / rest
        return staged

    def publish(self) -> None:
        """Put the two folders where they belong, the public one last."""
        inside = place.inside_of(self.output)
        if not inside.exists():
            private.flush(self.inside)
            self.inside.rename(inside)
        private.flush(self.release)
        private.open_to_others(self.release)
        if os.name == "nt" and self.output.is_dir():
            self.output.rmdir()
        self.release.rename(self.output)
        private.flush(self.output.parent)
        self.discard()

    def discard(self) -> None:
        """Remove all that was staged."""
        private.remove(self.folder)


@contextmanager
def opened(
    output: Path, facts: dict[str, str], *, key: bytes | None = None
) -> Iterator[Staging]:
    """The private folder for a release; what is whole in it from before is kept.

    `facts` are what the release is made of: what was staged from other facts is
    removed. `key` is the secret of an earlier release, to give the same pseudonyms.

    Raises:
        UsageError: another run is making the same release, or something stands where
            the inside of it belongs.
    """
    folder = place.staging_of(output)
    _check_inside(output, folder)
    private.folder(folder)
    with _lock(folder) as lock:
        _hold(lock, folder)
        kept = _secret(folder)
        own = key or kept or secrets.token_bytes(_BYTES)
        fingerprint = _fingerprint(facts, own)
        if _notes(folder).get("fingerprint") != fingerprint:
            _empty(folder)
            own = key or secrets.token_bytes(_BYTES)
            fingerprint = _fingerprint(facts, own)
            private.write(folder / SECRET, own.hex())
            private.write(folder / CHANCE, secrets.token_hex(_BYTES))
            private.write(folder / _NOTES, json.dumps({"fingerprint": fingerprint}))
        chance = read_chance(folder)
        staging = Staging(output, folder, own, chance, fingerprint)
        for each in (staging.release, staging.inside, staging.work):
            private.folder(each)
        private.write(staging.inside / SECRET, own.hex())
        private.write(staging.inside / CHANCE, chance.hex())
        yield staging


def read_secret(path: Path) -> bytes:
    """The secret of an earlier release, from its inside folder.

    Raises:
        UsageError: there is none.
    """
    return _read(
        path / SECRET if path.is_dir() else path,
        'Name the file "secret" in the inside folder of the earlier release.',
    )


def read_chance(inside: Path) -> bytes:
    """What the chance of a release, and the order of its records, came from.

    Raises:
        UsageError: there is none.
    """
    return _read(inside / CHANCE, "Name the inside folder of the release.")


def _read(file: Path, hint: str) -> bytes:
    try:
        found = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        found = b""
    if len(found) < _BYTES:
        raise UsageError("this is no secret of a release.", hint, where=str(file))
    return found


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def salted(key: bytes, *parts: str) -> str:
    """A hash that nobody without the secret can recompute from a guessed content."""
    text = "\x1f".join(parts)
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()


def _fingerprint(facts: dict[str, str], key: bytes) -> str:
    return salted(key, *(f"{name}={facts[name]}" for name in sorted(facts)))


def _secret(folder: Path) -> bytes | None:
    try:
        return bytes.fromhex((folder / SECRET).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _notes(folder: Path) -> dict[str, Any]:
    try:
        notes = json.loads((folder / _NOTES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def _check_inside(output: Path, folder: Path) -> None:
    """A folder for the inside that is there already must be of this very run."""
    inside = place.inside_of(output)
    if not inside.exists():
        return
    kept, published = _secret(folder), _secret(inside)
    if kept is None or kept != published:
        raise UsageError(
            "this folder is there already; it belongs to another release.",
            "Name another --output, or move it away.",
            where=str(inside),
        )


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir():
            private.remove(each)
        elif each.name != _LOCK:
            each.unlink()


def _lock(folder: Path) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT
    return os.fdopen(os.open(folder / _LOCK, flags, private.OWNER_READS), "r+b")


def _hold(lock: BinaryIO, folder: Path) -> None:
    """Insist on being the only run; the lock goes when the process does."""
    if os.name == "nt":
        return
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise UsageError(
            "another run is making this release.",
            "Wait for it, or name another --output.",
            where=str(folder),
        ) from error
