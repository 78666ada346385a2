"""Vectors of texts: the arithmetic against a slow second version of it."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tests.knowledge.learned import tiny

from migrascope.knowledge.learned.embeddings import encoder as module
from migrascope.knowledge.learned.embeddings import weights
from migrascope.knowledge.learned.embeddings.encoder import Encoder
from migrascope.knowledge.learned.embeddings.pieces import Pieces

TEXTS = ["a b c", "p", "", "c b a d e f g h", "o o o o", "a b c d e f g h i j k l m n"]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    folder = tiny.write(tmp_path_factory.mktemp("tiny"))
    pieces = Pieces(weights.vocabulary(folder), longest=tiny.PLACES)
    return Encoder(weights.tensors(folder), pieces)


def test_every_vector_is_as_computed_piece_by_piece(encoder: Encoder) -> None:
    made = encoder.encode(TEXTS)
    assert made.dtype == np.float32
    for text, vector in zip(TEXTS, made, strict=True):
        assert np.allclose(vector, slowly(text), atol=1e-5), text


def test_every_vector_has_length_one(encoder: Encoder) -> None:
    assert np.allclose(np.linalg.norm(encoder.encode(TEXTS), axis=1), 1, atol=1e-6)


def test_company_in_a_batch_changes_nothing(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = encoder.encode(TEXTS)
    monkeypatch.setattr(module, "_TOKENS_AT_ONCE", 1)
    assert np.allclose(encoder.encode(TEXTS), together, atol=1e-6)


def test_threads_may_share_one_encoder(encoder: Encoder) -> None:
    alone = encoder.encode(TEXTS)
    with ThreadPoolExecutor(4) as threads:
        for made in threads.map(encoder.encode, [TEXTS] * 12):
            assert np.allclose(made, alone, atol=1e-6)


def test_no_texts_make_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, tiny.WIDTH)


def slowly(text: str) -> np.ndarray:
    """Devlin and others (2019), one piece at a time, in double precision."""
    made = {name: array.astype(float) for name, array in tiny.tensors().items()}
    known = {name: number for number, name in enumerate(tiny.NAMES)}
    numbers = [known["[CLS]"], *(known[each] for each in text.split()), known["[SEP]"]]
    state = [
        _normal(
            made["embeddings.word_embeddings.weight"][number]
            + made["embeddings.position_embeddings.weight"][place]
            + made["embeddings.token_type_embeddings.weight"][0],
            made,
            "embeddings",
        )
        for place, number in enumerate(numbers)
    ]
    for layer in range(tiny.LAYERS):
        name = f"encoder.layer.{layer}."
        query, key, value = (
            [_dense(each, made, f"{name}attention.self.{part}") for each in state]
            for part in ("query", "key", "value")
        )
        after = []
        for place, each in enumerate(state):
            heads = []
            for start in range(0, tiny.WIDTH, 32):
                of = slice(start, start + 32)
                scores = [query[place][of] @ one[of] / math.sqrt(32) for one in key]
                share = np.exp(scores) / np.exp(scores).sum()
                heads.append(sum(s * one[of] for s, one in zip(share, value)))  # noqa: B905
            joined = _dense(
                np.concatenate(heads), made, f"{name}attention.output.dense"
            )
            one = _normal(joined + each, made, f"{name}attention.output")
            wide = _dense(one, made, f"{name}intermediate.dense")
            wide = np.array([x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in wide])
            narrow = _dense(wide, made, f"{name}output.dense")
            after.append(_normal(narrow + one, made, f"{name}output"))
        state = after
    mean = np.mean(state, axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def _dense(x: np.ndarray, made: dict[str, np.ndarray], name: str) -> np.ndarray:
    return np.asarray(made[f"{name}.weight"] @ x + made[f"{name}.bias"])


def _normal(x: np.ndarray, made: dict[str, np.ndarray], name: str) -> np.ndarray:
    centred = x - x.mean()
    scaled = centred / math.sqrt((centred**2).mean() + 1e-12)
    return np.asarray(
        scaled * made[f"{name}.LayerNorm.weight"] + made[f"{name}.LayerNorm.bias"]
    )


def test_the_tiny_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    read = weights.tensors(tiny.write(tmp_path))
    for name, array in tiny.tensors().items():
        assert np.array_equal(read[name], array), name
