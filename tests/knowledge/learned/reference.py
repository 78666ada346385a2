"""The language model a second time, in double precision: what the vectors should be.

Written for one text, with no thought of time, out of Devlin and others (2019).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import erf, softmax

Tensors = Mapping[str, np.ndarray]
HEAD = 32


def vector(tensors: Tensors, numbers: Sequence[int]) -> np.ndarray:
    """The unit vector of a text, given the numbers of its pieces."""
    state = (
        tensors["embeddings.word_embeddings.weight"][list(numbers)].astype(float)
        + tensors["embeddings.position_embeddings.weight"][: len(numbers)]
        + tensors["embeddings.token_type_embeddings.weight"][0]
    )
    state = _normal(tensors, "embeddings", state)
    layers = {name.split(".")[2] for name in tensors if name.startswith("encoder.")}
    for layer in sorted(layers, key=int):
        name = f"encoder.layer.{layer}."
        joined = _attended(tensors, f"{name}attention.self.", state)
        joined = _dense(tensors, f"{name}attention.output.dense", joined)
        state = _normal(tensors, f"{name}attention.output", joined + state)
        wide = _dense(tensors, f"{name}intermediate.dense", state)
        wide *= (1 + erf(wide / np.sqrt(2))) / 2
        narrow = _dense(tensors, f"{name}output.dense", wide)
        state = _normal(tensors, f"{name}output", narrow + state)
    mean = state.mean(0)
    return np.asarray(mean / np.linalg.norm(mean))


def _attended(tensors: Tensors, name: str, state: np.ndarray) -> np.ndarray:
    query, key, value = (
        _dense(tensors, f"{name}{part}", state) for part in ("query", "key", "value")
    )
    heads = []
    for start in range(0, state.shape[1], HEAD):
        of = slice(start, start + HEAD)
        share = softmax(query[:, of] @ key[:, of].T / np.sqrt(HEAD), axis=1)
        heads.append(share @ value[:, of])
    return np.concatenate(heads, axis=1)


def _dense(tensors: Tensors, name: str, x: np.ndarray) -> np.ndarray:
    return np.asarray(x @ tensors[f"{name}.weight"].T + tensors[f"{name}.bias"])


def _normal(tensors: Tensors, name: str, x: np.ndarray) -> np.ndarray:
    centred = x - x.mean(1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(1, keepdims=True) + 1e-12)
    weight, bias = (tensors[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias"))
    return np.asarray(scaled * weight + bias)
