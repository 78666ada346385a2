"""Choosing thresholds and weights: on texts that stand against their near misses."""

from __future__ import annotations

import numpy as np
import pytest

from migrascope.knowledge.learned import choosing, fitting, linear
from migrascope.knowledge.learned.choosing import Judged
from migrascope.knowledge.learned.corpus import GOALS, Example, Sort

ABOUT = {
    "1": "poor households live in poverty",
    "6": "clean water and toilets for the village",
    "13": "the climate warms and emissions rise",
}
EXAMPLES = [
    Example(text, frozenset({goal}), Sort.SENTENCE) for goal, text in ABOUT.items()
]


def test_the_mean_f1_weighs_yes_and_no_alike() -> None:
    # One goal: two texts about it (one found), four that are not (two given wrongly).
    # Wrong ones count 2 × 2/4 = 1, so F1 = 2·1 / (2 + 1 + 1) = 0.5.
    given = np.array([[1], [0], [1], [1], [0], [0]], bool)
    yes = np.array([[1], [1], [0], [0], [0], [0]], bool)
    assert choosing.mean_f1(given, yes, ~yes) == pytest.approx(0.5)


def test_the_best_threshold_parts_yes_from_no() -> None:
    yes = np.array([[True], [True], [False], [False]])
    scores = np.array([[1.0], [0.0], [-0.5], [-3.0]])
    threshold, reached = choosing.best([Judged(scores, yes, ~yes)])
    assert reached == [1]
    assert linear.probability(np.array(-0.5)) < threshold <= 0.5


def test_the_threshold_serves_all_sets_of_texts() -> None:
    yes = np.array([[True], [False]])
    strict = Judged(np.array([[2.0], [0.0]]), yes, ~yes)
    loose = Judged(np.array([[0.4], [-3.0]]), yes, ~yes)
    threshold, reached = choosing.best([strict, loose])
    assert reached == [1, 1]
    assert 0.5 < threshold <= linear.probability(np.array(0.4))


def test_near_misses_are_never_about_the_goal() -> None:
    near = choosing.near_misses(EXAMPLES)
    assert near.shape == (len(ABOUT), len(GOALS))
    assert not (near & fitting.answers(EXAMPLES)).any()
    assert near.any(axis=1).all()


def test_a_goal_with_few_texts_is_not_asked_for() -> None:
    many = EXAMPLES[:1] * choosing.FEWEST + EXAMPLES[1:]
    asked = choosing.judged(many, np.zeros((len(many), len(GOALS))))
    assert asked.yes.any(axis=0).tolist() == [goal == "1" for goal in GOALS]
    assert not asked.no[:, 1:].any()


def telling(texts: int, *, seed: int) -> Judged:
    """Of two witnesses the first knows the answer, but for some doubt."""
    chance = np.random.default_rng(seed)
    yes = chance.random((texts, len(GOALS))) < 0.3
    witnesses = chance.standard_normal((texts, len(GOALS), 2))
    witnesses[..., 0] += 2 * yes
    return Judged(witnesses, yes, ~yes)


def test_a_witness_that_knows_is_heard_and_one_that_does_not_is_not() -> None:
    weighed = choosing.weigh([telling(300, seed=1), telling(100, seed=2)])
    # Normal scores two apart: log odds rise by 2 for each step, from -2 at 0.
    assert weighed.weights == pytest.approx([2, 0], abs=0.2)
    assert weighed.starts == pytest.approx(np.full(len(GOALS), -2), abs=0.5)


def test_a_goal_begins_elsewhere_if_its_texts_insist_and_else_with_the_others() -> None:
    def start(texts: int) -> float:
        asked = telling(texts, seed=4)
        asked.scores[:, 3, 0] += 2  # the witness overrates the fourth goal
        starts = choosing.weigh([asked]).starts
        return float(starts[3] - np.delete(starts, 3).mean())

    # Two too much of a number that weighs two: four less to begin with.
    assert start(10_000) == pytest.approx(-4, abs=0.8)
    assert -1 < start(30) < -0.05


def test_log_odds_held_back_are_not_by_numbers_that_knew_the_answer() -> None:
    asked = telling(50, seed=3)
    before = choosing.weigh_held_back([asked])[0].scores
    # Another answer for one text changes what is said of others, never of itself.
    yes = asked.yes.copy()
    yes[7] = ~yes[7]
    after = choosing.weigh_held_back([Judged(asked.scores, yes, ~yes)])[0].scores
    assert np.array_equal(before[7], after[7])
    assert not np.allclose(before[8], after[8], atol=1e-9)
