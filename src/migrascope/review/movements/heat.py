"""From where to where, all at once? A heat map of origins by destinations.

The darker a cell, the more people; the number stands in it, so that no legend is
needed. Moves between countries of one region stand on the diagonal.
"""

from __future__ import annotations

import math

from migrascope.language.numbers import rounded
from migrascope.review import charts
from migrascope.review.charts import GREYS, SCALE, Spec
from migrascope.review.movements.matrix import Matrix

CELL = (52, 30)
"""The width and height of a cell in pixels."""

LETTERS = 34
"""Longer names are cut; the words that go with the picture tell them in full."""

PALE = ("#f4f7fa", *SCALE)


def heat(matrix: Matrix) -> str:
    """Draw a matrix as a Vega-Lite specification: origins down, destinations across."""
    names = _distinct(matrix)
    most = max((max(row) for row in matrix.persons), default=0.0)
    cells = [
        {
            "origin": origin,
            "destination": destination,
            "persons": persons,
            "text": short(persons),
            "shade": _shade(persons, most),
        }
        for origin, row in zip(names, matrix.persons, strict=True)
        for destination, persons in zip(names, row, strict=True)
    ]
    size = len(names)
    across = _axis("destination", names) | {
        "axis": {
            "orient": "top",
            "labelAngle": -40,
            "labelAlign": "left",
            "title": "To",
            **_LABELS,
        }
    }
    down = _axis("origin", names) | {"axis": {"title": "From", **_LABELS}}
    shade = {
        "field": "shade",
        "type": "ordinal",
        "legend": None,
        "scale": {"domain": list(range(len(PALE))), "range": list(PALE)},
    }
    ink = {
        "condition": {"test": "datum.shade > 3", "value": "white"},
        "value": "#1f2933",
    }
    return charts.text(
        {
            "width": CELL[0] * size,
            "height": CELL[1] * size,
            "data": {"values": cells},
            "encoding": {"x": across, "y": down},
            "layer": [
                {
                    "mark": {"type": "rect", "stroke": "white", "strokeWidth": 2},
                    "encoding": {"color": shade},
                },
                {
                    "mark": {"type": "text", "fontSize": 10.5},
                    "encoding": {"text": {"field": "text"}, "color": ink},
                },
            ],
        }
    )


def short(persons: float) -> str:
    """Persons in few letters: "1.2 m", "34 k", "250".

    >>> short(1_234_567), short(34_499), short(250), short(0.2), short(0)
    ('1.2 m', '34 k', '250', '<1', '')
    """
    if persons <= 0:
        return ""
    if persons < 0.5:
        return "<1"
    if persons < 999.5:
        return f"{persons:.0f}"
    if persons < 999_500:
        return f"{persons / 1e3:.0f} k"
    return f"{rounded(persons / 1e6) if persons >= 1e8 else f'{persons / 1e6:.1f}'} m"


def _shade(persons: float, most: float) -> int:
    """The step of the scale: by the square root, so that small moves can be told."""
    if persons <= 0 or most <= 0:
        return 0
    return max(1, math.ceil(len(SCALE) * math.sqrt(persons / most)))


def _distinct(matrix: Matrix) -> list[str]:
    """A name for each place that no other has, cut to what fits."""
    names: list[str] = []
    for place, name in zip(matrix.places, matrix.names, strict=True):
        cut = name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"
        names.append(cut if cut not in names else f"{cut[: LETTERS - 8]} [{place}]")
    return names


def _axis(field: str, names: list[str]) -> Spec:
    return {"field": field, "type": "nominal", "sort": names}


_LABELS: Spec = {
    "labelLimit": 230,
    "labelColor": "#1f2933",
    "titleColor": GREYS[0],
    "titleFontWeight": "normal",
}
