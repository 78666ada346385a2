"""Does the search find the levels that lose least, as looking at every node would?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from types import MappingProxyType

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.protect.methods import lattice
from migrascope.protect.methods.lattice import Search, search
from migrascope.protect.methods.recode import losses
from migrascope.protect.plan.hierarchy import Hierarchy
from migrascope.protect.plan.model import DiversityPromise, Missing, Promise

KEYS = ("first", "second", "third")
PAIRS = {"a": "ab", "b": "ab", "c": "cd", "d": "cd"}
Levels = tuple[str, ...]


def ladder(name: str) -> Hierarchy:
    levels = {"pair": PAIRS, "all": dict.fromkeys(PAIRS, "*")}
    return Hierarchy(name, tuple(levels), MappingProxyType(levels))


LADDERS = tuple(ladder(key) for key in KEYS[:2])


@st.composite
def cases(draw: st.DrawFn) -> pl.DataFrame:
    value = st.sampled_from(["a", "b", "c", "d", None])
    rows = st.tuples(value, value, st.sampled_from("xy"), st.sampled_from("pq"))
    names = (*KEYS, "secret")
    return pl.DataFrame(
        draw(st.lists(rows, min_size=3, max_size=40)),
        schema=dict.fromkeys(names, pl.String),
        orient="row",
    )


def recoded(frame: pl.DataFrame, levels: Levels) -> pl.DataFrame:
    for own, level in zip(LADDERS, levels, strict=True):
        if level:
            frame = frame.with_columns(own.apply(frame[own.name], level))
    return frame


def below(frame: pl.DataFrame, k: int, diverse: int = 1) -> int:
    """Records in classes of fewer than k, or with fewer different secrets."""
    few = (pl.len() < k) | (pl.col("secret").n_unique() < diverse)
    counted = frame.group_by(KEYS).agg(few.alias("few"), pl.len().alias("size"))
    return int(counted.filter("few")["size"].sum())


def below_with_wildcards(frame: pl.DataFrame, k: int) -> int:
    """Records compatible with fewer than k, counted pair by pair."""
    records = frame.select(KEYS).rows()
    return sum(
        sum(
            all(
                a == b or a is None or b is None
                for a, b in zip(one, other, strict=True)
            )
            for other in records
        )
        < k
        for one in records
    )


def lost(frame: pl.DataFrame, levels: Levels) -> float:
    """The mean loss of the two keys that can be recoded."""
    total = 0.0
    for own, level in zip(LADDERS, levels, strict=True):
        total += losses(frame[own.name], own)[("", *own.levels).index(level)] / 2
    return total


def levels_of(named: Mapping[str, str]) -> Levels:
    assert named["third"] == ""
    return tuple(named[key] for key in KEYS[:2])


def find(frame: pl.DataFrame, promise: Promise, most_suppressed: float) -> Search:
    return search(
        frame, LADDERS, keys=KEYS, promise=promise, most_suppressed=most_suppressed
    )


@given(cases(), st.integers(1, 5), st.sampled_from([0.0, 0.1, 0.3]), st.integers(1, 2))
def test_the_minimal_nodes_are_those_of_looking_at_every_node(
    frame: pl.DataFrame, k: int, share: float, diverse: int
) -> None:
    wanted = Promise(k=k, diversity=(DiversityPromise("secret", diverse),))
    found = find(frame, wanted, share)
    steps = ("", "pair", "all")
    good = {
        node
        for node in product(steps, steps)
        if below(recoded(frame, node), k, diverse) <= share * frame.height
    }
    assert found.will_do == bool(good)
    if not good:
        return

    def under(low: Levels, high: Levels) -> bool:
        return low != high and all(
            steps.index(one) <= steps.index(other)
            for one, other in zip(low, high, strict=True)
        )

    minimal = {node for node in good if not any(under(low, node) for low in good)}
    assert {levels_of(node.levels) for node in found.minimal} == minimal
    least = min(lost(frame, node) for node in good)
    assert found.chosen.loss == pytest.approx(least, abs=1e-9)
    assert found.looked_at <= found.nodes == 9


@given(cases(), st.integers(2, 4), st.sampled_from([0.0, 0.2]))
def test_with_wildcards_a_missing_key_agrees_with_every_group(
    frame: pl.DataFrame, k: int, share: float
) -> None:
    found = search(
        frame,
        LADDERS,
        keys=KEYS,
        promise=Promise(k=k),
        most_suppressed=share,
        missing=Missing.WILDCARD,
    )
    steps = ("", "pair", "all")
    left: dict[Levels, int] = {
        node: below_with_wildcards(recoded(frame, node), k)
        for node in product(steps, steps)
    }
    good = [node for node, records in left.items() if records <= share * frame.height]
    assert found.will_do == bool(good)
    assert found.chosen.below == left[levels_of(found.chosen.levels)]
    if good:
        least = min(lost(frame, node) for node in good)
        assert found.chosen.loss == pytest.approx(least, abs=1e-9)


@given(cases(), st.integers(1, 5), st.sampled_from([0.0, 0.1, 0.3]))
def test_a_climb_finds_levels_that_will_do_when_there_are_any(
    frame: pl.DataFrame, k: int, share: float
) -> None:
    every = find(frame, Promise(k=k), share)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lattice, "EXHAUSTIVE", 0)
        climbed = find(frame, Promise(k=k), share)
    assert climbed.will_do == every.will_do
    assert not climbed.exhaustive
    chosen = levels_of(climbed.chosen.levels)
    assert climbed.chosen.below == below(recoded(frame, chosen), k)
    if every.will_do:
        assert climbed.chosen.below <= share * frame.height
        assert climbed.chosen.loss >= every.chosen.loss - 1e-9
        # Nothing finer by one step will do.
        assert climbed.chosen.levels in [node.levels for node in every.minimal]


def test_what_others_measure_is_told_beside_the_loss() -> None:
    frame = pl.DataFrame(
        {
            "first": ["a", "a", "b", "b", "c"],
            "second": ["a"] * 5,
            "third": ["x"] * 5,
            "secret": ["p"] * 5,
        }
    )
    found = find(frame, Promise(k=2), 0.2)
    assert found.chosen.levels == {"first": "", "second": "", "third": ""}
    assert found.chosen.below == 1
    assert found.chosen.precision == 1.0
    # Two classes of 2 records, and one record told apart from none of the 5.
    assert found.chosen.discernibility == 2**2 + 2**2 + 5
    assert found.chosen.average_class == 4 / 2 / 2


def test_the_runner_up_is_another_minimal_choice() -> None:
    # One pair of either key must be joined; the pair of "first" has rarer values.
    frame = pl.DataFrame(
        {
            "first": ["a"] * 2 + ["b"] * 2 + ["c"] * 6,
            "second": ["a", "b", "a", "b"] + ["a"] * 6,
            "third": ["x"] * 10,
            "secret": ["p"] * 10,
        }
    )
    found = find(frame, Promise(k=2), 0.0)
    assert found.runner_up is not None
    assert {found.chosen.levels["first"], found.chosen.levels["second"]} == {"", "pair"}
    assert found.runner_up.loss >= found.chosen.loss
    assert found.runner_up.levels != found.chosen.levels


def test_an_important_key_is_recoded_last() -> None:
    frame = pl.DataFrame(
        {
            "first": ["a", "b"] * 3,
            "second": ["a", "a", "b", "b", "a", "b"],
            "third": ["x"] * 6,
            "secret": ["p"] * 6,
        }
    )
    for spared, other in (KEYS[:2], KEYS[1::-1]):
        found = search(
            frame,
            LADDERS,
            keys=KEYS,
            promise=Promise(k=3),
            most_suppressed=0.0,
            importance={spared: 10.0, other: 1.0},
        )
        assert found.chosen.levels[spared] == ""
        assert found.chosen.levels[other] != ""
