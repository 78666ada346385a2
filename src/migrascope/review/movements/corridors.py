"""Between which places did people move in the newest years?

The largest corridors by the method that is shown first, each with the least and the
most of the methods, and a sentence on how many methods agree about the largest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from migrascope.language.grammar import capital, number_word
from migrascope.language.numbers import rounded
from migrascope.model.estimate import Estimate
from migrascope.review.context import Context
from migrascope.review.exhibits import editions_of
from migrascope.review.geography import positions
from migrascope.review.model import (
    Chart,
    Column,
    Exhibit,
    Kind,
    Number,
    Table,
)
from migrascope.review.movements import measured, named, words
from migrascope.review.movements.chord import chord
from migrascope.review.movements.flow_map import flow_map, seen
from migrascope.review.movements.gathered import (
    MEASURE,
    Gathered,
    Pair,
    Way,
    ranged,
)
from migrascope.review.movements.matrix import Move, lumped

MOST, DRAWN = 10, 30
"""Largest origins, and largest destinations, in a table; bows on the map of a group."""

PLACES = 10
"""Places on a circle that are drawn by themselves."""

WIDTH = 680

ByMethod = Mapping[str, Estimate]
Key = TypeVar("Key", str, Pair)


def partners(context: Context, found: Gathered) -> Exhibit | None:
    """The places that most people came from or went to in the newest interval."""
    came, left = (found.partners(way, found.newest) for way in (Way.CAME, Way.LEFT))
    origins, destinations = _ranked(came, found), _ranked(left, found)
    if not origins and not destinations:
        return None
    shown = sorted(
        {*origins[:MOST], *destinations[:MOST]},
        key=lambda each: (
            -_shown(came.get(each, {}), found) - _shown(left.get(each, {}), found),
            each,
        ),
    )
    table = Table(
        "movement-partners",
        f"People who moved to and from {context.inside} in {found.newest}",
        (
            Column("partner", "Origin or destination"),
            Column("came", "Came from there", Kind.NUMBER, "people"),
            Column("left", "Left for there", Kind.NUMBER, "people"),
        ),
        tuple(
            (
                context.partner(each),
                _corridor(found, (each, context.area), came.get(each, {})),
                _corridor(found, (context.area, each), left.get(each, {})),
            )
            for each in shown
        ),
    )
    name = context.partner_inside
    told = []
    if origins:
        how = _agreement(came, origins[0], found, name)
        told.append(f"{name(origins[0])} is the largest origin, {how}")
    if destinations:
        how = _agreement(left, destinations[0], found, name)
        told.append(f"{name(destinations[0])} is the largest destination, {how}")
    drawing = _map(context, _moves(context, found, shown), table)
    return Exhibit(
        f"{capital('; '.join(told))} ({found.newest})",
        table,
        editions_of(table),
        drawing,
        _note(found, f"{words.HOW_BLUE} {words.HOW_MAP}" if drawing else ""),
    )


def within(context: Context, found: Gathered) -> Exhibit | None:
    """The largest corridors between the members of a group."""
    told = found.pairs(Way.WITHIN, found.newest)
    ranked = _ranked(told, found)
    if not ranked:
        return None
    among = "countries" if context.is_world else f"members of {context.inside}"
    table = Table(
        "movements-within",
        f"The largest movements between {among}",
        (
            Column("origin", "Origin"),
            Column("destination", "Destination"),
            Column("people", str(found.newest), Kind.NUMBER, "people"),
        ),
        tuple(
            (
                context.partner(origin),
                context.partner(destination),
                _corridor(found, (origin, destination), told[origin, destination]),
            )
            for origin, destination in ranked[: MOST + 5]
        ),
    )

    def way(pair: Pair) -> str:
        origin, destination = map(context.partner_inside, pair)
        return f"from {origin} to {destination}"

    return Exhibit(
        f"The largest movement was {way(ranked[0])}, "
        f"{_agreement(told, ranked[0], found, way)} ({found.newest})",
        table,
        editions_of(table),
        _circle(context, found, table),
        _note(found, words.HOW_CHORD),
    )


def _ranked(told: Mapping[Key, ByMethod], found: Gathered) -> list[Key]:
    """Places or corridors, the largest first by the method shown; none of nobody."""
    known = {key: _shown(each, found) for key, each in told.items()}
    some = [key for key, persons in known.items() if persons]
    return sorted(some, key=lambda key: (-known[key], key))


def _shown(told: ByMethod, found: Gathered) -> float:
    """Persons by the method shown first; zero where it has no figure."""
    figure = told.get(found.methods[0])
    return (figure.value or 0.0) if figure else 0.0


def _corridor(found: Gathered, pair: Pair, told: ByMethod) -> Number | None:
    if found.methods[0] not in told:
        return None
    origin, area = pair
    return Number(
        MEASURE,
        area,
        ranged(told),
        origin=origin,
        breakdown=f"method={found.methods[0]}",
    )


def _agreement(
    told: Mapping[Key, ByMethod],
    first: Key,
    found: Gathered,
    name: Callable[[Key], str],
) -> str:
    """By how many of the methods the largest is the largest, or which other is."""
    methods = found.methods
    if len(methods) == 1:
        return "by one method"
    votes = Counter(_largest(told, method) for method in methods)
    number = number_word(len(methods))
    if votes[first] == len(methods):
        return f"by all {number} methods"
    others = {key: count for key, count in votes.items() if key != first}
    second = min(others, key=lambda key: (-others[key], key))
    rival = ""
    if others[second] > votes[first]:
        rival = f", {name(second)} by {number_word(others[second])}"
    return f"by {number_word(votes[first])} of {number} methods{rival}"


def _largest(told: Mapping[Key, ByMethod], method: str) -> Key:
    """The place or corridor with the most people by one method."""
    return min(
        told,
        key=lambda key: (
            -((told[key][method].value or 0.0) if method in told[key] else 0.0),
            key,
        ),
    )


def _moves(context: Context, found: Gathered, shown: Sequence[str]) -> list[Move]:
    """Both ways between the area and the places of the table; of groups, by member."""
    moves = [
        Move(*pair, persons)
        for way in (Way.CAME, Way.LEFT)
        for pair, told in found.pairs(way, found.newest).items()
        if not {*pair}.isdisjoint(shown) and (persons := _shown(told, found))
    ]
    moves.sort(key=lambda move: (-move.persons, move.origin, move.destination))
    return moves[:DRAWN] if context.has_members else moves


def _map(context: Context, moves: Sequence[Move], table: Table) -> Chart | None:
    focus = () if context.has_members else context.members
    places = positions()
    _, shown = seen(moves, places=places, focus=focus, width=WIDTH)
    if len(shown) < 2:
        return None
    specification = flow_map(
        shown,
        places=places,
        labels=words.labels(shown, focus=focus, most=12),
        focus=context.members,
        width=WIDTH,
    )
    largest = words.first_three(shown)
    return Chart(
        specification,
        f"World map. {table.title}. {len(shown)} movements are drawn as bows. The "
        f"largest are {largest}.",
    )


def _circle(context: Context, found: Gathered, table: Table) -> Chart | None:
    """The moves between members, or of the world between regions."""
    pairs = found.pairs(Way.WITHIN, found.newest)
    moves = [
        Move(_place(context, origin), _place(context, destination), persons)
        for (origin, destination), each in pairs.items()
        if (persons := _shown(each, found))
    ]
    matrix = lumped(
        moves,
        name=words.place,
        most=PLACES,
        rest="Other" if context.is_world else "Other members",
    )
    if len(matrix.places) < 3:
        return None
    return Chart(
        chord(matrix),
        f"Chord diagram. {table.title}, {found.newest}, by the method "
        f"{named.name(found.methods[0])}: {rounded(matrix.total)} people between "
        f"{len(matrix.places)} places, {', '.join(matrix.names)}.",
    )


def _place(context: Context, country: str) -> str:
    return words.region_of(country) if context.is_world else country


def _note(found: Gathered, how: str) -> str:
    method = f"Figures of the method “{named.name(found.methods[0])}”"
    if len(found.methods) > 1:
        method += f"; {measured.BRACKETS}"
    return f"{method}. {how}".rstrip()
