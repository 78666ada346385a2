"""Readings of training texts: a table of digests, and what the corpus makes of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from migrascope.knowledge.learned import corpus, readings

TABLE = Path(readings.__file__).with_name("tables") / "goal_readings.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def test_readings_are_sorted_and_nobody_reads_a_text_twice() -> None:
    read = [(row["text"], row["reader"]) for row in ROWS]
    assert read == sorted(set(read))


def test_every_goal_of_a_reading_exists_and_is_said_once() -> None:
    for row in ROWS:
        said = [goal for cell in ("main", "also") for goal in row[cell].split(";")]
        named = [goal for goal in said if goal]
        assert len(named) == len(set(named)), row
        assert set(named) <= set(corpus.GOALS), row


def test_the_table_keeps_no_text() -> None:
    assert list(ROWS[0]) == ["text", "reader", "main", "also"]
    assert all(len(row["text"]) == 12 and int(row["text"], 16) >= 0 for row in ROWS)


def test_every_article_of_the_compact_was_read() -> None:
    read = corpus.compact()
    assert len(read) == 187 + 23
    assert all(readings.of(each.text) for each in read)
    # Objective 20, "faster, safer and cheaper transfer of remittances": target 10.c.
    remittances = next(each for each in read if "remittance" in each.text)
    assert "10" in remittances.goals


def test_a_text_has_the_goals_of_its_label_and_of_its_first_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = readings.Reading(frozenset({"5"}), frozenset({"8"}))
    second = readings.Reading(frozenset({"16"}), frozenset())
    monkeypatch.setattr(readings, "of", lambda _: (first, second))
    assert {each.goals for each in corpus.compact()} == {frozenset({"5", "8"})}
    monkeypatch.setattr(readings, "of", lambda _: ())
    assert {each.goals for each in corpus.compact()} == {frozenset[str]()}
