"""The labels that rules are measured on are well formed and fairly split."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.knowledge.labels import file_of, labels, part_of

from migrascope.knowledge.model import Kind
from migrascope.model import compact, goals

TEXTS = {".txt"}


def test_every_kind_is_labelled_in_both_parts() -> None:
    counted = Counter((label.part, label.kind) for label in labels())
    assert all(counted[part, kind] >= 5 for part in ("tune", "score") for kind in Kind)


def test_the_parts_follow_the_rule_and_not_anybodys_choice() -> None:
    assert all(label.part == part_of(label.document, label.words) for label in labels())


def test_sixty_practices_and_recommendations_carry_objectives_and_targets() -> None:
    rows = [label for label in labels() if label.objectives]
    assert len(rows) >= 60
    assert all(label.targets for label in rows)
    assert {label.kind for label in rows} == {Kind.PRACTICE, Kind.RECOMMENDATION}


def test_labels_name_objectives_and_targets_that_exist() -> None:
    known = {entry.code for entry in goals.targets()}
    numbers = {str(objective.number) for objective in compact.objectives()}
    for label in labels():
        assert set(label.targets) <= known
        assert set(label.objectives) <= numbers


def test_labels_quote_fewer_than_ten_words() -> None:
    assert all(len(label.words.split()) < 10 for label in labels())


def test_the_words_of_a_label_stand_once_in_its_document(shared_data: Path) -> None:
    for label in labels():
        path = file_of(label.document, shared_data)
        if path.suffix not in TEXTS:
            continue
        text = re.sub(r"[*\\]", "", path.read_text(encoding="utf-8"))
        assert " ".join(text.split()).count(label.words) == 1, label
