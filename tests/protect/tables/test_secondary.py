from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.tables._making import counts, hidden, possible, table

from migrascope.protect.tables import auditor, lines, primary, secondary, tabulation
from migrascope.protect.tables.model import Status, Table


def test_a_small_cell_takes_the_cheapest_three_with_it() -> None:
    # 2 is below 5. Its row and its column need another cell each, and these a fourth:
    # 9, 8 and 7 are the cheapest square that can give and take 5.
    released, found = secondary.suppress(
        counted := table([[2, 9, 60], [8, 7, 50], [40, 70, 90]]),
        primary.too_few(counted, threshold=5),
    )
    assert released.suppressed.tolist() == [
        [True, True, False, False],
        [True, True, False, False],
        [False, False, False, False],
        [False, False, False, False],
    ]
    # x, 11 − x, 10 − x, 5 + x, each at least 1: x lies between 1 and 9.
    assert (found.low[0, 0], found.high[0, 0]) == (1, 9)
    assert released.says[0] == "1 of 16 cells have 1 to 4 cases."
    assert released.says[1].startswith("Suppressed (Q): 1 cells for that, 3 more")


def test_a_table_of_one_dimension_hides_a_second_cell() -> None:
    counted = table([3, 30, 9])
    released, found = secondary.suppress(counted, primary.too_few(counted))
    # 3 + 9 = 12 is known: 1 to 11.
    assert released.suppressed.tolist() == [True, False, True, False]
    assert (found.low[0], found.high[0]) == (1, 11)
    assert released.status((0,)) is Status.SUPPRESSED
    assert np.isnan(released.values[0])


def test_a_table_that_is_too_small_loses_even_its_grand_total() -> None:
    counted = table([[3, 1]])
    released, found = secondary.suppress(counted, primary.too_few(counted))
    assert found.passed
    assert released.suppressed.all()
    assert "The grand total had to go too" in released.says[-1]


def test_a_table_without_small_cells_stays_whole() -> None:
    counted = table([[30, 10], [20, 50]])
    released, found = secondary.suppress(counted, primary.too_few(counted))
    assert not released.suppressed.any()
    assert found.passed


@given(
    st.one_of(counts(3, 3), counts(4, 2), counts(5), counts(2, 3, 2)),
    st.integers(2, 6),
)
@settings(max_examples=25)
def test_no_suppressed_cell_can_be_inferred_more_closely_than_is_promised(
    inner: np.ndarray,
    threshold: int,
) -> None:
    counted = table(inner)
    unsafe = primary.too_few(counted, threshold=threshold)
    released, found = secondary.suppress(counted, unsafe)
    gone = released.suppressed
    assert found.passed
    assert gone[unsafe.cells].all()
    assert not gone[counted.records == 0].any()
    assert (released.values[~gone] == counted.values[~gone]).all()
    again = auditor.audit(released, width=float(threshold))
    assert (again.high - again.low)[gone].min(initial=np.inf) >= threshold
    assert (again.low[gone] <= counted.values[gone]).all()
    assert (again.high[gone] >= counted.values[gone]).all()


@given(counts(2, 3, most=7))
@settings(max_examples=10)
def test_the_promise_holds_when_all_possible_tables_are_written_down(
    inner: np.ndarray,
) -> None:
    counted = table(inner)
    released, _ = secondary.suppress(counted, primary.too_few(counted, threshold=3))
    parts = released.suppressed[:-1, :-1]
    if released.suppressed.sum() > parts.sum():
        return  # a total is gone too, and nothing ends the enumeration
    tables = possible(released)
    for place in np.argwhere(parts):
        seen = tables[:, place[0], place[1]]
        assert seen.max() - seen.min() >= 3


def test_sums_reach_far_enough_above_the_truth() -> None:
    rows = [
        *(("a", "x", given) for given in (80.0, 15.0, 5.0)),
        *(("a", "y", given) for given in (30.0, 30.0, 30.0)),
        *(("b", "x", given) for given in (20.0, 25.0, 30.0)),
        *(("b", "y", given) for given in (40.0, 40.0, 50.0)),
    ]
    frame = pl.DataFrame(rows, schema=["a", "b", "given"], orient="row")
    counted = tabulation.tabulate_sum(frame, ["a", "b"], of="given")
    unsafe = primary.inferable(counted, percent=10)
    # Only the first cell: 5 are left beside 80 and 15, and 8 should be.
    assert unsafe.cells.sum() == 1
    released, found = secondary.suppress(counted, unsafe)
    assert released.suppressed[:2, :2].all()
    assert "those of a reader outside" in released.says[-1]
    assert not released.suppressed[2].any()
    assert found.high[0, 0] >= 100 + 3
    # x, 190 − x, 175 − x, x + 30: between 0 and 175.
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx((0, 175), abs=1e-4)


