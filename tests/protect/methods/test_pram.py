"""Claims about categories that are changed at random."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan
from migrascope.protect.methods.pram import apply, matrix
from migrascope.protect.plan.steps import Pram

SECRET = b"a secret of the run, for tests"
COUNTS = st.lists(st.integers(1, 10_000), min_size=1, max_size=12)


@given(counts=COUNTS, keep=st.floats(0.01, 1))
def test_the_matrix_is_invariant(counts: list[int], keep: float) -> None:
    shares = np.array(counts) / sum(counts)
    chances = matrix(shares, keep=keep)
    assert shares @ chances == pytest.approx(shares, abs=1e-14)
    assert chances.sum(axis=1) == pytest.approx(1, abs=1e-12)
    assert chances.min() >= -1e-12


@given(counts=COUNTS, keep=st.floats(0.01, 1))
def test_each_category_is_kept_with_the_chance_of_the_plan(
    counts: list[int], keep: float
) -> None:
    shares = np.array(counts) / sum(counts)
    kept = np.diag(matrix(shares, keep=keep))
    large = shares > 0.5
    assert kept[~large] == pytest.approx(keep, abs=1e-6)
    # one with more than half exchanges with everybody that the others let go
    assert kept[large] == pytest.approx(
        1 - (1 - keep) * (1 - shares[large]) / shares[large], abs=1e-6
    )


def test_two_equal_categories_exchange_with_each_other() -> None:
    assert matrix(np.array([0.5, 0.5]), keep=0.7) == pytest.approx(
        np.array([[0.7, 0.3], [0.3, 0.7]])
    )


def test_three_equal_categories_share_what_they_exchange() -> None:
    assert matrix(np.full(3, 1 / 3), keep=0.8) == pytest.approx(
        np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
    )


def test_a_category_of_most_records_exchanges_with_all_others() -> None:
    # by hand: 10 % of 40 records leave the small ones, and as many come back from 160
    chances = matrix(np.array([0.8, 0.15, 0.05]), keep=0.9)
    assert chances == pytest.approx(
        np.array([[0.975, 0.01875, 0.00625], [0.1, 0.9, 0], [0.1, 0, 0.9]])
    )


def recruiters(count: int) -> pl.DataFrame:
    names = ["agency"] * 5 + ["family"] * 3 + ["friend"] * 2 + ["partner"]
    return pl.DataFrame({"recruiter": (names * count)[:count]})


def test_counts_are_kept_on_average_over_many_draws() -> None:
    cases = recruiters(550)
    before = cases["recruiter"].value_counts().sort("recruiter")
    draws = [
        apply(cases, Pram("recruiter", 0.6), secret=SECRET + bytes([draw]))[0]
        for draw in range(120)
    ]
    counts = np.array(
        [
            [(draw["recruiter"] == name).sum() for name in before["recruiter"]]
            for draw in draws
        ]
    )
    error = counts.std(axis=0) / np.sqrt(len(draws))
    assert (np.abs(counts.mean(axis=0) - before["count"].to_numpy()) < 4 * error).all()
    assert (counts.std(axis=0) > 1).all()  # chance, not a fixed exchange


def test_as_many_are_changed_as_the_matrix_says() -> None:
    cases = recruiters(20_000)
    released, done = apply(cases, Pram("recruiter", 0.8), secret=SECRET)
    assert done.cells_changed == (released["recruiter"] != cases["recruiter"]).sum()
    assert done.cells_changed / cases.height == pytest.approx(0.2, abs=0.012)
    assert done.facts["least_kept"] == pytest.approx(0.8)


def test_missing_values_stay_missing_and_none_is_made() -> None:
    cases = pl.DataFrame({"sex": ["f", None, "m", "f", None] * 40})
    released, done = apply(cases, Pram("sex", 0.1), secret=SECRET)
    assert released["sex"].is_null().to_list() == cases["sex"].is_null().to_list()
    assert set(released["sex"].drop_nulls()) == {"f", "m"}
    assert done.cells_changed > 0
    assert cases["sex"].to_list() == ["f", None, "m", "f", None] * 40


def test_the_same_secret_gives_the_same_change_and_another_does_not() -> None:
    cases = recruiters(500)
    one, _ = apply(cases, Pram("recruiter"), secret=SECRET)
    two, _ = apply(cases, Pram("recruiter"), secret=SECRET)
    other, _ = apply(cases, Pram("recruiter"), secret=SECRET + b"2")
    assert one.equals(two)
    assert not one.equals(other)


def test_keeping_all_changes_nothing() -> None:
    cases = recruiters(100)
    released, done = apply(cases, Pram("recruiter", 1.0), secret=SECRET)
    assert released.equals(cases)
    assert done.cells_changed == 0


@pytest.mark.parametrize("values", [[None, None], ["f", "f"]])
def test_a_column_without_choice_stays_as_it_is(values: list[str | None]) -> None:
    cases = pl.DataFrame({"sex": values}, schema={"sex": pl.String})
    released, done = apply(cases, Pram("sex", 0.5), secret=SECRET)
    assert released.equals(cases)
    assert done.cells_changed == 0


@pytest.mark.parametrize("keep", [0.0, -1.0, 1.1, float("nan")])
def test_a_share_that_is_none_is_refused(keep: float) -> None:
    with pytest.raises(BadPlan, match='pram: the column "recruiter" needs a share'):
        apply(recruiters(9), Pram("recruiter", keep), secret=SECRET)


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadPlan, match='pram: the column "sex" is no column'):
        apply(recruiters(9), Pram("sex"), secret=SECRET)


def test_what_is_told_holds_no_value() -> None:
    _, done = apply(recruiters(99), Pram("recruiter"), secret=SECRET)
    for name in ("agency", "family", "friend", "partner"):
        assert name not in done.says
        assert not any(name in fact for fact in done.facts)
