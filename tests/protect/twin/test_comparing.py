"""Do the figures say how far a twin is from its original?"""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from tests.protect.twin.files import by_hand, case_files

from migrascope.errors import UnusableCases
from migrascope.protect.twin import aggregates, comparing


def test_a_file_beside_itself_is_no_error() -> None:
    frame = pl.DataFrame({"sex": ["f"] * 12, "age": ["1"] * 11 + ["2"]})
    overall = comparing.compare(frame, frame, frame.columns).overall
    assert (overall.mean_error, overall.lost, overall.fabricated) == (0, 0, 0)
    # Age 2, and sex f with age 2, are in the file and in its "twin", with one record.
    assert overall.rare == 2


def test_figures_of_a_small_twin_are_those_worked_by_hand() -> None:
    original = pl.DataFrame({"sex": ["f"] * 10 + ["m"] * 4, "age": ["1"] * 14})
    twin = pl.DataFrame({"sex": ["f"] * 7 + ["x"] * 3, "age": ["1"] * 7 + [None] * 3})
    found = comparing.compare(original, twin, original.columns)
    # Seen ten times: f (10, now 7), 1 (14, now 7), f with 1 (10, now 7).
    assert found.overall.combinations == 3
    assert found.overall.mean_error == pytest.approx((3 + 7 + 3) / 3)
    assert found.overall.mean_count == pytest.approx((10 + 14 + 10) / 3)
    assert found.overall.fabricated == 1
    assert found.by_length[1].mean_error == 5
    assert found.by_length[2].mean_error == 3
    assert found.by_column["age"].mean_error == 5
    assert found.by_column["age"].fabricated == 0


def test_a_combination_that_the_twin_lacks_is_lost() -> None:
    original = pl.DataFrame({"sex": ["f"] * 10 + ["m"] * 30})
    twin = pl.DataFrame({"sex": ["m"] * 40})
    overall = comparing.compare(original, twin, ["sex"]).overall
    assert overall.lost == 0.5
    assert overall.mean_error == 10


@given(case_files(), case_files())
def test_figures_are_those_counted_by_hand(
    original: pl.DataFrame, twin: pl.DataFrame
) -> None:
    columns = [name for name in original.columns if name in twin.columns]
    true, made = by_hand(original.select(columns)), by_hand(twin.select(columns))
    seen = [each for each, number in true.items() if number >= 3]
    overall = comparing.compare(original, twin, columns, least=3).overall
    assert overall.combinations == len(seen)
    assert overall.fabricated == sum(each not in true for each in made)
    assert overall.rare == sum(0 < true[each] < 3 for each in made)
    if seen:
        errors = [abs(true[each] - made[each]) for each in seen]
        assert overall.mean_error == pytest.approx(sum(errors) / len(seen))
        assert overall.lost == pytest.approx(
            sum(made[each] == 0 for each in seen) / len(seen)
        )


def test_beside_the_released_counts_a_twin_is_measured_without_the_secret_file() -> (
    None
):
    counted = aggregates.count(pl.DataFrame({"sex": ["f"] * 24 + ["m"] * 16}), ["sex"])
    twin = pl.DataFrame({"sex": ["f"] * 17 + ["m"] * 20 + [None] * 3})
    found = comparing.against(counted, twin)
    # Released: f 20, m 20; the secret counts would give 7 and 4.
    assert found.overall.mean_error == pytest.approx((3 + 0) / 2)
    assert (found.records, found.twin_records) == (40, 40)


def test_a_twin_with_a_value_of_its_own_is_not_one_of_these_counts() -> None:
    counted = aggregates.count(pl.DataFrame({"sex": ["f"] * 24}), ["sex"])
    with pytest.raises(UnusableCases, match='"sex"'):
        comparing.against(counted, pl.DataFrame({"sex": ["m"]}))
