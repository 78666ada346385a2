"""Claims about counting compatible records, whichever way is the cheaper."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrascope.protect.verify import differencing, sharing

Rows = list[tuple[int | None, ...]]


@st.composite
def files(draw: st.DrawFn) -> tuple[Rows, Rows]:
    """Two files with the same keys; with many codes they take several words."""
    keys = draw(st.integers(1, 9))
    most = draw(st.sampled_from([1, 3, 5000]))
    cell = st.one_of(st.none(), st.integers(0, most))
    rows = st.lists(st.tuples(*[cell] * keys), min_size=1, max_size=25)
    spread: Rows = [tuple([code] * keys) for code in range(0, most, 50)]
    return draw(rows), [*draw(rows), *spread]


def agree(one: tuple[int | None, ...], other: tuple[int | None, ...]) -> bool:
    pairs = zip(one, other, strict=True)
    return all(a is None or b is None or a == b for a, b in pairs)


def packed(*several: Rows, wildcard: bool) -> list[sharing.Packed]:
    names = [f"k{number}" for number in range(len(several[0][0]))]
    schema = dict.fromkeys(names, pl.Int64)
    frames = [pl.DataFrame(rows, schema=schema, orient="row") for rows in several]
    return sharing.pack(frames, names, wildcard=wildcard)


@given(files(), st.sampled_from([0.0, 1e12]))
@settings(max_examples=60)
def test_joining_and_comparing_one_by_one_count_the_same(
    both: tuple[Rows, Rows], cost: float
) -> None:
    asked, among = both
    with pytest.MonkeyPatch.context() as patch:
        # what a join is taken to cost decides the way that is gone
        patch.setattr(sharing, "_CALL", cost)
        patch.setattr(sharing, "_ROW", 0.0)
        one, other = packed(asked, among, wildcard=True)
        total = sharing.counted(one, other)
        values = np.arange(len(among)) % 3 - 1
        held = sharing.held(one, other, values)
    seen = {(id_, value): n for id_, value, n in held.iter_rows()}
    for row, place in zip(asked, one.of_record.tolist(), strict=True):
        fits = [number for number, each in enumerate(among) if agree(row, each)]
        assert total[place] == len(fits)
        known = Counter(number % 3 - 1 for number in fits if number % 3)
        assert {v: n for (id_, v), n in seen.items() if id_ == place} == dict(known)


@given(files())
@settings(max_examples=60)
def test_as_a_value_missing_agrees_with_missing_only(both: tuple[Rows, Rows]) -> None:
    asked, among = both
    one, other = packed(asked, among, wildcard=False)
    total = sharing.counted(one, other)
    counts = Counter(among)
    found = [total[place] for place in one.of_record.tolist()]
    assert found == [counts[row] for row in asked]


@given(files(), st.integers(1, 6), st.sampled_from([0.0, 1e12]))
@settings(max_examples=80)
def test_counting_that_stops_early_never_says_enough_wrongly(
    both: tuple[Rows, Rows], enough: int, cost: float
) -> None:
    one, other = packed(*both, wildcard=True)
    whole = sharing.counted(one, other)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharing, "_CALL", cost)
        patch.setattr(sharing, "_ROW", 0.0)
        part = sharing.counted(one, other, enough=enough)
    assert ((part >= enough) == (whole >= enough)).all()
    assert (part[part < enough] == whole[part < enough]).all()


def test_keys_may_be_called_as_the_columns_of_the_counts_are() -> None:
    frame = pl.DataFrame({"before": ["a", "a"], "n": ["b", "b"], "all": ["c", "c"]})
    found = differencing.compare(frame, frame, frame.columns, 2)
    assert (found.keys, found.isolating) == (("before", "n", "all"), 0)
