"""Weighing words, meaning and wording together."""

from __future__ import annotations

import numpy as np
import pytest

from migrascope.knowledge.learned import similar, weighing
from migrascope.knowledge.learned.similar import Catalogue

# Three goals: the first has three official texts, the others one.
TARGETS = Catalogue(
    "targets", {"1.1": ("a", "b"), "1.2": ("c",), "2.1": ("d",), "3.1": ("e",)}
)
AGREED = np.eye(6, dtype=np.float32)[:5]


def test_a_goal_is_as_near_as_its_two_nearest_texts_beside_the_others() -> None:
    asked = np.array([[0.8, 0, 0.6, 0, 0, 0], [0, 0, 0, 0.5, 0.1, 0]], np.float32)
    near = weighing.nearness(TARGETS, AGREED, asked)
    # First: 0.7, 0, 0, less the mean 0.7/3; second: 0, 0.5, 0.1, less 0.2.
    wanted = [[1.4 / 3, -0.7 / 3, -0.7 / 3], [-0.2, 0.3, -0.1]]
    assert near == pytest.approx(np.array(wanted), abs=1e-6)


def test_every_goal_has_official_texts() -> None:
    targets = similar.targets()
    agreed = np.zeros((sum(map(len, targets.texts.values())), 2), np.float32)
    assert weighing.nearness(targets, agreed, agreed[:1]).shape == (1, 17)


def features(text: str, words: list[float], vector: list[float]) -> np.ndarray:
    none = np.zeros((1, len(words)))
    said = np.array([words]), np.array([vector])
    return np.asarray(weighing.features([text], *said, none)[0])


def test_a_goal_is_ahead_of_the_best_other_one() -> None:
    made = features("a b c", [4.0, 1, 0], [2.0, 3, 0])
    ahead = made[:, weighing.FEATURES.index("ahead")]
    assert ahead.tolist() == [1, -1, -3]


def test_two_goals_that_are_level_are_ahead_of_nobody() -> None:
    ahead = features("a", [1.0, 1, 0], [1.0, 1, 0])[:, 3]
    assert ahead.tolist() == [0, 0, -1]


def test_length_counts_within_bounds() -> None:
    def length(words: int) -> float:
        return float(features("word " * words, [0.0, 0], [0.0, 0])[0, 4])

    assert length(30) < length(100) < length(400)
    assert length(0) == length(3)
    assert length(400) == length(10_000)


def test_what_is_weighed_is_added_up() -> None:
    weighed = weighing.Weighed(np.array([1.0, 10, 0, 0, 0]), np.array([-0.5, 0.5]))
    assert weighed.scores(features("a", [1.0, 2], [3.0, 4])).tolist() == [30.5, 42.5]
