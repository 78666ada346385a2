"""Claims about numbers that become the means of groups."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from migrascope.errors import BadPlan
from migrascope.protect.methods import microaggregate
from migrascope.protect.methods.microaggregate import apply, groups
from migrascope.protect.plan.steps import Microaggregate

COORDINATES = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


def by_the_paper(points: list[tuple[float, ...]], size: int) -> set[frozenset[int]]:
    """MDAV written out, one distance at a time."""
    left = list(range(len(points)))
    found = []

    def distance(one: tuple[float, ...], two: tuple[float, ...]) -> float:
        return sum((a - b) ** 2 for a, b in zip(one, two, strict=True))

    def middle() -> tuple[float, ...]:
        columns = zip(*(points[each] for each in left), strict=True)
        return tuple(sum(column) / len(left) for column in columns)

    def take(centre: int) -> None:
        left.sort(key=lambda each: distance(points[each], points[centre]))
        found.append(frozenset(left[:size]))
        del left[:size]

    while len(left) >= 3 * size:
        centre = middle()
        far = max(left, key=lambda each: distance(points[each], centre))
        take(far)
        take(max(left, key=lambda each: distance(points[each], points[far])))
    if len(left) >= 2 * size:
        centre = middle()
        take(max(left, key=lambda each: distance(points[each], centre)))
    return {*found, frozenset(left)}


def as_sets(group: np.ndarray) -> set[frozenset[int]]:
    return {
        frozenset(np.flatnonzero(group == number).tolist()) for number in set(group)
    }


def test_a_line_of_eight_points_is_grouped_from_both_ends() -> None:
    # By hand: the middle of 1, 2, 3, 10, 11, 12, 30 is 9.86, the farthest is 30, its
    # group 30 and 12; farthest from 30 is 1, its group 1 and 2; 3, 10 and 11 are left.
    points = np.array([[1.0], [2.0], [3.0], [10.0], [11.0], [12.0], [30.0]])
    assert as_sets(groups(points, 2)) == {
        frozenset({6, 5}),
        frozenset({0, 1}),
        frozenset({2, 3, 4}),
    }


@pytest.mark.parametrize("size", [2, 3, 5, 13, 40])
@pytest.mark.parametrize("dimensions", [1, 2, 4])
def test_groups_are_those_of_the_algorithm_as_published(
    size: int, dimensions: int
) -> None:
    points = np.random.default_rng(size).normal(size=(157, dimensions))
    expected = by_the_paper([tuple(point) for point in points.tolist()], size)
    assert as_sets(groups(points, size)) == expected


@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(1, 3))
def test_groups_of_small_random_data_are_those_of_the_algorithm(
    seed: int, size: int, dimensions: int
) -> None:
    # Drawn from a density, so that no two distances are equal: ties have no rule.
    draw = np.random.default_rng(seed)
    points = draw.normal(size=(int(draw.integers(size, 25)), dimensions))
    expected = by_the_paper([tuple(point) for point in points.tolist()], size)
    assert as_sets(groups(points, size)) == expected


@given(
    points=st.integers(1, 3).flatmap(
        lambda width: arrays.arrays(
            np.float64,
            st.tuples(st.integers(2, 30), st.just(width)),
            elements=COORDINATES,
        )
    ),
    size=st.integers(2, 12),
)
def test_every_group_has_size_to_twice_the_size_less_one(
    points: np.ndarray, size: int
) -> None:
    if len(points) < size:
        points = np.repeat(points, size, axis=0)
    counts = np.bincount(groups(points, size))
    assert counts.sum() == len(points)
    assert counts.min() >= size
    assert counts.max() <= 2 * size - 1


@given(
    rows=st.lists(
        st.tuples(COORDINATES | st.none(), COORDINATES | st.none()),
        min_size=4,
        max_size=40,
    ),
    size=st.integers(2, 4),
)
def test_every_released_set_of_numbers_is_shared(
    rows: list[tuple[float | None, float | None]], size: int
) -> None:
    cases = pl.DataFrame(
        rows, schema={"age": pl.Float64, "months": pl.Float64}, orient="row"
    )
    try:
        released, done = apply(cases, Microaggregate(("age", "months"), size))
    except BadPlan:
        return  # hardly a number in the file
    shared = released.group_by("age", "months").len()
    some = shared.filter(pl.any_horizontal(pl.col("age", "months").is_not_null()))
    assert some["len"].min() >= size  # type: ignore[operator]
    for name in cases.columns:
        assert released[name].filter(cases[name].is_null()).null_count() == (
            cases[name].null_count()
        )
    blanked = sum(
        released[name].null_count() - cases[name].null_count() for name in cases.columns
    )
    assert done.facts["blanked"] == blanked
    if not blanked:
        for name in cases.columns:
            assert released[name].sum() == pytest.approx(cases[name].sum(), abs=1e-6)


def test_means_stay_and_the_spread_that_is_lost_is_told() -> None:
    random = np.random.default_rng(3)
    cases = pl.DataFrame({"age": random.normal(30, 9, 500), "pay": random.random(500)})
    released, done = apply(cases, Microaggregate(("age", "pay"), 3))
    kept = []
    for name in cases.columns:
        before, after = cases[name].to_numpy(), released[name].to_numpy()
        assert after.mean() == pytest.approx(before.mean(), rel=1e-12)
        kept.append(float(after.var() / before.var()))
    assert 0.8 < min(kept) <= max(kept) < 1
    assert done.facts["spread_lost"] == pytest.approx(1 - sum(kept) / 2, rel=1e-9)
    assert done.cells_changed == 1000
    assert done.column == "age, pay"


def test_the_unit_of_a_column_does_not_matter() -> None:
    random = np.random.default_rng(8)
    cases = pl.DataFrame({"age": random.random(90), "pay": random.random(90)})
    straight, _ = apply(cases, Microaggregate(("age", "pay"), 3))
    scaled, _ = apply(
        cases.with_columns(pl.col("pay") * 1024), Microaggregate(("age", "pay"), 3)
    )
    assert scaled["age"].equals(straight["age"])


def test_equal_records_stay_as_they_are() -> None:
    cases = pl.DataFrame({"age": [0.1] * 10, "pay": [7] * 10})
    released, done = apply(cases, Microaggregate(("age", "pay"), 3))
    assert released["pay"].to_list() == [7.0] * 10
    assert released["age"].to_list() == pytest.approx([0.1] * 10, rel=1e-15)
    assert done.facts["spread_lost"] == 0


def test_many_records_are_grouped_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microaggregate, "LARGEST_BLOCK", 50)
    points = np.random.default_rng(1).normal(size=(1_000, 2))
    counts = np.bincount(groups(points, 3))
    assert counts.min() >= 3
    assert counts.max() <= 5
    # blocks lie apart, so groups are hardly wider than without blocks
    monkeypatch.setattr(microaggregate, "LARGEST_BLOCK", 10_000)
    assert _width(points, 50) < 1.6 * _width(points, 10_000)


def test_that_records_were_divided_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(1)
    cases = pl.DataFrame({"months": draw.permutation(200).astype(np.float64)})
    _, whole = apply(cases, Microaggregate(("months",), 3))
    monkeypatch.setattr(microaggregate, "LARGEST_BLOCK", 60)
    _, divided = apply(cases, Microaggregate(("months",), 3))
    assert "divided" not in whole.says
    assert "no part had more than 60" in divided.says
    assert (whole.facts["halved"], divided.facts["halved"]) == (0, 1)


def _width(points: np.ndarray, block: int) -> float:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(microaggregate, "LARGEST_BLOCK", block)
        group = groups(points, 3)
    return sum(
        float(points[group == number].var(axis=0).sum())
        for number in set(group.tolist())
    )


def test_records_that_lack_the_same_are_grouped_among_themselves() -> None:
    cases = pl.DataFrame(
        {
            "age": [1.0, 2.0, 9.0, 9.0, 50.0, None],
            "pay": [1.0, 1.0, None, None, None, 3.0],
        }
    )
    released, done = apply(cases, Microaggregate(("age", "pay"), 2))
    mean = pytest.approx((9 + 9 + 50) / 3)
    assert released["age"].to_list() == [1.5, 1.5, mean, mean, mean, None]
    assert released["pay"].to_list() == [1.0, 1.0, None, None, None, None]
    assert done.facts["blanked"] == 1
    assert "1 numbers of records that lack others were blanked" in done.says


def test_the_frame_that_was_given_is_not_changed() -> None:
    cases = pl.DataFrame({"age": [1.0, 2.0, 3.0, 4.0]})
    before = cases.clone()
    apply(cases, Microaggregate(("age",), 2))
    assert cases.equals(before)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (Microaggregate(("age",), 1), 'microaggregate: the column "age" needs groups'),
        (Microaggregate(("pay",), 2), 'microaggregate: the column "pay" is no column'),
        (Microaggregate(("sex",), 2), 'microaggregate: the column "sex" holds no numb'),
        (Microaggregate((), 2), "microaggregate names no column"),
        (Microaggregate(("age", "age"), 2), '"age" is named twice'),
        (Microaggregate(("age",), 4), "columns age hold fewer than 4 records"),
        (Microaggregate(("odd",), 2), '"odd" holds numbers without end'),
    ],
)
def test_a_step_that_cannot_be_taken_names_step_and_column(
    step: Microaggregate, says: str
) -> None:
    cases = pl.DataFrame(
        {
            "age": [37.25, 41.5, 1.0],
            "sex": ["secretvalue"] * 3,
            "odd": [1.0, float("inf"), 2.0],
        }
    )
    with pytest.raises(BadPlan, match=says) as caught:
        apply(cases, step)
    assert "37.25" not in str(caught.value)
    assert "secretvalue" not in str(caught.value)
