from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.tables._making import counts, hidden, records, table

from migrascope.errors import BadPlan
from migrascope.protect.tables import auditor, primary, protecting
from migrascope.protect.tables.protecting import Suppression, Zeros

# Two people of a third sex, both in the first place: Q | 0 | 0 | Q would tell it.
FEW = [[50, 40, 30], [60, 70, 20], [2, 0, 0]]
# Eight people, all in one place: enough not to be few, and all alike.
ALIKE = [[50, 40, 30], [60, 70, 20], [8, 0, 0]]


def protected(inner: object, method: Suppression) -> protecting.Protected:
    frame = records(inner)
    return protecting.protect(protecting.count(frame, [frame.columns]), method)


def test_empty_cells_of_a_row_of_few_people_are_not_published() -> None:
    made = protected(FEW, Suppression(threshold=5))
    assert made.passed
    assert made.tables[0].suppressed[2, :3].all()
    found = auditor.audit(made.tables[0], width=5)
    # Anywhere along the row there may be five.
    assert (found.high - found.low)[2, :3].min() >= 5


def test_a_reader_must_not_learn_that_all_of_a_larger_group_are_alike() -> None:
    made = protected(ALIKE, Suppression(threshold=5))
    assert made.passed
    assert made.tables[0].suppressed[2, 1:3].all()
    found = auditor.audit(made.tables[0], width=1)
    assert found.low[2, 0] < 8


def test_how_large_a_group_is_protected_is_declared() -> None:
    made = protected(ALIKE, Suppression(threshold=5, group=8))
    assert not made.tables[0].suppressed.any()
    with pytest.raises(BadPlan, match="smaller than the threshold"):
        protected(ALIKE, Suppression(threshold=5, group=4))


def test_zeros_that_are_declared_structural_are_published() -> None:
    made = protected(ALIKE, Suppression(threshold=5, zeros=Zeros.PUBLISH))
    assert made.tables[0].values[2].tolist() == [8, 0, 0, 8]


def test_the_auditor_says_no_when_all_of_a_small_group_must_share_a_value() -> None:
    counted = table(FEW)
    groups = primary.attributes(counted).groups
    assert groups.sum() == 2  # the cell of two, and its row total
    # The cell and its total are gone, with another row; the zeros are not.
    places = ((2, 0), (2, 3), (0, 0), (0, 3))
    released = hidden(counted, *places)
    found = auditor.audit(released, width=1, groups=groups)
    assert not found.narrow.any()
    assert np.argwhere(found.given).tolist() == [[2, 3]]
    assert not found.passed
    assert "1 small groups a reader can infer that all of them share" in found.says
    assert not auditor.prove(released, width=1, groups=groups).passed


def test_the_auditor_finds_a_group_that_is_given_away_by_published_figures() -> None:
    counted = table(ALIKE)
    found = auditor.audit(
        hidden(counted), width=1, groups=primary.attributes(counted).groups
    )
    assert found.given[2, 3]
    assert not found.passed


def test_a_column_of_one_category_tells_nothing_of_anybody() -> None:
    unsafe = primary.attributes(table([[3], [30]]))
    assert not unsafe.cells.any()


@given(
    st.one_of(counts(3, 3, most=6), counts(2, 4, most=4), counts(2, 3, 2, most=5)),
    st.integers(2, 5),
)
@settings(max_examples=10)
def test_no_small_group_is_given_away_and_no_interval_is_narrow(
    inner: np.ndarray, threshold: int
) -> None:
    made = protected(inner, Suppression(threshold=threshold))
    released, counted = made.tables[0], table(inner)
    gone = released.suppressed
    few = (counted.records > 0) & (counted.records < threshold)
    assert made.passed
    assert gone[few].all()
    assert (released.values[~gone] == counted.records[~gone]).all()
    found = auditor.audit(released, width=float(threshold))
    assert not found.narrow.any()
    for axis in range(counted.records.ndim):
        total = np.moveaxis(counted.records, axis, -1)[..., -1]
        could = (np.moveaxis(found.high, axis, -1)[..., :-1] >= 1).sum(axis=-1)
        small = (total > 0) & (total < 2 * threshold)
        assert (could[small] >= 2).all()


@given(counts(2, 3, most=6), st.lists(st.floats(0.5, 40.0), min_size=36, max_size=36))
@settings(max_examples=8)
def test_weighted_cells_of_few_cases_are_uncertain_by_so_many_mean_weights(
    inner: np.ndarray, weights: list[float]
) -> None:
    frame = records(inner)
    frame = frame.with_columns(w=pl.Series(weights[: frame.height]))
    counted = protecting.count(frame, [["a", "b"]], weight="w")
    made = protecting.protect(counted, Suppression(threshold=3))
    released, true = made.tables[0], counted.tables[0]
    gone = released.suppressed
    assert gone[(true.records > 0) & (true.records < 3)].all()
    found = auditor.audit(released, width=0.0)
    asked = 3 * true.values[-1, -1] / true.records[-1, -1]
    assert (found.high - found.low)[gone].min(initial=np.inf) >= asked * (1 - 1e-6)
    assert (found.low <= true.values * (1 + 1e-6)).all()
    assert (found.high >= true.values * (1 - 1e-6)).all()
