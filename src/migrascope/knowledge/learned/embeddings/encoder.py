"""What is the vector of a text?

The forward pass of a BERT encoder (Devlin and others 2019) in numpy: the mean over the
pieces of the last layer, of length one, as all-MiniLM-L6-v2 was trained (Reimers and
Gurevych 2019; Wang and others 2020). Texts of like length go through together, so that
little is computed for padding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from migrascope.knowledge.learned.embeddings.pieces import Pieces

Array = np.ndarray
_TOKENS_AT_ONCE = 1024  # what fits the cache: larger batches are slower
_EPSILON = np.float32(1e-12)


class Encoder:
    """Turns texts into unit vectors; nothing in it changes, so threads may share."""

    def __init__(self, tensors: Mapping[str, Array], pieces: Pieces) -> None:
        self._pieces = pieces
        self._words = tensors["embeddings.word_embeddings.weight"]
        # Every text is one segment: its vector is the same for every piece.
        self._places = (
            tensors["embeddings.position_embeddings.weight"]
            + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self._normal = _pair(tensors, "embeddings.LayerNorm")
        count = sum(name.endswith("output.dense.bias") for name in tensors) // 2
        self._layers = [_Layer(tensors, number) for number in range(count)]

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        return int(self._words.shape[1])

    def encode(self, texts: Sequence[str]) -> Array:
        """One row for each text, float32, each of length one."""
        cut = [self._pieces.cut(text) for text in texts]
        vectors = np.zeros((len(texts), self.width), np.float32)
        for batch in _batches([len(numbers) for numbers in cut]):
            vectors[batch] = self._pass([cut[each] for each in batch])
        return vectors

    def _pass(self, rows: Sequence[Sequence[int]]) -> Array:
        longest = max(map(len, rows))
        numbers = np.zeros((len(rows), longest), np.int64)
        real = np.zeros((len(rows), longest), np.float32)
        for place, row in enumerate(rows):
            numbers[place, : len(row)] = row
            real[place, : len(row)] = 1
        state = self._words[numbers] + self._places[:longest]
        state = _normalised(state.reshape(-1, self.width), self._normal)
        blocked = ((1 - real) * np.float32(-1e9))[:, None, None, :]
        for layer in self._layers:
            state = layer.through(state, blocked)
        state = state.reshape(len(rows), longest, self.width)
        mean = (state * real[:, :, None]).sum(1) / real.sum(1)[:, None]
        length = np.linalg.norm(mean, axis=1, keepdims=True)
        return np.asarray(mean / np.maximum(length, _EPSILON), np.float32)


class _Layer:
    """One layer: attention between the pieces, then two dense steps for each piece."""

    _heads_of = 32  # numbers of one attention head, in all models of this family

    def __init__(self, tensors: Mapping[str, Array], number: int) -> None:
        name = f"encoder.layer.{number}."
        three = [
            _pair(tensors, f"{name}attention.self.{part}")
            for part in ("query", "key", "value")
        ]
        self._three = (
            np.ascontiguousarray(np.concatenate([weight for weight, _ in three]).T),
            np.concatenate([bias for _, bias in three]),
        )
        self._joined = _dense(tensors, f"{name}attention.output.dense")
        self._after_attention = _pair(tensors, f"{name}attention.output.LayerNorm")
        self._wide = _dense(tensors, f"{name}intermediate.dense")
        self._narrow = _dense(tensors, f"{name}output.dense")
        self._after = _pair(tensors, f"{name}output.LayerNorm")

    def through(self, state: Array, blocked: Array) -> Array:
        """State of all pieces (pieces × width) after this layer."""
        attended = self._attend(state, blocked)
        weight, bias = self._joined
        state = _normalised(attended @ weight + bias + state, self._after_attention)
        weight, bias = self._wide
        wide = _gelu(state @ weight + bias)
        weight, bias = self._narrow
        return _normalised(wide @ weight + bias + state, self._after)

    def _attend(self, state: Array, blocked: Array) -> Array:
        texts, longest = blocked.shape[0], blocked.shape[-1]
        width = state.shape[1]
        heads = width // self._heads_of
        weight, bias = self._three
        three = (state @ weight + bias).reshape(texts, longest, 3, heads, -1)
        query, key, value = three.transpose(2, 0, 3, 1, 4)
        scores = query @ key.swapaxes(-1, -2)
        scores *= np.float32(self._heads_of**-0.5)
        scores += blocked
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        joined = (scores @ value).transpose(0, 2, 1, 3)
        return np.asarray(joined.reshape(-1, width))


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts of like length, as many as go through at once."""
    batch: list[int] = []
    for each in np.argsort(lengths, kind="stable").tolist():
        if batch and (len(batch) + 1) * lengths[each] > _TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(each)
    if batch:
        yield batch


def _pair(tensors: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    return tensors[f"{name}.weight"], tensors[f"{name}.bias"]


def _dense(tensors: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    weight, bias = _pair(tensors, name)
    return np.ascontiguousarray(weight.T), bias


def _normalised(state: Array, scale: tuple[Array, Array]) -> Array:
    """Layer normalisation over the width."""
    weight, bias = scale
    centred = state - state.mean(-1, keepdims=True)
    variance = np.einsum("pw,pw->p", centred, centred)[:, None] / state.shape[-1]
    centred *= 1 / np.sqrt(variance + _EPSILON)
    return np.asarray(centred * weight + bias)


def _gelu(state: Array) -> Array:
    from scipy.special import erf

    half = erf(state * np.float32(0.5**0.5))
    half += 1
    half *= state
    half *= np.float32(0.5)
    return np.asarray(half)
