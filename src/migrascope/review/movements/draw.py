"""What do estimates of movements look like?

The door for `migrascope flows --chart`: a chord diagram, a flow map, a heat map or
lines over time, each with its finding, its alternative text and its source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

import polars as pl

from migrascope.errors import UsageError
from migrascope.review.geography import positions
from migrascope.review.movements import captions, words
from migrascope.review.movements.chord import chord
from migrascope.review.movements.flow_map import flow_map, seen
from migrascope.review.movements.heat import heat
from migrascope.review.movements.history import Stretch, history
from migrascope.review.movements.matrix import REST, Matrix, Move, lumped
from migrascope.review.movements.plate import Plate
from migrascope.review.movements.selected import (
    Framed,
    Selected,
    Show,
    outside_as_one,
    select,
    with_partners,
)

__all__ = ["Kind", "Plate", "Show", "draw"]

LINES_FOR_EACH_PLACE = 4
"""A map carries more moves than a circle carries places."""


class Kind(StrEnum):
    """The ways to draw movements."""

    CHORD = "chord"
    MAP = "map"
    HEAT = "heat"
    TIME = "time"


def draw(
    kind: Kind | str, estimates: Framed, *, show: Show | None = None, source: str = ""
) -> Plate:
    """Draw estimates of movements; `source` names the editions that they rest on.

    Raises:
        UsageError: no such kind, or the estimates have not what `show` asks for.
        UnknownArea: no such area.
        NoFigures: nobody moved there.
    """
    if kind not in [each.value for each in Kind]:
        raise UsageError(
            f'There is no drawing called "{kind}".',
            f"Name one of {', '.join(Kind)}.",
        )
    wanted = show or Show()
    if kind in (Kind.CHORD, Kind.HEAT) and not wanted.members and wanted.by is None:
        wanted = replace(wanted, by="sub_region")
    if kind == Kind.MAP and wanted.by is not None:
        raise UsageError(
            "A map shows countries, not groups of them.",
            "Leave the grouping out, or draw a chord diagram or a heat map.",
        )
    chosen = select(estimates, wanted)
    if kind == Kind.HEAT and _focus(chosen):
        chosen = with_partners(estimates, chosen)
    return _MAKERS[Kind(kind)](chosen, source)


def _chord(chosen: Selected, source: str) -> Plate:
    matrix = _matrix(chosen)
    return Plate(
        captions.finding(chosen),
        chord(matrix, focus=_focus(chosen)),
        captions.of_matrix(chosen, matrix, "Chord diagram"),
        captions.under(chosen, source, words.HOW_CHORD),
    )


def _heat(chosen: Selected, source: str) -> Plate:
    matrix = _matrix(chosen)
    return Plate(
        captions.finding(chosen),
        heat(matrix),
        captions.of_matrix(chosen, matrix, "Heat map"),
        captions.under(chosen, source, words.HOW_HEAT),
    )


def _map(chosen: Selected, source: str) -> Plate:
    moves = chosen.moves()[: LINES_FOR_EACH_PLACE * chosen.show.most]
    focus = _focus(chosen)
    _, shown = seen(moves, places=positions(), focus=focus, width=680)
    return Plate(
        captions.finding(chosen),
        flow_map(
            moves,
            places=positions(),
            labels=words.labels(shown, focus=focus, most=chosen.show.most + 4),
            focus=focus,
        ),
        captions.of_map(chosen, shown),
        captions.under(chosen, source, words.HOW_MAP),
    )


def _time(chosen: Selected, source: str) -> Plate:
    stretches = [
        stretch
        for title, part in _lines(chosen).items()
        if part.frame.height
        for stretch in _stretches(part, title)
    ]
    return Plate(
        captions.finding_over_time(stretches, chosen),
        history(stretches),
        captions.of_time(chosen, stretches),
        captions.under(chosen, source, captions.how_over_time(chosen, stretches)),
    )


_MAKERS: Mapping[Kind, Callable[[Selected, str], Plate]] = {
    Kind.CHORD: _chord,
    Kind.MAP: _map,
    Kind.HEAT: _heat,
    Kind.TIME: _time,
}


def _focus(chosen: Selected) -> tuple[str, ...]:
    """The one country looked at; the members of a group are all alike."""
    return chosen.show.members if not chosen.show.is_group else ()


def _matrix(chosen: Selected) -> Matrix:
    show = chosen.show
    moves = chosen.moves()
    if show.is_group and show.by is None:
        moves = outside_as_one(moves, show.members)
        return lumped(
            moves,
            name=words.place,
            most=show.most,
            first=(REST,),
            rest="Other members",
        )
    return lumped(moves, name=words.place, most=show.most, first=_focus(chosen))


def _lines(chosen: Selected) -> Mapping[str, Selected]:
    """The lines of a picture over time: what came and what left, or all that moved."""
    members = list(chosen.show.members)
    if not members:
        return {"Moved": chosen}
    here, from_here = (pl.col(end).is_in(members) for end in ("destination", "origin"))
    return {
        "Came": chosen.where(here & ~from_here),
        "Left": chosen.where(from_here & ~here),
        **({"Within": chosen.where(here & from_here)} if len(members) > 1 else {}),
    }


def _stretches(part: Selected, title: str) -> Sequence[Stretch]:
    found = []
    for start, end, interval in part.each_interval():
        move: Move = interval.total()
        years = (end - start).days / 365.25
        low, high = (
            None if bound is None else bound / years for bound in (move.low, move.high)
        )
        found.append(
            Stretch(
                title,
                start.year + (start.month - 1) / 12,
                end.year + (end.month - 1) / 12,
                move.persons / years,
                low,
                high,
            )
        )
    return found
