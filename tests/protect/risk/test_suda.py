"""Claims about the sets of keys by which a record can be told apart."""

from __future__ import annotations

import itertools
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan
from migrascope.protect.counting import codes
from migrascope.protect.plan.model import Missing
from migrascope.protect.risk import suda
from migrascope.protect.risk.frequencies import count

MISSING = st.sampled_from(Missing)


def guideline() -> pl.DataFrame:
    """The ten people of the practice guide, table 4.5 (also in sdcMicro's tests)."""
    incomplete, complete = "Secondary incomplete", "Secondary complete"
    return pl.DataFrame(
        [
            ("Urban", "Female", incomplete, "Employed"),
            ("Urban", "Female", incomplete, "Employed"),
            ("Urban", "Female", "Primary incomplete", "Non-LF"),
            ("Urban", "Male", complete, "Employed"),
            ("Rural", "Female", complete, "Unemployed"),
            ("Urban", "Male", complete, "Employed"),
            ("Urban", "Female", "Primary complete", "Non-LF"),
            ("Urban", "Male", "Post-secondary", "Unemployed"),
            ("Urban", "Female", incomplete, "Non-LF"),
            ("Urban", "Female", incomplete, "Non-LF"),
        ],
        schema=["residence", "gender", "education", "labour"],
        orient="row",
    )


def test_the_example_of_the_practice_guide_has_its_printed_scores() -> None:
    # the fifth record: {Rural} gives 6, three pairs give 2 each
    found = suda.scores(guideline(), guideline().columns, longest=3)
    assert found.score.to_list() == [0, 0, 6, 0, 12, 0, 6, 10, 0, 0]
    assert found.found == (4, 5, 0)


def test_the_example_of_the_book_has_its_printed_scores() -> None:
    # Templ (2017), Statistical Disclosure Control for Microdata; sdcMicro's tests
    people = pl.DataFrame(
        {
            "age": ["20s"] * 7 + ["60s"],
            "gender": ["male"] * 4 + ["female"] * 3 + ["male"],
            "income": ["50k+"] * 2 + ["50k-"] * 6,
            "education": ["high"] * 4 + ["university", "high", "middle", "university"],
        }
    )
    found = suda.scores(people, people.columns)
    assert found.score.to_list()[4:] == [4, 2, 6, 8]


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_the_peer_prints_the_same_contributions(order: tuple[str, ...]) -> None:
    # sdcMicro's tests: 50 % of the risk hangs on a, 37.5 % on b and on c
    three = pl.DataFrame({"a": [2, 1, 1], "b": [0, 3, 0], "c": [0, 6, 0]})
    found = suda.scores(three, order)
    assert found.by_key == {"a": 0.5, "b": 0.375, "c": 0.375}
    assert found.contributions.columns == list(order)
    assert found.contributions["a"].to_list() == [1, 0, 1]
    assert found.contributions["c"].to_list() == [0, 0.5, 0.5]


def test_the_practice_guide_spreads_dis_over_the_records_alike() -> None:
    # Table 4.5 prints 0.0051, 0.0107 and 0.0088. It was made with the older weights
    # of the guide's tool, (2^(m-k) - 1) k! (m-k)! / m!: 1.75, 0.5 and 0.25.
    older = np.array([1.75, 1.75 + 3 * 0.5, 1.75, 1.75 + 2 * 0.5])
    right = suda.right_match(4, 6, sampled=0.01)
    assert right == pytest.approx(0.04 / (0.04 + 5.94))
    assert suda.calibrated(older, right, keys=4) == pytest.approx(
        [0.0051, 0.0107, 0.0051, 0.0088], abs=5e-5
    )


def test_another_tool_spreads_dis_over_the_records_alike() -> None:
    # suda2 for Java (the engine of ARX), test of its DIS scores: 5 unique records and
    # 6 in pairs, 4 keys, one person in a hundred in the file
    score = np.array([7.0, 0, 0, 1.75, 0, 3.25, 0, 1.75, 2.75, 0, 0])
    printed = [0.028038903, 0, 0, 0.005435918, 0, 0.011357785, 0]
    printed += [0.005435918, 0.009313862, 0, 0]
    right = suda.right_match(5, 6, sampled=0.01)
    assert suda.calibrated(score, right, keys=4) == pytest.approx(printed, abs=2e-9)


def agrees(mine: object, other: object, missing: Missing) -> bool:
    if missing is Missing.WILDCARD and (mine is None or other is None):
        return True
    return mine == other


