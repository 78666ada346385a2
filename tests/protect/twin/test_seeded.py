"""Does a seeded twin add up, and hold nothing that was not released?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from benchmarks._cases import KEYS, cases
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.twin.files import by_hand, case_files

from migrascope.errors import NotProven
from migrascope.protect.twin import aggregates, comparing, seeded


@given(case_files(), st.integers(2, 5), st.integers(0, 2**32))
@settings(max_examples=30)
def test_every_combination_of_the_twin_is_one_that_enough_records_share(
    frame: pl.DataFrame, resolution: int, seed: int
) -> None:
    true = by_hand(frame)
    if max(true.values(), default=0) < resolution:
        return
    counted = aggregates.count(frame, frame.columns, resolution=resolution)
    twin = seeded.synthesise(counted, seed=seed)
    assert min(true[each] for each in by_hand(twin)) >= resolution


def test_a_twin_has_the_columns_and_the_rounded_number_of_records() -> None:
    frame = cases(1_003, 1).select(KEYS[:4])
    twin = seeded.synthesise(aggregates.count(frame, frame.columns), seed=1)
    assert twin.columns == frame.columns
    assert twin.height == 1_000


def test_counts_that_one_file_can_have_are_met() -> None:
    frame = pl.DataFrame(
        {
            "sex": ["f"] * 300 + ["m"] * 200,
            "age": ["child"] * 100 + ["adult"] * 200 + ["adult"] * 200,
        }
    )
    twin = seeded.synthesise(aggregates.count(frame, frame.columns), seed=3)
    assert comparing.compare(frame, twin, frame.columns).overall.mean_error < 5


def test_the_same_seed_gives_the_same_twin_and_another_one_another() -> None:
    frame = cases(800, 2).select(KEYS[:5])
    counted = aggregates.count(frame, frame.columns)
    twin = seeded.synthesise(counted, seed=5)
    assert twin.equals(seeded.synthesise(counted, seed=5))
    assert not twin.equals(seeded.synthesise(counted, seed=6))


def test_the_twin_depends_on_the_released_counts_alone() -> None:
    frame = cases(800, 4).select(KEYS[:4])
    # Another order of the same records: other records at every place, same counts.
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=1)
    one, other = (
        seeded.synthesise(aggregates.count(each, each.columns), seed=9)
        for each in (frame, shuffled)
    )
    assert one.equals(other)


def test_a_twin_with_a_strange_combination_is_refused() -> None:
    frame = pl.DataFrame(
        {"sex": ["f"] * 20 + ["m"] * 20, "age": ["1"] * 20 + ["2"] * 20}
    )
    counted = aggregates.count(frame, frame.columns)
    crossed = np.array([[1], [2]], dtype=np.int32)
    with pytest.raises(NotProven):
        seeded.prove(crossed, counted)


def test_the_twin_of_the_trafficking_cases_is_close_and_makes_nothing_up(
    shared_data: Path,
) -> None:
    frame = pl.read_csv(
        shared_data / "ctdc" / "ctdc_trafficking_cleaned_to2016.csv",
        infer_schema_length=0,
    )
    twin = seeded.synthesise(aggregates.count(frame, frame.columns), seed=1)
    overall = comparing.compare(frame, twin, frame.columns).overall
    assert overall.mean_error <= 12
    assert overall.lost <= 0.043
    assert (overall.fabricated, overall.rare) == (0, 0)
