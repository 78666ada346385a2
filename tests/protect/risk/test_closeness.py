"""Claims about how much a class tells beyond what the file tells."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from migrascope.errors import BadPlan
from migrascope.protect.plan.model import (
    ClosenessPromise,
    Distance,
    Grouping,
    Missing,
)
from migrascope.protect.risk import closeness

KINDS = {
    "flu": ("infection", "respiratory", "all"),
    "pneumonia": ("infection", "respiratory", "all"),
    "bronchitis": ("infection", "respiratory", "all"),
    "pulmonary embolism": ("vascular", "respiratory", "all"),
    "gastric ulcer": ("stomach", "digestive", "all"),
    "gastritis": ("stomach", "digestive", "all"),
    "stomach cancer": ("stomach", "digestive", "all"),
}
LEVELS = [{name: levels[height] for name, levels in KINDS.items()} for height in (0, 1)]


def patients() -> pl.DataFrame:
    """The nine patients of Li, Li and Venkatasubramanian (2007), tables 3 to 5.

    `diverse` are the classes of their 3-diverse table, `close` those of the one that
    is 0.167-close in the salary.
    """
    return pl.DataFrame(
        {
            "diverse": ["A", "A", "A", "B", "B", "B", "C", "C", "C"],
            "close": ["D", "F", "D", "E", "E", "E", "F", "D", "F"],
            "salary": [3, 4, 5, 6, 11, 8, 7, 9, 10],
            "disease": [
                "gastric ulcer",
                "gastritis",
                "stomach cancer",
                "gastritis",
                "flu",
                "bronchitis",
                "bronchitis",
                "pneumonia",
                "stomach cancer",
            ],
        }
    )


def by_class(frame: pl.DataFrame, key: str, found: closeness.Closeness) -> Any:
    pairs = zip(frame[key], found.distance, strict=True)
    return {name: pytest.approx(distance, abs=1e-12) for name, distance in pairs}


def test_the_distances_of_salaries_are_those_of_the_paper() -> None:
    # section 5: 0.375 for {3, 4, 5} and 0.167 for {6, 8, 11}, in thousands
    found = closeness.ordered(patients(), ["diverse"], "salary")
    assert by_class(patients(), "diverse", found)["A"] == 0.375
    assert by_class(patients(), "diverse", found)["B"] == 1 / 6


def test_the_close_table_of_the_paper_is_close_in_the_salary() -> None:
    # table 5: "0.167-closeness w.r.t. salary"; the third class by hand: 6/9/8
    found = closeness.ordered(patients(), ["close"], "salary")
    said = by_class(patients(), "close", found)
    assert said == {"D": 1 / 6, "E": 1 / 6, "F": 1 / 12}
    promise = ClosenessPromise("salary", t=1 / 6, distance=Distance.ORDERED)
    kept = closeness.check(patients(), ["close"], promise)
    assert kept.holds
    assert kept.says == (
        "salary: the class furthest from the file is 0.167 away, and at most "
        "0.166667 was promised."
    )


def test_diseases_that_meet_early_are_near() -> None:
    # section 5: flu and bronchitis 1/3, flu and embolism 2/3, flu and cancer 1.
    # Two files of two records: all of a class moves to the middle, so half of it.
    for other, distance in (
        ("bronchitis", 1 / 3),
        ("pulmonary embolism", 2 / 3),
        ("stomach cancer", 1.0),
    ):
        frame = pl.DataFrame({"key": ["a", "b"], "disease": ["flu", other]})
        found = closeness.hierarchical(frame, ["key"], "disease", levels=LEVELS)
        assert found.distance.to_list() == pytest.approx([distance / 2] * 2)


def test_the_close_table_by_diseases_worked_by_hand() -> None:
    # D: 2/9 move within the stomach and 2/9 within infections, 1/9 across:
    #    (2 + 2) / 9 / 3 + 1/9 = 7/27;  E: (1 + 1)/27 + 2/9;  F: (1 + 1)/27 + 1/9
    found = closeness.hierarchical(patients(), ["close"], "disease", levels=LEVELS)
    said = by_class(patients(), "close", found)
    assert said == {"D": 7 / 27, "E": 8 / 27, "F": 5 / 27}


def test_categories_without_groups_are_all_equally_far() -> None:
    # half of 2 * 5/9, 2 * 4/9 and 2 * 3/9
    found = closeness.equal(patients(), ["close"], "disease")
    assert by_class(patients(), "close", found) == {"D": 5 / 9, "E": 4 / 9, "F": 3 / 9}


VALUES = st.one_of(st.none(), st.integers(0, 4))
ROWS = st.lists(
    st.tuples(st.one_of(st.none(), st.sampled_from("ab")), VALUES),
    min_size=1,
    max_size=14,
)
GROUPS = [{"0": "x", "1": "x", "2": "y", "3": "y", "4": "z"}]
GROUPS.append({value: group.replace("y", "x") for value, group in GROUPS[0].items()})


def far_by_order(size: int) -> np.ndarray:
    place = np.arange(size) / max(size - 1, 1)
    far: np.ndarray = np.abs(np.subtract.outer(place, place))
    return far


def far_by_groups(values: list[int]) -> np.ndarray:
    far = np.zeros((len(values), len(values)))
    for row, one in enumerate(values):
        for column, other in enumerate(values):
            if one != other:
                meets = [
                    level[str(one)] == level[str(other)] for level in GROUPS
                ].count(False)
                far[row, column] = (meets + 1) / 3
    return far


def moved(before: np.ndarray, after: np.ndarray, far: np.ndarray) -> float:
    """The earth mover's distance, as the linear programme that defines it."""
    size = len(before)
    leaves = np.kron(np.eye(size), np.ones(size))
    arrives = np.kron(np.ones(size), np.eye(size))
    solved = linprog(
        far.ravel(),
        A_eq=np.vstack([leaves, arrives]),
        b_eq=np.concatenate([before, after]),
    )
    return float(solved.fun)


