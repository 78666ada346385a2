"""How words become pieces: as the model was trained, whatever stands in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.knowledge.learned.embeddings.pieces import Pieces

NAMES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "migr", "##ant", "##s", "cafe", ",", "移")
NUMBER = {name: number for number, name in enumerate(NAMES)}
FIRST, LAST, UNKNOWN = NUMBER["[CLS]"], NUMBER["[SEP]"], NUMBER["[UNK]"]


def cut(text: str, *, longest: int = 256) -> list[int]:
    return Pieces(NUMBER, longest=longest).cut(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("migrants", ["migr", "##ant", "##s"]),
        ("MIGRANTS", ["migr", "##ant", "##s"]),
        ("Café,café", ["cafe", ",", "cafe"]),
        ("mi\u00adgrants", ["migr", "##ant", "##s"]),
        ("移移", ["移", "移"]),
        ("unheard", ["[UNK]"]),
        ("migrantz", ["[UNK]"]),
        ("a" * 101, ["[UNK]"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_the_longest_known_pieces(
    text: str, pieces: list[str]
) -> None:
    assert cut(text) == [FIRST, *(NUMBER[each] for each in pieces), LAST]


def test_a_long_text_is_cut_off_with_both_marks_kept() -> None:
    numbers = cut("migrants " * 50, longest=16)
    assert len(numbers) == 16
    assert (numbers[0], numbers[-1]) == (FIRST, LAST)


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    numbers = cut(text)
    assert (numbers[0], numbers[-1]) == (FIRST, LAST)
    assert set(numbers) <= set(range(len(NAMES)))