def by_definition(
    rows: list[tuple[str | None, ...]], longest: int, missing: Missing
) -> tuple[list[float], list[int]]:
    """Every set of every record, tried one by one."""
    keys = len(rows[0])
    scores, numbers = [], [0] * longest

    def unique(record: int, members: tuple[int, ...]) -> bool:
        return not any(
            all(agrees(rows[record][key], row[key], missing) for key in members)
            for other, row in enumerate(rows)
            if other != record
        )

    for record in range(len(rows)):
        score = 0
        for size in range(1, longest + 1):
            for members in itertools.combinations(range(keys), size):
                smaller = itertools.combinations(members, size - 1)
                if unique(record, members) and not any(
                    unique(record, each) for each in smaller
                ):
                    numbers[size - 1] += 1
                    score += math.prod(
                        keys - each for each in range(size, min(longest, keys - 1) + 1)
                    )
        scores.append(float(score))
    return scores, numbers


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    keys = draw(st.integers(1, 5))
    cell = st.sampled_from(["a", "b", "c", None])
    row = st.tuples(*[cell] * keys)
    rows = draw(st.lists(row, min_size=2, max_size=12))
    names = [f"key{number}" for number in range(keys)]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


@given(table=tables(), longest=st.integers(1, 5), missing=MISSING)
def test_the_search_finds_what_the_definition_says(
    table: pl.DataFrame, longest: int, missing: Missing
) -> None:
    most = min(longest, table.width)
    expected, numbers = by_definition(table.rows(), most, missing)
    found = suda.scores(table, table.columns, longest=longest, missing=missing)
    assert found.score.to_list() == expected
    assert list(found.found) == numbers


@given(table=tables(), missing=MISSING, seed=st.integers(0, 9))
def test_the_order_of_the_records_changes_nothing(
    table: pl.DataFrame, missing: Missing, seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(table.height)
    straight = suda.scores(table, table.columns, missing=missing)
    mixed = suda.scores(table[order], table.columns, missing=missing)
    assert mixed.score.to_list() == straight.score.to_numpy()[order].tolist()


@given(table=tables(), sampled=st.floats(0.001, 1))
def test_dis_is_a_probability_with_the_files_own_as_its_harmonic_mean(
    table: pl.DataFrame, sampled: float
) -> None:
    found = suda.scores(table, table.columns, sampled=sampled)
    dis = found.dis.to_numpy()
    sample = count(table, table.columns).sample.to_list()
    assert (found.score > 0).to_list() == [each == 1 for each in sample]
    assert ((dis >= 0) & (dis <= 1)).all()
    assert (dis > 0).tolist() == (found.score > 0).to_list()
    right = suda.right_match(sample.count(1), sample.count(2), sampled=sampled)
    assert (right > 0) == (dis > 0).any()
    if right > 0:
        harmonic = 1 / (1 / dis[dis > 0]).mean()
        assert harmonic == pytest.approx(right)


def test_many_values_are_told_apart_by_sorting_as_by_tables() -> None:
    # 20 keys of 40 values do not fit into 64 bits, and sets of two into no table
    rng = np.random.default_rng(4)
    values = rng.integers(0, 40, (3_000, 20))
    names = [f"key{number}" for number in range(20)]
    wide = pl.DataFrame(values, schema=names)
    found = suda.scores(wide, names, longest=2)
    pairs = 0
    for one, two in itertools.combinations(names, 2):
        pairs += wide.group_by(one, two).len().filter(pl.col("len") == 1).height
    assert found.found == (0, pairs)


@given(table=tables(), missing=MISSING)
def test_keys_of_very_many_values_give_the_same_scores(
    table: pl.DataFrame, missing: Missing
) -> None:
    straight = suda.scores(table, table.columns, missing=missing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suda, "_TABLE", 1)
        patch.setattr(codes, "LARGEST", 8)
        searched = suda.scores(table, table.columns, missing=missing)
    assert searched.score.equals(straight.score)
    assert searched.dis.equals(straight.dis)


def test_no_key_is_refused() -> None:
    with pytest.raises(BadPlan, match="no key"):
        suda.scores(guideline(), [])


def test_more_sets_than_can_be_searched_are_refused() -> None:
    wide = pl.DataFrame({f"key{number}": ["a", "b"] for number in range(30)})
    with pytest.raises(BadPlan, match=r"30 keys have 1,073,741,823 sets"):
        suda.scores(wide, wide.columns)
    assert suda.scores(wide, wide.columns, longest=2).found == (60, 0)


def test_more_keys_than_anybody_knows_are_refused() -> None:
    wide = pl.DataFrame({f"key{number}": ["a", "b"] for number in range(61)})
    with pytest.raises(BadPlan, match="up to 60 keys, not 61"):
        suda.scores(wide, wide.columns, longest=1)


def test_a_file_without_records_has_no_scores() -> None:
    found = suda.scores(guideline().clear(), ["gender", "labour"])
    assert found.score.is_empty()
    assert found.by_key == {"gender": 0, "labour": 0}


@pytest.mark.parametrize("sampled", [0.0, -0.1, 1.5, math.nan])
def test_a_share_that_is_none_is_refused(sampled: float) -> None:
    with pytest.raises(BadPlan, match="share of the population"):
        suda.scores(guideline(), ["gender"], sampled=sampled)


def test_sets_of_no_key_are_refused() -> None:
    with pytest.raises(BadPlan, match="one key or more"):
        suda.scores(guideline(), ["gender"], longest=0)


def test_nothing_of_the_records_stands_in_its_text() -> None:
    assert repr(suda.scores(guideline(), ["gender"])) == "Suda(10 records)"
