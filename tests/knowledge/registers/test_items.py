"""A sentence that lists several practices gives each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migrascope.knowledge.registers.items import items


def told(text: str) -> list[str]:
    return [text[each.start : each.end] for each in items(text)]


def test_semicolons_divide() -> None:
    text = (
        "Measures include free visas for nurses; a school bus; and more street lights."
    )
    assert told(text) == ["free visas for nurses", "a school bus", "more street lights"]


def test_numbers_in_brackets_divide() -> None:
    text = "Ideas were shared, including i) help with papers; ii) a desk for women."
    assert told(text) == ["help with papers", "a desk for women"]


def test_a_plain_sentence_is_no_list() -> None:
    assert told("Kenya has opened a school; it is full.") == []
    assert told("Good practices such as schools are needed.") == []


def test_what_ends_a_list_is_not_in_it() -> None:
    text = "Steps were: a law on visas; a new office; a joint fund. It was late."
    assert told(text)[-1] == "a joint fund"


@given(st.text(alphabet="ab ;:().,iv1", max_size=80))
def test_items_are_stretches_of_the_text_in_order(text: str) -> None:
    found = items(f"Practices were shared, including: {text}")
    ends = [0, *(each.end for each in found)]
    assert all(0 <= each.start < each.end for each in found)
    assert all(a <= b.start for a, b in zip(ends, found, strict=False))
