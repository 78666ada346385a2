"""What has arrived of a file whose download broke off?

The hidden file `.NAME.part` holds the bytes, `.NAME.part.json` says of which address
and version they are. Only bytes of a version that the publisher marked (a strong
ETag, or a date of change) can be taken up: others might be continued with those of a
newer file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Partial:
    """The unfinished download of one file."""

    path: Path
    notes: Path
    address: str

    @classmethod
    def beside(cls, target: Path, address: str) -> Partial:
        """The unfinished download that becomes `target`."""
        path = target.with_name(f".{target.name}.part")
        return cls(path, path.with_name(path.name + ".json"), address)

    def size(self) -> int:
        """How many bytes are here."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def mark(self) -> str:
        """What the publisher called this version; empty if it cannot be taken up."""
        try:
            notes = json.loads(self.notes.read_text(encoding="utf-8"))
            return str(notes["mark"]) if notes["address"] == self.address else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def begin(self, headers: Mapping[str, str], *, resumable: bool) -> None:
        """Start anew, and note which version it is."""
        self.discard()
        etag = headers.get("etag", "")
        strong = "" if etag.startswith("W/") else etag
        mark = strong or headers.get("last-modified", "")
        if mark and resumable:
            notes = {"address": self.address, "mark": mark}
            self.notes.write_text(json.dumps(notes) + "\n", encoding="utf-8")

    def open(self) -> BinaryIO:
        """Write on at the end."""
        return self.path.open("ab")

    def discard(self) -> None:
        """Throw away what has arrived."""
        self.notes.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def become(self, target: Path) -> None:
        """The download is whole: give it its name in one step."""
        os.replace(self.path, target)  # noqa: PTH105  atomic, and so said
        self.notes.unlink(missing_ok=True)
