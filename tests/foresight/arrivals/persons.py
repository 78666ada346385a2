"""The rules once more, person by person: nothing is counted, everybody is drawn.

Written apart from the simulation, for a network without closures: each person has a
place, an aim and a day on which the next stop is reached.
"""

from __future__ import annotations

import numpy as np

from migrascope.foresight.arrivals.network import Network
from migrascope.foresight.arrivals.roads import ways
from migrascope.foresight.arrivals.rules import ALONE, Rules

HOME, STANDING, ON_THE_ROAD, IN_CAMP = range(4)


def one_by_one(
    network: Network,
    newly: np.ndarray,
    rules: Rules,
    members: int,
    capacity: np.ndarray,
) -> np.ndarray:
    """Persons in each camp, (days, members, camps)."""
    chance = np.random.default_rng(11)
    found = ways(network)
    people = int(newly.sum())
    state = np.full((members, people), HOME)
    place = np.zeros((members, people), dtype=int)
    aim = np.zeros((members, people), dtype=int)
    due = np.zeros((members, people), dtype=int)
    camps = np.array(network.camps)
    kinds = [each.kind for each in network.places]
    leaves_on = np.repeat(np.arange(network.days), newly)
    history = np.zeros((network.days, members, len(camps)), dtype=int)
    rows = np.broadcast_to(np.arange(members)[:, None], state.shape)

    def present() -> np.ndarray:
        return np.stack(
            [
                ((state == IN_CAMP) & (aim == camp)).sum(axis=1)
                for camp in range(len(camps))
            ],
            axis=1,
        )

    def choose(mask: np.ndarray, *, another: bool) -> None:
        there = present()
        share = there / np.maximum(there.sum(axis=1, keepdims=True), 1)
        free = np.maximum(capacity - there, 0)
        draws = (share + ALONE) ** rules.company * free**rules.room * (free > 0)
        near = np.maximum(found.km[place], rules.reach) ** -rules.distance
        if another:
            near = near * (np.arange(len(camps)) != aim[..., None])
        weights = near * draws[rows]
        weights = np.where(weights.sum(-1, keepdims=True) > 0, weights, near)
        upto = np.cumsum(weights, axis=-1) / weights.sum(-1, keepdims=True)
        picked = (chance.random(mask.shape)[..., None] > upto).sum(axis=-1)
        aim[mask] = picked[mask]
        state[mask] = STANDING

    for day in range(network.days):
        comes = (state == ON_THE_ROAD) & (due == day)
        place[comes] = found.stop[place[comes], aim[comes]]
        home = comes & (place == camps[aim])
        state[comes] = STANDING
        state[home] = IN_CAMP
        quits = (state == IN_CAMP) & (chance.random(state.shape) < rules.leave_camp)
        choose(quits, another=True)
        choose((state == HOME) & (leaves_on == day), another=False)
        leaving = np.array(
            [
                rules.chance_to_leave(kind, fighting=bool(network.fighting[day, spot]))
                for spot, kind in enumerate(kinds)
            ]
        )[place]
        goes = (state == STANDING) & (chance.random(state.shape) < leaving)
        state[goes] = ON_THE_ROAD
        legs = np.ceil(found.leg[place, aim] / rules.reach).astype(int)
        due[goes] = day + legs[goes]
        history[day] = present()
    return history
