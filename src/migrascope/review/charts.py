"""How is a table drawn?

As Vega-Lite specifications in one style: a deep blue, one accent, greys; labels at
the lines instead of legends; a light grid and no boxes. A specification is plain
data, so the same drawing serves web page, Word and PDF.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from migrascope.review import projection

BLUE = "#0b3c6f"
ACCENT = "#c8501e"
GREYS = ("#5b6672", "#8f99a3", "#b9c0c7")
LIGHT = "#e6e9ec"
LAND = "#eceff1"
SCALE = ("#dbe6f1", "#a9c3dd", "#6d97c2", "#33699f", "#0b3c6f")
FONT = "Inter, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"

CONFIG: dict[str, Any] = {
    "background": "white",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": LIGHT,
        "labelColor": GREYS[0],
        "labelFontSize": 11,
        "labelPadding": 6,
        "title": None,
    },
    "text": {"font": FONT, "fontSize": 11},
}

Spec = dict[str, Any]
Position = tuple[float, float]
"""Longitude and latitude, in degrees."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a named line at a year (fractions allowed), with bounds if any."""

    line: str
    year: float
    value: float
    low: float | None = None
    high: float | None = None


def lines(points: Sequence[Point], *, unit: str = "", width: int = 600) -> str:
    """Draw values over time, one line a name, labelled at its last point.

    The first name is drawn in blue, the second in the accent, the others in grey.
    Bounds become a light band.
    """
    names = list(dict.fromkeys(point.line for point in points))
    values = [
        {
            "line": point.line,
            "year": point.year,
            "value": point.value,
            "low": point.low,
            "high": point.high,
        }
        for point in points
    ]
    colour = {
        "field": "line",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": names, "range": _colours(len(names))},
    }
    years = {"field": "year", "type": "quantitative"}
    base: Spec = {
        "x": years
        | {
            "axis": {"format": "d", "grid": False, "tickCount": 8},
            "scale": {"zero": False, "nice": False},
        },
        "y": {"field": "value", "type": "quantitative", "axis": _axis(unit)},
        "color": colour,
    }
    layers: list[Spec] = [
        {"mark": {"type": "line", "strokeWidth": 2.2}, "encoding": base},
        {
            "mark": {"type": "point", "filled": True, "size": 26, "opacity": 1},
            "encoding": base,
        },
        *[_end_label(points, name, base) for name in names],
    ]
    if any(point.low is not None for point in points):
        band = {
            "mark": {"type": "area", "opacity": 0.15},
            "encoding": base
            | {
                "y": {"field": "low", "type": "quantitative", "axis": _axis(unit)},
                "y2": {"field": "high"},
            },
        }
        layers.insert(0, band)
    return _text(
        {
            "width": width,
            "height": 230,
            "data": {"values": values},
            "layer": layers,
        }
    )


def bars(
    values: Mapping[str, float], *, texts: Mapping[str, str], width: int = 420
) -> str:
    """Draw a ranking as horizontal bars, each with its number written at its end."""
    rows = [
        {"name": name, "value": value, "text": texts.get(name, "")}
        for name, value in values.items()
    ]
    order = list(values)
    y = {
        "field": "name",
        "type": "nominal",
        "sort": order,
        "axis": {"labelLimit": 220, "labelFontSize": 12, "labelColor": "#1f2933"},
    }
    x = {"field": "value", "type": "quantitative", "axis": None}
    return _text(
        {
            "width": width,
            "height": {"step": 22},
            "data": {"values": rows},
            "layer": [
                {
                    "mark": {"type": "bar", "color": BLUE, "height": 13},
                    "encoding": {"x": x, "y": y},
                },
                {
                    "mark": {
                        "type": "text",
                        "align": "left",
                        "dx": 5,
                        "color": GREYS[0],
                    },
                    "encoding": {"x": x, "y": y, "text": {"field": "text"}},
                },
            ],
        }
    )


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
    return _text(
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
                _names(texts, places),
            ],
        }
    )


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
            "values": _outline(),
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
        "scale": {"range": [6, 1100], "zero": True},
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


def _names(texts: Mapping[str, str], places: Mapping[str, Position]) -> Spec:
    rows = [
        {"label": label, "lon": places[area][0], "lat": places[area][1]}
        for area, label in texts.items()
    ]
    return {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "dy": -12,
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


def _colours(number: int) -> list[str]:
    return [BLUE, ACCENT, *GREYS, *GREYS][:number]


def _axis(unit: str) -> Spec:
    compact = "replace(replace(format(datum.value, '~s'), 'G', ' bn'), 'M', ' m')"
    labels = f"replace({compact}, 'k', ',000')"
    return {
        "tickCount": 5,
        "labelExpr": f"{labels} + ' {unit}'" if unit == "%" else labels,
    }


def _end_label(points: Sequence[Point], name: str, base: Spec) -> Spec:
    last = max(
        (point for point in points if point.line == name), key=lambda point: point.year
    )
    return {
        "data": {"values": [{"line": name, "year": last.year, "value": last.value}]},
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 8,
            "fontWeight": 600,
            "fontSize": 11.5,
        },
        "encoding": base | {"text": {"field": "line"}},
    }


@cache
def _outline() -> Spec:
    text = files("migrascope.review").joinpath("world-110m.json").read_text("utf-8")
    outline: Spec = json.loads(text)
    return outline


def _text(specification: Spec) -> str:
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": CONFIG,
        "padding": {"left": 5, "top": 5, "right": 5, "bottom": 5},
        **specification,
    }
    return json.dumps(whole, ensure_ascii=False)
