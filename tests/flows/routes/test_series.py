"""A route over time: what is not published is never taken for nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.flows.routes.made_routes import (
    base_of,
    elsewhere,
    event,
    incident,
    month_ends,
)

from migrascope.errors import NoFigures, UnknownArea, UsageError
from migrascope.flows import routes
from migrascope.flows.routes import RouteSeries

ROUTE = "central-mediterranean"
YEAR = [event(f"2023-{month:02}", 100, row=month) for month in range(1, 13)]
WHOLE = [*elsewhere(*month_ends(2023)), incident("2023-12-24", 1)]


def known(series: RouteSeries) -> dict[str, tuple[float | None, float | None]]:
    return {f"{m.first:%Y-%m}": (m.counted, m.dead) for m in series.months}


def test_events_and_deaths_stand_side_by_side(tmp_path: Path) -> None:
    deaths = [incident("2023-02-03", 4), incident("2023-02-20", 6), *WHOLE]
    base = base_of(tmp_path, {"frontex-detections": YEAR, "missing-migrants": deaths})
    series = routes.series(base, ROUTE)
    assert known(series)["2023-02"] == (100, 10)
    (year,) = series.years
    assert (year.counted, year.dead, year.is_complete) == (1200, 11, True)
    assert year.per_ten_thousand == pytest.approx(10_000 * 11 / 1200)


def test_a_month_without_a_detection_is_zero_where_the_list_speaks_of_it(
    tmp_path: Path,
) -> None:
    other = "border=Land;route=Western Balkan Route"
    rows = [event("2023-01", 5), event("2023-02", 7, breakdown=other)]
    series = routes.series(base_of(tmp_path, {"frontex-detections": rows}), ROUTE)
    assert known(series) == {"2023-01": (5, None), "2023-02": (0, None)}


def test_a_month_of_which_the_list_says_nothing_is_not_zero(tmp_path: Path) -> None:
    rows = [event("2023-01", 5), event("2023-03", 7)]
    series = routes.series(base_of(tmp_path, {"frontex-detections": rows}), ROUTE)
    assert known(series)["2023-02"] == (None, None)
    (year,) = series.years
    assert (year.counted, year.months_counted, year.is_complete) == (12, 2, False)
    assert "no counts are published for February 2023" in series.lacks[0]


def test_months_after_the_list_of_incidents_are_not_months_without_deaths(
    tmp_path: Path,
) -> None:
    stops = [*elsewhere(*month_ends(2023, until=6)), incident("2023-07-12", 9)]
    base = base_of(tmp_path, {"frontex-detections": YEAR, "missing-migrants": stops})
    series = routes.series(base, ROUTE)
    assert known(series)["2023-06"] == (100, 0)
    assert known(series)["2023-07"] == (100, None)
    assert known(series)["2023-08"] == (100, None)
    (year,) = series.years
    assert (year.months_dead, year.per_ten_thousand) == (6, None)


def test_deaths_without_a_date_count_in_their_year(tmp_path: Path) -> None:
    base = base_of(tmp_path, {"missing-migrants": [incident("2023", 3), *WHOLE]})
    (year,) = routes.series(base, ROUTE).years
    assert (year.dead, year.undated) == (4, 3)


def test_sums_over_twelve_months_need_all_of_them(tmp_path: Path) -> None:
    rows = [*YEAR, event("2024-02", 40)]
    series = routes.series(base_of(tmp_path, {"frontex-detections": rows}), ROUTE)
    sums = {each.last: each.counted for each in series.rolling()}
    assert sums == {
        date(2023, 12, 1): 1200,
        date(2024, 1, 1): None,
        date(2024, 2, 1): None,
    }


def test_sums_over_twelve_months_reach_back_before_the_first_year_shown(
    tmp_path: Path,
) -> None:
    rows = [*YEAR, event("2024-01", 40)]
    base = base_of(tmp_path, {"frontex-detections": rows})
    series = routes.series(base, ROUTE, since=2024)
    assert [m.first for m in series.months] == [date(2024, 1, 1)]
    assert [each.counted for each in series.rolling()] == [1140]


def test_a_figure_of_a_whole_year_is_a_complete_year_without_months(
    tmp_path: Path,
) -> None:
    whole = event("2019-01", 22102, end=date(2019, 12, 31), breakdown="")
    row = whole | {"measure": "irregular_transits", "area": "PAN"}
    base = base_of(tmp_path, {"panama-darien-transits": [row]})
    series = routes.series(base, "darien")
    assert series.months == ()
    (year,) = series.years
    assert (year.counted, year.is_complete) == (22102, True)


def test_events_without_a_nationality_are_told(tmp_path: Path) -> None:
    rows = [event("2023-01", 5), event("2023-01", 30, origin="X:unknown")]
    base = base_of(tmp_path, {"frontex-detections": rows})
    (month,) = routes.series(base, ROUTE).months
    assert (month.counted, month.unnamed) == (35, 30)
    (month,) = routes.series(base, ROUTE, nationality="Tunisia").months
    assert (month.counted, month.unnamed) == (5, 30)


def test_a_nationality_that_a_list_puts_under_others_is_unknown_and_not_zero(
    tmp_path: Path,
) -> None:
    rows = [
        event("2022-01", 8, origin="SYR"),
        event("2022-02", 9, origin="X:other"),
        event("2023-01", 9, origin="X:other"),
    ]
    base = base_of(tmp_path, {"frontex-detections": rows})
    series = routes.series(base, ROUTE, nationality="SYR")
    assert known(series)["2022-02"] == (0, None)
    assert known(series)["2023-01"] == (None, None)
    with pytest.raises(NoFigures, match="never names people from Kenya"):
        routes.series(base, ROUTE, nationality="KEN")


def test_deaths_of_a_nationality_are_not_made_up(tmp_path: Path) -> None:
    base = base_of(
        tmp_path,
        {"frontex-detections": YEAR, "missing-migrants": [incident("2023-02-03", 4)]},
    )
    series = routes.series(base, ROUTE, nationality="TUN")
    assert all(month.dead is None for month in series.months)
    assert "do not say where the dead came from" in series.traps[0]


def test_a_base_without_counts_shows_deaths_and_says_what_to_add(
    tmp_path: Path,
) -> None:
    base = base_of(tmp_path, {"missing-migrants": WHOLE})
    series = routes.series(base, ROUTE)
    assert all(month.counted is None for month in series.months)
    assert "no edition of frontex-detections" in series.lacks[0]


def test_a_base_without_anything_is_an_error_with_advice(tmp_path: Path) -> None:
    base = base_of(tmp_path, {"test-stock": [event("2023-01", 1)]})
    with pytest.raises(NoFigures, match="nothing is known") as caught:
        routes.series(base, ROUTE)
    assert "migrascope add FILE" in caught.value.advice


def test_a_route_that_the_list_calls_otherwise_is_not_a_route_without_events(
    tmp_path: Path,
) -> None:
    rows = [event("2023-01", 5, breakdown="border=Sea;route=Central Med")]
    base = base_of(tmp_path, {"frontex-detections": rows})
    with pytest.raises(NoFigures, match="no route called") as caught:
        routes.series(base, ROUTE)
    assert "It has: Central Med." in caught.value.advice


def test_routes_that_nobody_follows_are_named(tmp_path: Path) -> None:
    new = event("2023-01", 5, breakdown="border=Sea;route=Channel")
    base = base_of(tmp_path, {"frontex-detections": [*YEAR, new]})
    assert "not followed here: Channel." in routes.series(base, ROUTE).lacks[0]


def test_a_list_of_incidents_without_the_route_says_nothing_of_it(
    tmp_path: Path,
) -> None:
    lists = {
        "frontex-detections": YEAR,
        "missing-migrants": elsewhere(*month_ends(2023)),
    }
    series = routes.series(base_of(tmp_path, lists), ROUTE)
    assert all(month.dead is None for month in series.months)
    assert "tells this route apart" in series.lacks[0]


@pytest.mark.parametrize(
    ("route", "nationality", "error"),
    [
        ("atlantis", None, UsageError),
        (ROUTE, "Africa", UsageError),
        (ROUTE, "Atlantis", UnknownArea),
    ],
)
def test_what_does_not_exist_is_named(
    tmp_path: Path, route: str, nationality: str | None, error: type[Exception]
) -> None:
    base = base_of(tmp_path, {"frontex-detections": YEAR})
    with pytest.raises(error):
        routes.series(base, route, nationality=nationality)


def test_a_list_of_incidents_that_is_not_there_is_named(tmp_path: Path) -> None:
    base = base_of(tmp_path, {"missing-migrants": WHOLE})
    with pytest.raises(UsageError, match="missing-migrants-converted") as caught:
        routes.series(base, ROUTE, incidents="missing-migrants-converted")
    assert "It has: missing-migrants." in caught.value.advice
