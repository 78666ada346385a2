"""Which exponents fit some crises, and how well do they do in another one?

A handful of values is tried for each exponent, on crises whose registrations are known;
those with the smallest mean score win. Then the doubt about the pull of camps is set so
that the 80 per cent interval holds as often as it says. Everything else in the rules
was fixed beforehand. To judge a crisis, only the others are fitted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import numpy as np

from migrascope.foresight.arrivals import fleeing
from migrascope.foresight.arrivals.network import Network
from migrascope.foresight.arrivals.registrations import Registrations
from migrascope.foresight.arrivals.rules import Rules
from migrascope.foresight.arrivals.simulating import Arrivals, Known, simulate
from migrascope.foresight.arrivals.validating import (
    Score,
    capacities,
    difference,
    score,
)

DISTANCE = (0.5, 1.0, 2.0)
ROOM = (0.25, 0.5, 1.0)
COMPANY = (0.0, 0.5, 1.0)
DOUBT = (0.0, 0.5, 1.0, 1.5)
GRIDS = {
    True: tuple(Rules(far, room, 0.0) for far, room in product(DISTANCE, ROOM)),
    False: tuple(Rules(far, 0.0, with_) for far, with_ in product(DISTANCE, COMPANY)),
}
"""What is tried with capacities (True) and without."""
HOLDS = 80.0

WITH_CAPACITIES = Rules(1.0, 0.5, 0.0, 1.5)
WITHOUT_CAPACITIES = Rules(0.5, 0.0, 1.0, 1.0)
"""What fits the three crises of `benchmarks/foresight_arrivals.py` taken together."""


@dataclass(frozen=True, slots=True)
class Crisis:
    """A crisis of the past: its network, and who was registered where."""

    network: Network
    registrations: Registrations

    def simulated(
        self, rules: Rules, *, members: int, seed: int, with_capacities: bool
    ) -> Arrivals:
        """Simulate it; of the registrations only the daily total is read."""
        return simulate(
            self.network,
            fleeing.from_total(self.network, self.registrations.total),
            rules,
            members=members,
            seed=seed,
            capacity=capacities(self.network) if with_capacities else None,
            settled=True,
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The score of a crisis under rules that were fitted to the others."""

    name: str
    rules: Rules
    score: Score


def counted_anew(
    crisis: Crisis,
    known_by: Callable[[date], Registrations],
    rules: Rules,
    *,
    every: int,
    members: int = 20,
    seed: int = 1,
) -> tuple[float, float]:
    """The score when camps are counted every so many days, and what is known is used.

    `known_by` tells the registrations as known on a day, the first one of which is the
    first of the crisis. Each time people are in camps as counted, and the days to the
    next time are simulated. Beside it the score of the last known shares, kept as they
    are; equal shares while nobody was counted.
    """
    network, counted = crisis.network, crisis.registrations
    newly = fleeing.from_total(network, counted.total)
    made, kept = np.zeros_like(counted.people), np.zeros_like(counted.people)
    for day in range(0, network.days - 1, every):
        end = min(day + every + 1, network.days)
        people = known_by(network.date_of(day)).people[day]
        if day == 0:
            made[0] = kept[0] = people
        later = simulate(
            network.between(0, end),
            newly[:end],
            rules,
            members=members,
            seed=seed,
            known=Known(day, people),
        )
        made[day + 1 : end] = later.present.mean(axis=1)
        kept[day + 1 : end] = people if people.any() else 1.0
    return difference(made, counted), difference(kept, counted)


def fit(crises: Sequence[Crisis], *, with_capacities: bool, seed: int = 1) -> Rules:
    """The rules that suit these crises best."""
    tried = _tried(crises, with_capacities=with_capacities, seed=seed)
    everything = range(len(crises))
    best = _best(tried, everything, with_capacities=with_capacities)
    doubts = _doubts(crises, best, with_capacities=with_capacities, seed=seed)
    return replace(best, doubt=_honest(doubts, everything))


def leave_one_out(
    crises: Sequence[Crisis], *, with_capacities: bool, members: int = 20, seed: int = 1
) -> tuple[LeftOut, ...]:
    """The score of each crisis, under rules fitted to the others."""
    tried = _tried(crises, with_capacities=with_capacities, seed=seed)
    judged = []
    for spot, crisis in enumerate(crises):
        others = [each for each in range(len(crises)) if each != spot]
        best = _best(tried, others, with_capacities=with_capacities)
        known = [crises[each] for each in others]
        doubts = _doubts(known, best, with_capacities=with_capacities, seed=seed)
        rules = replace(best, doubt=_honest(doubts, range(len(known))))
        made = crisis.simulated(
            rules, members=members, seed=seed, with_capacities=with_capacities
        )
        found = score(made, crisis.registrations)
        judged.append(LeftOut(crisis.network.name, rules, found))
    return tuple(judged)


def _tried(
    crises: Sequence[Crisis], *, with_capacities: bool, seed: int
) -> list[list[float]]:
    """The score of each crisis under each rule that is tried, one member each."""
    return [
        [
            score(
                each.simulated(
                    rules, members=1, seed=seed, with_capacities=with_capacities
                ),
                each.registrations,
            ).difference
            for each in crises
        ]
        for rules in GRIDS[with_capacities]
    ]


def _best(
    tried: Sequence[Sequence[float]], spots: Sequence[int], *, with_capacities: bool
) -> Rules:
    means = [np.mean([row[spot] for spot in spots]) for row in tried]
    return GRIDS[with_capacities][int(np.argmin(means))]


def _doubts(
    crises: Sequence[Crisis], rules: Rules, *, with_capacities: bool, seed: int
) -> list[list[float]]:
    """How often the interval holds in each crisis under each doubt that is tried."""
    return [
        [
            score(
                each.simulated(
                    replace(rules, doubt=doubt),
                    members=20,
                    seed=seed,
                    with_capacities=with_capacities,
                ),
                each.registrations,
            ).covered
            for each in crises
        ]
        for doubt in DOUBT
    ]


def _honest(covered: Sequence[Sequence[float]], spots: Sequence[int]) -> float:
    missed = [abs(np.mean([row[spot] for spot in spots]) - HOLDS) for row in covered]
    return DOUBT[int(np.argmin(missed))]
