"""Claims: corridors are ranked by size, and ranks compare over time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from scipy import stats
from tests.flows.measures.tables import ABCD, flow_table, peopled

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.corridors import changes, pairs, ranking

PRINTED = [
    ("A", "B", 100, 50, 50, 150),
    ("A", "D", 70, 20, 50, 90),
    ("C", "A", 60, 30, 30, 90),
    ("B", "C", 45, 35, 10, 80),
    ("C", "D", 40, 20, 20, 60),
    ("D", "B", 25, 5, 20, 30),
]
"""Printed by `sum_bilat` in the reference pages of R migest 2.0, each pair once."""


def test_pairs_of_four_regions_are_as_printed() -> None:
    found = [
        (
            each.origin,
            each.destination,
            each.flow,
            each.counter_flow,
            each.net,
            each.interchange,
        )
        for each in pairs(flow_table(ABCD))
    ]
    assert found == PRINTED


def test_a_pair_has_an_effectiveness() -> None:
    (first, *_) = pairs(flow_table(ABCD))
    assert first.effectiveness == pytest.approx(100 * 50 / 150)
    assert not isinstance(first.effectiveness, Unsaid)


def test_equal_corridors_share_a_rank() -> None:
    table = flow_table([[0, 7, 7], [9, 0, 0.2], [7, 3, 0]])
    found = [(e.origin, e.destination, e.rank) for e in ranking(table)]
    assert found == [
        ("B", "A", 1),
        ("A", "B", 2),
        ("A", "C", 2),
        ("C", "A", 2),
        ("C", "B", 5),
    ]
    assert ranking(table, top=1)[0].share == pytest.approx(9 / 33.2)


@given(peopled)
def test_ranks_are_those_of_scipy(persons: FloatArray) -> None:
    found = ranking(flow_table(persons))
    sizes = [each.persons for each in found]
    if sizes:
        expected = stats.rankdata(-np.array(sizes), method="min")
        assert [each.rank for each in found] == expected.tolist()


def test_changes_compare_intervals_of_different_lengths() -> None:
    earlier = flow_table([[0, 50, 10], [0, 0, 20], [0, 0, 0]], start=2015, end=2020)
    later = flow_table([[0, 16, 24], [0, 0, 0], [4, 0, 0]], start=2020, end=2024)
    first, second, third, gone = changes(earlier, later)
    assert (first.origin, first.destination) == ("A", "C")
    assert (first.earlier_rank, first.later_rank, first.climbed) == (3, 1, 2)
    assert (first.earlier_yearly, first.later_yearly) == (2, 6)
    assert (second.climbed, second.earlier_yearly, second.later_yearly) == (-1, 10, 4)
    assert (third.origin, third.earlier_rank, third.climbed) == ("C", None, None)
    assert (gone.origin, gone.destination, gone.later_rank) == ("B", "C", None)


def test_the_first_of_either_interval_are_kept() -> None:
    earlier = flow_table([[0, 50, 10], [0, 0, 20], [0, 0, 0]])
    later = flow_table([[0, 16, 24], [0, 0, 0], [4, 0, 0]])
    found = [(e.origin, e.destination) for e in changes(earlier, later, top=1)]
    assert found == [("A", "C"), ("A", "B")]
