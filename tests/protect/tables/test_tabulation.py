from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from tests.protect.tables._making import counts, table

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect.cases import Labels
from migrascope.protect.tables import tabulation
from migrascope.protect.tables.model import UNKNOWN, Measure, is_total

PEOPLE = pl.DataFrame(
    {
        "sex": ["f", "f", "m", None, "m"],
        "age": ["young", "old", "old", "old", "old"],
        "weight": [2.0, 1.0, 4.0, 0.5, 2.5],
        "days": [10.0, 3.0, 7.0, 0.0, 20.0],
    }
)


def test_every_combination_is_counted_with_all_totals() -> None:
    counted = tabulation.tabulate(PEOPLE, ["sex", "age"])
    assert [axis.codes for axis in counted.axes] == [
        ("f", "m", UNKNOWN),
        ("old", "young"),
    ]
    assert counted.records.tolist() == [
        [1, 1, 2],
        [2, 0, 2],
        [1, 0, 1],
        [4, 1, 5],
    ]
    assert counted.measure is Measure.RECORDS


def test_weighted_cells_hold_people_and_remember_their_records() -> None:
    counted = tabulation.tabulate(PEOPLE, ["sex"], weight="weight")
    assert counted.values.tolist() == [3.0, 6.5, 0.5, 10.0]
    assert counted.records.tolist() == [2, 2, 1, 5]


def test_sums_keep_the_largest_contributions_of_cells_and_totals() -> None:
    counted = tabulation.tabulate_sum(PEOPLE, ["sex"], of="days")
    assert counted.values.tolist() == [13.0, 27.0, 0.0, 40.0]
    assert counted.largest.tolist() == [
        [10.0, 3.0, 0.0],
        [20.0, 7.0, 0.0],
        [0.0, 0.0, 0.0],
        [20.0, 10.0, 7.0],
    ]


def test_codes_bring_their_labels() -> None:
    book = {"sex": Labels("Sex", {"f": "Female", "m": "Male"})}
    axis = tabulation.tabulate(PEOPLE, ["sex"], codebook=book).axes[0]
    assert [axis.label(at) for at in range(4)] == [
        "Female",
        "Male",
        "Not known",
        "Total",
    ]


@given(counts(3, 2, 2))
@settings(max_examples=15)
def test_parts_add_up_to_totals_along_every_dimension(inner: np.ndarray) -> None:
    found = table(inner).records
    assert (found[:-1, :-1, :-1] == inner).all()
    for axis in range(3):
        parts = found.take(range(found.shape[axis] - 1), axis=axis).sum(axis=axis)
        assert (parts == found.take(-1, axis=axis)).all()


def test_a_cell_knows_over_how_many_dimensions_it_is_a_total() -> None:
    assert is_total((2, 3)).tolist() == [[0, 0, 1], [1, 1, 2]]


def test_a_code_that_stands_for_totals_is_refused_without_a_value_of_a_record() -> None:
    frame = pl.DataFrame({"sex": ["_T", "secret"]})
    with pytest.raises(UnusableCases, match='column "sex"') as caught:
        tabulation.tabulate(frame, ["sex"])
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("by", [[], ["shoe"], ["sex", "sex"]])
def test_columns_that_cannot_be_counted_by_are_refused(by: list[str]) -> None:
    with pytest.raises(BadPlan):
        tabulation.tabulate(PEOPLE, by)


def test_a_table_of_very_many_cells_is_refused() -> None:
    many = pl.DataFrame({"a": range(200), "b": range(200)})
    with pytest.raises(BadPlan, match="more than 20,000 cells"):
        tabulation.tabulate(many, ["a", "b"])


def test_weights_and_sums_that_are_none_are_told_by_their_rows_only() -> None:
    frame = pl.DataFrame(
        {"sex": ["f", "m"], "days": [-777.0, None], "name": ["a", "b"]}
    )
    with pytest.raises(UnusableCases, match="rows 2, 3") as caught:
        tabulation.tabulate_sum(frame, ["sex"], of="days")
    assert "777" not in str(caught.value)
    with pytest.raises(UnusableCases, match="not above 0 in rows 2, 3"):
        tabulation.tabulate(frame, ["sex"], weight="days")
    with pytest.raises(UnusableCases, match="no numbers"):
        tabulation.tabulate_sum(frame, ["sex"], of="name")


def test_a_table_does_not_show_itself_in_a_log() -> None:
    assert repr(tabulation.tabulate(PEOPLE, ["sex", "age"])) == "Table(4 × 3)"
