"""From which probability on is a goal given?

Chosen on texts that the model did not see: the labelled sentences, held back in turns,
and papers that people gave several goals. The first are like the passages of a report
but name one goal where a reader sees two; the second name all. The question is put as
people put it to such a program (and as public tests do): here is a text that might well
be about the goal; is it? So the texts about a goal stand against those that are not,
though their words are near its official wording, both weighing the same; the mean over
the goals of F1, the balance of what is found and what is right, decides. One threshold
serves all goals: seventeen gained less than half a point on the sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from migrascope.knowledge.learned import fitting
from migrascope.knowledge.learned.corpus import GOALS, Example, wording
from migrascope.knowledge.learned.linear import probability

ROUNDS = 5
NEAREST = 4  # a text may be taken for the goals whose wording is nearest to it
_GRID = np.linspace(0.02, 0.80, 157)
_AS_GOOD = 0.005  # half a point of F1 is less than chance moves it


@dataclass(frozen=True, slots=True)
class Judged:
    """Log odds of texts, and which answers are right: yes, no, or not asked."""

    scores: np.ndarray
    yes: np.ndarray
    no: np.ndarray


def rounds(texts: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Numbers of texts to fit with, and of texts held back, five times."""
    order = np.random.default_rng(0).permutation(texts)
    for held in np.array_split(order, ROUNDS):
        yield np.setdiff1d(order, held), np.sort(held)


def held_back_words(
    examples: Sequence[Example], certain: Sequence[Example]
) -> np.ndarray:
    """Log odds (texts × goals), each by a model that did not see the text."""
    scores = np.zeros((len(examples), len(GOALS)))
    for known, held in rounds(len(examples)):
        seen = [*(examples[each] for each in known), *certain]
        model = fitting.fit_words(seen, threshold=0.5)
        scores[held] = model.scores([examples[each].text for each in held])
    return scores


def held_back_vectors(
    vectors: np.ndarray,
    yes: np.ndarray,
    certain: np.ndarray,
    certain_yes: np.ndarray,
) -> np.ndarray:
    """The same by models over vectors of meaning."""
    scores = np.zeros(yes.shape)
    for known, held in rounds(len(vectors)):
        weights, bias = fitting.fit_vectors(
            np.vstack([vectors[known], certain]), np.vstack([yes[known], certain_yes])
        )
        scores[held] = vectors[held] @ weights + bias
    return scores


def near_misses(examples: Sequence[Example]) -> np.ndarray:
    """Texts that might be taken for a goal, by its official wording, and are not."""
    official = wording()
    together = [
        " ".join(each.text for each in official if goal in each.goals) for goal in GOALS
    ]
    counts = fitting.count([*(each.text for each in examples), *together], fewest=1)
    table = fitting.weighted(counts, counts.rarity)
    near = (table[: len(examples)] @ table[len(examples) :].T).toarray()
    rank = (-near).argsort(1, kind="stable").argsort(1, kind="stable")
    return np.asarray((rank < NEAREST) & ~fitting.answers(examples))


def best(sets: Sequence[Judged]) -> tuple[float, list[float]]:
    """The threshold with the highest mean F1, and that of each set of texts there.

    The middle of all thresholds that are as good as the best: where the curve is flat,
    chance shall not decide.
    """
    curves = np.array(
        [
            [
                mean_f1(probability(each.scores) >= threshold, each.yes, each.no)
                for threshold in _GRID
            ]
            for each in sets
        ]
    )
    mean = curves.mean(0)
    as_good = np.flatnonzero(mean >= mean.max() - _AS_GOOD)
    middle = int(as_good[len(as_good) // 2])
    return float(_GRID[middle]), curves[:, middle].tolist()


def mean_f1(given: np.ndarray, yes: np.ndarray, no: np.ndarray) -> float:
    """Mean over goals of F1, yes and no weighing the same within each goal."""
    found = (given & yes).sum(0)
    asked = yes.sum(0)
    wrong = (given & no).sum(0) * asked / np.maximum(no.sum(0), 1)
    f1 = 2 * found / np.maximum(asked + found + wrong, 1)
    return float(f1[asked > 0].mean())
