"""Are combinations counted exactly, and rounded so that rare ones never show?"""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.protect.twin.files import Combination, by_hand, case_files

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect.twin import aggregates, coding
from migrascope.protect.twin.aggregates import COUNT, Aggregates


def released(counted: Aggregates) -> dict[Combination, int]:
    """The released table as combinations and their rounded counts."""
    return {
        tuple(
            (name, row[name]) for name in counted.columns if row[name] is not None
        ): row[COUNT]
        for row in counted.table().iter_rows(named=True)
    }


@given(case_files(), st.integers(2, 6))
def test_combinations_are_those_counted_by_hand_rounded_to_the_nearest(
    frame: pl.DataFrame, resolution: int
) -> None:
    expected = {
        each: int(number / resolution + 0.5) * resolution
        for each, number in by_hand(frame).items()
        if number >= resolution
    }
    if not expected:
        with pytest.raises(UnusableCases):
            aggregates.count(frame, frame.columns, resolution=resolution)
        return
    counted = aggregates.count(frame, frame.columns, resolution=resolution)
    assert released(counted) == expected


@given(case_files(), st.integers(1, 3))
def test_no_combination_is_longer_than_asked(frame: pl.DataFrame, length: int) -> None:
    if max(by_hand(frame, 1).values(), default=0) < 2:
        return
    counted = aggregates.count(frame, frame.columns, resolution=2, length=length)
    assert max(map(len, released(counted))) <= length


def test_nine_of_ten_never_appear_and_ten_do() -> None:
    frame = pl.DataFrame({"sex": ["f"] * 10 + ["m"] * 9 + [None] * 7})
    counted = aggregates.count(frame, ["sex"])
    assert released(counted) == {(("sex", "f"),): 10}


def test_the_number_of_records_is_rounded_too() -> None:
    frame = pl.DataFrame({"sex": ["f"] * 14 + ["m"] * 13})
    assert aggregates.count(frame, ["sex"]).records == 30


def test_numbers_and_dates_are_counted_as_texts() -> None:
    frame = pl.DataFrame({"age": [4.0] * 12, "sex": [1] * 12})
    assert released(aggregates.count(frame, ["age", "sex"])) == {
        (("age", "4"),): 10,
        (("sex", "1"),): 10,
        (("age", "4"), ("sex", "1")): 10,
    }


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(BadPlan, match='"age"'):
        aggregates.count(pl.DataFrame({"sex": ["f"]}), ["sex", "age"])


def test_a_column_is_named_once() -> None:
    with pytest.raises(BadPlan, match="twice"):
        aggregates.count(pl.DataFrame({"sex": ["f"]}), ["sex", "sex"])


@pytest.mark.parametrize(("resolution", "length"), [(1, 3), (10, 0), (10, 4)])
def test_what_protects_nobody_is_refused(resolution: int, length: int) -> None:
    with pytest.raises(BadPlan):
        aggregates.count(
            pl.DataFrame({"sex": ["f"] * 20}),
            ["sex"],
            resolution=resolution,
            length=length,
        )


def test_a_file_without_a_record_is_refused() -> None:
    with pytest.raises(UnusableCases):
        aggregates.count(pl.DataFrame({"sex": []}), ["sex"])


def test_one_record_has_no_twin_and_its_value_is_not_told() -> None:
    with pytest.raises(UnusableCases) as told:
        aggregates.count(pl.DataFrame({"citizenship": ["Tuvalu"]}), ["citizenship"])
    assert "Tuvalu" not in str(told.value)


def test_columns_with_too_many_values_are_named_and_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coding, "MOST_CELLS", 50)
    codes = [str(number) for number in range(10)] * 2
    frame = pl.DataFrame({"code": codes, "sex": ["f", "m"] * 10})
    with pytest.raises(UnusableCases, match=r'"code" \(10 values\)'):
        aggregates.count(
            frame.with_columns(other=pl.col("code")),
            ["code", "sex", "other"],
            resolution=2,
        )
