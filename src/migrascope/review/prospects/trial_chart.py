"""What does the record of a framework look like?

A panel for each indicator, with its thresholds, and lines on the days of activations
and shocks; under them a bar for each season that says what became of it. Of daily
figures the month's most extreme one is drawn: forty years fit a page.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from migrascope.foresight.frameworks import calendar
from migrascope.foresight.frameworks.model import (
    Condition,
    Direction,
    Event,
    Framework,
    Frequency,
)
from migrascope.foresight.frameworks.series import Series
from migrascope.foresight.frameworks.trial import Season, Trial, Verdict
from migrascope.foresight.frameworks.watching import first_month
from migrascope.foresight.frameworks.wording import threshold
from migrascope.review.charts import ACCENT, BLUE, GREYS, LIGHT, Spec, text

WIDTH, HEIGHT, ROW = 600, 96, 17
BESIDE = 112
"""Pixels for what stands left of each panel, so that their years stand in line."""
DARK = "#1f2933"
FAR = 20
"""How many times its highest threshold an indicator is drawn."""
WORDS = {
    Verdict.HIT: ("hit", BLUE),
    Verdict.AHEAD: ("foreseen before", BLUE),
    Verdict.LATE: ("late", ACCENT),
    Verdict.MISSED: ("missed", ACCENT),
    Verdict.IN_VAIN: ("in vain", ACCENT),
    Verdict.BOTH: ("in vain, missed", ACCENT),
    Verdict.QUIET: ("quiet", GREYS[2]),
    Verdict.UNKNOWN: ("not counted", LIGHT),
}
"""What became of a season, from good to unknown: how it is called, and its colour."""

Line = tuple[str, Condition | Event]
"""A threshold and what it is of: "activation", "readiness" or "shock"."""


def specification(
    framework: Framework, series: Mapping[str, Series], trial: Trial
) -> str:
    """The record of a framework as Vega-Lite text."""
    month = first_month(framework)
    span = _start(trial.seasons[0], month), _start(trial.seasons[-1], month) + 1.0
    panels = [
        _panel(framework, name, lines, series[name], trial, span)
        for name, lines in _lines(framework).items()
    ]
    return text(
        {
            "title": {
                "text": framework.title,
                "subtitle": (
                    "Orange lines: activations. Dark broken lines: shocks. "
                    "Below: what became of each season."
                ),
                "anchor": "start",
                "color": BLUE,
                "subtitleColor": GREYS[0],
                "offset": 12,
            },
            "vconcat": [*panels, _strip(trial, month, span)],
            "spacing": 14,
        }
    )


def in_words(framework: Framework, trial: Trial) -> str:
    """What the drawing shows, for those who cannot see it."""
    counted = ", ".join(
        f"{word} {number}"
        for verdict, (word, _) in WORDS.items()
        if (number := trial.number(verdict))
    )
    return (
        f"{framework.title}: {' and '.join(_lines(framework))} over time with "
        f"thresholds, activations and shocks. Seasons {trial.seasons[0].year} to "
        f"{trial.seasons[-1].year}: {counted}."
    )


def _lines(framework: Framework) -> dict[str, list[Line]]:
    """The thresholds on each indicator, those of the activation first."""
    found: dict[str, list[Line]] = {}
    for name, stage in reversed(framework.model.stages):
        for each in stage.condition:
            found.setdefault(each.indicator, []).append((str(name), each))
    if framework.event is not None:
        shock: Line = ("shock", framework.event)
        found.setdefault(framework.event.indicator, []).append(shock)
    return found


def _panel(
    framework: Framework,
    name: str,
    lines: list[Line],
    series: Series,
    trial: Trial,
    span: tuple[float, float],
) -> Spec:
    """One indicator over time; what is far above its thresholds is cut off."""
    values = _extremes(series, lines[0][1].direction, span)
    said = [f"{what}: {_words(each)}" for what, each in lines]
    scale: Spec = {"zero": True}
    limit = FAR * max(each.threshold for _, each in lines)
    if 0 < limit < max((each["value"] or 0.0 for each in values), default=0.0):
        scale = {"domain": [min(0.0, *_known(values)), limit], "nice": False}
        said.append("higher figures are cut off")
    height: Spec = {
        "field": "value",
        "type": "quantitative",
        "axis": {"tickCount": 4, "format": ",~f", "minExtent": BESIDE},
        "scale": scale,
    }
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "title": {
            "text": f"{name} ({framework.model.named(name).unit})",
            "subtitle": "; ".join(said),
            "anchor": "start",
            "fontSize": 11.5,
            "subtitleFontSize": 10.5,
            "color": DARK,
            "subtitleColor": GREYS[0],
            "offset": 6,
        },
        "layer": [
            _days([each.activation for each in trial.seasons], span, ACCENT, []),
            _days([each.event for each in trial.seasons], span, DARK, [3, 2]),
            *(_threshold(*line) for line in lines),
            {
                "data": {"values": values},
                "mark": {
                    "type": "line",
                    "color": BLUE,
                    "strokeWidth": 1.3,
                    "clip": True,
                    "invalid": "break-paths-filter-domains",
                },
                "encoding": {"x": _years(span), "y": height},
            },
        ],
    }


def _extremes(
    series: Series, direction: Direction, span: tuple[float, float]
) -> list[Spec]:
    """The figures as they are drawn: of daily ones the most extreme of each month."""
    begins, values = series.begins, series.values
    if series.frequency is Frequency.DAILY:
        months = calendar.periods(begins, Frequency.MONTHLY)
        first = np.flatnonzero(np.diff(months, prepend=months[0] - 1))
        take = np.fmax if direction.is_upward else np.fmin
        values, begins = take.reduceat(values, first), begins[first]
    points = [
        {"year": _year(int(day)), "value": None if np.isnan(value) else float(value)}
        for day, value in zip(begins, values, strict=True)
    ]
    return [each for each in points if span[0] <= (each["year"] or 0.0) <= span[1]]


def _known(values: list[Spec]) -> list[float]:
    return [each["value"] for each in values if each["value"] is not None]


def _threshold(what: str, line: Condition | Event) -> Spec:
    """A threshold as a broken line."""
    colour = {"activation": ACCENT, "readiness": GREYS[1]}.get(what, DARK)
    return {
        "data": {"values": [{"value": line.threshold}]},
        "mark": {"type": "rule", "color": colour, "strokeDash": [5, 3]},
        "encoding": {"y": {"field": "value", "type": "quantitative"}},
    }


def _words(line: Condition | Event) -> str:
    if isinstance(line, Condition):
        return threshold(line)
    return threshold(
        Condition(
            indicator=line.indicator,
            direction=line.direction,
            threshold=line.threshold,
            unit=line.unit,
            lead_days=0,
        )
    )


def _days(
    days: list[int | None], span: tuple[float, float], colour: str, dash: list[int]
) -> Spec:
    """A line on each of the days."""
    return {
        "data": {"values": [{"year": _year(day)} for day in days if day is not None]},
        "mark": {
            "type": "rule",
            "color": colour,
            "strokeDash": dash,
            "strokeWidth": 1.2,
            "opacity": 0.75,
        },
        "encoding": {"x": _years(span)},
    }


def _strip(trial: Trial, month: int, span: tuple[float, float]) -> Spec:
    """A bar for each season in the row of what became of it."""
    rows = [
        {
            "year": _start(each, month) + 0.06,
            "until": _start(each, month) + 0.94,
            "what": WORDS[each.verdict][0],
            "colour": WORDS[each.verdict][1],
        }
        for each in trial.seasons
    ]
    seen = {each["what"] for each in rows}
    order = [word for word, _ in WORDS.values() if word in seen]
    return {
        "width": WIDTH,
        "height": {"step": ROW},
        "data": {"values": rows},
        "mark": {"type": "bar", "height": 11},
        "encoding": {
            "x": _years(span, labelled=True),
            "x2": {"field": "until"},
            "y": {
                "field": "what",
                "type": "nominal",
                "sort": order,
                "axis": {"minExtent": BESIDE, "labelLimit": BESIDE},
            },
            "color": {
                "field": "colour",
                "type": "nominal",
                "scale": None,
                "legend": None,
            },
        },
    }


def _years(span: tuple[float, float], *, labelled: bool = False) -> Spec:
    axis: Spec = {"format": "d", "grid": True, "tickCount": 10}
    return {
        "field": "year",
        "type": "quantitative",
        "axis": axis if labelled else axis | {"labels": False},
        "scale": {"domain": list(span), "nice": False, "zero": False},
    }


def _start(season: Season, month: int) -> float:
    """Where a season begins, in years."""
    return round(season.year + (month - 1) / 12, 4)


def _year(day: int) -> float:
    """A day, counted from 1970, in years."""
    month = int(calendar.periods(np.array([day]), Frequency.MONTHLY)[0])
    first = int(calendar.starts(np.array([month]), Frequency.MONTHLY)[0])
    return round(month / 12 + (day - first) / 372, 4)
