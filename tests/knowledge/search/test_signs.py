"""Sifting by signs: what is left is what differs least, in the same order each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from migrascope.knowledge.library import Library, database
from migrascope.knowledge.model import Document, Judgement, Kind, Metadata, Passage
from migrascope.knowledge.search import meaning

WIDTH = 384
COUNT = 500
SHA256 = hashlib.sha256().hexdigest()


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    made = np.random.default_rng(3).standard_normal((COUNT, WIDTH))
    made[COUNT // 2 :] = made[: COUNT // 2]  # every vector twice: ties
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made.astype(np.float32)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    text = "Word. " * COUNT
    document = Document(
        "a", "a.txt", "txt", SHA256, Metadata(), text, (0,), (), text, ((0, 0),)
    )
    passages = [Passage("a", number + 1, "Word.", 0, 5) for number in range(COUNT)]
    judgements = [Judgement(Kind.STATEMENT, "", 1)] * COUNT
    with Library.open(tmp_path) as opened:
        opened.put(document, passages, judgements, b"")
        yield opened


def rows(library: Library) -> list[int]:
    found = library.connection.execute("SELECT row FROM passages ORDER BY number")
    return [row for (row,) in found]


@pytest.mark.parametrize("count", [1, 7, 200, COUNT, 2 * COUNT])
def test_those_that_differ_least_are_left_in_order(
    library: Library, vectors: np.ndarray, count: int
) -> None:
    with database.writing(library.connection, library.path):
        meaning.keep(library.connection, "a", rows(library), vectors)
    signs = meaning.signs(library.connection)
    assert signs is not None
    asked = vectors[3] + np.float32(0.01)
    differing = ((vectors > 0) != (asked > 0)).sum(1)
    expected = np.argsort(differing, kind="stable")[:count]
    assert signs.alike(asked, count) == [rows(library)[each] for each in expected]


def test_the_nearest_is_as_near_as_its_cosine_says(
    library: Library, vectors: np.ndarray
) -> None:
    with database.writing(library.connection, library.path):
        meaning.keep(library.connection, "a", rows(library), vectors)
    near = meaning.likeness(library.connection, vectors[5], rows(library))
    for row, vector in zip(rows(library), vectors, strict=True):
        assert near[row] == pytest.approx(float(vector @ vectors[5]), abs=0.02)


def test_signs_are_remembered_until_somebody_writes(
    library: Library, vectors: np.ndarray
) -> None:
    assert library.vocabulary().signs is None
    with database.writing(library.connection, library.path):
        meaning.keep(library.connection, "a", rows(library), vectors)
    held = library.vocabulary().signs
    assert held is not None
    assert library.vocabulary().signs is held
    library.remove("a")
    assert library.vocabulary().signs is None
