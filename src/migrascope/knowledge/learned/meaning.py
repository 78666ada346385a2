"""How near in meaning is a text to what was agreed?

The vectors of the official texts come along, one byte a number, so that only the text
that is asked about goes through the language model. A code is as near as its two
nearest texts; the mean over all codes is taken away, since any two texts on these
matters are somewhat alike. What is not near to anything gains nothing.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from migrascope.knowledge.learned.similar import Catalogue

FILE = Path(__file__).with_name("agreed_by_meaning.npz")
_NEAREST = 2
_STRANGE = 0.25  # cosine below which two texts have nothing to do with each other
_STEP = 127


def pack(
    catalogues: Mapping[str, Catalogue], vectors: Mapping[str, np.ndarray]
) -> bytes:
    """The file: for each catalogue the vectors and a mark of its texts."""
    file = io.BytesIO()
    arrays = {}
    for name, catalogue in catalogues.items():
        arrays[name] = np.rint(vectors[name] * _STEP).astype(np.int8)
        arrays[f"{name}_texts"] = np.frombuffer(mark(catalogue), np.uint8)
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def texts(catalogue: Catalogue) -> list[str]:
    """The texts of all codes, in order."""
    return [text for each in catalogue.texts.values() for text in each]


def mark(catalogue: Catalogue) -> bytes:
    """What changes when a text changes: the vectors must be made anew then."""
    return hashlib.sha256("\n".join(texts(catalogue)).encode()).digest()


def rounded(vectors: np.ndarray) -> np.ndarray:
    """Vectors as they will be once they were packed."""
    return np.asarray(np.rint(vectors * _STEP) / _STEP, np.float32)


def load(name: str) -> np.ndarray:
    """The vectors of a catalogue's texts."""
    with np.load(FILE, allow_pickle=False) as file:
        return np.asarray(file[name].astype(np.float32) / _STEP)


def nearness(catalogue: Catalogue, agreed: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Cosines (texts × codes) of asked vectors to the nearest texts of each code."""
    near = asked @ agreed.T
    columns = []
    start = 0
    for each in catalogue.texts.values():
        of_code = np.sort(near[:, start : start + len(each)], axis=1)
        columns.append(of_code[:, -_NEAREST:].mean(1))
        start += len(each)
    cosine = np.stack(columns, axis=1)
    above = cosine - cosine.mean(1, keepdims=True)
    return np.asarray(np.where(cosine < _STRANGE, np.minimum(above, 0), above))
