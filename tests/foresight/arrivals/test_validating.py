"""Claims: the measure is Flee's, and the goal is reached without looking ahead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.foresight.arrivals.conftest import Tiny

from migrascope.errors import UnusableTable
from migrascope.foresight.arrivals import reading
from migrascope.foresight.arrivals.calibrating import (
    WITH_CAPACITIES,
    WITHOUT_CAPACITIES,
    Crisis,
    leave_one_out,
)
from migrascope.foresight.arrivals.network import Network
from migrascope.foresight.arrivals.registrations import Registrations
from migrascope.foresight.arrivals.validating import (
    capacities,
    difference,
    score,
    split_by_capacity,
)

# Measured with the toolkit, over 600 of the 604 days in the case of South Sudan.
SPLIT = {"mali2012": 0.168, "car2013": 0.372, "ssudan2013": 0.426}


def test_the_difference_is_worked_out_as_by_hand() -> None:
    known = Registrations(("Edal", "Fane"), np.array([[0.0, 0.0], [60, 40], [50, 150]]))
    # Nobody counted: no error. Scaled to 100: 50 and 50, ten wrong in each of two
    # camps. Nobody simulated: all 200 are missing.
    simulated = np.array([[0.0, 0.0], [7, 7], [0, 0]])
    assert difference(simulated, known) == pytest.approx((0 + 0.2 + 1.0) / 3)


def test_scaling_leaves_no_difference_where_the_shares_are_right(tiny: Tiny) -> None:
    network = tiny(days=2)
    known = Registrations(network.camp_names, np.array([[4.0, 6.0], [40.0, 60.0]]))
    assert split_by_capacity(network, known) == pytest.approx(0)


def test_capacities_that_are_not_known_are_refused(tiny: Tiny) -> None:
    network = tiny()
    camp = replace(network.places[3], capacity=None)
    made = replace(network, places=(*network.places[:3], camp))
    with pytest.raises(UnusableTable, match="capacity of Fane is not known"):
        capacities(made)


def crisis(network: Network, share: float) -> Crisis:
    total = np.linspace(0, 800, network.days)
    people = np.stack([share * total, (1 - share) * total], axis=1)
    return Crisis(network, Registrations(network.camp_names, people))


def test_of_the_crisis_that_is_judged_only_the_total_is_read(tiny: Tiny) -> None:
    others = [crisis(tiny(days=20), share) for share in (0.6, 0.7)]
    near, far = (crisis(tiny(days=20), share) for share in (0.9, 0.1))
    assert near.registrations.total == pytest.approx(far.registrations.total)
    for known in (True, False):
        judged = [
            leave_one_out([each, *others], with_capacities=known, members=3)[0]
            for each in (near, far)
        ]
        assert judged[0].rules == judged[1].rules
        assert judged[0].score != judged[1].score
        rules = judged[0].rules
        made = [
            each.simulated(rules, members=3, seed=1, with_capacities=known)
            for each in (near, far)
        ]
        assert made[0].present.tobytes() == made[1].present.tobytes()


def real(shared_data: Path, name: str) -> Crisis:
    folder = shared_data / "conflict_networks" / name
    accepted = ("Bili",) if name == "car2013" else ()
    network = reading.network(folder, unreachable=accepted)
    known = reading.registered(folder, network)
    assert known is not None
    return Crisis(network, known)


@pytest.mark.parametrize("name", SPLIT)
def test_the_measure_is_that_of_flee(shared_data: Path, name: str) -> None:
    found = real(shared_data, name)
    network = replace(found.network, fighting=found.network.fighting[:600])
    people = found.registrations.people[: network.days]
    known = Registrations(found.registrations.camps, people)
    if name != "ssudan2013":
        network, known = found.network, found.registrations
    assert split_by_capacity(network, known) == pytest.approx(SPLIT[name], abs=6e-4)


def test_real_crises_are_simulated_as_near_as_is_told(shared_data: Path) -> None:
    crises = [real(shared_data, name) for name in SPLIT]
    means = {}
    for known, rules in ((True, WITH_CAPACITIES), (False, WITHOUT_CAPACITIES)):
        scores = [
            score(
                each.simulated(rules, members=4, seed=1, with_capacities=known),
                each.registrations,
            ).difference
            for each in crises
        ]
        means[known] = np.mean(scores)
    assert means[True] < 0.27
    assert means[False] < 0.56


def test_a_camp_without_a_road_is_named_in_real_data(shared_data: Path) -> None:
    with pytest.raises(UnusableTable, match="Bili cannot be reached"):
        reading.network(shared_data / "conflict_networks" / "car2013")
