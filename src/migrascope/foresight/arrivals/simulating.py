"""Where is everybody, day by day?

People who do the same thing are one count: so many at this place, on the way to that
camp, in this member of the ensemble. A day is a few draws over all counts at once, so
that it costs the same for a thousand people as for a million. The rules, and why this
is the same process as drawing every person, are told in `rules`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.foresight.arrivals import fleeing, roads
from migrascope.foresight.arrivals.fleeing import Persons
from migrascope.foresight.arrivals.network import Closure, Network
from migrascope.foresight.arrivals.roads import Ways
from migrascope.foresight.arrivals.rules import (
    Rules,
    attraction,
    chances,
    nearness,
    pulls,
)
from migrascope.foresight.panel import BoolArray, FloatArray, IntArray
from migrascope.foresight.quantiles import LEVELS


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What came of it: persons, of shape (days, members, camps).

    `arrived` came on the day, `present` were in the camp at its end; `elsewhere`
    (days, members) were on the way or waiting; `fled` (days, members) have left home.
    """

    network: Network
    arrived: Persons
    present: Persons
    elsewhere: Persons
    fled: Persons

    def arrivals(self) -> FloatArray:
        """Quantiles over members of those who came, (days, camps, levels)."""
        return _quantiles(self.arrived)

    def stocks(self) -> FloatArray:
        """Quantiles over members of those who were there, (days, camps, levels)."""
        return _quantiles(self.present)

    def person_days(self) -> int:
        """Days that people spent displaced, over all members."""
        return int(self.fled.sum())


@dataclass(frozen=True, slots=True)
class Known:
    """Persons who were counted in each camp at the end of a day, shape (camps,)."""

    day: int
    people: FloatArray


def simulate(
    network: Network,
    newly: Persons,
    rules: Rules,
    *,
    members: int = 20,
    seed: int = 1,
    capacity: FloatArray | None = None,
    settled: bool = False,
    known: Known | None = None,
) -> Arrivals:
    """Let people flee and arrive; `newly` are those who flee on each day.

    With `capacity` (camps,), free places count. With `settled`, those of the first day
    are in camps already. With `known`, people are in camps as counted on that day, and
    the days after it are simulated. The same seed gives the same numbers.
    """
    if known is None:
        run = _Run(network, rules, members, seed, capacity)
    else:
        first = known.day + 1
        fought: BoolArray = np.asarray(network.fighting[:first].any(axis=0))
        newly, network = newly[first:], network.between(first, network.days)
        run = _Run(network, rules, members, seed, capacity)
        run.take_up(known.people, fought)
    days, camps = network.days, len(network.camps)
    arrived = np.zeros((days, members, camps), dtype=np.int64)
    present = np.zeros_like(arrived)
    elsewhere = np.zeros((days, members), dtype=np.int64)
    for day in range(days):
        run.begin(day)
        run.flee(int(newly[day]))
        run.choose()
        if settled and day == 0:
            run.settle_all()
        run.set_out()
        arrived[day] = run.arrived
        present[day] = run.present
        elsewhere[day] = run.elsewhere()
    return Arrivals(network, arrived, present, elsewhere, present.sum(2) + elsewhere)


@dataclass(frozen=True, slots=True)
class _Legs:
    """Moves that take equally long.

    `source` is sorted so that those with one target stand together; the group of each
    target begins at `first`.
    """

    days: int
    source: IntArray
    first: IntArray
    target: IntArray


@dataclass(frozen=True, slots=True)
class _Map:
    """What is open, and what follows from it."""

    near: FloatArray
    others: FloatArray
    way: BoolArray
    legs: tuple[_Legs, ...]


