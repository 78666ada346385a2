"""Which statements say much the same?

Words are reduced to their stems, weighed by how rare they are among the statements
compared (TF-IDF, with a logarithm of the count), and two statements are as alike as
the cosine between them. No model, no training: the words that two share are the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from migrascope.knowledge.search.terms import stems


@dataclass(frozen=True, slots=True)
class Compared:
    """Statements as rows of weights; `terms` are the columns."""

    weights: sparse.csr_matrix
    terms: tuple[str, ...]

    def likeness(self, rows: Sequence[int], columns: Sequence[int]) -> np.ndarray:
        """The cosine of each of some statements with each of some others."""
        made = self.weights[list(rows)] @ self.weights[list(columns)].T
        return np.asarray(made.todense())

    def shared(self, one: int, other: int, *, most: int = 5) -> tuple[str, ...]:
        """The stems that make two statements alike, the weightiest first."""
        product = self.weights[one].multiply(self.weights[other]).tocoo()
        order = np.lexsort((product.col, -product.data))
        return tuple(self.terms[product.col[place]] for place in order[:most])


def compare(texts: Sequence[str], languages: Sequence[str]) -> Compared:
    """Weigh the words of some statements against each other."""
    counted = [
        Counter(stems(text, language))
        for text, language in zip(texts, languages, strict=True)
    ]
    documents: Counter[str] = Counter()
    for count in counted:
        documents.update(count.keys())
    # a word that stands in one statement only cannot make two alike
    terms = tuple(sorted(term for term, number in documents.items() if number > 1))
    places = {term: place for place, term in enumerate(terms)}
    rows, columns, values = [], [], []
    for row, count in enumerate(counted):
        for term, number in count.items():
            rarity = np.log((1 + len(texts)) / (1 + documents[term])) + 1
            weight = (1 + np.log(number)) * rarity
            rows.append(row)
            columns.append(places.get(term, len(terms)))
            values.append(weight)
    whole = sparse.csr_matrix(
        (values, (rows, columns)), shape=(len(texts), len(terms) + 1)
    )
    # those words count for the length: a long statement is not alike by one word
    lengths = np.sqrt(np.asarray(whole.multiply(whole).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    scaled = sparse.diags(1 / lengths) @ whole
    return Compared(sparse.csr_matrix(scaled)[:, : len(terms)], terms)
