"""What does a forecast look like?

A fan: what was counted as a line, then the median and two bands, the 80 and the 95 per
cent interval, labelled at their ends.
"""

from __future__ import annotations

from pathlib import Path

from migrascope.errors import UsageError
from migrascope.foresight.asking import Answer
from migrascope.foresight.quantiles import INTERVALS, MEDIAN
from migrascope.review import drawing
from migrascope.review.charts import ACCENT, BLUE, GREYS, Spec, text

WIDTH, HEIGHT = 640, 300
SINCE = 15
"""How many years of the past are drawn; five of monthly series."""


def specification(answer: Answer) -> str:
    """The fan of an answer as Vega-Lite text."""
    first = max(answer.past)
    season = answer.manner.season
    since = first - SINCE * (season if season == 1 else 4)
    counted = [
        {"year": time / season, "value": value}
        for time, value in answer.past.items()
        if time > since
    ]
    start = {"year": first / season, "median": answer.past[first]}
    for percent in INTERVALS:
        start |= {
            f"low{percent}": answer.past[first],
            f"high{percent}": answer.past[first],
        }
    ahead: list[dict[str, float]] = [start]
    for row in answer.rows:
        point: dict[str, float] = {
            "year": row.time / season,
            "median": row.quantiles[MEDIAN],
        }
        for percent, (low, high) in INTERVALS.items():
            point[f"low{percent}"] = row.quantiles[low]
            point[f"high{percent}"] = row.quantiles[high]
        ahead.append(point)
    return text(
        {
            "width": WIDTH,
            "height": HEIGHT,
            "title": _title(answer),
            "layer": [
                *(_band(ahead, percent) for percent in sorted(INTERVALS, reverse=True)),
                _line(ahead, "median", ACCENT, dash=[5, 3]),
                _line(counted, "value", BLUE),
                *_labels(ahead[-1]),
            ],
        }
    )


def draw(answer: Answer, path: Path) -> None:
    """Draw the fan into a file: .svg or .png.

    Raises:
        UsageError: another ending, or the folder is not there.
    """
    made = specification(answer)
    if path.suffix == ".svg":
        content = drawing.svg(made).encode("utf-8")
    elif path.suffix == ".png":
        content = drawing.png(made)
    else:
        raise UsageError(
            f"{path.name}: a drawing ends in .svg or .png.", "Name such a file."
        )
    if not path.parent.is_dir():
        raise UsageError(
            f"There is no folder {path.parent}.", "Make it, then try again."
        )
    path.write_bytes(content)


def _title(answer: Answer) -> Spec:
    note = f"Source: {answer.publisher}, {', '.join(answer.editions)}; "
    note += "forecast by Migrascope"
    return {
        "text": answer.subject,
        "subtitle": [f"{note} ({answer.models[0].replace('_', ' ')})"],
        "anchor": "start",
        "color": BLUE,
        "subtitleColor": GREYS[0],
    }


def _years() -> Spec:
    return {
        "field": "year",
        "type": "quantitative",
        "axis": {
            "format": "d",
            "grid": False,
            "tickCount": 8,
            "labelFlush": False,
        },
        "scale": {"zero": False, "nice": False},
    }


def _people(field: str) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "axis": {"format": ",.0f", "title": None, "tickCount": 6},
        "scale": {"zero": True},
    }


def _band(ahead: list[dict[str, float]], percent: int) -> Spec:
    return {
        "data": {"values": ahead},
        "mark": {"type": "area", "color": ACCENT, "opacity": 0.18},
        "encoding": {
            "x": _years(),
            "y": _people(f"low{percent}"),
            "y2": {"field": f"high{percent}"},
        },
    }


def _line(
    values: list[dict[str, float]],
    field: str,
    colour: str,
    dash: list[int] | None = None,
) -> Spec:
    mark: Spec = {"type": "line", "color": colour, "strokeWidth": 2.2}
    return {
        "data": {"values": values},
        "mark": mark | ({"strokeDash": dash} if dash else {}),
        "encoding": {"x": _years(), "y": _people(field)},
    }


def _labels(last: dict[str, float]) -> list[Spec]:
    said = (("median", "expected"), ("high80", "80 %"), ("high95", "95 %"))
    return [
        {
            "data": {"values": [{**last, "says": says}]},
            "mark": {"type": "text", "align": "left", "dx": 6, "color": GREYS[0]},
            "encoding": {
                "x": _years(),
                "y": _people(field),
                "text": {"field": "says"},
            },
        }
        for field, says in said
    ]
