"""Holding back: no text is asked about by a model that knew it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice

import numpy as np
import pytest

from migrascope.knowledge.learned import holding
from migrascope.knowledge.learned.corpus import Example, Sort

QU, TRAIL = "qu_project", "trail22_additional"


def some(sort: Sort, number: int, groups: Sequence[str] = ("",)) -> list[Example]:
    return [
        Example(f"{sort.value} {place}", frozenset({"1"}), sort, group)
        for place, group in enumerate(islice(cycle(groups), number))
    ]


EXAMPLES = [
    *some(Sort.SENTENCE, 23, (QU, TRAIL, f"{QU};{TRAIL}")),
    *some(Sort.PAPER, 7),
    *some(Sort.METADATA, 12, ("1.1", "1.2", "1.3", "1.4", "1.5", "1.a")),
    *some(Sort.WORDING, 3),
]
PLAN = holding.rounds(EXAMPLES)


def test_no_text_is_known_and_held_back_at_once() -> None:
    for each in PLAN:
        assert not set(each.known.tolist()) & set(each.held.tolist()), each.of


@pytest.mark.parametrize(
    ("of", "sort"),
    [
        (holding.SENTENCES, Sort.SENTENCE),
        (holding.PAPERS, Sort.PAPER),
        (holding.METADATA, Sort.METADATA),
    ],
)
def test_every_text_of_a_sort_is_held_back_once(of: str, sort: Sort) -> None:
    held = [number for each in PLAN if each.of == of for number in each.held.tolist()]
    assert sorted(held) == holding.of_sort(EXAMPLES, sort).tolist()


def test_pieces_on_one_target_are_held_back_together() -> None:
    for each in PLAN:
        if each.of == holding.METADATA:
            held = {EXAMPLES[number].group for number in each.held.tolist()}
            known = {EXAMPLES[number].group for number in each.known.tolist()}
            assert not held & known


def test_sentences_of_one_project_are_asked_by_models_of_the_other() -> None:
    found = [each for each in PLAN if each.of == holding.OTHER_SOURCE]
    assert len(found) == 2
    for each, (known, held) in zip(found, ((QU, TRAIL), (TRAIL, QU)), strict=True):
        of = [EXAMPLES[number] for number in each.known.tolist()]
        assert {one.group for one in of if one.sort is Sort.SENTENCE} == {known}
        assert {EXAMPLES[number].group for number in each.held.tolist()} == {held}
        assert {one.sort for one in of} == {each.sort for each in EXAMPLES}


def test_scores_come_in_the_order_of_the_texts() -> None:
    def itself(known: np.ndarray, held: np.ndarray) -> np.ndarray:
        assert len(known)
        return held[:, None].astype(float)

    for each in holding.ask(PLAN, itself):
        assert (np.diff(each.texts) > 0).all()
        assert each.scores[:, 0].tolist() == each.texts.tolist()
