"""How is a route drawn?

Two panels over one time axis, never one: events in blue with the mean of twelve
months, people who died or disappeared below in the accent. Months without figures
are grey, so that a gap is not taken for a calm sea.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import wrap

from migrascope.flows.routes.shape import Month, RouteSeries, following
from migrascope.model import measure
from migrascope.review.charts import ACCENT, BLUE, GREYS, LIGHT, Spec, text

_WIDTH = 640
_TITLE, _LETTERS = 76, 120
"""How many letters of the title, and of the small lines under it, fit over the
drawing."""

Values = Sequence[tuple[date, float | None]]


def route(series: RouteSeries, *, title: str, source: str) -> str:
    """Draw a route as a Vega-Lite specification, as JSON text.

    `title` says what the drawing shows, `source` what it rests on.
    """
    axis = _time(series.months)
    counted = [(month.first, month.counted) for month in series.months]
    dead = [(month.first, month.dead) for month in series.months]
    panels = []
    if _known(counted):
        events = measure.get(series.route.measure).name_plural
        events = f"{events[0].upper()}{events[1:]}"
        panels.append(
            _panel(
                f"{events} in each month; line: mean of 12 months",
                BLUE,
                210,
                [
                    _grey(counted, axis),
                    _bars(counted, axis, BLUE, opacity=0.3),
                    _mean(series, axis),
                ],
            )
        )
    if _known(dead):
        panels.append(
            _panel(
                "People who died or disappeared in each month",
                ACCENT,
                120,
                [_grey(dead, axis), _bars(dead, axis, ACCENT, opacity=0.8)],
            )
        )
    head = {
        "text": wrap(title, _TITLE),
        "subtitle": wrap(source, _LETTERS),
        "anchor": "start",
        "fontSize": 14,
        "fontWeight": 600,
        "subtitleColor": GREYS[0],
        "subtitleFontSize": 10.5,
        "offset": 14,
    }
    return text({"title": head, "vconcat": panels, "spacing": 22})


def _known(values: Values) -> bool:
    return any(value is not None for _, value in values)


def _panel(heading: str, colour: str, height: int, layers: Sequence[Spec]) -> Spec:
    return {
        "title": {
            "text": heading,
            "anchor": "start",
            "frame": "group",
            "fontSize": 11.5,
            "fontWeight": 600,
            "color": colour,
        },
        "width": _WIDTH,
        "height": height,
        "layer": list(layers),
    }


def _time(months: Sequence[Month]) -> Spec:
    whole = [months[0].first, following(months[-1].first)]
    return {
        "type": "temporal",
        "axis": {
            "format": "%Y",
            "grid": False,
            "tickCount": "year",
            "labelFlush": False,
        },
        "scale": {"type": "utc", "domain": [day.isoformat() for day in whole]},
    }


def _bars(values: Values, axis: Spec, colour: str, *, opacity: float) -> Spec:
    """Each month from its first day to that of the next, from zero to its value."""
    rows = [
        {"from": first.isoformat(), "to": following(first).isoformat(), "value": value}
        for first, value in values
        if value is not None
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "color": colour, "opacity": opacity},
        "encoding": {
            "x": axis | {"field": "from"},
            "x2": {"field": "to"},
            "y": _height("value"),
            "y2": {"datum": 0},
        },
    }


def _mean(series: RouteSeries, axis: Spec) -> Spec:
    """The mean of the twelve months that end with each month."""
    rows = [
        {
            "month": following(each.last).isoformat(),
            "value": None if each.counted is None else each.counted / 12,
        }
        for each in series.rolling()
    ]
    return {
        "data": {"values": rows},
        "mark": {
            "type": "line",
            "color": BLUE,
            "strokeWidth": 2.2,
            "invalid": "break-paths-filter-domains",
        },
        "encoding": {"x": axis | {"field": "month"}, "y": _height("value")},
    }


def _grey(values: Values, axis: Spec) -> Spec:
    """Grey behind the months of which nothing is published."""
    runs: list[list[date]] = []
    for first, value in values:
        if value is not None:
            continue
        if runs and runs[-1][1] == first:
            runs[-1][1] = following(first)
        else:
            runs.append([first, following(first)])
    rows = [{"from": run[0].isoformat(), "to": run[1].isoformat()} for run in runs]
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "color": LIGHT, "opacity": 0.8},
        "encoding": {"x": axis | {"field": "from"}, "x2": {"field": "to"}},
    }


def _height(field: str) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "axis": {"tickCount": 4, "format": ",d"},
    }
