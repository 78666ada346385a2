"""Which statements say much the same?

Words are reduced to their stems, weighed by how rare they are among the statements
compared (TF-IDF, with a logarithm of the count), and two statements are as alike as
the cosine between them. No model, no training: the words that two share are the reason.
What both are about (a target, an objective) adds to it, the more the rarer it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from migrascope.knowledge.search.terms import words


@dataclass(frozen=True, slots=True)
class Compared:
    """Statements as rows of weights; `terms` are the columns.

    `forms` are the words as they are written, by their stems. `themes` has a column for
    each thing that statements are about.
    """

    weights: sparse.csr_matrix
    terms: tuple[str, ...]
    forms: Mapping[str, str]
    themes: sparse.csr_matrix
    bonus: float

    def likeness(self, rows: Sequence[int], columns: Sequence[int]) -> np.ndarray:
        """How alike each of some statements is with each of some others."""
        cosine = self.weights[list(rows)] @ self.weights[list(columns)].T
        common = self.themes[list(rows)] @ self.themes[list(columns)].T
        rare = np.minimum(np.asarray(common.todense()), 1.0)
        alike: np.ndarray = np.asarray(cosine.todense()) + self.bonus * rare
        return alike

    def shared(self, one: int, other: int, *, most: int = 5) -> tuple[str, ...]:
        """The words that make two statements alike, the weightiest first."""
        product = self.weights[one].multiply(self.weights[other]).tocoo()
        order = np.lexsort((product.col, -product.data))
        shared = (self.terms[product.col[place]] for place in order[:most])
        return tuple(dict.fromkeys(self.forms[stem] for stem in shared))


def compare(
    texts: Sequence[str],
    languages: Sequence[str],
    themes: Sequence[frozenset[str]],
    *,
    bonus: float,
) -> Compared:
    """Weigh the words of some statements against each other.

    Up to `bonus` is added to the cosine of two statements with a theme in common.
    """
    counted: list[Counter[str]] = []
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for text, language in zip(texts, languages, strict=True):
        counted.append(Counter())
        for word in words(text, language):
            counted[-1].update(word.stems)
            for stem in word.stems:
                written[stem][text[word.start : word.end].lower()] += 1
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
    scaled = sparse.csr_matrix(sparse.diags(1 / lengths) @ whole)[:, : len(terms)]
    # of forms that are as common, the shortest
    forms = {
        stem: min(written[stem], key=lambda form: (-written[stem][form], len(form)))
        for stem in terms
    }
    return Compared(scaled, terms, forms, _marked(themes), bonus)


def _marked(themes: Sequence[frozenset[str]]) -> sparse.csr_matrix:
    """A row for each statement; what few are about weighs one, what all are nothing."""
    number = Counter(name for own in themes for name in own)
    places = {name: place for place, name in enumerate(sorted(number))}
    pairs = [(row, name) for row, own in enumerate(themes) for name in sorted(own)]
    most = np.log(max(2, len(themes)))
    # both rows carry the root, so that the product is the weight
    weights = [np.sqrt(np.log(len(themes) / number[name]) / most) for _, name in pairs]
    rows = [row for row, _ in pairs]
    columns = [places[name] for _, name in pairs]
    return sparse.csr_matrix((weights, (rows, columns)), (len(themes), len(places)))
