"""How near did the simulation come to the registrations in the camps?

The measure is that of the toolkit Flee (Suleimenova, Bell and Groen 2017): the people
in all camps are scaled to the number registered on the day; the distances of all camps
are added and divided by that number; the mean over all days is the score. Nought is
perfect, two is all people in the wrong camps. A day on which nobody was simulated in a
camp counts as if all camps were empty (one).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.errors import UnusableTable
from migrascope.foresight.arrivals.network import Network
from migrascope.foresight.arrivals.registrations import Registrations
from migrascope.foresight.arrivals.simulating import Arrivals
from migrascope.foresight.panel import FloatArray

LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Score:
    """The average relative difference, and how often the 80 per cent interval holds.

    `covered` is a share of all camps and days, in per cent.
    """

    difference: float
    covered: float


def score(arrivals: Arrivals, registrations: Registrations) -> Score:
    """Compare the mean over members with what was registered."""
    people = arrivals.present.astype(float)
    known = registrations.people
    held = np.quantile(_scaled(people, registrations.total[:, None]), (LOW, HIGH), 1)
    inside = (held[0] <= known) & (known <= held[1])
    return Score(
        difference(people.mean(axis=1), registrations), float(100 * inside.mean())
    )


def difference(people: FloatArray, registrations: Registrations) -> float:
    """The average relative difference of people in camps, shape (days, camps)."""
    total = registrations.total
    apart = np.abs(_scaled(people, total) - registrations.people).sum(axis=1)
    return float((apart / np.maximum(total, 1.0)).mean())


def capacities(network: Network) -> FloatArray:
    """How many people each camp can hold.

    Raises:
        UnusableTable: it is not known for a camp.
    """
    held = []
    for spot in network.camps:
        place = network.places[spot]
        if not place.capacity:
            raise UnusableTable(
                f"The capacity of {place.name} is not known.",
                "Write it, or simulate without --capacities.",
                where=place.where,
            )
        held.append(float(place.capacity))
    return np.array(held)


def split_by_capacity(network: Network, registrations: Registrations) -> float:
    """The score of a rule without any roads: each day's total, split by capacity."""
    same = np.tile(capacities(network), (network.days, 1))
    return difference(same, registrations)


def _scaled(people: FloatArray, total: FloatArray) -> FloatArray:
    """People scaled so that all camps together hold `total`; nobody stays nobody."""
    simulated = people.sum(axis=-1)
    ratio = np.divide(
        total, simulated, out=np.zeros_like(simulated), where=simulated > 0
    )
    scaled: FloatArray = people * ratio[..., None]
    return scaled
