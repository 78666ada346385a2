"""From which probability on is a goal given, and how are the witnesses weighed?

Chosen on texts that the models did not see (`holding`). The question is put as people
put it to such a program (and as public tests do): here is a text that might well be
about the goal; is it? So the texts about a goal stand against those that are not,
though their words are near its official wording, both weighing the same; the mean over
the goals of F1, the balance of what is found and what is right, decides. One threshold
serves all goals; what sets a goal apart is where its log odds begin (`weigh`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from migrascope.knowledge.learned import fitting, words
from migrascope.knowledge.learned.corpus import GOALS, Example, wording
from migrascope.knowledge.learned.linear import probability
from migrascope.knowledge.learned.weighing import Weighed

NEAREST = 4  # a text may be taken for the goals whose wording is nearest to it
FEWEST = 10  # texts about a goal: of fewer nothing can be said
_GRID = np.linspace(0.02, 0.80, 157)
_AS_GOOD = 0.005  # half a point of F1 is less than chance moves it
_PARTS = 5
_OF_WITNESS = 0.01  # penalty: next to none, few numbers need none
_OF_GOAL = 200.0  # penalty on beginning elsewhere than all goals do


@dataclass(frozen=True, slots=True)
class Judged:
    """Log odds of texts, and which answers are right: yes, no, or not asked."""

    scores: np.ndarray
    yes: np.ndarray
    no: np.ndarray


def near_misses(examples: Sequence[Example]) -> np.ndarray:
    """Texts that might be taken for a goal, by its official wording, and are not."""
    official = wording()
    together = [
        " ".join(each.text for each in official if goal in each.goals) for goal in GOALS
    ]
    told = [
        words.features(text) for text in (*(each.text for each in examples), *together)
    ]
    counts = fitting.count(told, fewest=1)
    table = fitting.weighted(counts, counts.rarity)
    near = (table[: len(examples)] @ table[len(examples) :].T).toarray()
    rank = (-near).argsort(1, kind="stable").argsort(1, kind="stable")
    return np.asarray((rank < NEAREST) & ~fitting.answers(examples))


def judged(examples: Sequence[Example], scores: np.ndarray) -> Judged:
    """The texts with their answers; goals that few of them are about are not asked."""
    yes = fitting.answers(examples)
    enough = yes.sum(0) >= FEWEST
    return Judged(scores, yes & enough, near_misses(examples) & enough)


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


def weigh(sets: Sequence[Judged]) -> Weighed:
    """How much each witness counts: `scores` are features, texts × goals × features.

    All sets weigh the same, in each all goals, and in each goal yes and no. Where a
    goal begins is drawn to where all begin, the more so the less its texts insist.
    """
    told, asked, answers, weights = _rows(sets)
    middle, spread = told.mean(0), told.std(0)
    spread[spread == 0] = 1
    # One step for all features alike, one for each goal: all are fitted together.
    steps = np.hstack([(told - middle) / spread, np.ones((len(told), 1))])
    width = steps.shape[1]
    penalty = np.full(width + len(GOALS), _OF_GOAL)
    penalty[:width] = _OF_WITNESS
    penalty[width - 1] = 0

    def loss(numbers: np.ndarray) -> tuple[float, np.ndarray]:
        odds = steps @ numbers[:width] + numbers[width:][asked]
        off = weights * (probability(odds) - answers)
        slope = np.bincount(asked, off, len(GOALS))
        total = weights @ (np.logaddexp(0, odds) - answers * odds)
        return (
            float(total + penalty @ numbers**2 / 2),
            np.concatenate([steps.T @ off, slope]) + penalty * numbers,
        )

    found = minimize(loss, np.zeros(len(penalty)), jac=True, method="L-BFGS-B").x
    slopes = found[: width - 1] / spread
    return Weighed(slopes, found[width - 1] - middle @ slopes + found[width:])


def _rows(
    sets: Sequence[Judged],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """All answers one below the other: features, goal, yes or no, what it counts."""
    told, goals, answers, weights = [], [], [], []
    for each in sets:
        for answer, asked in ((1.0, each.yes), (0.0, each.no)):
            share = 1 / np.maximum(asked.sum(0), 1)
            _, goal = np.nonzero(asked)
            told.append(each.scores[asked])
            goals.append(goal)
            answers.append(np.full(len(goal), answer))
            weights.append(share[goal])
    rows = np.vstack(told)
    scale = len(rows) / len(sets) / len(GOALS)
    return (
        rows,
        np.concatenate(goals),
        np.concatenate(answers),
        np.concatenate(weights) * scale,
    )


def weigh_held_back(sets: Sequence[Judged]) -> list[Judged]:
    """The sets with log odds, each text by numbers that were fitted without it.

    A sentence stands in two sets at most, and so few numbers do not know a text by
    heart.
    """
    made = [np.zeros(each.yes.shape) for each in sets]
    for part in range(_PARTS):
        known = [np.arange(len(each.yes)) % _PARTS != part for each in sets]
        weighed = weigh(
            [
                Judged(each.scores[kept], each.yes[kept], each.no[kept])
                for each, kept in zip(sets, known, strict=True)
            ]
        )
        for scores, each, kept in zip(made, sets, known, strict=True):
            scores[~kept] = weighed.scores(each.scores[~kept])
    return [
        Judged(scores, each.yes, each.no)
        for scores, each in zip(made, sets, strict=True)
    ]
