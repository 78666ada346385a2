"""Claims about values that few people have."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan
from migrascope.protect.methods import group_rare
from migrascope.protect.plan.steps import GroupRare

VALUES = st.lists(st.one_of(st.none(), st.sampled_from("abcde")), max_size=30)


def grouped(values: list[str | None], k: int, into: str = "Other") -> list[str | None]:
    frame = pl.DataFrame({"harm": pl.Series(values, dtype=pl.String)})
    made, _ = group_rare.apply(frame, GroupRare(("harm",), into), k=k)
    return made["harm"].to_list()


@given(VALUES, st.integers(2, 5))
def test_every_value_that_is_left_is_one_of_k_records(
    values: list[str | None], k: int
) -> None:
    made = grouped(values, k)
    for before, after in zip(values, made, strict=True):
        assert after is None or made.count(after) >= k
        if before is not None and values.count(before) >= k:
            assert after == before
        if before is None:
            assert after is None


def test_rare_values_become_one_class() -> None:
    assert grouped(["a", "a", "b", "c", None], 2) == ["a", "a", "Other", "Other", None]


def test_a_class_that_would_be_too_small_is_blank_instead() -> None:
    assert grouped(["a", "a", "a", "b", "c"], 3) == ["a", "a", "a", None, None]


def test_a_class_that_is_there_already_takes_the_rare_ones_in() -> None:
    assert grouped(["a", "a", "b", "Other"], 2) == ["a", "a", "Other", "Other"]


def test_dates_have_no_class_and_are_blanked() -> None:
    days = [date(2020, 1, 1)] * 2 + [date(2020, 1, 2)] * 1
    frame = pl.DataFrame({"day": days})
    made, done = group_rare.apply(frame, GroupRare(("day",)), k=2)
    assert made["day"].to_list() == [*days[:2], None]
    assert (done.cells_changed, done.facts["blanked"]) == (1, 1)
    assert "2020" not in done.says


def test_it_says_how_many_values_and_never_which() -> None:
    frame = pl.DataFrame({"harm": ["common"] * 9 + ["secret-1", "secret-2"]})
    _, done = group_rare.apply(frame, GroupRare(("harm",)), k=2)
    assert (
        done.says == "2 values that fewer than 2 records have were put into one class."
    )
    assert done.cells_changed == 2


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadPlan, match="no column of the cases"):
        group_rare.apply(pl.DataFrame({"a": ["1"]}), GroupRare(("b",)), k=2)
