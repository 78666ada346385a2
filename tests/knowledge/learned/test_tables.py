"""Our tables of terms: sorted, one row per fact, no code that does not exist."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from migrascope.knowledge.learned import corpus, similar, words
from migrascope.model import compact, goals

TABLES = Path(similar.__file__).with_name("tables")


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_terms_are_sorted_and_written_once() -> None:
    terms = [row["term"] for row in rows("concepts.csv")]
    assert terms == sorted(set(terms))
    assert len({tuple(words.stems(term)) for term in terms}) == len(terms)
    facts = [
        (row["language"], int(row["goal"]), row["term"].lower())
        for row in rows("goal_terms.csv")
    ]
    assert facts == sorted(set(facts))
    # A term speaks for one goal alone.
    assert len({(language, term) for language, _, term in facts}) == len(facts)


def test_empty_words_are_sorted_and_none_is_a_term() -> None:
    empty = [row["word"] for row in rows("empty_words.csv")]
    assert empty == sorted(set(empty))
    assert not {row["term"] for row in similar.concepts()} & set(empty)


def test_every_code_of_a_term_exists() -> None:
    targets = {each.code for each in goals.targets()}
    objectives = {str(each.number) for each in compact.objectives()}
    for row in similar.concepts():
        assert set(row["targets"].split()) <= targets, row
        assert set(row["objectives"].split()) <= objectives, row
        assert row["targets"] or row["objectives"], row
        assert 0 < float(row["weight"]) <= 3, row
        assert words.stems(row["term"]), row


def test_every_objective_has_terms_of_its_own_and_all_actions() -> None:
    first = {
        row["objectives"].split()[0] for row in similar.concepts() if row["objectives"]
    }
    assert first == {str(number) for number in range(1, 24)}
    texts = rows("compact_texts.csv")
    actions = [row for row in texts if row["part"] != "commitment"]
    assert len(actions) == 187  # A/RES/73/195, all letters of all objectives
    assert len(texts) == 187 + 23


@pytest.mark.parametrize("language", ["en", *corpus.LANGUAGES.values()])
def test_every_goal_has_terms(language: str) -> None:
    terms = corpus.terms(language)
    assert {goal for each in terms for goal in each.goals} == set(corpus.GOALS)
    assert all(words.features(each.text, language) for each in terms)
