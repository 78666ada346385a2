"""The weights: found without importing anything, refused when they are not the ones."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tests.knowledge.learned import reference, tiny

from migrascope.errors import Truncated, UsageError
from migrascope.knowledge.learned import embeddings
from migrascope.knowledge.learned.embeddings import weights
from migrascope.knowledge.learned.embeddings.pieces import Pieces

installed = pytest.mark.skipif(
    not embeddings.available(), reason="the weights for embeddings are not installed"
)


runs = pytest.mark.skipif(
    not all(map(find_spec, ("onnx", "onnxruntime"))),
    reason="the extra `embeddings` is not installed",
)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(weights.FOLDER, str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("nowhere")
def test_without_weights_it_says_what_to_install() -> None:
    assert not embeddings.available()
    assert weights.INSTALL in embeddings.missing()
    with pytest.raises(UsageError, match="not installed") as error:
        embeddings.embed(["a"])
    assert weights.INSTALL in error.value.advice


@pytest.mark.usefixtures("nowhere")
def test_without_the_runtime_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embeddings, "find_spec", lambda _: None)
    assert embeddings.EXTRA in embeddings.missing()
    assert weights.INSTALL in embeddings.missing()
    tiny.write(weights_named())
    assert not embeddings.available()
    assert weights.INSTALL not in embeddings.missing()
    with pytest.raises(UsageError, match="not installed") as error:
        embeddings.prepare(pytest.fail)
    assert embeddings.EXTRA in error.value.advice


def weights_named() -> Path:
    return Path(os.environ[weights.FOLDER])


@runs
@pytest.mark.parametrize("name", [weights.VOCABULARY, weights.WEIGHTS])
def test_a_changed_file_is_refused_by_name(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    tiny.write(nowhere)
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere / "cache"))
    if name == weights.WEIGHTS:  # the other one is right
        raw = (nowhere / weights.VOCABULARY).read_bytes()
        right = hashlib.sha256(raw).hexdigest()
        monkeypatch.setitem(weights.SHA256, weights.VOCABULARY, right)
    assert embeddings.available()
    with pytest.raises(Truncated, match="was changed") as error:
        embeddings.embed(["a"])
    assert str(error.value.where).endswith(name)
    assert "remove it" in error.value.advice


@runs
def test_a_person_is_told_once_that_the_model_is_made(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write(nowhere)
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere / "cache"))
    for name in weights.SHA256:
        right = hashlib.sha256((nowhere / name).read_bytes()).hexdigest()
        monkeypatch.setitem(weights.SHA256, name, right)
    told: list[str] = []
    embeddings.prepare(told.append)
    embeddings.prepare(told.append)
    assert len(told) == 1
    assert embeddings.embed(["a", "b"]).shape == (2, tiny.WIDTH)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x01",
        (2**62).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"[]",
        (4).to_bytes(8, "little") + b"{{{{",
    ],
)
def test_a_damaged_header_is_a_clear_error(tmp_path: Path, raw: bytes) -> None:
    tiny.write(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(raw)
    with pytest.raises(Truncated, match="header"):
        weights.tensors(tmp_path)


def test_arrays_beyond_the_end_of_the_file_are_a_clear_error(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    entry = {"a": {"dtype": "F32", "shape": [4, 4], "data_offsets": [0, 64]}}
    head = json.dumps(entry).encode()
    raw = len(head).to_bytes(8, "little") + head + b"\0" * 32
    (tmp_path / "model.safetensors").write_bytes(raw)
    with pytest.raises(Truncated, match="header"):
        weights.tensors(tmp_path)


@installed
def test_published_similarities_are_those_of_our_reference_and_of_the_vectors() -> None:
    # Quick start of the Sentence Transformers documentation, all-MiniLM-L6-v2.
    published = [[1, 0.6660, 0.1046], [0.6660, 1, 0.1411], [0.1046, 0.1411, 1]]
    texts = [
        "The weather is lovely today.",
        "It's so sunny outside!",
        "He drove to the stadium.",
    ]
    place = weights.folder()
    assert place is not None
    tensors = weights.tensors(place)
    pieces = Pieces(weights.vocabulary(place))
    exact = np.array([reference.vector(tensors, pieces.cut(text)) for text in texts])
    assert np.allclose(exact @ exact.T, published, atol=5e-5)
    made = embeddings.embed(texts)
    assert np.allclose(made @ made.T, published, atol=0.02)


@installed
def test_the_package_of_the_weights_is_never_imported() -> None:
    embeddings.embed(["Migrants send money home."])
    assert weights.PACKAGE not in sys.modules
    assert "torch" not in sys.modules
