"""Which texts mean the same, though their words differ?

Vectors of a small language model (all-MiniLM-L6-v2, in one byte a number) whose weights
are installed beside the program, or not: `available` says, `missing` tells a person
what to do, and whoever asks for vectors must have an answer for when there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from migrascope.errors import UsageError
from migrascope.knowledge.learned.embeddings import kept, weights
from migrascope.knowledge.learned.embeddings.encoder import Encoder
from migrascope.knowledge.learned.embeddings.pieces import Pieces

EXTRA = 'pip install "migrascope[embeddings]"'
_NEEDED = ("onnx", "onnxruntime")


def available() -> bool:
    """Whether the weights and what runs them are on this machine."""
    return _runs() and weights.folder() is not None


def missing() -> str:
    """What to say where something is lacking; nothing where all is there."""
    if available():
        return ""
    return (
        "Without embeddings: words are compared, not meanings. "
        f"To compare meanings too: {_advice()}"
    )


def prepare(say: Callable[[str], None]) -> None:
    """Make the model ready, and tell a person if that has to be done first.

    Raises:
        UsageError: something is not installed.
        Truncated: a file of the weights is damaged or was changed.
    """
    place = _place()
    if not kept.path().is_file():
        say("Making the language model ready: once, a few seconds …")
    _encoder(str(place))


def embed(texts: Sequence[str]) -> np.ndarray:
    """One unit vector for each text: float32, 384 columns.

    Only the first 256 pieces of words of a text count (about 200 words).

    Raises:
        UsageError: something is not installed.
        Truncated: a file of the weights is damaged or was changed.
    """
    return _encoder(str(_place())).encode(texts)


def _place() -> Path:
    place = weights.folder()
    if place is None or not _runs():
        raise UsageError("embeddings are not installed.", f"Install them: {_advice()}")
    return place


def _runs() -> bool:
    """Whether the extra is installed."""
    return all(map(find_spec, _NEEDED))


def _advice() -> str:
    """The commands that are still to be given."""
    commands = [] if _runs() else [EXTRA]
    return " and ".join(commands if weights.folder() else [*commands, weights.INSTALL])


@lru_cache(maxsize=1)
def _encoder(place: str) -> Encoder:
    folder = Path(place)
    weights.check(folder, weights.VOCABULARY)
    pieces = Pieces(weights.vocabulary(folder), longest=kept.LONGEST)
    return Encoder(kept.model(folder), pieces)
