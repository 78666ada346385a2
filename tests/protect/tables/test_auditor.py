from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.tables._making import SECRET, counts, hidden, possible, table

from migrascope.errors import NotProven
from migrascope.protect.tables import auditor, rounding
from migrascope.protect.tables.model import Table

SQUARE = table([[20, 50, 10], [8, 19, 22], [17, 32, 12]])
CORNERS = ((0, 0), (0, 2), (2, 0), (2, 2))


def test_one_suppressed_cell_is_computed_from_its_row() -> None:
    # 80 − 50 − 10 = 20
    found = auditor.audit(hidden(SQUARE, (0, 0)), width=5)
    assert (found.low[0, 0], found.high[0, 0]) == (20, 20)
    assert found.narrow[0, 0]
    assert not found.passed
    assert "1 are narrower than was asked: no." in found.says


def test_four_corners_move_together_as_far_as_the_smallest_lets_them() -> None:
    # Rows leave 30 and 29, columns 37 and 22: x, 30 − x, 37 − x, x − 8, each at
    # least 1, so x lies between 9 and 29.
    found = auditor.audit(hidden(SQUARE, *CORNERS), width=20)
    assert [(found.low[at], found.high[at]) for at in CORNERS] == [
        (9, 29),
        (1, 21),
        (8, 28),
        (1, 21),
    ]
    assert found.passed
    assert not auditor.audit(hidden(SQUARE, *CORNERS), width=21).passed


def test_an_interval_must_also_reach_as_high_as_is_asked() -> None:
    released = hidden(SQUARE, *CORNERS)
    assert auditor.audit(released, width=5, reach=21).passed
    found = auditor.audit(released, width=5, reach=22)
    assert [at for at in CORNERS if found.narrow[at]] == [(0, 2), (2, 2)]


def test_nothing_bounds_a_row_that_is_gone_with_its_totals() -> None:
    released = hidden(table([[3, 4]]), *np.ndindex(2, 3))
    found = auditor.audit(released, width=1e6)
    assert np.isinf(found.high).all()
    # Both inner cells are at least 1, so their sum is at least 2.
    assert found.low[0].tolist() == [1, 1, 2]
    assert found.passed


def test_figures_that_contradict_each_other_are_not_audited_away() -> None:
    released = hidden(SQUARE, *CORNERS)
    wrong = released.values.copy()
    wrong[0, 3] += 1
    with pytest.raises(NotProven, match="no table agrees"):
        auditor.audit(replace(released, values=wrong), width=1)


def test_what_is_not_suppressed_is_not_looked_at() -> None:
    found = auditor.audit(hidden(SQUARE), width=5)
    assert found.passed
    assert "nothing to look at" in found.says


def some_inner(counted: Table, gone: set[int]) -> list[tuple[int, ...]]:
    """Cells that are neither empty nor totals."""
    inner = np.ndindex(*(size - 1 for size in counted.records.shape))
    return [
        place
        for number, place in enumerate(inner)
        if number in gone and counted.records[place] > 0
    ]


@given(
    st.one_of(counts(2, 3, most=3), counts(2, 2, 2, most=2)),
    st.sets(st.integers(0, 7), min_size=3),
)
@settings(max_examples=25)
def test_intervals_are_those_of_all_possible_tables_of_whole_numbers(
    inner: np.ndarray,
    gone: set[int],
) -> None:
    counted = table(inner)
    places = some_inner(counted, gone)
    released = hidden(counted, *places)
    found = auditor.audit(released, width=0)
    tables = possible(released)
    for place in places:
        seen = np.moveaxis(tables, 0, -1)[place]
        assert (found.low[place], found.high[place]) == (seen.min(), seen.max())


@given(counts(2, 2, most=9), st.integers(0, 5))
@settings(max_examples=8)
def test_a_proof_never_claims_more_than_all_possible_tables_of_a_rounding(
    inner: np.ndarray,
    width: int,
) -> None:
    released = rounding.round_to_base(table(inner), base=3, secret=SECRET)
    found = auditor.prove(released, width=width)
    tables = possible(released)
    low, high = tables.min(axis=0), tables.max(axis=0)
    assert (found.low >= low).all()
    assert (found.high <= high).all()
    assert (found.narrow == (high - low < width)).all()
    exact = auditor.audit(released, width=width)
    assert (exact.low == low).all()
    assert (exact.high == high).all()
