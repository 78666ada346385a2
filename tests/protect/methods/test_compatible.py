"""Are compatible records counted as comparing every pair would count them?"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.protect.methods import bitwise, combinations, compatible
from migrascope.protect.methods.compatible import Patterns

Record = tuple[str | None, ...]


def count(records: list[Record], *, enough: int | None = None) -> list[int]:
    """f of every record, by the module under test."""
    width = len(records[0])
    schema = {f"key{place}": pl.String() for place in range(width)}
    frame = pl.DataFrame(records, schema=schema, orient="row")
    found = combinations.combinations(frame, frame.columns)
    everyone = Patterns(found.addends, found.shown)
    counted = compatible.compatible(everyone, everyone, found.counts, enough=enough)
    return [int(each) for each in counted[found.of_record]]


def by_pairs(records: list[Record]) -> list[int]:
    return [
        sum(
            all(
                a == b or a is None or b is None
                for a, b in zip(one, other, strict=True)
            )
            for other in records
        )
        for one in records
    ]


records = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.tuples(*[st.one_of(st.none(), st.sampled_from("abc"))] * width),
        min_size=1,
        max_size=60,
    )
)


@given(records=records)
def test_both_ways_count_as_pairs_do(records: list[Record]) -> None:
    expected = by_pairs(records)
    for cost in (0.0, np.inf):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bitwise, "work", lambda *_, cost=cost: cost)
            assert count(records) == expected


@given(records=records, enough=st.integers(1, 8))
def test_a_count_that_may_stop_is_exact_below_what_is_enough(
    records: list[Record], enough: int
) -> None:
    for cost in (0.0, np.inf):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bitwise, "work", lambda *_, cost=cost: cost)
            counted = count(records, enough=enough)
        for short, full in zip(counted, by_pairs(records), strict=True):
            assert min(short, enough) == min(full, enough)


def test_the_example_of_two_keys_worked_by_hand() -> None:
    # ("f", -) agrees with every "f" and with (-, "b"); ("m", "a") with itself alone.
    records: list[Record] = [("f", "a"), ("f", None), (None, "b"), ("m", "a")]
    assert count(records) == [2, 3, 2, 1]


def test_many_keys_with_many_values_are_counted_rightly_too() -> None:
    # Their product is far beyond 64 bits, so codes are no longer of a mixed radix.
    width = 30
    records: list[Record] = [
        tuple(str((row // 2 + place) % 17) for place in range(width))
        for row in range(40)
    ]
    records[3] = (None, *records[3][1:])
    assert count(records) == by_pairs(records)


def test_a_key_with_a_value_of_its_own_for_every_record_needs_no_table_of_all() -> None:
    records: list[Record] = [(str(row), "a") for row in range(3_000)]
    assert count(records, enough=2) == [1] * 3_000
