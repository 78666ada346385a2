"""Can people move in this network at all?

Every doubt is raised before the first day, with the file and the line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from migrascope.errors import DuplicateKey, UnknownPlace, UnusableTable, Where
from migrascope.foresight.arrivals.network import Barred, Kind, Network

LONGEST = 20_000
"""No two places are farther apart, in km."""


def check(network: Network, unreachable: Collection[str] = ()) -> Network:
    """The same network, if people can move in it.

    Places in `unreachable` are known to have no road, and may stay without.

    Raises:
        DuplicateKey: two places have one name, or two roads join the same places.
        UnknownPlace: a road or a closure names a place that is not there.
        UnusableTable: no camp, no conflict, a distance of nought or less, a place
            of conflict without population, a place that cannot be reached.
    """
    _places(network)
    _roads(network)
    _closures(network)
    for name in unreachable:
        _known(name, network.index, Where(network.name), "--unreachable")
    _reachable(network, unreachable)
    return network


def _places(network: Network) -> None:
    seen = set[str]()
    for place in network.places:
        if place.name in seen:
            raise DuplicateKey(
                f"{place.name} stands there twice.",
                "Give each place a name of its own.",
                where=place.where,
            )
        seen.add(place.name)
        if place.kind is Kind.CONFLICT and not place.population:
            raise UnusableTable(
                f"{place.name} is in conflict, and nobody is said to live there.",
                "Write its population: people can only flee from where they live.",
                where=place.where,
            )
    file = network.places[0].where if network.places else None
    listed = Where(file.file) if file else network.name
    if not network.camps:
        raise UnusableTable(
            "There is no camp.", "Name a place where people can stay.", where=listed
        )
    dwelt = [spot for spot, persons in enumerate(network.residents()) if persons]
    if not dwelt or not network.fighting[:, dwelt].any():
        raise UnusableTable(
            "There is no conflict in these days, so that nobody flees.",
            "Name a place of kind conflict, and the days of fighting.",
            where=listed,
        )


def _roads(network: Network) -> None:
    joined = set[frozenset[str]]()
    for road in network.roads:
        for name in (road.first, road.second):
            _known(name, network.index, road.where, "a road")
        pair = frozenset((road.first, road.second))
        if len(pair) == 1:
            raise UnusableTable(
                f"A road leads from {road.first} to itself.",
                "Take it out.",
                where=road.where,
            )
        if pair in joined:
            raise DuplicateKey(
                f"The road between {road.first} and {road.second} is there twice.",
                "Keep the shorter one.",
                where=road.where,
            )
        joined.add(pair)
        if not 0 < road.km <= LONGEST:
            raise UnusableTable(
                f"The road between {road.first} and {road.second} is {road.km:g} km "
                "long.",
                f"Write a distance above nought, and up to {LONGEST:,} km.",
                where=road.where,
            )


def _closures(network: Network) -> None:
    countries = {place.country for place in network.places}
    for each in network.closures:
        if each.what is Barred.COUNTRY:
            for name in (each.first, each.second):
                _known(name, countries, each.where, "a closure")
        else:
            _known(each.first, network.index, each.where, "a closure")
        if each.what is Barred.LINK:
            _known(each.second, network.index, each.where, "a closure")
            pair = {each.first, each.second}
            if not any({road.first, road.second} == pair for road in network.roads):
                raise UnusableTable(
                    f"There is no road between {each.first} and {each.second} to "
                    "close.",
                    "Correct the names, or take the line out.",
                    where=each.where,
                )
        if each.end < each.start:
            raise UnusableTable(
                f"The closure ends on day {each.end}, before it begins ({each.start}).",
                "Exchange the two.",
                where=each.where,
            )


def _known(name: str, names: Iterable[str], where: Where | None, line: str) -> None:
    if name not in names:
        raise UnknownPlace(
            f"{name} is named by {line}, and is not among the places.",
            "Correct the name, or add the place.",
            where=where,
        )


def _reachable(network: Network, unreachable: Collection[str]) -> None:
    """Places must have a way to a camp, camps one from a place of conflict."""
    onward = defaultdict[str, list[str]](list)
    backward = defaultdict[str, list[str]](list)
    sent_on = {road.first: road.second for road in network.roads if road.forced}
    for road in network.roads:
        for here, there in ((road.first, road.second), (road.second, road.first)):
            if sent_on.get(here, there) == there:
                onward[here].append(there)
                backward[there].append(here)
    reaching = _from(network.camp_names, backward)
    residents = [each.name for each in network.places if each.kind is Kind.CONFLICT]
    reached = _from(residents, onward)
    for place in network.places:
        if place.name in unreachable:
            continue
        if place.kind is not Kind.CAMP and place.name not in reaching:
            raise UnusableTable(
                f"No road leads from {place.name} to any camp.",
                "Add a road, or take the place out.",
                where=place.where,
            )
        if place.kind is Kind.CAMP and place.name not in reached:
            raise UnusableTable(
                f"{place.name} cannot be reached from any place of conflict.",
                f"Add a road, or accept it: --unreachable {place.name}",
                where=place.where,
            )


def _from(starts: Iterable[str], ways: dict[str, list[str]]) -> set[str]:
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        for there in ways[waiting.pop()]:
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen
