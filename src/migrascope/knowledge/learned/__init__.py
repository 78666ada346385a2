"""What is a passage about, when it does not say so in so many words?

`goals` by a model that was trained on labelled sentences, `targets` and `objectives` by
likeness to official wording and to our table of terms; each guess names the words that
decided. Where the weights of the language model are installed (`embeddings`), meanings
are compared too; without them everything works, a little less well.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from migrascope.knowledge.learned import embeddings, linear, similar, weighing
from migrascope.knowledge.learned import meaning as near
from migrascope.knowledge.learned.words import ENGLISH

__all__ = ["Guess", "embeddings", "goals", "objectives", "targets"]

_HERE = Path(__file__).parent
_MOST = 3  # guesses of targets or objectives for a passage
_LEAST = 0.15  # of likeness: below it, a guess is seldom right
_NEAR = 0.5  # what nearness in meaning counts, beside the words
_HEADING = 0.4  # what the heading above a passage counts, beside its own words
_LINKED = 0.4  # what an objective adds to the targets that are linked to it
_SUREST = 0.95  # no machine is surer than that


class Guess(NamedTuple):
    """One thing that a passage is about: its code, how sure, and the words that say so.

    `confidence` is between 0 and 1: for goals the probability that the model gives
    when yes and no are equally likely beforehand, else the likeness.
    """

    code: str
    confidence: float
    words: tuple[str, ...]


def goals(
    texts: Sequence[str], *, language: str = ENGLISH, meaning: bool = True
) -> list[tuple[Guess, ...]]:
    """The goals of each text, surest first; none where nothing speaks for one.

    With `meaning=False` words alone are compared, as on a machine without the weights
    of the language model. So they are in other languages than English, which that model
    does not know.

    Raises:
        Truncated: the weights of the language model are damaged or were changed.
    """
    if language == ENGLISH:
        model = _words()
        scores, threshold = goal_scores(texts, meaning=meaning)
    else:
        model = _words_abroad()
        scores, threshold = model.scores(texts, language=language), model.threshold
    chances = linear.probability(scores)
    guessed = []
    for text, row in zip(texts, chances, strict=True):
        found = [each for each in np.argsort(-row).tolist() if row[each] >= threshold]
        guessed.append(
            tuple(
                Guess(model.labels[each], round(min(float(row[each]), _SUREST), 3), why)
                for each, why in zip(
                    found, model.reasons(text, found, language=language), strict=True
                )
            )
        )
    return guessed


def goal_scores(
    texts: Sequence[str], *, meaning: bool = True
) -> tuple[np.ndarray, float]:
    """Log odds (English texts × 17), and the probability from which a goal is given."""
    model = _words()
    scores = model.scores(texts)
    if not (meaning and embeddings.available() and len(texts)):
        return scores, model.threshold
    fitted = _meaning()
    vectors = _vectors(tuple(texts))
    near = weighing.nearness(_targets(), _agreed(_targets().column), vectors)
    of_vectors = vectors @ fitted.weights + fitted.bias
    told = weighing.features(texts, scores, of_vectors, near)
    return fitted.witnesses.scores(told), fitted.threshold


def targets(
    texts: Sequence[str],
    *,
    headings: Sequence[str] | None = None,
    meaning: bool = True,
) -> list[tuple[Guess, ...]]:
    """Up to three targets of the 2030 Agenda for each text, most fitting first.

    `headings` are the titles of the panels that the texts stand under, '' for none. An
    objective that a text speaks of speaks for the targets that the project links to it.
    """
    heard = _heard(_targets(), texts, headings, meaning=meaning)
    promised = _heard(_objectives(), texts, headings, meaning=meaning)
    linked = _LINKED * promised.likeness @ _links()
    return [
        tuple(each if each.words else _as_linked(each, promised, place) for each in few)
        for place, few in enumerate(heard.guesses(heard.likeness + linked))
    ]


def objectives(
    texts: Sequence[str],
    *,
    headings: Sequence[str] | None = None,
    meaning: bool = True,
) -> list[tuple[Guess, ...]]:
    """Up to three objectives of the Global Compact for each text, as for `targets`."""
    heard = _heard(_objectives(), texts, headings, meaning=meaning)
    return heard.guesses(heard.likeness)


class _Heard(NamedTuple):
    """What all witnesses say: texts × codes, and each text and heading by itself."""

    likeness: np.ndarray
    own: list[similar.Likeness]
    above: list[similar.Likeness]

    def words(self, place: int, code: int) -> tuple[str, ...]:
        """The words of a text, or of its heading, that spoke for a code."""
        return self.own[place].reasons(code) or self.above[place].reasons(code)

    def guesses(self, likeness: np.ndarray) -> list[tuple[Guess, ...]]:
        best = np.argsort(-likeness, axis=1, kind="stable")[:, :_MOST].tolist()
        return [
            tuple(
                Guess(
                    self.own[place].catalogue.codes[each],
                    round(min(float(row[each]), _SUREST), 3),
                    self.words(place, each),
                )
                for each in few
                if row[each] >= _LEAST
            )
            for place, (few, row) in enumerate(zip(best, likeness, strict=True))
        ]


def _as_linked(guess: Guess, promised: _Heard, place: int) -> Guess:
    """A target that only an objective speaks for, with the words for the objective."""
    links = _links()[:, _targets().codes.index(guess.code)]
    behind = int(np.argmax(promised.likeness[place] * links))
    return guess._replace(words=promised.words(place, behind))


def _heard(
    catalogue: similar.Catalogue,
    texts: Sequence[str],
    headings: Sequence[str] | None,
    *,
    meaning: bool,
) -> _Heard:
    own = [catalogue.likeness(text) for text in texts]
    above = [catalogue.likeness(heading) for heading in headings or [""] * len(texts)]
    likeness = np.zeros((len(texts), len(catalogue.codes)))
    for place, (said, titled) in enumerate(zip(own, above, strict=True)):
        likeness[place] = said.of + _HEADING * titled.of
    if not (meaning and texts and embeddings.available()):
        return _Heard(likeness, own, above)
    agreed = _agreed(catalogue.column)
    nearness = near.nearness(catalogue, agreed, _vectors(tuple(texts)))
    return _Heard(likeness + _NEAR * nearness, own, above)


@lru_cache(maxsize=1)
def _words() -> linear.Linear:
    return linear.unpack((_HERE / "goals.npz").read_bytes())


@lru_cache(maxsize=1)
def _words_abroad() -> linear.Linear:
    return linear.unpack((_HERE / "goals_abroad.npz").read_bytes())


class _Meaning(NamedTuple):
    """The regression over vectors, and how it is weighed beside the words."""

    weights: np.ndarray
    bias: np.ndarray
    witnesses: weighing.Weighed
    threshold: float


@lru_cache(maxsize=1)
def _meaning() -> _Meaning:
    with np.load(_HERE / "goals_by_meaning.npz", allow_pickle=False) as file:
        return _Meaning(
            file["weights"],
            file["bias"],
            weighing.Weighed(file["witnesses"], file["starts"]),
            float(file["threshold"]),
        )


@lru_cache(maxsize=1)
def _targets() -> similar.Catalogue:
    return similar.targets()


@lru_cache(maxsize=1)
def _objectives() -> similar.Catalogue:
    return similar.objectives()


@lru_cache(maxsize=2)  # the same texts are asked for goals, targets and objectives
def _vectors(texts: tuple[str, ...]) -> np.ndarray:
    return embeddings.embed(texts)


@lru_cache(maxsize=2)
def _agreed(column: str) -> np.ndarray:
    return near.load(column)


@lru_cache(maxsize=1)
def _links() -> np.ndarray:
    """Objectives × targets: 1 for the first target of an objective, less for others."""
    from migrascope.model import compact

    place = {code: number for number, code in enumerate(_targets().codes)}
    links = np.zeros((len(_objectives().codes), len(place)))
    for row, objective in zip(links, compact.objectives(), strict=True):
        for number, (target, _) in enumerate(objective.targets):
            row[place[target]] = 1 / (1 + number / 2)
    return links
