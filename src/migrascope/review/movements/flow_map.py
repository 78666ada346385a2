"""Along which ways did people move? A flow map.

An equal-area map (Equal Earth) with a bow for each move: broad where people left,
pointed where they came to, and as broad as they were many. Moves to the places in
focus are blue, moves from them have the accent. Boundaries are for orientation only.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from migrascope.language.numbers import rounded
from migrascope.review import projection
from migrascope.review.charts import ACCENT, BLUE, Spec
from migrascope.review.maps import LAND, Position, outline
from migrascope.review.movements import vega
from migrascope.review.movements.matrix import Move
from migrascope.review.projection import Point, View

BROADEST, LEAST, THIN = 15.0, 1.4, 0.9
"""The breadth of the largest bow where it begins, of the smallest, and of any just
before its point, in pixels."""

ACROSS_THE_PACIFIC = 120
"""Degrees from the usual middle of the map beyond which it is turned to a place."""

HIGH, HIGH_WORLD, NEARER = 0.52, 0.43, 1.12
"""The height of a map as a share of its width; of the world, without Antarctica and
with narrow margins."""

BEND = 0.16
"""How far a bow leaves the straight line, as a share of its length."""

STEPS = 16
"""Points along each side of a bow."""


@dataclass(frozen=True, slots=True)
class Bow:
    """A bow from one point of the picture to another, `broad` at its start."""

    start: Point
    end: Point
    broad: float

    @property
    def bend(self) -> Point:
        """The point that the bow leans towards, to the left of the way."""
        (x0, y0), (x1, y1) = self.start, self.end
        return (
            (x0 + x1) / 2 + BEND * 2 * (y1 - y0),
            (y0 + y1) / 2 - BEND * 2 * (x1 - x0),
        )

    def at(self, share: float) -> Point:
        """The middle of the bow after a share of the way (0 to 1)."""
        before, after = (1 - share) ** 2, share**2
        between = 2 * share * (1 - share)
        return (
            before * self.start[0] + between * self.bend[0] + after * self.end[0],
            before * self.start[1] + between * self.bend[1] + after * self.end[1],
        )

    def path(self) -> str:
        """The outline as an SVG path: two sides that meet in a point."""
        left, right = [], []
        for step in range(STEPS):
            share = step / STEPS
            x, y = self.at(share)
            across = self._across(share)
            half = max(self.broad * (1 - share), THIN) / 2
            left.append((x + half * across[0], y + half * across[1]))
            right.append((x - half * across[0], y - half * across[1]))
        around = [*left, self.end, *reversed(right)]
        return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in around) + "Z"

    def _across(self, share: float) -> Point:
        """A step of one pixel to the side of the way."""
        bend = self.bend
        dx = (1 - share) * (bend[0] - self.start[0]) + share * (self.end[0] - bend[0])
        dy = (1 - share) * (bend[1] - self.start[1]) + share * (self.end[1] - bend[1])
        length = math.hypot(dx, dy) or 1.0
        return -dy / length, dx / length


def flow_map(
    moves: Sequence[Move],
    *,
    places: Mapping[str, Position],
    labels: Mapping[str, str],
    focus: Collection[str] = (),
    width: int = 680,
) -> str:
    """Draw moves between `places` (longitude and latitude), as a Vega specification.

    `labels` names places, the most important first; those that would cover another
        are left out. See `seen` for what is in the picture.
    """
    view, known = seen(moves, places=places, focus=focus, width=width)
    height = round(view.height)
    ends = dict.fromkeys(
        place for move in known for place in (move.origin, move.destination)
    )
    return vega.text(
        {
            "width": width,
            "height": height,
            "projections": [
                {
                    "name": "earth",
                    "type": "equalEarth",
                    "rotate": [-view.turn, 0],
                    "scale": view.scale,
                    "translate": list(view.shift),
                    "clipExtent": [[0, 0], [width, height]],
                }
            ],
            "data": [
                {
                    "name": "land",
                    "values": outline(),
                    "format": {"type": "topojson", "feature": "countries"},
                },
                {"name": "bows", "values": _bows(known, places, view, focus)},
                {"name": "ends", "values": _dots(list(ends), places, view, focus)},
                {
                    "name": "names",
                    "values": _names(labels, list(ends), places, view, focus),
                },
            ],
            "marks": [
                _land(),
                vega.paths("bows", opacity=0.62),
                _ends(),
                _halo(),
                vega.texts("names", "label", y="y", weight=600),
            ],
        }
    )


def seen(
    moves: Sequence[Move],
    *,
    places: Mapping[str, Position],
    focus: Collection[str],
    width: float,
) -> tuple[View, list[Move]]:
    """The part of the world where nine of ten people moved, and the moves in it.

    Largest moves first. Moves inside a place, or of which an end has no position,
    cannot be drawn.
    """
    known = sorted(
        (
            move
            for move in moves
            if {move.origin, move.destination} <= places.keys()
            and move.origin != move.destination
            and move.persons > 0
        ),
        key=lambda move: (-move.persons, move.origin, move.destination),
    )
    whole, so_far, held = sum(move.persons for move in known), 0.0, []
    for move in known:
        if so_far > 0.9 * whole:
            break
        so_far += move.persons
        held += [places[move.origin], places[move.destination]]
    turns = [
        places[place][0]
        for place in sorted(focus)
        if place in places and abs(places[place][0] - 11) > ACROSS_THE_PACIFIC
    ]
    view = projection.fitted(
        held or [(0.0, 0.0)],
        width=width,
        height=round(width * HIGH),
        world_turn=turns[0] if len(focus) == 1 and turns else 11.0,
    )
    if view.is_world:
        view = view.nearer(NEARER, height=round(width * HIGH_WORLD))
    return view, [
        move
        for move in known
        if view.holds(*places[move.origin]) and view.holds(*places[move.destination])
    ]


def bows(
    moves: Sequence[Move], places: Mapping[str, Position], view: View
) -> list[Bow]:
    """A bow for each move, in their order, as broad as its persons ask for."""
    most = max((move.persons for move in moves), default=0.0)
    return [
        Bow(
            view.place(*places[move.origin]),
            view.place(*places[move.destination]),
            LEAST + (BROADEST - LEAST) * move.persons / most,
        )
        for move in moves
    ]


def _bows(
    moves: Sequence[Move],
    places: Mapping[str, Position],
    view: View,
    focus: Collection[str],
) -> list[Spec]:
    return [
        {
            "path": bow.path(),
            "colour": ACCENT
            if move.origin in focus and move.destination not in focus
            else BLUE,
            "says": f"{move.origin} to {move.destination}: {rounded(move.persons)}",
        }
        for move, bow in zip(moves, bows(moves, places, view), strict=True)
    ]


def _dots(
    ends: Sequence[str],
    places: Mapping[str, Position],
    view: View,
    focus: Collection[str],
) -> list[Spec]:
    found = []
    for end in ends:
        x, y = view.place(*places[end])
        inside = end in focus
        found.append(
            {"x": x, "y": y, "size": 60 if inside else 9, "focus": inside}
            | {"colour": vega.INK if inside else BLUE}
        )
    return sorted(found, key=lambda each: bool(each["focus"]))


def _names(
    labels: Mapping[str, str],
    ends: Sequence[str],
    places: Mapping[str, Position],
    view: View,
    focus: Collection[str],
) -> list[Spec]:
    """The labels that can be read, places in focus first, above their points."""
    shown = sorted(
        (place for place in labels if place in ends), key=lambda each: each not in focus
    )
    at = {place: view.place(*places[place]) for place in shown}
    kept = projection.readable([(labels[place], at[place]) for place in shown])
    found = []
    for place in shown:
        if labels[place] in kept:
            half = 3.1 * len(labels[place])
            x = min(max(at[place][0], half), view.width - half)
            found.append(
                {"label": labels[place], "x": x, "y": at[place][1] - 12.0}
                | {"align": "center"}
            )
    return found


def _land() -> Spec:
    return {
        "type": "shape",
        "from": {"data": "land"},
        "encode": {
            "enter": {
                "fill": {"value": LAND},
                "stroke": {"value": "white"},
                "strokeWidth": {"value": 0.6},
            }
        },
        "transform": [{"type": "geoshape", "projection": "earth"}],
    }


def _ends() -> Spec:
    return {
        "type": "symbol",
        "from": {"data": "ends"},
        "encode": {
            "enter": {
                "x": {"field": "x"},
                "y": {"field": "y"},
                "size": {"field": "size"},
                "fill": {"field": "colour"},
                "stroke": {"value": "white"},
                "strokeWidth": {"value": 0.6},
            }
        },
    }


def _halo() -> Spec:
    """White behind the names, so that they can be read on a bow."""
    behind = vega.texts("names", "label", y="y", weight=600, colour="white")
    behind["encode"]["enter"] |= {
        "stroke": {"value": "white"},
        "strokeWidth": {"value": 3},
        "strokeOpacity": {"value": 0.85},
    }
    return behind
