"""Nearness in meaning to what was agreed: the vectors that come along, and how used."""

from __future__ import annotations

import io

import numpy as np
import pytest

from migrascope.knowledge import learned
from migrascope.knowledge.learned import meaning, similar
from migrascope.knowledge.learned.similar import Catalogue

PLAIN = Catalogue("plain", {"a": ("one", "two", "three"), "b": ("four",)})
# One direction for each of the four texts, and a fifth that nobody wrote about.
AGREED = np.eye(5, dtype=np.float32)[:4]
CATALOGUES = {"objectives": similar.objectives(), "targets": similar.targets()}

installed = pytest.mark.skipif(
    not learned.embeddings.available(), reason="the weights are not installed"
)


def test_a_code_is_as_near_as_its_two_nearest_texts() -> None:
    asked = np.array([[0.8, 0.6, 0, 0, 0], [0, 0, 0, 1, 0]], np.float32)
    near = meaning.nearness(PLAIN, AGREED, asked)
    # First: a (0.8 + 0.6) / 2 = 0.7, b 0; the mean 0.35 is taken away.
    assert np.allclose(near, [[0.35, -0.35], [-0.5, 0.5]])


def test_what_is_near_to_nothing_gains_nothing() -> None:
    asked = np.array([[0.2, 0.1, 0, 0, 0.97]], np.float32)
    assert (meaning.nearness(PLAIN, AGREED, asked) <= 0).all()


def test_vectors_survive_being_packed_to_a_hundredth() -> None:
    raw = meaning.pack({"plain": PLAIN}, {"plain": AGREED * 0.37})
    with np.load(io.BytesIO(raw)) as file:
        assert np.allclose(file["plain"] / 127, AGREED * 0.37, atol=0.005)
        assert file["plain_texts"].tobytes() == meaning.mark(PLAIN)


@pytest.mark.parametrize("name", CATALOGUES)
def test_the_vectors_that_come_along_are_of_the_texts_of_today(name: str) -> None:
    with np.load(meaning.FILE) as file:
        made_of = file[f"{name}_texts"].tobytes()
    assert made_of == meaning.mark(CATALOGUES[name]), "run the training command"
    assert len(meaning.load(name)) == len(meaning.texts(CATALOGUES[name]))


@installed
def test_the_vectors_that_come_along_are_those_of_the_installed_model() -> None:
    texts = meaning.texts(CATALOGUES["objectives"])[:3]
    made = learned.embeddings.embed(texts)
    cosines = (made * meaning.load("objectives")[:3]).sum(1)
    assert (cosines > 0.99).all()


@installed
def test_other_words_for_the_same_thing_are_found_by_meaning() -> None:
    said = ["Sending cash to relatives abroad should be quicker and not so costly."]
    assert learned.targets(said, meaning=False) == [()]
    assert learned.targets(said)[0][0].code == "10.c"
