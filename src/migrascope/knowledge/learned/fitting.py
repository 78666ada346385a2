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
    def with_it(self) -> np.ndarray:
        """In how many texts each feature stands."""
        return np.bincount(self.table.indices, minlength=len(self.vocabulary))

    @property
    def rarity(self) -> np.ndarray:
        """Smoothed idf of each feature: ln((1 + n) / (1 + texts with it)) + 1."""
        return np.asarray(np.log((1 + self.table.shape[0]) / (1 + self.with_it)) + 1)

    def of(self, texts: np.ndarray, features: np.ndarray | None = None) -> Counts:
        """The counts of some texts, and of some features, alone."""
        table = self.table[texts]
        if features is None:
            return Counts(self.vocabulary, table)
        names = tuple(self.vocabulary[each] for each in features)
        return Counts(names, table[:, features])


def count(texts: Sequence[Sequence[str]], *, fewest: int = FEWEST_TEXTS) -> Counts:
    """Count features that stand in at least `fewest` texts: 1 + ln(count) each.

    Each text is given as its features (`words.features`).
    """
    counted = [Counter(features) for features in texts]
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


def fit_words(
    counts: Counts,
    yes: np.ndarray,
    trust: np.ndarray,
    *,
    threshold: float = 0.5,
    fewest: int = FEWEST_TEXTS,
) -> Linear:
    """A model of the words of these texts.

    `trust` is what the answers of each text count.
    """
    enough = np.flatnonzero(counts.with_it >= fewest)
    counts = counts.of(np.arange(len(yes)), enough)
    rarity = counts.rarity
    weights, bias = _fit(weighted(counts, rarity), yes, trust, of_words=True)
    return Linear(
        labels=GOALS,
        vocabulary=counts.vocabulary,
        rarity=rarity,
        weights=weights,
        bias=bias,
        threshold=threshold,
    )


def score_words(
    counts: Counts,
    yes: np.ndarray,
    trust: np.ndarray,
    held: np.ndarray,
    known: np.ndarray,
) -> np.ndarray:
    """Log odds of the texts `held` by a model of the texts `known`."""
    mine = counts.of(known)
    enough = np.flatnonzero(mine.with_it >= FEWEST_TEXTS)
    model = fit_words(mine, yes[known], trust[known])
    asked = weighted(counts.of(held, enough), model.rarity)
    return np.asarray(asked @ model.weights + model.bias)


def fit_vectors(
    vectors: np.ndarray, yes: np.ndarray, trust: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (numbers of a vector × goals) and bias of a model of meanings."""
    return _fit(vectors, yes, trust, of_words=False)


def _fit(
    table: csr_matrix | np.ndarray,
    yes: np.ndarray,
    trust: np.ndarray,
    *,
    of_words: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias; a goal without a yes or a no stays at no."""
    from sklearn.linear_model import LogisticRegression

    options = (
        {"C": STRENGTH, "solver": "liblinear", "random_state": 0}
        if of_words
        else {"C": STRENGTH_OF_VECTORS, "max_iter": 500}
    )
    weights = np.zeros((table.shape[1], yes.shape[1]))
    bias = np.full(yes.shape[1], -50.0)
    for goal in range(yes.shape[1]):
        answer = yes[:, goal]
        if answer.all() or not answer.any():
            continue
        model = LogisticRegression(class_weight="balanced", **options)
        model.fit(table, answer, sample_weight=trust)
        weights[:, goal], bias[goal] = model.coef_[0], model.intercept_[0]
    return weights, bias
