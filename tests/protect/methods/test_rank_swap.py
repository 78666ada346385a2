"""Claims about numbers that are exchanged between people."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan
from migrascope.protect.methods.rank_swap import apply, partners
from migrascope.protect.plan.steps import RankSwap

SECRET = b"a secret of the run, for tests"
VALUES = st.lists(st.integers(-50, 50) | st.none(), min_size=2, max_size=60)


@given(values=VALUES, within=st.floats(0.01, 1))
def test_the_column_holds_the_same_values_as_before(
    values: list[int | None], within: float
) -> None:
    values = [*values, 3, 4]
    cases = pl.DataFrame({"age": values})
    released, done = apply(cases, RankSwap("age", within), secret=SECRET)
    assert released["age"].sort().equals(cases["age"].sort())
    assert released["age"].is_null().to_list() == cases["age"].is_null().to_list()
    assert released["age"].dtype == cases["age"].dtype
    assert done.cells_changed == released["age"].ne_missing(cases["age"]).sum()


@given(
    count=st.integers(2, 300), window=st.integers(1, 300), seed=st.integers(0, 1_000)
)
def test_partners_exchange_and_are_near(count: int, window: int, seed: int) -> None:
    partner = partners(count, window, np.random.default_rng(seed))
    ranks = np.arange(count)
    assert (partner[partner] == ranks).all()
    assert (np.abs(partner - ranks) <= window).all()
    # whoever is left over stands where the window ends
    alone = ranks[partner == ranks]
    assert (alone >= count - window).all()


def test_values_travel_no_farther_than_the_share_of_ranks() -> None:
    order = np.random.default_rng(6).permutation(1_001)
    cases = pl.DataFrame({"rank": order})
    released, done = apply(cases, RankSwap("rank", 0.05), secret=SECRET)
    travelled = (released["rank"] - cases["rank"]).abs()
    assert done.facts["ranks_apart"] == 50
    assert travelled.max() == 50
    assert travelled.mean() > 15  # type: ignore[operator]
    assert done.cells_changed > 990


def test_equal_values_are_no_reason_to_stay() -> None:
    # with ties ranked by chance, half of the exchanges cross between the two values
    cases = pl.DataFrame({"children": [0, 1] * 500})
    released, _ = apply(cases, RankSwap("children", 1.0), secret=SECRET)
    crossed = (released["children"] != cases["children"]).mean()
    assert crossed == pytest.approx(0.5, abs=0.12)


def test_even_a_tiny_share_exchanges_neighbours() -> None:
    cases = pl.DataFrame({"age": [10, 20, 30, 40]})
    released, _ = apply(cases, RankSwap("age", 0.001), secret=SECRET)
    assert released["age"].to_list() == [20, 10, 40, 30]


def test_the_same_secret_gives_the_same_exchange_and_another_does_not() -> None:
    cases = pl.DataFrame({"age": list(range(200))})
    one, _ = apply(cases, RankSwap("age"), secret=SECRET)
    two, _ = apply(cases, RankSwap("age"), secret=SECRET)
    other, _ = apply(cases, RankSwap("age"), secret=SECRET + b"2")
    assert one.equals(two)
    assert not one.equals(other)


def test_other_columns_stay_where_they_are() -> None:
    cases = pl.DataFrame({"age": [1, 2, 3, 4], "sex": ["f", "m", "f", "f"]})
    released, _ = apply(cases, RankSwap("age", 1.0), secret=SECRET)
    assert released["sex"].equals(cases["sex"])
    assert cases["age"].to_list() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (RankSwap("age", 0.0), 'rank_swap: the column "age" needs a share of ranks'),
        (RankSwap("age", 1.5), 'rank_swap: the column "age" needs a share of ranks'),
        (RankSwap("sex"), 'rank_swap: the column "sex" holds no numbers'),
        (RankSwap("pay"), 'rank_swap: the column "pay" is no column'),
        (RankSwap("rare"), 'rank_swap: the column "rare" has fewer than two values'),
    ],
)
def test_a_step_that_cannot_be_taken_names_step_and_column(
    step: RankSwap, says: str
) -> None:
    cases = pl.DataFrame({"age": [371, 415], "sex": ["f", "m"], "rare": [None, 371]})
    with pytest.raises(BadPlan, match=says) as caught:
        apply(cases, step, secret=SECRET)
    assert "371" not in str(caught.value)
