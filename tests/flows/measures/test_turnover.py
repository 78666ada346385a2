"""Claims: arrivals, departures, and what is left, add up over the world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from tests.flows.measures.tables import (
    ABCD,
    flow_table,
    movements,
    peopled,
    place,
    squares,
)

from migrascope.flows.account import FloatArray
from migrascope.flows.measures import turnover
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.profile import gather
from migrascope.flows.measures.subject import Place


@pytest.mark.parametrize(
    ("position", "came", "left", "turned_over", "balance"),
    [
        (0, 130, 200, 330, -70),
        (1, 160, 100, 260, 60),
        (2, 95, 135, 230, -40),
        (3, 115, 65, 180, 50),
    ],
)
def test_the_turnover_of_four_regions_is_as_printed(
    position: int, came: float, left: float, turned_over: float, balance: float
) -> None:
    here = place(ABCD, position)
    assert turnover.arrivals(here) == came
    assert turnover.departures(here) == left
    assert turnover.gross(here) == turned_over
    assert turnover.net(here) == balance


@given(squares)
def test_over_the_world_arrivals_equal_departures(persons: FloatArray) -> None:
    table = flow_table(persons)
    assert table.arrivals.sum() == pytest.approx(table.departures.sum())
    assert table.net.sum() == pytest.approx(0, abs=1e-6)


@given(peopled)
def test_no_more_are_redistributed_than_moved(persons: FloatArray) -> None:
    moved, redistributed = (
        compute(movements(persons))
        for compute in (turnover.movers, turnover.redistributed)
    )
    assert isinstance(moved, float)
    assert isinstance(redistributed, float)
    assert 0 <= redistributed <= moved * (1 + 1e-9)


def test_a_half_of_the_balances_was_redistributed() -> None:
    # |−70| + |60| + |−40| + |50| = 220
    assert turnover.redistributed(movements(ABCD)) == 110


def test_movements_from_outside_are_told_where_a_method_gives_them() -> None:
    closed = flow_table(ABCD)
    opened = replace(closed, from_outside=np.array([1.0, 2.0, 3.0, 4.0]))
    here = Place(gather(opened, None), 2)
    assert turnover.from_outside(here) == 3
    assert turnover.arrivals(here) == 95
    assert isinstance(turnover.from_outside(Place(gather(closed, None), 2)), Unsaid)
    assert isinstance(turnover.to_outside(here), Unsaid)
