"""How are shapes that Vega-Lite does not know written down?

As Vega: the language below Vega-Lite, which draws any path. The same compiler makes
pictures of both.
"""

from __future__ import annotations

import json

from migrascope.review.charts import CONFIG, FONT, Spec

SCHEMA = "https://vega.github.io/schema/vega/v5.json"
INK = "#1f2933"


def text(specification: Spec) -> str:
    """The specification in the house style, as JSON text."""
    whole = {
        "$schema": SCHEMA,
        "background": CONFIG["background"],
        "padding": 5,
        "config": {"text": {"font": FONT}},
        **specification,
    }
    return json.dumps(whole, ensure_ascii=False)


def paths(
    data: str, *, centre: tuple[float, float] = (0.0, 0.0), opacity: float = 1.0
) -> Spec:
    """Filled paths: `path` and `colour` of each item, around a centre.

    `says` is shown where a reader points at one in a browser.
    """
    return {
        "type": "path",
        "from": {"data": data},
        "encode": {
            "enter": {
                "x": {"value": centre[0]},
                "y": {"value": centre[1]},
                "path": {"field": "path"},
                "fill": {"field": "colour"},
                "fillOpacity": {"value": opacity},
                "stroke": {"value": "white"},
                "strokeWidth": {"value": 0.4},
                "tooltip": {"field": "says"},
            }
        },
    }


def texts(
    data: str, field: str, *, y: str, weight: int = 400, colour: str = INK
) -> Spec:
    """Texts at `x` and the field `y` of each item, aligned as the item says."""
    return {
        "type": "text",
        "from": {"data": data},
        "encode": {
            "enter": {
                "x": {"field": "x"},
                "y": {"field": y},
                "align": {"field": "align"},
                "baseline": {"value": "middle"},
                "text": {"field": field},
                "lineHeight": {"value": 13.5},
                "fontSize": {"value": 11.5},
                "fontWeight": {"value": weight},
                "fill": {"value": colour},
            }
        },
    }
