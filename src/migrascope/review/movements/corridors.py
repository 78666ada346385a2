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
from migrascope.model.period import Period
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
    TableCell,
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

MOST, DRAWN = 15, 30
"""Corridors in a table, and on a map."""

PLACES = 10
"""Places on a circle that are drawn by themselves."""

WIDTH = 680

ByMethod = Mapping[str, Estimate]
Key = TypeVar("Key", str, Pair)


def origins(context: Context, found: Gathered) -> Exhibit | None:
    """Where those came from who came in the newest interval."""
    return _partners(
        context,
        found,
        Way.CAME,
        id_="movement-origins",
        title=f"People who moved to {context.inside}, by origin",
    )


def destinations(context: Context, found: Gathered) -> Exhibit | None:
    """Where those went who left in the newest interval."""
    return _partners(
        context,
        found,
        Way.LEFT,
        id_="movement-destinations",
        title=f"People who moved from {context.inside}, by destination",
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
            for origin, destination in ranked[:MOST]
        ),
    )

    def way(pair: Pair) -> str:
        origin, destination = map(context.partner_inside, pair)
        return f"from {origin} to {destination}"

    return Exhibit(
        f"The largest movement was {way(ranked[0])}, "
        f"{_agreement(told, ranked[0], found, way)}",
        table,
        editions_of(table),
        _circle(context, found, table),
        _note(found, words.HOW_CHORD),
    )


def _partners(
    context: Context, found: Gathered, way: Way, *, id_: str, title: str
) -> Exhibit | None:
    told = found.partners(way, found.newest)
    ranked = _ranked(told, found)
    if not ranked:
        return None
    before = found.intervals[-2] if len(found.intervals) > 1 else None
    earlier = found.partners(way, before) if before else {}
    came = way is Way.CAME
    columns = (
        Column("partner", "Origin" if came else "Destination"),
        *((Column("before", str(before), Kind.NUMBER, "people"),) if before else ()),
        Column("people", str(found.newest), Kind.NUMBER, "people"),
    )

    def row(place: str) -> tuple[TableCell, ...]:
        pair = (place, context.area) if came else (context.area, place)
        figures = [told[place]]
        if before:
            figures.insert(0, earlier.get(place, {}))
        return (
            context.partner(place),
            *(_corridor(found, pair, each) for each in figures),
        )

    table = Table(id_, title, columns, tuple(row(place) for place in ranked[:MOST]))
    largest = capital(context.partner_inside(ranked[0]))
    which = "origin of those who came" if came else "destination of those who left"
    agreement = _agreement(told, ranked[0], found, context.partner_inside)
    moves = _moves(context, found, way, told)
    drawing = _map(context, moves, table, found.newest)
    return Exhibit(
        f"{largest} is the largest {which}, {agreement}",
        table,
        editions_of(table),
        drawing,
        _note(found, words.HOW_MAP if drawing else ""),
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
        return f"by one method ({found.newest})"
    votes = Counter(_largest(told, method) for method in methods)
    number = number_word(len(methods))
    if votes[first] == len(methods):
        return f"by all {number} methods ({found.newest})"
    others = {key: count for key, count in votes.items() if key != first}
    second = min(others, key=lambda key: (-others[key], key))
    rival = ""
    if others[second] > votes[first]:
        rival = f", {name(second)} by {number_word(others[second])}"
    return f"by {number_word(votes[first])} of {number} methods{rival} ({found.newest})"


def _largest(told: Mapping[Key, ByMethod], method: str) -> Key:
    """The place or corridor with the most people by one method."""
    return min(
        told,
        key=lambda key: (
            -((told[key][method].value or 0.0) if method in told[key] else 0.0),
            key,
        ),
    )


def _moves(
    context: Context, found: Gathered, way: Way, told: Mapping[str, ByMethod]
) -> list[Move]:
    """What is drawn on a map: one bow for each partner, or each corridor of a group."""
    if context.has_members:
        pairs = found.pairs(way, found.newest)
        return [
            Move(*pair, _shown(pairs[pair], found)) for pair in _ranked(pairs, found)
        ]
    return [
        Move(*((place, context.area) if way is Way.CAME else (context.area, place)), n)
        for place in _ranked(told, found)
        if (n := _shown(told[place], found))
    ]


def _map(
    context: Context, moves: Sequence[Move], table: Table, interval: Period
) -> Chart | None:
    focus = () if context.has_members else context.members
    places = positions()
    _, shown = seen(moves[:DRAWN], places=places, focus=focus, width=WIDTH)
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
        f"World map. {table.title}, {interval}. The {len(shown)} largest movements are "
        f"drawn as bows. The largest are {largest}.",
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
