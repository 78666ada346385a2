from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.tables._making import SECRET, counts, records, table

from migrascope.errors import BadPlan
from migrascope.protect.tables import rounding, tabulation
from migrascope.protect.tables.model import with_totals


@given(
    st.one_of(counts(3, 4, most=40), counts(5, most=40), counts(1, 3, most=40)),
    st.integers(2, 10),
    st.binary(min_size=16, max_size=16),
)
@settings(max_examples=30)
def test_rounded_parts_add_up_and_no_cell_moves_by_the_base(
    inner: np.ndarray,
    base: int,
    secret: bytes,
) -> None:
    counted = table(inner)
    released = rounding.round_to_base(counted, base=base, secret=secret)
    found = released.values
    parts = tuple(slice(0, -1) for _ in inner.shape)
    assert (with_totals(found[parts]) == found).all()
    assert (found % base == 0).all()
    assert (found >= 0).all()
    assert (np.abs(found - counted.records) < base).all()
    stay = counted.records % base == 0
    assert (found[stay] == counted.records[stay]).all()


def test_the_expectation_of_every_cell_is_its_true_value() -> None:
    counted = table([[1, 7], [3, 4]])
    drawn = [
        rounding.round_to_base(counted, base=5, secret=b"%016d" % number).values
        for number in range(1500)
    ]
    # A cell deviates by at most 2.5 on average: four standard errors are 0.26.
    assert np.abs(np.mean(drawn, axis=0) - counted.records).max() < 0.26


def test_the_same_secret_rounds_in_the_same_way_and_another_does_not() -> None:
    counted = table([[11, 7, 8], [3, 14, 6], [2, 9, 13]])
    one = rounding.round_to_base(counted, base=5, secret=SECRET).values
    same = rounding.round_to_base(counted, base=5, secret=SECRET).values
    others = [
        rounding.round_to_base(counted, base=5, secret=b"%016d" % number).values
        for number in range(5)
    ]
    assert (one == same).all()
    assert any((one != other).any() for other in others)


@given(counts(3, 2, 2, most=20))
@settings(max_examples=6)
def test_in_three_dimensions_parts_add_up_and_the_deviation_is_told(
    inner: np.ndarray,
) -> None:
    counted = table(inner)
    released = rounding.round_to_base(counted, base=5, secret=SECRET)
    found = released.values
    assert (with_totals(found[:-1, :-1, :-1]) == found).all()
    assert (found % 5 == 0).all()
    assert (found[counted.records == 0] == 0).all()
    largest = int(np.abs(found - counted.records).max())
    assert any(f" {largest}." in line for line in released.says)
    assert largest <= released.within.max()


def test_a_table_that_has_no_rounding_to_the_nearest_multiples_goes_further() -> None:
    # Ones at 000, 011, 101 and 110. With base 2 all totals over two dimensions are 2
    # and stay; then r000 + r011, r000 + r101, r000 + r110 and r101 + r110 are 2 each,
    # though each r is 0 or 2: r000 = 2 leaves r101 + r110 = 0, r000 = 0 makes it 4.
    inner = np.zeros((2, 2, 2), dtype=int)
    for place in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)):
        inner[place] = 1
    released = rounding.round_to_base(table(inner), base=2, secret=SECRET)
    found = released.values
    assert (with_totals(found[:-1, :-1, :-1]) == found).all()
    assert "the largest deviation is 2." in released.says[-1]
    assert (released.within == 2).all()


def test_weighted_counts_are_rounded_to_whole_people_first() -> None:
    frame = pl.DataFrame({"a": ["x", "x", "y"], "w": [1.3, 2.4, 8.6]})
    counted = tabulation.tabulate(frame, ["a"], weight="w")
    released = rounding.round_to_base(counted, base=3, secret=SECRET)
    # 3.7 → 4, then 3 or 6; the running sum 12.3 → 12 leaves 8, then 6 or 9.
    assert released.values[0] in (3, 6)
    assert released.values[1] in (6, 9)
    assert released.values[2] == released.values[:2].sum() == 12
    # The sums of people are decimals, and the table says how far they may be.
    assert (np.abs(released.values - counted.values) <= released.within).all()


def test_a_base_that_rounds_nothing_and_sums_are_refused() -> None:
    with pytest.raises(BadPlan, match="below 2"):
        rounding.round_to_base(table([3, 4]), base=1, secret=SECRET)
    frame = pl.DataFrame({"a": ["x", "y"], "n": [1.0, 2.0]})
    sums = tabulation.tabulate_sum(frame, ["a"], of="n")
    with pytest.raises(BadPlan, match="holds sums"):
        rounding.round_to_base(sums, base=5, secret=SECRET)


def test_a_case_that_stands_for_many_is_not_shown_as_that_many() -> None:
    frame = records([1, 40]).with_columns(w=pl.Series([12.5] + [3.0] * 40))
    counted = tabulation.tabulate(frame, ["a"], weight="w")
    # Multiples of 5 would tell 10 or 15; below 20 it is 0 or 20, as any small cell.
    assert rounding.base_for([counted], threshold=5, asked=None) == 20
    with pytest.raises(BadPlan, match="fewer than 5 cases nearly as they are") as told:
        rounding.base_for([counted], threshold=5, asked=10)
    assert "--multiple 20" in str(told.value)
    released = rounding.round_to_base(counted, base=20, secret=SECRET)
    assert released.values[0] in (0, 20)


def test_a_base_below_the_threshold_is_refused() -> None:
    counted = table([3, 40])
    with pytest.raises(BadPlan, match="nearly as they are"):
        rounding.base_for([counted], threshold=5, asked=3)
    assert rounding.base_for([counted], threshold=3, asked=3) == 3
    assert rounding.base_for([counted], threshold=7, asked=None) == 7
