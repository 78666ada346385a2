"""Claims about the numbers that stand for records."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect.counting import codes
from migrascope.protect.counting.codes import combinations, digits, grouped, packed


def test_missing_is_zero_and_values_keep_their_own_order() -> None:
    column = pl.Series(["b", None, "a", "b"])
    numbers, size = digits(column)
    assert numbers.tolist() == [2, 0, 1, 2]
    assert size == 3


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([3, None, 1, 3]),
        pl.Series([2.5, None, 0.5, 2.5]),
        pl.Series([date(2024, 2, 1), None, date(2024, 1, 1), date(2024, 2, 1)]),
        pl.Series([True, None, False, True]),
        pl.Series(["z", None, "k", "z"], dtype=pl.Categorical),
    ],
)
def test_columns_of_every_type_are_counted_alike(column: pl.Series) -> None:
    assert digits(column)[0].tolist() == [2, 0, 1, 2]


def test_a_column_without_any_value_is_all_missing() -> None:
    assert digits(pl.Series([None, None]))[0].tolist() == [0, 0]


def test_more_values_than_a_byte_holds_stay_apart() -> None:
    column = pl.Series(range(70_000)).cast(pl.String)
    numbers, size = digits(column)
    assert size == 70_001
    assert len(np.unique(numbers)) == 70_000


def test_records_with_the_same_keys_share_one_combination() -> None:
    frame = pl.DataFrame(
        {"sex": ["f", "m", "f", None], "age": [1, 1, 1, 1], "w": [2.0, 3.0, 4.0, 5.0]}
    )
    found = combinations(frame, ["sex", "age"], weight="w")
    assert found.of_record.tolist() == [1, 2, 1, 0]
    assert found.records.tolist() == [1, 2, 1]
    assert found.people.tolist() == [5.0, 6.0, 3.0]
    assert found.digits.tolist() == [[0, 1], [1, 1], [2, 1]]


@given(
    st.lists(st.tuples(*[st.integers(0, 2)] * 5), min_size=1, max_size=30),
    st.sampled_from([4, 20, 2**62]),
)
def test_packed_numbers_are_equal_just_where_the_rows_are(
    rows: list[tuple[int, ...]], largest: int
) -> None:
    table = np.array(rows)
    before = codes.LARGEST
    codes.LARGEST = largest  # small, so that numbers must be counted anew
    try:
        number = packed(list(table.T), [3] * 5)
    finally:
        codes.LARGEST = before
    for first, one in enumerate(rows):
        for second, other in enumerate(rows):
            assert (number[first] == number[second]) == (one == other)


def test_many_keys_with_many_values_do_not_run_over() -> None:
    keys = [f"key {number}" for number in range(40)]
    frame = pl.DataFrame({key: ["a", "b", "c", "a"] for key in keys})
    assert combinations(frame, keys).records.tolist() == [2, 1, 1]


def test_keys_that_cannot_be_counted_are_refused_by_name() -> None:
    frame = pl.DataFrame({"sex": ["f"]})
    with pytest.raises(BadPlan, match='no column "age"'):
        combinations(frame, ["sex", "age"])
    with pytest.raises(BadPlan, match="named twice"):
        combinations(frame, ["sex", "sex"])
    with pytest.raises(BadPlan, match="no key"):
        combinations(frame, [])


@pytest.mark.parametrize("bad", [None, -1.0, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused_by_its_row(bad: float | None) -> None:
    frame = pl.DataFrame({"sex": ["f", "f"], "w": [1.0, bad]})
    with pytest.raises(UnusableCases, match="row 2"):
        combinations(frame, ["sex"], weight="w")


def test_weights_in_words_are_refused_without_being_shown() -> None:
    frame = pl.DataFrame({"sex": ["f"], "w": ["secret"]})
    with pytest.raises(UnusableCases) as refused:
        combinations(frame, ["sex"], weight="w")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "column",
    [
        pl.Series("skills", [["secret"], ["other"]]),
        pl.Series("skills", ["secret", 1], dtype=pl.Object),
    ],
)
def test_columns_of_lists_or_mixed_things_are_refused_by_name(
    column: pl.Series,
) -> None:
    with pytest.raises(UnusableCases, match='"skills"') as refused:
        combinations(pl.DataFrame([column]), ["skills"])
    assert "secret" not in str(refused.value)


def test_numbers_that_are_none_are_missing() -> None:
    assert digits(pl.Series([float("nan"), 1.0]))[0].tolist() == [0, 1]


@given(st.lists(st.integers(0, 5), max_size=20))
def test_grouped_numbers_are_those_of_numpy(numbers: list[int]) -> None:
    found = grouped(np.array(numbers, dtype=np.int64))
    slow = np.unique(
        np.array(numbers, dtype=np.int64),
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    for one, other in zip(found, slow[1:], strict=True):
        assert one.tolist() == other.tolist()


def test_combinations_show_no_value_of_a_record() -> None:
    found = combinations(pl.DataFrame({"sex": ["f", "m"]}), ["sex"])
    assert repr(found) == "Combinations(2 of 1 keys)"
