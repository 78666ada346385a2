"""Claims: nobody is made or lost, closures hold, and counts are people."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from tests.foresight.arrivals.conftest import Tiny
from tests.foresight.arrivals.persons import one_by_one

from migrascope.foresight.arrivals.network import Barred, Closure, Network
from migrascope.foresight.arrivals.rules import Rules
from migrascope.foresight.arrivals.simulating import simulate

PLAIN = Rules(distance=1.0, room=0.0, company=0.0, leave_camp=0.0)
MOVING = Rules(1.0, 0.5, 0.5, doubt=0.5, reach=80.0, leave_camp=0.05)
CAPACITY = np.array([40.0, 60.0])


def fleeing_on(network: Network, *people: int) -> np.ndarray:
    newly = np.zeros(network.days, dtype=np.int64)
    newly[: len(people)] = people
    return newly


@settings(max_examples=25)
@given(
    newly=st.lists(st.integers(0, 300), min_size=1, max_size=15),
    shut=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=2),
    seed=st.integers(0, 99),
    settled=st.booleans(),
)
def test_people_are_neither_made_nor_lost_on_any_day(
    tiny_network: Network,
    newly: list[int],
    shut: list[tuple[int, int]],
    seed: int,
    settled: bool,  # noqa: FBT001  drawn by hypothesis
) -> None:
    closures = tuple(
        Closure(Barred.LINK, "Cind", camp, start, start + length)
        for camp, (start, length) in zip(("Edal", "Fane"), shut, strict=False)
    )
    network = Network(
        "tiny",
        tiny_network.places,
        tiny_network.roads,
        closures,
        tiny_network.fighting,
        tiny_network.start,
    )
    people = fleeing_on(network, *newly)
    made = simulate(
        network,
        people,
        MOVING,
        members=3,
        seed=seed,
        capacity=CAPACITY,
        settled=settled,
    )
    assert (made.fled == np.cumsum(people)[:, None]).all()
    assert (made.present.sum(2) + made.elsewhere == made.fled).all()
    assert min(made.present.min(), made.elsewhere.min(), made.arrived.min()) >= 0


def test_the_same_seed_gives_the_same_bytes(tiny: Tiny) -> None:
    network = tiny()
    newly = fleeing_on(network, *[30] * 20)
    first, again, other = (
        simulate(network, newly, MOVING, members=4, seed=seed) for seed in (7, 7, 8)
    )
    assert first.present.tobytes() == again.present.tobytes()
    assert first.arrived.tobytes() == again.arrived.tobytes()
    assert first.present.tobytes() != other.present.tobytes()


def test_the_mean_of_many_members_is_what_is_worked_out_by_hand(tiny: Tiny) -> None:
    # 200 and 400 km at 1/distance: two thirds go to Edal. With a reach of 100 km they
    # are in Cind on day 1, where 0.3 leave: in Edal on day 2, and so on, a day longer
    # for each night; Fane lies three days behind Cind.
    rules = Rules(1.0, 0.0, 0.0, reach=100.0, leave_camp=0.0)
    network = tiny()
    made = simulate(network, fleeing_on(network, 900), rules, members=2000)
    nights = 0.3 * 0.7 ** np.arange(4)
    mean = made.arrived.mean(axis=1)
    # The standard error of each mean is at most 0.3 persons.
    assert mean[:6, 0] == pytest.approx([0, 0, *(600 * nights)], abs=1.2)
    assert mean[:8, 1] == pytest.approx([0, 0, 0, 0, *(300 * nights)], abs=1.2)


def test_a_leg_takes_a_day_for_each_reach_that_is_begun(tiny: Tiny) -> None:
    network = tiny()
    rules = Rules(1.0, 0.0, 0.0, reach=150.0, leave_town=1.0, leave_camp=0.0)
    made = simulate(network, fleeing_on(network, 500), rules, members=1)
    came = made.arrived[:, 0] > 0
    assert np.flatnonzero(came[:, 0]).tolist() == [2]
    assert np.flatnonzero(came[:, 1]).tolist() == [3]


def test_nobody_arrives_while_a_place_is_closed_and_nobody_is_on_the_road(
    tiny: Tiny,
) -> None:
    network = tiny(Closure(Barred.LOCATION, "Fane", "", 0, 10), days=60)
    newly = fleeing_on(network, *[50] * 60)
    made = simulate(network, newly, PLAIN, members=5)
    # Who sets out from Cind on day 10 is there two days later, at 200 km a day.
    assert made.arrived[:12, :, 1].sum() == 0
    assert (made.arrived[12:, :, 1].sum(axis=0) > 0).all()


def test_those_whose_way_is_shut_choose_again(tiny: Tiny) -> None:
    network = tiny(Closure(Barred.LINK, "Cind", "Fane", 2, 99), days=60)
    made = simulate(network, fleeing_on(network, 4000), PLAIN, members=3)
    # 30 % of a third have left Cind for Fane on day 1, before the road was closed.
    assert made.present[-1, :, 1].mean() == pytest.approx(400, abs=60)
    assert (made.present[-1].sum(axis=1) == 4000).all()


def test_people_wait_where_no_camp_can_be_reached(tiny: Tiny) -> None:
    network = tiny(Closure(Barred.LOCATION, "Cind", "", 0, 20))
    made = simulate(network, fleeing_on(network, 100), PLAIN, members=2)
    assert (made.elsewhere[:21] == 100).all()
    assert (made.present[-1].sum(axis=1) > 0).all()


def test_people_who_are_brought_on_cannot_choose(tiny: Tiny) -> None:
    # In Cind everybody is brought to Fane.
    network = tiny(forced=True, days=60)
    made = simulate(network, fleeing_on(network, 300), PLAIN, members=2)
    assert made.arrived[:, :, 0].sum() == 0
    assert (made.present[-1, :, 1] == 300).all()


def test_those_of_the_first_day_can_be_settled_already(tiny: Tiny) -> None:
    network = tiny()
    made = simulate(network, fleeing_on(network, 300), PLAIN, members=2, settled=True)
    assert (made.present[0].sum(axis=1) == 300).all()
    assert made.arrived.sum() == 0


def test_camps_do_not_fill_far_beyond_their_places(tiny: Tiny) -> None:
    network = tiny(days=200)
    newly = fleeing_on(network, *[1] * 90)
    rules = Rules(1.0, 0.5, 0.0, leave_camp=0.0, leave_town=1.0)
    full = simulate(network, newly, rules, members=20, capacity=CAPACITY)
    free = simulate(network, newly, rules, members=20)
    # A few are on the road when the last place is taken.
    assert full.present[-1, :, 0].max() <= CAPACITY[0] + 3
    assert free.present[-1, :, 0].mean() > CAPACITY[0] + 10


def test_counts_have_the_distribution_of_people_drawn_one_by_one(tiny: Tiny) -> None:
    network = tiny(days=15)
    rules = Rules(1.0, 0.5, 0.5, reach=100.0, leave_camp=0.1)
    newly = fleeing_on(network, 3, 2, 1)
    capacity = np.array([3.0, 4.0])
    members = 8000
    counted = simulate(
        network, newly, rules, members=members, seed=3, capacity=capacity
    ).present
    drawn = one_by_one(network, newly, rules, members, capacity)
    for day in (3, 6, 14):
        for camp in (0, 1):
            table = np.array(
                [
                    np.bincount(each[day, :, camp], minlength=7)
                    for each in (counted, drawn)
                ]
            )
            table = table[:, table.sum(axis=0) > 20]
            assert chi2_contingency(table).pvalue > 0.001


def test_more_doubt_makes_wider_quantiles(tiny: Tiny) -> None:
    network = tiny()
    newly = fleeing_on(network, *[100] * 20)
    spans = []
    for doubt in (0.0, 1.0):
        rules = Rules(1.0, 0.0, 0.0, doubt=doubt)
        stocks = simulate(network, newly, rules, members=40).stocks()
        assert (np.diff(stocks, axis=2) >= 0).all()
        spans.append(stocks[-1, 0, -1] - stocks[-1, 0, 0])
    assert spans[1] > 3 * spans[0]


def test_a_million_people_are_days_of_a_million_people(tiny: Tiny) -> None:
    network = tiny(days=10, population=2_000_000)
    made = simulate(network, fleeing_on(network, 1_000_000), PLAIN, members=2)
    assert made.person_days() == 10 * 2 * 1_000_000
