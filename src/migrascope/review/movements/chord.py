"""Who exchanges people with whom? A chord diagram.

A ribbon leaves the place that people left at full width and ends in an arrow at the
place where they came to. With places in focus, what came to them is blue and what
left them has the accent; else the largest move has the accent.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Collection, Sequence

from migrascope.language.numbers import rounded
from migrascope.review.charts import ACCENT, BLUE, GREYS, SCALE, Spec
from migrascope.review.movements import vega
from migrascope.review.movements.circle import Circle, Ribbon, Span, around
from migrascope.review.movements.matrix import Matrix

WIDTH, HEIGHT = 680, 500
CENTRE = (WIDTH / 2, HEIGHT / 2)
RADIUS = 188.0
"""The outer edge of the arcs, in pixels."""

THICK = 13.0
APART = 3.0
ARROW = 11.0
"""The thickness of an arc, the space below it, and the length of an arrow."""

LETTERS = 22
LINE = 13.5
"""Letters in a line of a label, and the height of a line in pixels."""


def chord(matrix: Matrix, *, focus: Collection[str] = ()) -> str:
    """Draw who moved where, as a Vega specification."""
    circle = around(matrix)
    arcs = [
        {
            "path": arc_path(arc),
            "colour": _arc_colour(place, focus),
            "says": f"{name}: {rounded(out)} left, {rounded(in_)} came",
        }
        for arc, place, name, out, in_ in zip(
            circle.arcs,
            matrix.places,
            matrix.names,
            matrix.departures,
            matrix.arrivals,
            strict=True,
        )
    ]
    ribbons = [
        {
            "path": ribbon_path(ribbon),
            "colour": _colour(ribbon, matrix, circle, focus),
            "says": (
                f"{matrix.names[ribbon.origin]} to {matrix.names[ribbon.destination]}: "
                f"{rounded(ribbon.persons)}"
            ),
        }
        # the small ones lie on top of the large ones
        for ribbon in circle.ribbons
    ]
    labels = placed(matrix, circle)
    return vega.text(
        {
            "width": WIDTH,
            "height": HEIGHT,
            "data": [
                {"name": "ribbons", "values": ribbons},
                {"name": "arcs", "values": arcs},
                {"name": "labels", "values": labels},
            ],
            "marks": [
                vega.paths("ribbons", centre=CENTRE, opacity=0.78),
                vega.paths("arcs", centre=CENTRE),
                _leaders(),
                _names(),
                _numbers(),
            ],
        }
    )


def arc_path(arc: Span) -> str:
    """The ring of a place, as an SVG path around the centre."""
    outer, inner = RADIUS, RADIUS - THICK
    wide = int(arc.length > math.pi)
    return (
        f"M{_at(outer, arc.start)}A{outer},{outer},0,{wide},1,{_at(outer, arc.end)}"
        f"L{_at(inner, arc.end)}A{inner},{inner},0,{wide},0,{_at(inner, arc.start)}Z"
    )


def ribbon_path(ribbon: Ribbon) -> str:
    """A move, as an SVG path around the centre, with an arrow at its end."""
    edge = RADIUS - THICK - APART
    leaves, arrives = ribbon.leaves, ribbon.arrives
    head = edge - ARROW
    wide = int(leaves.length > math.pi)
    return (
        f"M{_at(edge, leaves.start)}A{edge},{edge},0,{wide},1,{_at(edge, leaves.end)}"
        f"Q0,0,{_at(head, arrives.start)}L{_at(edge, arrives.middle)}"
        f"L{_at(head, arrives.end)}Q0,0,{_at(edge, leaves.start)}Z"
    )


def placed(matrix: Matrix, circle: Circle) -> list[Spec]:
    """Labels beside the circle, moved up or down until none covers another."""
    labels: list[Spec] = []
    for side in (1, -1):
        here = [
            (arc.middle, name, size)
            for arc, name, size in zip(
                circle.arcs,
                matrix.names,
                map(sum, zip(matrix.departures, matrix.arrivals, strict=True)),
                strict=True,
            )
            if (math.sin(arc.middle) >= 0) == (side > 0)
        ]
        here.sort(key=lambda each: -math.cos(each[0]))
        texts = [textwrap.wrap(name, LETTERS) or [""] for _, name, _ in here]
        heights = [LINE * (len(lines) + 1) for lines in texts]
        wished = [-(RADIUS + 22) * math.cos(angle) for angle, _, _ in here]
        middles = _apart(wished, heights)
        for (angle, name, size), lines, height, y in zip(
            here, texts, heights, middles, strict=True
        ):
            x = side * (math.sqrt(max((RADIUS + 22) ** 2 - y * y, 0.0)) + 4)
            start = _point(RADIUS + 3, angle)
            labels.append(
                {
                    "x": round(CENTRE[0] + x, 1),
                    "top": round(CENTRE[1] + y - height / 2 + LINE / 2, 1),
                    "below": round(CENTRE[1] + y + height / 2 - LINE / 2, 1),
                    "align": "left" if side > 0 else "right",
                    "lines": lines,
                    "name": name,
                    "height": height,
                    "number": rounded(size),
                    "x1": round(CENTRE[0] + start[0], 1),
                    "y1": round(CENTRE[1] + start[1], 1),
                    "x2": round(CENTRE[0] + x - side * 4, 1),
                    "y2": round(CENTRE[1] + y, 1),
                }
            )
    return labels


def _apart(wished: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Middles near the wished ones, from top to bottom, that keep their heights."""
    middles: list[float] = []
    floor = -HEIGHT / 2
    for wish, height in zip(wished, heights, strict=True):
        middles.append(max(wish, floor + height / 2))
        floor = middles[-1] + height / 2
    ceiling = HEIGHT / 2
    for position in range(len(middles) - 1, -1, -1):
        half = heights[position] / 2
        middles[position] = min(middles[position], ceiling - half)
        ceiling = middles[position] - half
    return middles


def _colour(
    ribbon: Ribbon, matrix: Matrix, circle: Circle, focus: Collection[str]
) -> str:
    if focus:
        if matrix.places[ribbon.destination] in focus:
            return BLUE
        return ACCENT if matrix.places[ribbon.origin] in focus else GREYS[2]
    if ribbon is circle.ribbons[0]:
        return ACCENT
    share = ribbon.persons / circle.ribbons[0].persons
    return SCALE[min(int(share * len(SCALE)) + 1, len(SCALE) - 1)]


def _arc_colour(place: str, focus: Collection[str]) -> str:
    return BLUE if not focus or place in focus else GREYS[1]


def _point(radius: float, angle: float) -> tuple[float, float]:
    return radius * math.sin(angle), -radius * math.cos(angle)


def _at(radius: float, angle: float) -> str:
    x, y = _point(radius, angle)
    return f"{x:.2f},{y:.2f}"


def _leaders() -> Spec:
    return {
        "type": "rule",
        "from": {"data": "labels"},
        "encode": {
            "enter": {
                "x": {"field": "x1"},
                "y": {"field": "y1"},
                "x2": {"field": "x2"},
                "y2": {"field": "y2"},
                "stroke": {"value": GREYS[2]},
                "strokeWidth": {"value": 0.8},
            }
        },
    }


def _names() -> Spec:
    return vega.texts("labels", "lines", y="top", weight=600) | {"name": "names"}


def _numbers() -> Spec:
    return vega.texts("labels", "number", y="below", colour=GREYS[0])
