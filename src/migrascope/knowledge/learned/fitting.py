"""How is a model of goals fitted?

With scikit-learn, which only those who train need. Each goal is its own question, and
both answers weigh the same (`class_weight="balanced"`): a probability of one half means
that the text speaks as much for the goal as against it, however rare the goal is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from migrascope.knowledge.learned import words
from migrascope.knowledge.learned.corpus import GOALS, Example
from migrascope.knowledge.learned.linear import Linear

STRENGTH = 8.0  # inverse of the penalty on large weights, chosen on held-back sentences
STRENGTH_OF_VECTORS = 1.0
FEWEST_TEXTS = 2  # a feature of one text alone teaches nothing


@dataclass(frozen=True, slots=True)
class Counts:
    """The features of many texts, counted once and used in every round."""

    vocabulary: tuple[str, ...]
    table: csr_matrix

    @property
    def rarity(self) -> np.ndarray:
        """Smoothed idf of each feature: ln((1 + n) / (1 + texts with it)) + 1."""
        texts = self.table.shape[0]
        with_it = np.bincount(self.table.indices, minlength=len(self.vocabulary))
        return np.asarray(np.log((1 + texts) / (1 + with_it)) + 1)


def count(texts: Sequence[str], *, fewest: int = FEWEST_TEXTS) -> Counts:
    """Count features that stand in at least `fewest` texts: 1 + ln(count) each."""
    counted = [Counter(words.features(text)) for text in texts]
    with_it = Counter(feature for each in counted for feature in each)
    vocabulary = tuple(sorted(name for name, n in with_it.items() if n >= fewest))
    place = {name: number for number, name in enumerate(vocabulary)}
    rows, columns, values = [], [], []
    for row, each in enumerate(counted):
        for name, n in each.items():
            if name in place:
                rows.append(row)
                columns.append(place[name])
                values.append(1 + math.log(n))
    shape = (len(texts), len(vocabulary))
    table = csr_matrix((values, (rows, columns)), shape=shape)
    table.sort_indices()
    return Counts(vocabulary, table)


def weighted(counts: Counts, rarity: np.ndarray) -> csr_matrix:
    """TF-IDF, each text of length one."""
    table = counts.table.multiply(rarity[None, :]).tocsr()
    length = np.sqrt(table.multiply(table).sum(axis=1)).A1
    length[length == 0] = 1
    return table.multiply(1 / length[:, None]).tocsr()


def answers(examples: Sequence[Example]) -> np.ndarray:
    """Yes or no for each text and goal."""
    return np.array([[goal in each.goals for goal in GOALS] for each in examples])


def fit_words(examples: Sequence[Example], *, threshold: float) -> Linear:
    """A model of the words of these texts."""
    counts = count([each.text for each in examples])
    rarity = counts.rarity
    weights, bias = fit_table(weighted(counts, rarity), answers(examples))
    return Linear(
        labels=GOALS,
        vocabulary=counts.vocabulary,
        rarity=rarity,
        weights=weights,
        bias=bias,
        threshold=threshold,
    )


def fit_table(table: csr_matrix, yes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features × goals) and bias; a goal without a yes or a no stays at no."""
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((table.shape[1], yes.shape[1]))
    bias = np.full(yes.shape[1], -50.0)
    for goal in range(yes.shape[1]):
        if yes[:, goal].all() or not yes[:, goal].any():
            continue
        model = LogisticRegression(
            C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0
        )
        model.fit(table, yes[:, goal])
        weights[:, goal], bias[goal] = model.coef_[0], model.intercept_[0]
    return weights, bias


def fit_vectors(vectors: np.ndarray, yes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same over vectors of meaning."""
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((vectors.shape[1], yes.shape[1]))
    bias = np.full(yes.shape[1], -50.0)
    for goal in range(yes.shape[1]):
        if yes[:, goal].all() or not yes[:, goal].any():
            continue
        model = LogisticRegression(
            C=STRENGTH_OF_VECTORS, class_weight="balanced", max_iter=500
        )
        model.fit(vectors, yes[:, goal])
        weights[:, goal], bias[goal] = model.coef_[0], model.intercept_[0]
    return weights, bias
