"""What is the vector of a text?

Each text goes through the model by itself, as long as it is: nothing is computed for
padding, and no text changes the vector of another. Each core takes one text at a time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from migrascope.knowledge.learned.embeddings import graph
from migrascope.knowledge.learned.embeddings.pieces import Pieces

Array = np.ndarray
_ERRORS_ONLY = 3
_NO_TELEMETRY = "ORT_DISABLE_TELEMETRY"
_FEW = 4
"""Texts for which other threads are not worth starting."""


class Encoder:
    """Turns texts into unit vectors; nothing in it changes, so threads may share."""

    def __init__(self, model: bytes, pieces: Pieces) -> None:
        self._pieces = pieces
        self._session = _session(model)
        (self.width,) = self._session.get_outputs()[0].shape

    def encode(self, texts: Sequence[str]) -> Array:
        """One row for each text, float32, each of length one."""
        cut = [np.array(self._pieces.cut(text), np.int64) for text in texts]
        vectors = np.zeros((len(texts), self.width), np.float32)

        def fill(row: int) -> None:
            vectors[row] = self._session.run(None, {graph.NUMBERS: cut[row]})[0]

        if len(texts) < _FEW:
            for row in range(len(texts)):
                fill(row)
        else:
            # The longest first: else one core ends with it while the others wait.
            order = sorted(range(len(texts)), key=lambda row: -len(cut[row]))
            with ThreadPoolExecutor(_cores()) as threads:
                for _ in threads.map(fill, order):
                    pass
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def _session(model: bytes) -> Any:
    """The model, ready to run on one core for each call."""
    # Before the import, or the library notes an id of the machine in the user's cache
    # folder and sends events to its makers.
    os.environ[_NO_TELEMETRY] = "1"
    import onnxruntime

    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
    onnxruntime.disable_telemetry_events()  # for builds that do not ask the variable
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"]
    )


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