class _Run:
    """The counts of one day; a column of `going` is a place and the camp chosen."""

    def __init__(
        self,
        network: Network,
        rules: Rules,
        members: int,
        seed: int,
        capacity: FloatArray | None,
    ) -> None:
        self.network, self.rules, self.capacity = network, rules, capacity
        self.chance = np.random.Generator(np.random.PCG64(seed))
        places, camps = len(network.places), len(network.camps)
        self.camps = np.array(network.camps, dtype=np.intp)
        self.own = self.camps * camps + np.arange(camps)
        self.pull = pulls(self.chance, (members, camps), rules.doubt)
        self.left = np.tile(network.residents(), (members, 1))
        self.owed = np.zeros(members, dtype=np.int64)
        self.waiting = np.zeros((members, places), dtype=np.int64)
        self.going = np.zeros((members, places * camps), dtype=np.int64)
        self.present = np.zeros((members, camps), dtype=np.int64)
        self.arrived = np.zeros_like(self.present)
        longest = max(road.km for road in network.roads)
        slots = int(np.ceil(longest / rules.reach)) + 1
        self.road = np.zeros((slots, members, places * camps), dtype=np.int64)
        self.maps: dict[tuple[Closure, ...], _Map] = {}
        self.day = -1

    def take_up(self, people: FloatArray, fought: BoolArray) -> None:
        """So many are in the camps already, from places that saw fighting before."""
        counted = np.floor(people + 0.5).astype(np.int64)
        self.present[:] = counted
        everybody = np.full(len(self.present), counted.sum())
        self.left -= fleeing.draw(self.chance, self.left * fought, everybody)

    def begin(self, day: int) -> None:
        """Those on the road come to their stops; those whose way is closed stand."""
        self.day = day
        self.map = self._map(self.network.closed(day))
        slot = day % len(self.road)
        self.going += self.road[slot]
        self.road[slot] = 0
        self.arrived = np.zeros_like(self.present)
        self._settle()
        lost = ~self.map.way.ravel()
        stranded = self.going[:, lost]
        if stranded.any():
            turned = np.zeros_like(self.going)
            turned[:, lost] = stranded
            self.waiting += turned.reshape(*self.waiting.shape, -1).sum(axis=2)
            self.going[:, lost] = 0
        self._leave_camps()

    def flee(self, newly: int) -> None:
        """So many more leave home; those who cannot yet are still owed."""
        self.owed += newly
        if not self.owed.any():
            return
        in_danger = self.left * self.network.fighting[self.day]
        taken = fleeing.draw(self.chance, in_danger, self.owed)
        self.left -= taken
        self.waiting += taken
        self.owed -= taken.sum(axis=1)

    def choose(self) -> None:
        """Those who stand without an aim choose a camp, where any can be reached."""
        somewhere = self.waiting.any(axis=0) & (self.map.near > 0).any(axis=1)
        where = np.flatnonzero(somewhere)
        if not len(where):
            return
        chance = chances(self.map.near[where], self._draws())
        chosen = self.chance.multinomial(self.waiting[:, where], chance)
        self._aims()[:, where] += chosen
        self.waiting[:, where] = 0
        self._settle()

    def settle_all(self) -> None:
        """Everybody with an aim is there already; nobody has come today."""
        self.present += self._aims().sum(axis=1)
        self.going[:] = 0
        self.arrived[:] = 0

    def set_out(self) -> None:
        """Some leave their stop, and will be at the next one in so many days."""
        if not self.going.any():
            return
        leaving = self.chance.binomial(self.going, self._leaving())
        self.going -= leaving
        for legs in self.map.legs:
            moving = np.add.reduceat(leaving[:, legs.source], legs.first, axis=1)
            slot = (self.day + legs.days) % len(self.road)
            self.road[slot][:, legs.target] += moving

    def elsewhere(self) -> Persons:
        """Those who have fled and are in no camp, by member."""
        people: Persons = (
            self.waiting.sum(1) + self.going.sum(1) + self.road.sum(axis=(0, 2))
        )
        return people

    def _leave_camps(self) -> None:
        can = (self.map.others > 0).any(axis=1)
        if not self.rules.leave_camp or not can.any():
            return
        leaving = self.chance.binomial(self.present, self.rules.leave_camp * can)
        where = np.flatnonzero(leaving.any(axis=0))
        if not len(where):
            return
        chance = chances(self.map.others[where], self._draws())
        chosen = self.chance.multinomial(leaving[:, where], chance)
        self._aims()[:, self.camps[where]] += chosen
        self.present -= leaving

    def _settle(self) -> None:
        come = self.going[:, self.own]
        self.present += come
        self.arrived += come
        self.going[:, self.own] = 0

    def _draws(self) -> FloatArray:
        draws = attraction(self.present.astype(float), self.capacity, self.rules)
        return draws * self.pull

    def _leaving(self) -> FloatArray:
        fighting = self.network.fighting[self.day]
        by_place = [
            self.rules.chance_to_leave(place.kind, fighting=bool(fighting[spot]))
            for spot, place in enumerate(self.network.places)
        ]
        return np.repeat(by_place, len(self.camps))

    def _aims(self) -> Persons:
        """The same counts as `going`, by place and camp."""
        return self.going.reshape(*self.waiting.shape, -1)

    def _map(self, closed: tuple[Closure, ...]) -> _Map:
        if closed not in self.maps:
            ways = roads.ways(self.network, closed)
            near = nearness(ways.km, self.rules)
            others = near[self.camps].copy()
            np.fill_diagonal(others, 0.0)
            legs = tuple(_legs(ways, self.rules))
            self.maps[closed] = _Map(near, others, np.isfinite(ways.km), legs)
        return self.maps[closed]


def _legs(ways: Ways, rules: Rules) -> list[_Legs]:
    camps = ways.km.shape[1]
    moves = np.isfinite(ways.km) & (ways.km > 0)
    source = np.flatnonzero(moves)
    target = ways.stop.ravel()[source] * camps + source % camps
    days = np.ceil(ways.leg.ravel()[source] / rules.reach).astype(np.intp)
    made = []
    for each in np.unique(days):
        mine = days == each
        order = np.argsort(target[mine], kind="stable")
        targets, first = np.unique(target[mine][order], return_index=True)
        made.append(_Legs(int(each), source[mine][order], first, targets))
    return made


def _quantiles(people: Persons) -> FloatArray:
    found: FloatArray = np.moveaxis(np.quantile(people, LEVELS, axis=1), 0, -1)
    return found
