"""Where did this file come from, and is there a newer one?

A small hidden JSON file beside each download: address, time, hash, and what the
publisher gave to recognise this version (ETag, Last-Modified). It is trusted only
while the file still has that hash.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a download. `size` in bytes, `retrieved` in UTC."""

    address: str
    retrieved: str
    sha256: str
    size: int
    etag: str = ""
    last_modified: str = ""


def keep(receipt: Receipt, path: Path) -> None:
    """Write the receipt of a file beside it, whole or not at all."""
    beside = _beside(path)
    unfinished = beside.with_name(beside.name + ".new")
    text = json.dumps(asdict(receipt), ensure_ascii=False, indent=2)
    unfinished.write_text(text + "\n", encoding="utf-8")
    os.replace(unfinished, beside)  # noqa: PTH105  atomic, and so said


def find(path: Path) -> Receipt | None:
    """The receipt of a file, when it is there and the file is still the same."""
    receipt = _read(path)
    same = receipt and path.is_file() and hash_of(path) == receipt.sha256
    return receipt if same else None


def address_of(path: Path, *, sha256: str) -> str:
    """Where a file of this hash was downloaded from; empty when nothing says so."""
    receipt = _read(path)
    return receipt.address if receipt and receipt.sha256 == sha256 else ""


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(path: Path) -> Receipt | None:
    """What the receipt says; None when it is missing or damaged."""
    names = {field.name for field in fields(Receipt)}
    try:
        known = json.loads(_beside(path).read_text(encoding="utf-8"))
        return Receipt(**{name: known[name] for name in names & known.keys()})
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _beside(path: Path) -> Path:
    """Where the receipt of a file lies; hidden, so that no one takes it for data."""
    return path.with_name(f".{path.name}.receipt.json")
