"""The linear model: scikit-learn's arithmetic without scikit-learn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from migrascope.knowledge.learned import fitting, linear, words
from migrascope.knowledge.learned.corpus import GOALS, Example, Sort
from migrascope.knowledge.learned.linear import Linear

SAID = {
    "1": "poor families cannot pay for food and the poor stay poor",
    "4": "teachers and pupils met at the school where children learn to read",
    "6": "clean water and toilets for the village, water for all",
    "10": "migrants send money home and remittances reduce inequality",
}
EXAMPLES = [
    Example(f"{text} {more}", frozenset({goal}), Sort.SENTENCE)
    for goal, text in SAID.items()
    for more in ("today", "in the town", "water today", "for poor children")
]
TEXTS = [each.text for each in EXAMPLES]
COUNTS = fitting.count([words.features(text) for text in TEXTS], fewest=1)
YES = fitting.answers(EXAMPLES)
ALIKE = np.ones(len(TEXTS))
ASKED = [*TEXTS, "", "zzz", "Water, WATER and the remittances of the pupils' town"]


@pytest.fixture(scope="module")
def model() -> Linear:
    return fitting.fit_words(COUNTS, YES, ALIKE)


def test_scores_equal_those_of_scikit_learn(model: Linear) -> None:
    vectoriser = TfidfVectorizer(
        analyzer=words.features, sublinear_tf=True, min_df=fitting.FEWEST_TEXTS
    )
    table = vectoriser.fit_transform(TEXTS)
    assert tuple(vectoriser.get_feature_names_out()) == model.vocabulary
    asked = vectoriser.transform(ASKED)
    ours = model.scores(ASKED)
    for goal in SAID:
        reference = LogisticRegression(
            C=fitting.STRENGTH,
            class_weight="balanced",
            solver="liblinear",
            random_state=0,
        ).fit(table, [goal in each.goals for each in EXAMPLES])
        theirs = reference.decision_function(asked)
        assert np.abs(ours[:, GOALS.index(goal)] - theirs).max() < 1e-6


def test_a_goal_without_examples_is_never_given(model: Linear) -> None:
    assert (model.scores(ASKED)[:, GOALS.index("17")] < -40).all()


def test_a_model_of_some_texts_knows_nothing_of_the_others() -> None:
    known, held = np.arange(0, 16, 2), np.arange(1, 16, 2)
    alone = fitting.count([words.features(TEXTS[each]) for each in known])
    model = fitting.fit_words(alone, YES[known], ALIKE[known])
    asked = fitting.score_words(COUNTS, YES, ALIKE, held, known)
    assert np.allclose(asked, model.scores([TEXTS[each] for each in held]))


def test_a_text_that_counts_twice_is_as_if_it_stood_there_twice() -> None:
    twice = np.concatenate([np.arange(len(TEXTS)), [3]])
    trust = ALIKE.copy()
    trust[3] = 2
    told = [words.features(TEXTS[each]) for each in twice]
    repeated = fitting.fit_vectors(_dense(told), YES[twice], np.ones(len(twice)))
    counted = fitting.fit_vectors(_dense(told)[:-1], YES, trust)
    for one, other in zip(repeated, counted, strict=True):
        assert np.allclose(one, other, atol=1e-3)


def _dense(told: list[list[str]]) -> np.ndarray:
    return np.asarray(fitting.count(told).table.toarray())


def test_words_of_other_languages_lose_endings_and_small_words() -> None:
    assert words.features("Les enfants des migrants", "fr") == [
        *("enfant", "migr"),
        "enfant migr",
    ]
    assert words.cut("移民儿童", "zh")[0] == ("移民", "移民")
    assert words.stems("the children") == ["the", "children"]


def test_weights_of_one_byte_give_the_same_goals(model: Linear) -> None:
    packed = linear.unpack(linear.pack(model))
    assert packed.vocabulary == model.vocabulary
    before = linear.probability(model.scores(ASKED)) >= 0.5
    after = linear.probability(packed.scores(ASKED)) >= 0.5
    assert np.array_equal(before, after)


def test_packing_twice_gives_the_same_bytes(model: Linear) -> None:
    assert linear.pack(model) == linear.pack(model)


def test_the_words_that_decided_are_those_of_the_text(model: Linear) -> None:
    of_water, of_school = model.reasons(
        "The WATER of the Town", [GOALS.index("6"), GOALS.index("4")]
    )
    assert of_water[0] == "WATER"
    assert "WATER" not in of_school
    assert model.reasons("zzz", [0]) == [()]


def test_many_texts_at_once_are_each_scored_as_if_alone(model: Linear) -> None:
    many = model.scores(ASKED * 100)
    assert np.allclose(many[: len(ASKED)], model.scores(ASKED))
    assert np.allclose(many[-len(ASKED) :], model.scores(ASKED))


@given(st.lists(st.text(), max_size=4))
def test_no_text_is_too_strange(model: Linear, texts: list[str]) -> None:
    assert np.isfinite(model.scores(texts)).all()


@given(st.text(alphabet=st.characters(max_codepoint=0x9FFF)))
def test_features_are_stems_and_pairs_of_neighbours(text: str) -> None:
    single = words.stems(text)
    assert words.features(text) == [
        *single,
        *(f"{first} {second}" for first, second in pairwise(single)),
    ]
