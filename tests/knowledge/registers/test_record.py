"""The id of a record stays as long as the document says the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migrascope.knowledge.registers.record import Register, folded, key, stated


def test_layout_does_not_change_an_id() -> None:
    first = key(Register.PRACTICES, "minutes", "Safe,  orderly\nand **regular**.")
    assert first == key(Register.PRACTICES, "minutes", "safe orderly and regular")


def test_document_and_register_are_part_of_an_id() -> None:
    ids = {
        key(register, document, "the same words")
        for register in Register
        for document in ("one", "two")
    }
    assert len(ids) == 2 * len(Register)


@given(st.text(), st.text())
def test_other_words_give_another_id(one: str, other: str) -> None:
    same = key(Register.PRACTICES, one) == key(Register.PRACTICES, other)
    assert same == (folded(one) == folded(other))


def test_nothing_stated_is_no_value() -> None:
    assert stated(("", ""), ()) is None
    assert stated((), ()) is None
    value = stated(("b", "a", "b"), ())
    assert value is not None
    assert value.parts == ("b", "a")