def test_weighted_tables_are_protected_in_people() -> None:
    rows = [("a", "x")] * 2 + [("a", "y")] * 9 + [("b", "x")] * 8 + [("b", "y")] * 7
    frame = pl.DataFrame(rows, schema=["a", "b"], orient="row").with_columns(
        w=pl.Series([1.25] * 13 + [3.1] * 13)
    )
    counted = tabulation.tabulate(frame, ["a", "b"], weight="w")
    unsafe = primary.too_few(counted, threshold=4)
    released, found = secondary.suppress(counted, unsafe)
    assert found.passed
    assert released.suppressed[:2, :2].all()
    average = (1.25 + 3.1) / 2
    narrowest = (found.high - found.low)[released.suppressed].min()
    assert narrowest >= 4 * average - 1e-6


def fewest(counted: Table, unsafe: primary.Unsafe, most: int) -> int:
    """The least number of cells that can be suppressed, found by trying them all."""
    must = np.flatnonzero(unsafe.cells)
    touched = abs(lines.equations(unsafe.cells.shape)).toarray().T
    others = np.setdiff1d(np.arange(unsafe.cells.size), must)
    for more in range(most - len(must) + 1):
        for chosen in combinations(others.tolist(), more):
            gone = np.zeros(unsafe.cells.size, dtype=bool)
            gone[[*must, *chosen]] = True
            if (gone.astype(int) @ touched == 1).any():
                continue  # alone in a line, a cell is computed
            places = np.argwhere(gone.reshape(unsafe.cells.shape))
            released = hidden(counted, *map(tuple, places), least=0.0)
            if auditor.prove(released, width=unsafe.width).passed:
                return len(must) + more
    return most


@pytest.mark.parametrize("seed", range(6))
def test_hardly_more_is_suppressed_than_the_least_that_is_possible(seed: int) -> None:
    random = np.random.default_rng(seed)
    inner = random.integers(3, 40, (2, 3))
    inner[0, seed % 3] = 2
    counted = table(inner)
    unsafe = primary.either(
        primary.too_few(counted, threshold=3),
        primary.attributes(counted, threshold=3),
    )
    released, found = secondary.suppress(counted, unsafe)
    assert found.passed
    used = int(released.suppressed.sum())
    assert used <= fewest(counted, unsafe, used) + 1


@pytest.mark.parametrize("sizes", [(30, 5, 3), (60, 9)])
def test_a_table_in_which_many_cells_are_moved_together_keeps_its_promise(
    sizes: tuple[int, ...],
) -> None:
    random = np.random.default_rng(1)
    inner = random.poisson(random.gamma(0.8, 12.0, sizes))
    counted = table(inner)
    unsafe = primary.either(primary.too_few(counted), primary.attributes(counted))
    released, found = secondary.suppress(counted, unsafe)
    assert found.passed
    assert released.suppressed[unsafe.cells].all()
    assert (found.high - found.low)[released.suppressed].min() >= 5 - 1e-6
    # Not by suppressing all that there is.
    assert released.suppressed.sum() < 0.6 * released.suppressed.size


def test_a_sum_of_few_cases_is_uncertain_by_its_share() -> None:
    rows = [("a", given) for given in (30.0, 30.0, 40.0)]
    rows += [(name, 60.0) for name in "bc" for _ in range(9)]
    frame = pl.DataFrame(rows, schema=["a", "given"], orient="row")
    counted = tabulation.tabulate_sum(frame, ["a"], of="given")
    unsafe = primary.too_few(counted, threshold=5, percent=20)
    assert not primary.inferable(counted).cells.any()
    released, found = secondary.suppress(counted, unsafe)
    assert found.passed
    # 100 of three cases must not be known to within 20.
    assert released.suppressed.sum() > 1
    assert found.high[0] >= 120 - 1e-6
    assert found.high[0] - found.low[0] >= 40 - 1e-6