@given(ROWS, st.sampled_from(list(Missing)))
def test_distances_are_those_of_the_linear_programme(
    rows: list[tuple[str | None, int | None]], missing: Missing
) -> None:
    schema = {"key": pl.String, "value": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    values = sorted({value for _, value in rows if value is not None})
    size = len(values)

    def shares(those: list[int | None]) -> np.ndarray:
        known = [value for value in those if value is not None]
        return np.array([known.count(value) for value in values]) / max(len(known), 1)

    whole = shares([value for _, value in rows])
    measures = {
        "ordered": closeness.ordered(frame, ["key"], "value", missing=missing),
        "equal": closeness.equal(frame, ["key"], "value", missing=missing),
        "groups": closeness.hierarchical(
            frame, ["key"], "value", levels=GROUPS, missing=missing
        ),
    }
    far = {
        "ordered": far_by_order(size),
        "equal": 1.0 - np.eye(size),
        "groups": far_by_groups(values),
    }
    for row in range(0, len(rows), 5):
        mine = rows[row][0]
        wild = missing is Missing.WILDCARD
        same = [
            value
            for key, value in rows
            if key == mine or (wild and (key is None or mine is None))
        ]
        for name, found in measures.items():
            if all(value is None for value in same):
                assert found.distance[row] is None
            else:
                slow = moved(shares(same), whole, far[name])
                assert found.distance[row] == pytest.approx(slow, abs=1e-9)


def test_one_class_that_is_the_file_is_at_no_distance() -> None:
    frame = pl.DataFrame({"key": ["a"] * 4, "value": [1, 2, 2, 9]})
    for measure in (closeness.ordered, closeness.equal):
        assert measure(frame, ["key"], "value").distance.to_list() == [0.0] * 4


def test_dates_are_ordered_and_texts_are_not() -> None:
    days = [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]
    frame = pl.DataFrame({"key": ["a", "a", "b"], "day": days, "word": ["x", "y", "z"]})
    # class b: cumulated 0, 0, 1 against 1/3, 2/3, 1
    assert closeness.ordered(frame, ["key"], "day").distance[2] == pytest.approx(0.5)
    with pytest.raises(BadPlan, match="no order"):
        closeness.ordered(frame, ["key"], "word")


def test_a_promise_that_does_not_hold_says_how_many_records_are_touched() -> None:
    tree = Grouping(
        ("organ", "system"),
        tuple((name, *levels[:2]) for name, levels in KINDS.items()),
    )
    promise = ClosenessPromise("disease", 0.2, Distance.HIERARCHICAL, tree)
    kept = closeness.check(patients(), ["close"], promise)
    assert not kept.holds
    assert kept.says == (
        "disease: the class furthest from the file is 0.296 away; 6 of 9 records "
        "(66.7 %) are in classes further away than 0.2."
    )
    flat = closeness.check(patients(), ["close"], ClosenessPromise("disease", 0.2))
    assert flat.largest == pytest.approx(5 / 9)


def test_where_no_value_is_known_nothing_can_be_learnt() -> None:
    frame = pl.DataFrame(
        {"key": ["a", "b"], "value": [None, None]}, schema_overrides={"value": pl.Int64}
    )
    tree = Grouping(("group",), (("1", "x"), ("2", "y")))
    for distance in Distance:
        promise = ClosenessPromise("value", 0.1, distance, tree)
        kept = closeness.check(frame, ["key"], promise)
        assert kept.holds
        assert kept.says == "value: no value is known, so nothing can be learnt."


def test_an_empty_file_has_no_distances() -> None:
    frame = pl.DataFrame(schema={"key": pl.String, "value": pl.Int64})
    for measure in (closeness.ordered, closeness.equal):
        assert measure(frame, ["key"], "value").distance.len() == 0


def test_hierarchies_that_do_not_fit_are_refused_without_their_values() -> None:
    frame = pl.DataFrame({"key": ["a", "a"], "value": ["secret", "other"]})
    with pytest.raises(BadPlan, match="1 values of the column") as refused:
        closeness.hierarchical(frame, ["key"], "value", levels=[{"other": "x"}])
    assert "secret" not in str(refused.value)
    torn = [{"secret": "x", "other": "x"}, {"secret": "y", "other": "z"}]
    with pytest.raises(BadPlan, match="tears apart"):
        closeness.hierarchical(frame, ["key"], "value", levels=torn)


def test_closeness_shows_no_value_of_a_record() -> None:
    found = closeness.equal(patients(), ["close"], "disease")
    assert repr(found) == "Closeness(disease, 9 records)"
