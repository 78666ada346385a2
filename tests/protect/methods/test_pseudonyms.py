"""Claims about identifiers that nobody can trace back."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan
from migrascope.protect.methods.pseudonyms import apply, pseudonym
from migrascope.protect.plan.steps import Pseudonymise

SECRET = b"a secret of the run, for tests"
NAMES = st.lists(st.text(min_size=1, max_size=8) | st.none(), min_size=1, max_size=30)


def hidden(
    values: list[object], column: str = "case", secret: bytes = SECRET
) -> list[str]:
    cases = pl.DataFrame({column: values}, strict=False)
    released, _ = apply(cases, Pseudonymise(column), secret=secret)
    return list(released[column])


def test_the_hash_is_that_of_the_standard() -> None:
    # RFC 4231, test case 2, its first 128 bits
    found = pseudonym("what do ya want for nothing?", b"Jefe")
    assert found == "5bdcc146bf60754e6a042426089575c7"


@given(names=NAMES)
def test_the_same_people_are_the_same_and_others_are_not(
    names: list[str | None],
) -> None:
    names = [None if name is None or not name.strip() else name for name in names]
    found = hidden([*names, "somebody"])[:-1]
    for one, name in zip(found, names, strict=True):
        assert (one is None) == (name is None)
        for other, other_name in zip(found, names, strict=True):
            if name is not None and other_name is not None:
                assert (one == other) == (name.strip() == other_name.strip())


def test_a_pseudonym_is_32_digits_and_no_plain_hash() -> None:
    (found,) = hidden(["1000001"])
    assert len(found) == 32
    assert int(found, 16) >= 0
    assert found != hashlib.sha256(b"1000001").hexdigest()[:32]


def test_another_secret_gives_another_pseudonym() -> None:
    assert hidden(["17"]) != hidden(["17"], secret=SECRET + b"2")
    assert hidden(["17"]) == hidden(["17"])


def test_the_same_number_in_another_column_looks_different() -> None:
    assert hidden(["17"], "case") != hidden(["17"], "mother")


def test_a_number_and_its_text_are_the_same_identifier() -> None:
    assert hidden([17]) == hidden(["17"]) == hidden([17.0])


def test_what_is_told_holds_the_chance_of_a_collision_and_no_identifier() -> None:
    cases = pl.DataFrame({"case": ["17", "18", "17", None]})
    released, done = apply(cases, Pseudonymise("case"), secret=SECRET)
    assert done.cells_changed == 3
    assert done.facts == {"identifiers": 2, "collision_chance": 2.0**-128}
    assert "17" not in done.says
    assert released["case"].null_count() == 1
    assert cases["case"].to_list() == ["17", "18", "17", None]


def test_a_column_that_is_not_there_is_refused() -> None:
    cases = pl.DataFrame({"case": ["17"]})
    with pytest.raises(BadPlan, match='pseudonymise: the column "name" is no column'):
        apply(cases, Pseudonymise("name"), secret=SECRET)


def test_a_secret_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(BadPlan, match="fewer than 16 bytes"):
        hidden(["17"], secret=b"1234")
