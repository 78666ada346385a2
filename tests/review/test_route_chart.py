"""The drawing of a route: two panels, grey gaps, no line over what is missing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from migrascope.flows import routes
from migrascope.flows.routes import Month, RouteSeries
from migrascope.review import drawing, route_chart


def series(*months: Month) -> RouteSeries:
    route = routes.get("central-mediterranean")
    return RouteSeries(route, None, months, (), ("frontex-detections@2020",), ())


def drawn(shown: RouteSeries) -> dict[str, Any]:
    text = route_chart.route(shown, title="What it shows", source="Who says so")
    return dict(json.loads(text))


def months(counted: list[float | None], dead: list[float | None]) -> list[Month]:
    return [
        Month(date(2023 + place // 12, place % 12 + 1, 1), events, 0, deaths)
        for place, (events, deaths) in enumerate(zip(counted, dead, strict=True))
    ]


def rows(panel: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    return list(panel["layer"][layer]["data"]["values"])


def test_events_and_deaths_have_a_panel_each() -> None:
    specification = drawn(series(*months([5, 6], [1, 0])))
    events, deaths = specification["vconcat"]
    assert "Detections" in events["title"]["text"]
    assert "died or disappeared" in deaths["title"]["text"]
    assert [row["value"] for row in rows(events, 1)] == [5, 6]
    assert [row["value"] for row in rows(deaths, 1)] == [1, 0]


def test_months_without_figures_are_one_grey_band_and_no_bar() -> None:
    (events,) = drawn(series(*months([5, None, None, 6], [None] * 4)))["vconcat"]
    assert rows(events, 0) == [{"from": "2023-02-01", "to": "2023-04-01"}]
    assert len(rows(events, 1)) == 2


def test_the_mean_is_of_twelve_known_months() -> None:
    (events,) = drawn(series(*months([12.0] * 12 + [None], [None] * 13)))["vconcat"]
    assert rows(events, 2) == [
        {"month": "2024-01-01", "value": 12},
        {"month": "2024-02-01", "value": None},
    ]


def test_a_route_without_counts_shows_deaths_alone() -> None:
    (deaths,) = drawn(series(*months([None, None], [1, 2])))["vconcat"]
    assert "died or disappeared" in deaths["title"]["text"]


def test_a_long_title_does_not_make_the_drawing_wider() -> None:
    shown = series(*months([5, 6], [1, 0]))
    text = route_chart.route(shown, title="many words " * 20, source="Who says so")
    assert max(map(len, json.loads(text)["title"]["text"])) <= 76


def test_it_can_be_drawn() -> None:
    text = route_chart.route(
        series(*months([5, None], [1, 0])), title="What it shows", source="Who says so"
    )
    assert "What it shows" in drawing.svg(text)
