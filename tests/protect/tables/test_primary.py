from __future__ import annotations

import polars as pl
import pytest
from tests.protect.tables._making import table

from migrascope.errors import BadPlan
from migrascope.protect.tables import primary, tabulation
from migrascope.protect.tables.model import Table


def sums(*cells: list[float]) -> Table:
    rows = [(f"a{at}", given) for at, cell in enumerate(cells) for given in cell]
    frame = pl.DataFrame(rows, schema=["a", "given"], orient="row")
    return tabulation.tabulate_sum(frame, ["a"], of="given")


def test_counts_from_one_to_below_the_threshold_are_unsafe_and_empty_ones_not() -> None:
    unsafe = primary.too_few(table([[0, 1, 4], [5, 20, 9]]), threshold=5)
    assert unsafe.cells.tolist() == [
        [False, True, True, False],
        [False, False, False, False],
        [False, False, False, False],
    ]
    assert unsafe.says == "2 of 12 cells have 1 to 4 cases."


def test_doubt_about_weighted_counts_is_worth_as_many_average_cases() -> None:
    frame = pl.DataFrame({"a": ["x", "x", "y"], "w": [10.0, 20.0, 30.0]})
    counted = tabulation.tabulate(frame, ["a"], weight="w")
    # 60 people are 3 cases: 20 each; two cases are worth 40 people.
    assert primary.too_few(counted, threshold=2).width.tolist() == [40.0, 40.0, 40.0]


def test_the_dominance_rule_looks_at_the_share_of_the_largest() -> None:
    # 80 of 100 is more than 75 per cent; 75 of 100 is not; the total is 80 of 200.
    unsafe = primary.dominated(sums([80, 15, 5], [75, 20, 5]), largest=1, share=75)
    assert unsafe.cells.tolist() == [True, False, False]
    # Safe would be 80 / 0.75 = 106.67: 6.67 above the truth, twice that as width.
    assert unsafe.above[0] == pytest.approx(80 / 0.75 - 100)
    assert unsafe.width[0] == pytest.approx(2 * unsafe.above[0])


def test_the_p_percent_rule_asks_what_the_second_largest_can_infer() -> None:
    # Rest 5 of largest 80: 6.25 per cent, less than 10. Rest 10 of 75: enough.
    unsafe = primary.inferable(sums([80, 15, 5], [75, 15, 10]), percent=10)
    assert unsafe.cells.tolist() == [True, False, False]
    assert unsafe.above[0] == pytest.approx(0.1 * 80 - 5)


def test_a_cell_of_one_or_two_contributors_never_passes_the_p_percent_rule() -> None:
    unsafe = primary.inferable(sums([5], [5, 4], [9, 9, 9, 9]), percent=1)
    assert unsafe.cells.tolist() == [True, True, False, False]


def test_rules_together_forbid_what_any_forbids_and_ask_the_most_doubt() -> None:
    counted = sums([80, 15, 5], [1, 1, 1, 1])
    one = primary.dominated(counted, largest=1, share=75)
    other = primary.too_few(counted, threshold=4)
    both = primary.either(one, other)
    # 80 of 100 in the cell, and still 80 of 104 in the total.
    assert both.cells.tolist() == [True, False, True]
    assert both.width[0] == max(one.width[0], other.width[0])


def test_rules_that_forbid_nothing_or_fit_nothing_are_refused() -> None:
    counted = table([[3, 4], [5, 6]])
    with pytest.raises(BadPlan, match="below 2"):
        primary.too_few(counted, threshold=1)
    with pytest.raises(BadPlan, match="about sums"):
        primary.inferable(counted)
    with pytest.raises(BadPlan, match="1 to 3 contributions"):
        primary.dominated(sums([1, 2]), largest=4)
    with pytest.raises(BadPlan, match="above 0"):
        primary.inferable(sums([1, 2]), percent=0)
