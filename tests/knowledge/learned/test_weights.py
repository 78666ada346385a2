"""The weights: found without importing anything, refused when they are not the ones."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.knowledge.learned import tiny

from migrascope.errors import Truncated, UsageError
from migrascope.knowledge.learned import embeddings
from migrascope.knowledge.learned.embeddings import weights

installed = pytest.mark.skipif(
    not embeddings.available(), reason="the weights for embeddings are not installed"
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


def test_a_changed_file_is_refused_by_name(nowhere: Path) -> None:
    tiny.write(nowhere)
    assert embeddings.available()
    with pytest.raises(Truncated, match="was changed") as error:
        embeddings.embed(["a"])
    assert str(error.value.where).endswith("model.safetensors")
    assert "remove it" in error.value.advice


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
def test_published_similarities_are_reproduced() -> None:
    # Quick start of the Sentence Transformers documentation, all-MiniLM-L6-v2.
    made = embeddings.embed(
        [
            "The weather is lovely today.",
            "It's so sunny outside!",
            "He drove to the stadium.",
        ]
    )
    published = [[1, 0.6660, 0.1046], [0.6660, 1, 0.1411], [0.1046, 0.1411, 1]]
    assert np.allclose(made @ made.T, published, atol=5e-5)


@installed
def test_the_package_of_the_weights_is_never_imported() -> None:
    embeddings.embed(["Migrants send money home."])
    assert weights.PACKAGE not in sys.modules
    assert "torch" not in sys.modules
