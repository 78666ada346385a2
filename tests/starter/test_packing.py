"""Figures that are packed come back to the last digit."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.starter import packing

VALUES = st.one_of(
    st.none(),
    st.integers(-(2**60), 2**60).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
)


@given(st.lists(VALUES))
def test_what_was_packed_comes_back_as_it_was(values: list[float | None]) -> None:
    figures = pl.DataFrame({"value": values}, schema={"value": pl.Float64})
    assert packing.unpack(packing.pack(figures)).equals(figures)


@pytest.mark.parametrize("value", [0.0, -3.0, 1_234_567.0])
def test_a_whole_number_stands_in_its_own_column(value: float) -> None:
    packed = packing.pack(pl.DataFrame({"value": [value]}))
    assert packed.row(0, named=True) == {"value": None, packing.WHOLE: int(value)}


@pytest.mark.parametrize("value", [0.5, 1e300, 2.0**53])
def test_other_numbers_stay_where_they_are(value: float) -> None:
    packed = packing.pack(pl.DataFrame({"value": [value]}))
    assert packed.row(0, named=True) == {"value": value, packing.WHOLE: None}
