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

from migrascope.knowledge.learned import embeddings, linear, similar

__all__ = ["Guess", "embeddings", "goals", "objectives", "targets"]

_HERE = Path(__file__).parent
_MOST = 3  # guesses of targets or objectives for a passage
_LEAST = 0.3  # of likeness: one clear term, or a good part of the wording
_HEADING = 0.4  # what the heading above a passage counts, beside its own words
_SUREST = 0.95  # no machine is surer than that


class Guess(NamedTuple):
    """One thing that a passage is about: its code, how sure, and the words that say so.

    `confidence` is between 0 and 1: for goals the probability that the model gives
    when yes and no are equally likely beforehand, else the likeness.
    """

    code: str
    confidence: float
    words: tuple[str, ...]


def goals(texts: Sequence[str], *, meaning: bool = True) -> list[tuple[Guess, ...]]:
    """The goals of each text, surest first; none where nothing speaks for one.

    With `meaning=False` words alone are compared, as on a machine without the weights
    of the language model.

    Raises:
        Truncated: the weights of the language model are damaged or were changed.
    """
    model = _words()
    scores, threshold = goal_scores(texts, meaning=meaning)
    chances = linear.probability(scores)
    guessed = []
    for text, row in zip(texts, chances, strict=True):
        found = [each for each in np.argsort(-row) if row[each] >= threshold]
        guessed.append(
            tuple(
                Guess(
                    model.labels[each],
                    round(min(float(row[each]), _SUREST), 3),
                    model.reasons(text, int(each)),
                )
                for each in found
            )
        )
    return guessed


def goal_scores(
    texts: Sequence[str], *, meaning: bool = True
) -> tuple[np.ndarray, float]:
    """Log odds (texts × 17), and the probability from which a goal is given."""
    model = _words()
    scores = model.scores(texts)
    if not (meaning and embeddings.available() and len(texts)):
        return scores, model.threshold
    weights, bias, threshold = _meaning()
    return (scores + embeddings.embed(texts) @ weights + bias) / 2, threshold


def targets(
    texts: Sequence[str], *, headings: Sequence[str] | None = None
) -> list[tuple[Guess, ...]]:
    """Up to three targets of the 2030 Agenda for each text, most fitting first.

    `headings` are the titles of the panels that the texts stand under, '' for none.
    """
    return _alike(_targets(), texts, headings)


def objectives(
    texts: Sequence[str], *, headings: Sequence[str] | None = None
) -> list[tuple[Guess, ...]]:
    """Up to three objectives of the Global Compact for each text, as for `targets`."""
    return _alike(_objectives(), texts, headings)


def _alike(
    catalogue: similar.Catalogue, texts: Sequence[str], headings: Sequence[str] | None
) -> list[tuple[Guess, ...]]:
    return [
        _guess(catalogue, text, heading)
        for text, heading in zip(texts, headings or [""] * len(texts), strict=True)
    ]


def _guess(catalogue: similar.Catalogue, text: str, heading: str) -> tuple[Guess, ...]:
    own = catalogue.likeness(text)
    above = catalogue.likeness(heading)
    likeness = own.of + _HEADING * above.of
    best = np.argsort(-likeness, kind="stable")[:_MOST].tolist()
    return tuple(
        Guess(
            catalogue.codes[each],
            round(min(float(likeness[each]), _SUREST), 3),
            own.reasons(each) or above.reasons(each),
        )
        for each in best
        if likeness[each] >= _LEAST
    )


@lru_cache(maxsize=1)
def _words() -> linear.Linear:
    return linear.unpack((_HERE / "goals.npz").read_bytes())


@lru_cache(maxsize=1)
def _meaning() -> tuple[np.ndarray, np.ndarray, float]:
    with np.load(_HERE / "goals_by_meaning.npz", allow_pickle=False) as file:
        return file["weights"], file["bias"], float(file["threshold"])


@lru_cache(maxsize=1)
def _targets() -> similar.Catalogue:
    return similar.targets()


@lru_cache(maxsize=1)
def _objectives() -> similar.Catalogue:
    return similar.objectives()
