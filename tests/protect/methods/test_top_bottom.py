"""Claims about the ends of a scale."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan
from migrascope.protect.methods.top_bottom import bottom, top
from migrascope.protect.plan.ladders import ages
from migrascope.protect.plan.steps import BottomCode, TopCode

AGES = [34.0, 61.0, 60.0, None, 75.0, 12.0, 59.0, 3.0]


def cases() -> pl.DataFrame:
    return pl.DataFrame({"age": AGES})


def test_values_from_the_bound_up_become_one_class() -> None:
    released, done = top(cases(), TopCode("age", 60), k=3)
    over = "60 and over"
    assert released["age"].to_list() == ["34", over, over, None, over, "12", "59", "3"]
    assert done.cells_changed == 3
    assert done.facts["records_in_class"] == 3


def test_values_from_the_bound_down_become_one_class() -> None:
    released, done = bottom(cases(), BottomCode("age", 12), k=2)
    under = "12 and under"
    assert released["age"].to_list() == [
        *("34", "61", "60", None, "75"),
        *(under, "59", under),
    ]
    assert done.cells_changed == 2


def test_both_ends_can_be_coded_one_after_the_other() -> None:
    first, _ = top(cases(), TopCode("age", 60), k=2)
    both, done = bottom(first, BottomCode("age", 12.0), k=2)
    assert set(both["age"].drop_nulls()) == {"12 and under", "34", "59", "60 and over"}
    assert done.cells_changed == 2


def test_the_names_of_classes_are_understood_as_ages_afterwards() -> None:
    released, _ = top(cases(), TopCode("age", 60), k=2)
    assert ages.band("60 and over") == ages.band("60+")
    assert released["age"].n_unique() == 6


@given(
    values=st.lists(
        st.floats(-1e6, 1e6).map(lambda value: round(value, 2)) | st.none(),
        min_size=1,
        max_size=40,
    ),
    at=st.integers(-100, 100),
    k=st.integers(1, 5),
)
def test_a_class_holds_k_records_or_is_refused(
    values: list[float | None], at: int, k: int
) -> None:
    frame = pl.DataFrame({"pay": values}, schema={"pay": pl.Float64})
    inside = sum(value is not None and value >= at for value in values)
    if 0 < inside < k:
        with pytest.raises(BadPlan, match=f"fewer than {k} records in the class"):
            top(frame, TopCode("pay", at), k=k)
        return
    released, done = top(frame, TopCode("pay", at), k=k)
    assert done.cells_changed == inside
    assert released["pay"].null_count() == frame["pay"].null_count()
    for before, after in zip(values, released["pay"].to_list(), strict=True):
        if before is not None and before >= at:
            assert after == f"{at} and over"
        elif before is not None:
            assert float(after) == before


def test_a_bound_that_nobody_reaches_changes_nothing() -> None:
    released, done = top(cases(), TopCode("age", 100), k=5)
    assert released.equals(cases())
    assert done.cells_changed == 0


def test_a_bound_with_decimals_is_named_as_it_is() -> None:
    frame = pl.DataFrame({"pay": [1.0, 2.5, 3.0]})
    released, _ = top(frame, TopCode("pay", 2.5), k=2)
    assert released["pay"].to_list() == ["1", "2.5 and over", "2.5 and over"]


def test_the_advice_is_to_widen_the_class() -> None:
    with pytest.raises(BadPlan, match="Lower the bound"):
        top(cases(), TopCode("age", 61), k=3)
    with pytest.raises(BadPlan, match="Raise the bound"):
        bottom(cases(), BottomCode("age", 3), k=3)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (TopCode("pay", 60), 'top_code: the column "pay" is no column'),
        (TopCode("sex", 60), 'top_code: the column "sex" holds no numbers'),
        (TopCode("age", math.inf), 'top_code: the column "age" needs a number'),
        (TopCode("age", 61), 'top_code: the column "age" has fewer than 3 records'),
    ],
)
def test_a_step_that_cannot_be_taken_names_step_and_column(
    step: TopCode, says: str
) -> None:
    frame = cases().with_columns(sex=pl.lit("secretvalue"))
    with pytest.raises(BadPlan, match=says) as caught:
        top(frame, step, k=3)
    assert "secretvalue" not in str(caught.value)
    assert "75" not in str(caught.value)
