"""Claims: effectiveness lies between one way and the other, and balances are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.flows.measures.tables import (
    ABCD,
    account,
    flow_table,
    movements,
    peopled,
    place,
)

from migrascope.flows.account import FloatArray
from migrascope.flows.measures import effectiveness, impact
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.profile import system


def test_effectiveness_is_net_over_gross() -> None:
    # A: −70 of 330.
    here = place(ABCD, 0)
    assert effectiveness.effectiveness_of_area(here) == pytest.approx(-7000 / 330)
    assert effectiveness.arrivals_per_100_departures(here) == pytest.approx(65)


def test_the_index_adds_up_all_balances() -> None:
    # 220 of 2 × 500.
    assert impact.index(movements(ABCD)) == pytest.approx(22)


def test_the_aggregate_net_rate_is_intensity_times_index() -> None:
    table = flow_table(ABCD)
    people = account(table, [1000, 2000, 3000, 4000], [1000, 2000, 3000, 4000])
    found = {each.code: each.value or 0.0 for each in system(table, people)}
    assert found["anmr"] == pytest.approx(1.1)  # 110 of 10,000
    assert found["anmr"] == pytest.approx(found["cmi"] * found["mei"] / 100)


@given(peopled)
def test_effectiveness_lies_between_one_way_and_the_other(persons: FloatArray) -> None:
    index = impact.index(movements(persons))
    assert isinstance(index, float)
    assert 0 <= index <= 100 + 1e-9
    for position in range(len(persons)):
        found = effectiveness.effectiveness_of_area(place(persons, position))
        assert isinstance(found, Unsaid) or -100 <= found <= 100


@given(peopled)
def test_an_exchange_of_equals_redistributes_nobody(persons: FloatArray) -> None:
    both_ways = persons + persons.T
    assert impact.index(movements(both_ways)) == pytest.approx(0, abs=1e-6)


def test_an_area_that_nobody_came_to_or_left_has_none() -> None:
    here = place([[0, 0, 0], [0, 0, 5], [0, 5, 0]], 0)
    assert effectiveness.effectiveness_of_area(here) == Unsaid("Nobody came or left.")
    assert effectiveness.arrivals_per_100_departures(here) == Unsaid("Nobody left.")
