"""How is a table drawn?

As Vega-Lite specifications in one style: a deep blue, one accent, greys; labels at
the lines instead of legends; a light grid and no boxes. A specification is plain
data, so the same drawing serves web page, Word and PDF.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BLUE = "#0b3c6f"
ACCENT = "#c8501e"
GREYS = ("#5b6672", "#8f99a3", "#b9c0c7")
LIGHT = "#e6e9ec"
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


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a named line at a year (fractions allowed), with bounds if any.

    Without a value the line is broken there.
    """

    line: str
    year: float
    value: float | None
    low: float | None = None
    high: float | None = None


HEIGHT = 230
LABEL, ABOVE = 14, 9
"""The height of line charts, of a label beside a line, and how far a label stands
above a line that ends before the others, in pixels."""


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
        {
            "mark": {
                "type": "line",
                "strokeWidth": 2.2,
                "invalid": "break-paths-filter-domains",
            },
            "encoding": base,
        },
        {
            "mark": {"type": "point", "filled": True, "size": 26, "opacity": 1},
            "encoding": base,
        },
        *_end_labels(points, names, base),
    ]
    if any(point.low is not None for point in points):
        band = {
            "mark": {"type": "area", "opacity": 1, "fillOpacity": 0.15},
            "encoding": base
            | {
                "y": {"field": "low", "type": "quantitative", "axis": _axis(unit)},
                "y2": {"field": "high"},
            },
        }
        layers.insert(0, band)
    return text(
        {
            "width": width,
            "height": HEIGHT,
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
    return text(
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


def _colours(number: int) -> list[str]:
    return [BLUE, ACCENT, *GREYS, *GREYS][:number]


def _axis(unit: str) -> Spec:
    compact = "replace(replace(format(datum.value, '~s'), 'G', ' bn'), 'M', ' m')"
    labels = f"replace({compact}, 'k', ',000')"
    return {
        "tickCount": 5,
        "labelExpr": f"{labels} + ' {unit}'" if unit == "%" else labels,
    }


def _end_labels(
    points: Sequence[Point], names: Sequence[str], base: Spec
) -> list[Spec]:
    """The name of each line at its last point, moved apart where they would collide."""
    known = [point for point in points if point.value is not None]
    ends = {
        name: max(
            (point for point in known if point.line == name),
            key=lambda point: point.year,
        )
        for name in names
    }
    bottom, top = _reach(known)
    heights = {
        name: HEIGHT * ((end.value or 0.0) - bottom) / (top - bottom)
        for name, end in ends.items()
    }
    lifted = _apart(heights)
    last = max((end.year for end in ends.values()), default=0.0)
    return [
        # a line that ends early may be crossed by others where its name stands
        _end_label(
            end,
            base,
            lift=lifted[name] - heights[name] + (ABOVE if end.year < last else 0),
        )
        for name, end in ends.items()
    ]


def _reach(known: Sequence[Point]) -> tuple[float, float]:
    """The lowest and the highest value that the axis holds, zero among them."""
    held = [0.0]
    for point in known:
        held += [
            each for each in (point.value, point.low, point.high) if each is not None
        ]
    return (min(held), max(held)) if any(held) else (0.0, 1.0)


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Heights of labels in pixels, raised so far that none covers the one below."""
    placed: dict[str, float] = {}
    floor = float("-inf")
    for name in sorted(heights, key=lambda each: heights[each]):
        placed[name] = max(heights[name], floor)
        floor = placed[name] + LABEL
    return placed


def _end_label(end: Point, base: Spec, *, lift: float) -> Spec:
    return {
        "data": {"values": [{"line": end.line, "year": end.year, "value": end.value}]},
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 8,
            "dy": -round(lift),
            "fontWeight": 600,
            "fontSize": 11.5,
        },
        "encoding": base | {"text": {"field": "line"}},
    }


def text(specification: Spec) -> str:
    """The specification in the house style, as JSON text."""
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": CONFIG,
        "padding": {"left": 5, "top": 5, "right": 5, "bottom": 5},
        **specification,
    }
    return json.dumps(whole, ensure_ascii=False)
