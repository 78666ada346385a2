"""Claims about counting on frames of any kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect.counting.engines import collected, opened
from migrascope.protect.counting.kernels import (
    PEOPLE,
    RECORDS,
    attributes,
    by_key,
    by_subset,
    subsets,
)


def cases() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "sex": ["f", "m", "f", None, "f"],
            "age": ["1", "1", "1", "1", None],
            "w": [2.0, 3.0, 4.0, 5.0, 6.0],
        }
    )


def counts(frame: pl.DataFrame) -> dict[tuple[object, ...], int]:
    keys = [name for name in frame.columns if name not in (RECORDS, PEOPLE)]
    return {row[: len(keys)]: row[len(keys)] for row in frame.rows()}


def test_each_combination_is_counted_and_missing_is_a_value_of_its_own() -> None:
    counted = collected(by_key(cases(), ["sex", "age"], weight="w"))
    assert {row[:2]: row[2:] for row in counted.rows()} == {
        ("f", "1"): (2, 6.0),
        ("m", "1"): (1, 3.0),
        (None, "1"): (1, 5.0),
        ("f", None): (1, 6.0),
    }


def test_a_lazy_frame_stays_lazy_and_says_the_same() -> None:
    lazy = by_key(cases().lazy(), ["sex"])
    assert isinstance(lazy, pl.LazyFrame)
    assert counts(collected(lazy)) == {("f",): 3, ("m",): 1, (None,): 1}


def test_subsets_of_the_keys_come_small_ones_first() -> None:
    assert list(subsets("abc", 2)) == [
        ("a",),
        ("b",),
        ("c",),
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]
    assert len(list(subsets("abcdefgh", 3))) == 8 + 28 + 56


TEXTS = st.one_of(st.none(), st.sampled_from("xyz"))


ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=20)


@given(ROWS, st.sampled_from([pl.DataFrame.clone, pl.DataFrame.lazy]))
def test_subsets_hold_what_counting_them_alone_holds(
    rows: list[tuple[str | None, ...]], kind: Callable[[pl.DataFrame], Any]
) -> None:
    schema = dict.fromkeys("abc", pl.String)
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    for subset, counted in by_subset(kind(frame), "abc"):
        alone = frame.group_by(subset).agg(pl.len().alias(RECORDS))
        assert counts(collected(counted)) == counts(alone)


@given(ROWS)
def test_attributes_are_all_combinations_without_missing_values(
    rows: list[tuple[str | None, ...]],
) -> None:
    schema = dict.fromkeys("abc", pl.String)
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    found = collected(attributes(frame, "abc", longest=2))
    expected: dict[tuple[tuple[str, str], ...], int] = {}
    for row in rows:
        there = [
            (name, value)
            for name, value in zip("abc", row, strict=True)
            if value is not None
        ]
        for first, one in enumerate(there):
            expected[(one,)] = expected.get((one,), 0) + 1
            for other in there[first + 1 :]:
                pair = (one, other)
                expected[pair] = expected.get(pair, 0) + 1
    said = {
        tuple(
            (column, value)
            for column, value in (row[:2], row[2:4])
            if column is not None
        ): row[4]
        for row in found.rows()
    }
    assert said == expected


def test_a_key_named_like_a_figure_is_refused() -> None:
    frame = pl.DataFrame({"Records_Counted": ["a"]})
    with pytest.raises(BadPlan, match="Rename the column"):
        by_key(frame, ["Records_Counted"])


def test_keys_that_are_not_there_are_refused() -> None:
    with pytest.raises(BadPlan, match='no column "status"'):
        by_key(cases(), ["status"])
    with pytest.raises(BadPlan, match='no column "weight"'):
        by_key(cases(), ["sex"], weight="weight")


def test_bad_weights_are_refused_once_they_are_counted() -> None:
    for bad in (None, -1.0, float("nan"), float("inf")):
        frame = pl.DataFrame({"sex": ["f", "f"], "w": [1.0, bad]})
        with pytest.raises(UnusableCases, match="in 1 records"):
            collected(by_key(frame, ["sex"], weight="w"))
    words = pl.DataFrame({"sex": ["f"], "w": ["secret"]})
    with pytest.raises(UnusableCases, match="holds text"):
        by_key(words, ["sex"], weight="w")


def test_a_csv_file_is_read_as_text_with_its_marks_for_missing(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text('sex,age,w\nf,01,1\n"",01,2\n-99,1,x\n', encoding="utf-8")
    marks = {"sex": ["-99"]}
    with opened(path, ["sex", "age"], missing_marks=marks) as frame:
        counted = collected(by_key(frame, ["sex", "age"]))
    assert counts(counted) == {("f", "01"): 1, (None, "01"): 1, (None, "1"): 1}
    with (
        opened(path, ["sex"], weight="w") as frame,
        pytest.raises(UnusableCases, match="missing or below 0 in 1 records"),
    ):
        collected(by_key(frame, ["sex"], weight="w"))


def test_numbers_in_parquet_keep_their_type_and_lose_their_marks(
    tmp_path: Path,
) -> None:
    path = tmp_path / "cases.parquet"
    pl.DataFrame({"age": [17, 99, 17]}).write_parquet(path)
    with opened(path, ["age"], missing_marks={"age": ["99"]}) as frame:
        assert counts(collected(by_key(frame, ["age"]))) == {(17,): 2, (None,): 1}


def test_a_file_that_cannot_be_read_is_named_and_nothing_of_it_shown(
    tmp_path: Path,
) -> None:
    path = tmp_path / "cases.parquet"
    path.write_text("secret", encoding="utf-8")
    with (
        pytest.raises(UnusableCases, match=r"cases\.parquet") as refused,
        opened(path, ["sex"]) as frame,
    ):
        collected(by_key(frame, ["sex"]))
    assert "secret" not in str(refused.value)
