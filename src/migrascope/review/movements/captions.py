"""What does a drawing that stands alone say in words?

The sentence on top, computed from the figures; the alternative text for those who
cannot see it; and how to read it, with the method and its doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from migrascope.language.grammar import (
    capital,
    listing,
    moved,
    number_word,
)
from migrascope.language.numbers import rounded
from migrascope.model import area as areas
from migrascope.model.area import WORLD
from migrascope.review.movements import named, words
from migrascope.review.movements.history import Stretch
from migrascope.review.movements.matrix import OTHER, Matrix, Move
from migrascope.review.movements.selected import Selected
from migrascope.review.wording import people

SEXES = {"_T": "both sexes", "F": "women and girls", "M": "men and boys"}
DOUBT = "Estimates from stocks of migrants, not counts."


def years(chosen: Selected) -> str:
    """The interval that is shown: "2015–2020"."""
    return f"{chosen.start.year}–{chosen.end.year}"


def span(chosen: Selected, move: Move) -> str:
    """Persons with their range: "12,300 people (9,800 to 14,000 by the methods)"."""
    who = people(move.persons)
    if move.low is None or move.high is None or move.low == move.high:
        return who
    whose = " by the methods" if len(chosen.compared) > 1 else ""
    return f"{who} ({rounded(move.low)} to {rounded(move.high)}{whose})"


def finding(chosen: Selected) -> str:
    """Which movement was the largest."""
    moves = [
        move for move in chosen.moves() if OTHER not in (move.origin, move.destination)
    ]
    focus = chosen.show.members
    if len(focus) != 1:
        return _largest(chosen, moves)
    country = words.inside(focus[0])
    came = next((m for m in moves if m.destination == focus[0]), None)
    left = next((m for m in moves if m.origin == focus[0]), None)
    first_origin = words.inside(came.origin) if came and came.persons else ""
    first_destination = words.inside(left.destination) if left and left.persons else ""
    if not first_origin and not first_destination:
        return f"Nobody moved to or from {country} in {years(chosen)}, by this method"
    told = []
    if first_origin:
        told.append(
            f"{first_origin} was the largest origin of people who came to {country}"
        )
    if first_destination:
        whom = "it" if first_origin else country
        was = "" if first_origin else "was "
        told.append(
            f"{first_destination} {was}the largest destination of those who left {whom}"
        )
    return f"In {years(chosen)}, {', and '.join(told)}"


def _largest(chosen: Selected, moves: Sequence[Move]) -> str:
    if not moves or not moves[0].persons:
        return f"Movements in {years(chosen)}"
    first = moves[0]
    way = (
        f"between countries of {words.inside(first.origin)}"
        if first.origin == first.destination
        else f"from {words.inside(first.origin)} to {words.inside(first.destination)}"
    )
    whose = f" of {words.inside(str(chosen.show.area))}" if chosen.show.members else ""
    how_many = span(chosen, first)
    return f"The largest movement{whose} in {years(chosen)} was {way}: {how_many}"


def finding_over_time(stretches: Sequence[Stretch], chosen: Selected) -> str:
    """How movements changed from the first interval to the newest."""
    subjects = {
        "Came": "arrivals",
        "Left": "departures",
        "Within": "movements between members",
        "Moved": "movements",
    }
    told = []
    for line in dict.fromkeys(each.line for each in stretches):
        there = [each for each in stretches if each.line == line]
        if len(there) > 1:
            how = moved(there[0].persons, there[-1].persons)
            told.append(f"{subjects[line]} {how}")
    area = chosen.show.area
    where = "" if area in (None, WORLD) else f"{areas.name(str(area))}: "
    if not told:
        return f"{where}Movements are estimated for one interval only"
    first, last = stretches[0], max(stretches, key=lambda each: each.end)
    when = f"between {_span(first)} and {_span(last)}"
    return f"{where}{listing(told) if where else capital(listing(told))} {when}"


def under(chosen: Selected, source: str, how: str) -> str:
    """The lines under the picture: source, method and doubt, how to read it."""
    sex = SEXES.get(chosen.show.sex, chosen.show.sex)
    method = f"{named.name(chosen.method)} ({chosen.method})"
    parts = [f"Source: {source.rstrip('.')}." if source else "", DOUBT]
    parts.append(f"Method drawn: {method}, {sex}.")
    compared = chosen.compared
    total = chosen.total()
    if len(compared) > 1 and total.low is not None and total.high is not None:
        parts.append(
            f"{capital(number_word(len(compared)))} methods put the movements of "
            f"{years(chosen)} shown here between {rounded(total.low)} and "
            f"{rounded(total.high)}."
        )
    return " ".join(filter(None, (*parts, how)))


def how_over_time(chosen: Selected, stretches: Sequence[Stretch]) -> str:
    """How to read lines over time: what a point is, and what the band."""
    if len(chosen.compared) > 1:
        return f"{words.HOW_TIME} {words.BAND_OF_METHODS}"
    if any(each.low is not None for each in stretches):
        return f"{words.HOW_TIME} {words.BAND_OF_ESTIMATES}"
    return words.HOW_TIME


def of_matrix(chosen: Selected, matrix: Matrix, kind: str) -> str:
    """A chord diagram or a heat map in words."""
    return (
        f"{kind} of movements in {years(chosen)} between {len(matrix.places)} places: "
        f"{', '.join(matrix.names)}. In all {rounded(matrix.total)} people moved, by "
        f"the method {named.name(chosen.method)}. The largest movements: "
        f"{words.first_three(chosen.moves())}."
    )


def of_map(chosen: Selected, shown: Sequence[Move]) -> str:
    """A flow map in words."""
    return (
        f"World map with {len(shown)} bows for the largest movements of "
        f"{years(chosen)}, by the method {named.name(chosen.method)}: "
        f"{words.first_three(shown)}."
    )


def of_time(chosen: Selected, stretches: Sequence[Stretch]) -> str:
    """Lines over time in words."""
    told = []
    for line in dict.fromkeys(each.line for each in stretches):
        there = [each for each in stretches if each.line == line]
        told.append(
            f"{line}: {rounded(there[0].persons)} a year in {_span(there[0])}, "
            f"{rounded(there[-1].persons)} a year in {_span(there[-1])}"
        )
    return (
        "Line chart of movements, people a year, by the method "
        f"{named.name(chosen.method)}. {'; '.join(told)}."
    )


def _span(stretch: Stretch) -> str:
    return f"{int(stretch.start)}–{int(stretch.end)}"
