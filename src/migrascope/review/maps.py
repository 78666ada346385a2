"""Where on the earth are the people of a table?

An equal-area map in the house style, with circles sized by people. Boundaries are
for orientation only.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from migrascope.review import projection
from migrascope.review.charts import ACCENT, BLUE, Spec, text

LAND = "#eceff1"

CIRCLES = (6, 1100)
"""The area of the smallest and of the largest circle of a map, in pixels."""

Position = tuple[float, float]
"""Longitude and latitude, in degrees."""


def world_map(
    values: Mapping[str, float],
    *,
    focus: Mapping[str, Position],
    places: Mapping[str, Position],
    labels: Mapping[str, str],
    width: int = 680,
) -> str:
    """Draw circles sized by people on an equal-area map (Equal Earth).

    `values` maps area ids to people, largest first, `places` to longitude and
    latitude; `labels` names the largest few, of which those are written that do not
    collide. `focus` holds the reviewed areas, drawn in the accent. The map shows the
    part of the world where nine of ten people are. Boundaries are for orientation.
    """
    known = {area: value for area, value in values.items() if area in places}
    seen = [places[area] for area in _most(known)] + list(focus.values())
    height = round(width * 0.5)
    view = projection.fitted(seen, width=width, height=height)
    shown = {area: v for area, v in known.items() if view.holds(*places[area])}
    named = projection.readable(
        [(label, view.place(*places[area])) for area, label in labels.items()]
    )
    texts = {
        area: label
        for area, label in labels.items()
        if area in shown and label in named
    }
    drawn = text(
        {
            "width": width,
            "height": height,
            "projection": {
                "type": "equalEarth",
                "rotate": [-view.turn, 0],
                "scale": view.scale,
                "translate": list(view.shift),
                "clipExtent": [[0, 0], [width, height]],
            },
            "layer": [
                _land(),
                _circles(shown, places),
                _homes(focus),
                _names(texts, places, shown),
            ],
        }
    )
    # the boundaries are nine tenths of a map, and the same in each
    return drawn.replace(json.dumps(_HERE), _boundaries(), 1)


def _most(values: Mapping[str, float]) -> list[str]:
    """The largest places that hold nine tenths of the people together."""
    whole, seen, kept = sum(values.values()), 0.0, []
    for area, value in values.items():
        if seen > 0.9 * whole:
            break
        kept.append(area)
        seen += value
    return kept


def _land() -> Spec:
    return {
        "data": {
            "values": _HERE,
            "format": {"type": "topojson", "feature": "countries"},
        },
        "mark": {
            "type": "geoshape",
            "fill": LAND,
            "stroke": "white",
            "strokeWidth": 0.6,
            "clip": False,
        },
    }


def _circles(values: Mapping[str, float], places: Mapping[str, Position]) -> Spec:
    rows = [
        {"value": value, "lon": places[area][0], "lat": places[area][1]}
        for area, value in values.items()
    ]
    size = {
        "field": "value",
        "type": "quantitative",
        "scale": {"range": list(CIRCLES), "zero": True},
        "legend": None,
    }
    return {
        "data": {"values": rows},
        "mark": {
            "type": "circle",
            "color": BLUE,
            "opacity": 0.6,
            "stroke": "white",
            "strokeWidth": 0.6,
            "clip": False,
        },
        "encoding": _AT | {"size": size},
    }


def _radius(share: float) -> float:
    """The radius of a circle in pixels, for its share of the largest value."""
    least, most = CIRCLES
    return math.sqrt((least + share * (most - least)) / math.pi)


def _homes(focus: Mapping[str, Position]) -> Spec:
    return {
        "data": {"values": [{"lon": lon, "lat": lat} for lon, lat in focus.values()]},
        "mark": {
            "type": "circle",
            "color": ACCENT,
            "size": 70,
            "opacity": 1,
            "clip": False,
        },
        "encoding": _AT,
    }


def _names(
    texts: Mapping[str, str],
    places: Mapping[str, Position],
    values: Mapping[str, float],
) -> Spec:
    most = max(values.values(), default=0.0) or 1.0
    rows = [
        {
            "label": label,
            "lon": places[area][0],
            "lat": places[area][1],
            # above the circle, whose size is its area
            "lift": -6 - round(_radius(values[area] / most)),
        }
        for area, label in texts.items()
    ]
    return {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "dy": {"expr": "datum.lift"},
            "fontSize": 11,
            "fontWeight": 600,
            "color": "#1f2933",
            "clip": False,
        },
        "encoding": _AT | {"text": {"field": "label"}},
    }


_AT: Spec = {
    "longitude": {"field": "lon", "type": "quantitative"},
    "latitude": {"field": "lat", "type": "quantitative"},
}


@cache
def outline() -> Spec:
    """The boundaries of the world as TopoJSON; for orientation only."""
    text = files("migrascope.review").joinpath("world-110m.json").read_text("utf-8")
    outline: Spec = json.loads(text)
    return outline


_HERE = "boundaries"
"""Where they stand in the first layer of a map, until it is a text."""


@cache
def _boundaries() -> str:
    return json.dumps(outline(), ensure_ascii=False)
