"""Claims about how different the secrets of people who look alike are."""

from __future__ import annotations

import math
from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan
from migrascope.protect.counting import histograms
from migrascope.protect.plan.model import Diversity, DiversityPromise, Missing
from migrascope.protect.risk import diversity


def patients() -> pl.DataFrame:
    """The twelve inpatients of Machanavajjhala et al. (2007), figures 2 and 3.

    `anonymous` are the classes of the 4-anonymous table, `diverse` those of the
    3-diverse one.
    """
    return pl.DataFrame(
        {
            "anonymous": ["1"] * 4 + ["2"] * 4 + ["3"] * 4,
            "diverse": list("133122221133"),
            "condition": [
                "heart",
                "heart",
                "viral",
                "viral",
                "cancer",
                "heart",
                "viral",
                "viral",
                "cancer",
                "cancer",
                "cancer",
                "cancer",
            ],
        }
    )


def test_the_four_anonymous_table_of_the_paper_gives_a_secret_away() -> None:
    # its homogeneity attack: everybody in the third class has cancer
    found = diversity.measure(patients(), ["anonymous"], "condition")
    assert found.distinct.to_list() == [2] * 4 + [3] * 4 + [1] * 4
    promise = DiversityPromise("condition", l=3)
    kept = diversity.check(patients(), ["anonymous"], promise)
    assert not kept.holds
    assert kept.says == (
        "condition: the least distinct diversity of a class is 1; 8 of 12 records "
        "(66.7 %) are in classes below 3."
    )


def test_the_three_diverse_table_of_the_paper_is_three_diverse() -> None:
    promise = DiversityPromise("condition", l=3)
    kept = diversity.check(patients(), ["diverse"], promise)
    assert kept.holds
    assert kept.says == (
        "condition: the least distinct diversity of a class is 3, and 3 was promised."
    )


def test_entropy_is_told_as_a_number_of_equally_frequent_values() -> None:
    # (2, 1, 1) of 4: exp(ln 4 - 2 ln 2 / 4) = 2 ** 1.5; (2, 2): 2; (4): 1
    found = diversity.measure(patients(), ["anonymous"], "condition")
    assert found.entropy[4] == pytest.approx(2**1.5)
    assert found.entropy[0] == pytest.approx(2)
    assert found.entropy[8] == pytest.approx(1)


def test_equally_frequent_values_keep_the_promise_of_their_number() -> None:
    for l in range(1, 30):  # noqa: E741 - the letter of the literature
        frame = pl.DataFrame({"key": ["a"] * l, "value": [str(n) for n in range(l)]})
        promise = DiversityPromise("value", l=l, kind=Diversity.ENTROPY)
        assert diversity.check(frame, ["key"], promise).holds


def test_recursive_diversity_worked_by_hand() -> None:
    # counts 5, 3, 2, 1 with c = 2: 5 < 2*11, 5 < 2*6, 5 < 2*3, not 5 < 2*1: l = 3
    #                    with c = 1: 5 < 11, 5 < 6, not 5 < 3: l = 2
    # counts 4 with c = 1: not 4 < 4: l = 0; with c = 2: 4 < 8: l = 1
    values = list("aaaaabbbccd") + list("aaaa")
    frame = pl.DataFrame({"key": ["x"] * 11 + ["y"] * 4, "value": values})
    for c, first, second in ((2.0, 3, 1), (1.0, 2, 0)):
        found = diversity.measure(frame, ["key"], "value", c=c).recursive
        assert found.to_list() == [first] * 11 + [second] * 4
    promise = DiversityPromise("value", l=2, kind=Diversity.RECURSIVE, c=2.0)
    kept = diversity.check(frame, ["key"], promise)
    assert (kept.least, kept.below) == (1, 4)


def test_with_wildcards_a_class_holds_all_records_that_could_be_it() -> None:
    frame = pl.DataFrame({"key": ["a", "b", None], "value": ["x", "y", "z"]})
    wild = diversity.measure(frame, ["key"], "value")
    assert wild.distinct.to_list() == [2, 2, 3]
    value = diversity.measure(frame, ["key"], "value", missing=Missing.VALUE)
    assert value.distinct.to_list() == [1, 1, 1]


def test_missing_secrets_tell_nothing_and_are_left_out() -> None:
    frame = pl.DataFrame(
        {"key": ["a", "a", "b"], "value": ["x", None, None]},
    )
    found = diversity.measure(frame, ["key"], "value")
    assert found.distinct.to_list() == [1, 1, None]
    assert found.entropy.to_list() == [1.0, 1.0, None]
    promise = DiversityPromise("value", l=2)
    assert diversity.check(frame, ["key"], promise).below == 2


def test_where_no_value_is_known_nothing_can_be_learnt() -> None:
    frame = pl.DataFrame({"key": ["a"], "value": [None]})
    promise = DiversityPromise("value", l=2)
    kept = diversity.check(frame, ["key"], promise)
    assert kept.holds
    assert kept.says == "value: no value is known, so nothing can be learnt."


VALUES = st.one_of(st.none(), st.sampled_from("pqrs"))
KEYS = st.one_of(st.none(), st.sampled_from("xy"))


@given(
    st.lists(st.tuples(KEYS, KEYS, VALUES), min_size=1, max_size=18),
    st.sampled_from(list(Missing)),
    st.sampled_from([0, 32]),
    st.sampled_from([1.0, 1.7, 3.0]),
)
def test_looking_at_every_record_says_the_same(
    rows: list[tuple[str | None, str | None, str | None]],
    missing: Missing,
    few: int,
    c: float,
) -> None:
    schema = {"a": pl.String, "b": pl.String, "value": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    before = histograms.FEW
    histograms.FEW = few  # both ways of adding up
    try:
        found = diversity.measure(frame, ["a", "b"], "value", missing=missing, c=c)
    finally:
        histograms.FEW = before

    def agree(one: str | None, other: str | None) -> bool:
        either = missing is Missing.WILDCARD and None in (one, other)
        return either or one == other

    for position, mine in enumerate(rows):
        known = [
            row[2]
            for row in rows
            if agree(mine[0], row[0]) and agree(mine[1], row[1]) and row[2] is not None
        ]
        counts = sorted(Counter(known).values(), reverse=True)
        if not counts:
            assert found.distinct[position] is None
            assert found.recursive[position] is None
            continue
        total = sum(counts)
        entropy = -sum(n / total * math.log(n / total) for n in counts)
        tails = [sum(counts[start:]) for start in range(len(counts))]
        assert found.distinct[position] == len(counts)
        assert found.entropy[position] == pytest.approx(math.exp(entropy))
        assert found.recursive[position] == sum(counts[0] < c * tail for tail in tails)


def test_an_empty_file_has_no_classes() -> None:
    frame = pl.DataFrame(schema={"key": pl.String, "value": pl.String})
    for missing in Missing:
        found = diversity.measure(frame, ["key"], "value", missing=missing)
        assert found.distinct.len() == found.entropy.len() == 0


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadPlan, match='no column "illness"'):
        diversity.measure(patients(), ["diverse"], "illness")


def test_diversities_show_no_value_of_a_record() -> None:
    found = diversity.measure(patients(), ["diverse"], "condition")
    assert repr(found) == "Diversities(condition, 12 records)"
