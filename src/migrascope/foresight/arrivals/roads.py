"""Which way to each camp is the shortest one that is open, and how long is it?

Worked out once for each set of closures (Dijkstra 1959, backwards from each camp).
People may pass through camps and places of conflict.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from migrascope.foresight.arrivals.network import Barred, Closure, Network
from migrascope.foresight.panel import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Ways:
    """The shortest open ways, each of shape (places, camps).

    `km` is the whole way, infinite where there is none; `stop` the next place on it;
    `leg` the kilometres to that place.
    """

    km: FloatArray
    stop: IntArray
    leg: FloatArray


def ways(network: Network, closed: Iterable[Closure] = ()) -> Ways:
    """The shortest way from every place to every camp, while `closed` is closed."""
    shape = len(network.places), len(network.camps)
    km = np.full(shape, np.inf)
    stop = np.zeros(shape, dtype=np.intp)
    leg = np.zeros(shape)
    into = _open_into(network, tuple(closed))
    for column, camp in enumerate(network.camps):
        km[camp, column] = 0.0
        stop[camp, column] = camp
        waiting = [(0.0, camp)]
        while waiting:
            so_far, here = heapq.heappop(waiting)
            if so_far > km[here, column]:
                continue
            for before, length in into[here]:
                if so_far + length < km[before, column]:
                    km[before, column] = so_far + length
                    stop[before, column] = here
                    leg[before, column] = length
                    heapq.heappush(waiting, (so_far + length, before))
    return Ways(km, stop, leg)


def _open_into(
    network: Network, closed: tuple[Closure, ...]
) -> dict[int, list[tuple[int, float]]]:
    """For each place, from where it can be entered, and over how many kilometres."""
    into = defaultdict[int, list[tuple[int, float]]](list)
    sent_on = {road.first: road.second for road in network.roads if road.forced}
    for road in network.roads:
        for here, there in ((road.first, road.second), (road.second, road.first)):
            forced_elsewhere = sent_on.get(here, there) != there
            if not forced_elsewhere and not _barred(network, closed, here, there):
                into[network.index[there]].append((network.index[here], road.km))
    return into


def _barred(
    network: Network, closed: tuple[Closure, ...], here: str, there: str
) -> bool:
    countries = tuple(
        network.places[network.index[name]].country for name in (here, there)
    )
    for each in closed:
        match each.what:
            case Barred.COUNTRY:
                bars = countries == (each.first, each.second)
            case Barred.LOCATION:
                bars = there == each.first
            case Barred.LINK:
                bars = {here, there} == {each.first, each.second}
        if bars:
            return True
    return False
