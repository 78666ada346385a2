"""Vectors of texts: the graph of bytes against the model in double precision."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tests.knowledge.learned import reference, tiny

from migrascope.knowledge.learned import embeddings
from migrascope.knowledge.learned.embeddings import graph, kept, weights
from migrascope.knowledge.learned.embeddings.encoder import Encoder
from migrascope.knowledge.learned.embeddings.pieces import Pieces

TEXTS = ["a b c", "p", "", "c b a d e f g h", "o o o o", "a b c d e f g h i j k l m n"]
KNOWN = {name: number for number, name in enumerate(tiny.NAMES)}

installed = pytest.mark.skipif(
    not embeddings.available(), reason="the embeddings are not installed"
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    pytest.importorskip("onnx", reason="the extra `embeddings` is not installed")
    pytest.importorskip("onnxruntime", reason="the extra is not installed")
    model = graph.build(tiny.tensors(), longest=tiny.PLACES)
    return Encoder(model, Pieces(KNOWN, longest=tiny.PLACES))


def test_vectors_are_those_of_the_model_but_for_rounding(encoder: Encoder) -> None:
    made = encoder.encode(TEXTS)
    assert made.dtype == np.float32
    for text, vector in zip(TEXTS, made, strict=True):
        numbers = [2, *(KNOWN[each] for each in text.split()), 3]
        assert vector @ reference.vector(tiny.tensors(), numbers) > 0.998, text


def test_every_vector_has_length_one(encoder: Encoder) -> None:
    assert np.allclose(np.linalg.norm(encoder.encode(TEXTS), axis=1), 1, atol=1e-6)


def test_company_changes_no_bit_of_a_vector(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        assert np.array_equal(encoder.encode([text])[0], vector), text
    assert np.array_equal(encoder.encode(TEXTS[::-1])[::-1], together)


def test_threads_may_share_one_encoder(encoder: Encoder) -> None:
    alone = encoder.encode(TEXTS)
    with ThreadPoolExecutor(4) as threads:
        for made in threads.map(encoder.encode, [TEXTS] * 12):
            assert np.array_equal(made, alone)


def test_the_library_that_runs_the_model_notes_no_id_and_reports_to_nobody(
    encoder: Encoder, tmp_path: Path
) -> None:
    """Its own process: the library looks once, when it is first imported."""
    assert encoder.width == tiny.WIDTH  # the library is there, and runs
    (tmp_path / "model").write_bytes(graph.build(tiny.tensors(), longest=tiny.PLACES))
    program = (
        "import sys; from pathlib import Path\n"
        "from migrascope.knowledge.learned.embeddings.encoder import _session\n"
        "_session(Path(sys.argv[1]).read_bytes())\n"
    )
    surroundings = {
        name: value
        for name, value in os.environ.items()
        if name != "ORT_DISABLE_TELEMETRY"
    }
    empty = tmp_path / "home"
    empty.mkdir()
    surroundings |= {"HOME": str(empty), "XDG_CACHE_HOME": str(empty)}
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "model")],
        env=surroundings,
        check=True,
    )
    assert not list(empty.rglob("*"))


def test_no_texts_make_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, tiny.WIDTH)


def test_a_text_longer_than_the_model_is_cut(encoder: Encoder) -> None:
    long = "a b " * 100
    assert np.array_equal(*encoder.encode([long, long * 2]))


def test_a_model_whose_layers_say_nothing_has_vectors_all_the_same() -> None:
    # Rows of equal numbers have no span that a byte could be a part of.
    pytest.importorskip("onnx", reason="the extra `embeddings` is not installed")
    silent = {
        name: np.zeros_like(array) if "dense" in name or "self" in name else array
        for name, array in tiny.tensors().items()
    }
    silent["encoder.layer.0.output.LayerNorm.weight"] *= 0
    silent["encoder.layer.0.output.LayerNorm.bias"][:] = 0.5
    model = graph.build(silent, longest=tiny.PLACES)
    made = Encoder(model, Pieces(KNOWN)).encode(["a b"])
    assert np.isfinite(made).all()


def test_the_tiny_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    read = weights.tensors(tiny.write(tmp_path))
    for name, array in tiny.tensors().items():
        assert np.array_equal(read[name], array), name


@installed
def test_small_numbers_lose_less_than_a_hundredth_of_the_installed_model() -> None:
    texts = [
        "Migrants send money home.",
        "States should lower the cost of remittances to less than 3 per cent by 2030.",
        "Children of undocumented families visit the doctor too late.",
    ]
    place = weights.folder()
    assert place is not None
    pieces = Pieces(weights.vocabulary(place), longest=kept.LONGEST)
    tensors = weights.tensors(place)
    for text, vector in zip(texts, embeddings.embed(texts), strict=True):
        assert vector @ reference.vector(tensors, pieces.cut(text)) > 0.99
