"""Counts beside estimates: shown together, never compared one to one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.flows.routes.made_routes import Row, base_of, event

from migrascope.errors import NoFigures
from migrascope.flows import routes
from migrascope.flows.account import mid_years

ROUTE = "central-mediterranean"
INTERVAL = mid_years(2020, 2021)


def flow(origin: str, area: str, persons: float, **more: Any) -> Row:
    """An estimate of people who moved between two mid-years."""
    return {
        "measure": "migration_flows",
        "area": area,
        "origin": origin,
        "breakdown": "method=da_min_closed",
        "start": INTERVAL.start,
        "end": INTERVAL.end,
        "value": persons,
        "unit": "PS",
        "obs_status": "E",
        "row": 2,
        "column": 3,
    } | more


FLOWS = [
    flow("TUN", "ITA", 1000),
    flow("TUN", "CHE", 20),
    flow("TUN", "ITA", 500, breakdown="method=sd_drop_neg"),
    flow("FRA", "ITA", 9000),
    flow("TUN", "USA", 70),
    flow("KEN", "DEU", 5),
]
EVENTS = [
    event("2020-06", 1),
    event("2020-07", 300),
    event("2021-06", 200),
    event("2021-07", 4000),
    event("2020-09", 60, origin="X:unknown"),
]


def test_events_of_the_interval_stand_beside_flows_from_outside(
    tmp_path: Path,
) -> None:
    base = base_of(tmp_path, {"frontex-detections": EVENTS, "abel-cohen-flows": FLOWS})
    found = routes.beside(base, ROUTE, INTERVAL)
    first, second = found.pairs
    assert (first.nationality, first.counted) == ("TUN", 500)
    assert first.estimates == {"da_min_closed": 1020, "sd_drop_neg": 500}
    assert (first.low, first.high) == (500, 1020)
    assert (second.nationality, second.counted) == ("KEN", 0)
    assert found.unnamed == 60


def test_months_that_are_not_counted_are_told(tmp_path: Path) -> None:
    base = base_of(tmp_path, {"frontex-detections": EVENTS, "abel-cohen-flows": FLOWS})
    found = routes.beside(base, ROUTE, INTERVAL)
    assert (found.months, found.months_in_all) == (3, 12)


def test_months_without_nationalities_are_told(tmp_path: Path) -> None:
    rows = [*EVENTS, event("2020-10", 900, origin="_T")]
    base = base_of(tmp_path, {"frontex-detections": rows, "abel-cohen-flows": FLOWS})
    found = routes.beside(base, ROUTE, INTERVAL)
    assert (found.months, found.months_named, found.unnamed) == (4, 3, 960)


def test_a_nationality_that_may_hide_among_others_has_no_count(tmp_path: Path) -> None:
    rows = [*EVENTS, event("2020-09", 4, origin="X:other")]
    base = base_of(tmp_path, {"frontex-detections": rows, "abel-cohen-flows": FLOWS})
    pairs = {p.nationality: p for p in routes.beside(base, ROUTE, INTERVAL).pairs}
    assert pairs["KEN"].counted is None


def test_own_estimates_go_before_published_ones(tmp_path: Path) -> None:
    own = [flow("TUN", "ITA", 1)]
    base = base_of(
        tmp_path,
        {
            "frontex-detections": EVENTS,
            "abel-cohen-flows": FLOWS,
            "migrascope-flows": own,
        },
    )
    found = routes.beside(base, ROUTE, INTERVAL)
    assert found.editions[1].startswith("migrascope-flows@")
    assert found.pairs[0].estimates == {"da_min_closed": 1}


def test_whole_years_within_the_interval_count(tmp_path: Path) -> None:
    year = event("2019-01", 24, end=date(2019, 12, 31), breakdown="")
    year |= {"measure": "irregular_transits", "area": "PAN"}
    flows = [flow("TUN", "PAN", 2, start=date(2018, 7, 1), end=date(2020, 7, 1))]
    base = base_of(
        tmp_path, {"panama-darien-transits": [year], "abel-cohen-flows": flows}
    )
    found = routes.beside(base, "darien", mid_years(2018, 2020))
    assert (found.months, found.pairs[0].counted) == (12, 24)


def test_it_says_why_they_do_not_compare(tmp_path: Path) -> None:
    base = base_of(tmp_path, {"frontex-detections": EVENTS, "abel-cohen-flows": FLOWS})
    words = " ".join(routes.beside(base, ROUTE, INTERVAL).words)
    assert "events" in words
    assert "nationality" in words


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ({"frontex-detections": EVENTS}, "no flows to"),
        ({"abel-cohen-flows": FLOWS}, "no counts on the route"),
    ],
)
def test_what_is_missing_is_an_error_with_advice(
    tmp_path: Path, held: dict[str, list[Row]], says: str
) -> None:
    with pytest.raises(NoFigures, match=says) as caught:
        routes.beside(base_of(tmp_path, held), ROUTE, INTERVAL)
    assert caught.value.advice
