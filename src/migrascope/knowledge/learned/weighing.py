"""What do words, meaning and the official wording say together of each goal?

Two regressions, over the words of a text and over its vector, give log odds. A third
step weighs five numbers, each alike for all goals: both log odds; how near the text is
to the targets of the goal and their indicators, beside the other goals; by how much the
goal is ahead of the best other; and the length of the text, because long texts say more
of everything. Only where log odds begin is each goal's own. All of it is fitted on
texts that neither regression had seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from migrascope.knowledge.learned.similar import Catalogue

FEATURES = ("words", "vector", "wording", "ahead", "length")
_NEAREST = 2  # texts of a goal
_USUAL = 3.5  # logarithm of the words of a text of usual length
_SHORTEST, _LONGEST = 3, 400  # in words: beyond, length tells nothing new


@dataclass(frozen=True, slots=True)
class Weighed:
    """The fitted numbers: one for each feature, and where each goal begins."""

    weights: np.ndarray
    starts: np.ndarray

    def scores(self, features: np.ndarray) -> np.ndarray:
        """Log odds, texts × goals."""
        return np.asarray(features @ self.weights + self.starts)


def features(
    texts: Sequence[str],
    of_words: np.ndarray,
    of_vectors: np.ndarray,
    near: np.ndarray,
) -> np.ndarray:
    """The five numbers of each text and goal (texts × goals × 5)."""
    told = (of_words + of_vectors) / 2
    length = [min(max(len(text.split()), _SHORTEST), _LONGEST) for text in texts]
    long = np.log(np.array(length, np.float64) + 1) - _USUAL
    return np.stack(
        [
            of_words,
            of_vectors,
            near,
            told - _best_other(told),
            np.broadcast_to(long[:, None], told.shape),
        ],
        axis=-1,
    )


def nearness(targets: Catalogue, agreed: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Cosine (texts × goals) to the two nearest official texts of each goal.

    `agreed` are the vectors of the texts of `targets`. The mean over the goals is taken
    away: any two texts on these matters are somewhat alike.
    """
    cosine = vectors @ agreed.T
    goals = _goals(targets)
    names = list(dict.fromkeys(goals.tolist()))
    near = np.stack(
        [
            np.sort(cosine[:, goals == name], axis=1)[:, -_NEAREST:].mean(1)
            for name in names
        ],
        axis=1,
    )
    return np.asarray(near - near.mean(1, keepdims=True), np.float64)


def _goals(targets: Catalogue) -> np.ndarray:
    """The goal of each text of the catalogue."""
    return np.array(
        [
            int(code.partition(".")[0])
            for code, texts in targets.texts.items()
            for _ in texts
        ]
    )


def _best_other(told: np.ndarray) -> np.ndarray:
    """For each goal the highest log odds of any other goal."""
    two = np.sort(told, axis=1)[:, -2:]
    return np.where(told >= two[:, 1:], two[:, :1], two[:, 1:])
