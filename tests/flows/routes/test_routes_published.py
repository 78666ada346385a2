"""The publishers' own lists: routes hold what was printed, and all of it."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from migrascope.flows import routes
from migrascope.model import area, measure
from migrascope.store.base import Base

pytestmark = pytest.mark.xdist_group("routes")  # what it rests on is built once

FRONTEX = [each for each in routes.listed() if each.dataset == "frontex-detections"]


@pytest.mark.parametrize("name", routes.ALL)
def test_every_route_has_counts_in_the_publishers_lists(
    counted: Base, name: str
) -> None:
    series = routes.series(counted, name)
    assert sum(year.counted or 0 for year in series.years) > 1_000
    assert series.route.measure in {each.code for each in measure.all()}
    assert area.members(series.route.destination)


def test_every_route_of_frontex_is_followed_but_the_rest(
    shared_data: Path, counted: Base
) -> None:
    expected: Counter[str] = Counter()
    path = shared_data / "irregular/frontex_detections_monthly.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            expected[row["route"]] += int(float(row["n"]))
    found = {
        route.counted_as: sum(
            y.counted or 0 for y in routes.series(counted, route).years
        )
        for route in FRONTEX
    }
    assert expected.pop("Other") == 71
    assert found == expected


@pytest.mark.parametrize(
    "name",
    [
        "central-mediterranean",
        "eastern-mediterranean",
        "western-mediterranean",
        "western-african",
    ],
)
def test_two_lists_of_incidents_hold_the_same_deaths_under_other_names(
    counted: Base, name: str
) -> None:
    full = routes.series(counted, name)
    copy = routes.series(counted, name, incidents="missing-migrants-converted")
    deaths = {year.number: year.dead for year in copy.years}
    for year in full.years:
        if year.months_dead == 12:
            # one death of 2020 was added between the two editions
            assert year.dead == pytest.approx(deaths[year.number], abs=1)


def test_2024_is_complete_in_one_list_of_incidents_and_not_in_the_other(
    counted: Base,
) -> None:
    name = "central-mediterranean"
    full = {y.number: y for y in routes.series(counted, name).years}
    lists = "missing-migrants-converted"
    copy = {y.number: y for y in routes.series(counted, name, incidents=lists).years}
    assert (full[2024].months_dead, full[2024].dead) == (6, 878)
    assert full[2024].per_ten_thousand is None
    assert (copy[2024].months_dead, copy[2024].dead) == (12, 1678)


def test_the_darien_has_yearly_figures_and_closed_months(counted: Base) -> None:
    years = {y.number: y for y in routes.series(counted, "darien").years}
    assert years[2019].counted == 22_102
    assert years[2019].is_complete
    assert (years[2020].counted, years[2020].months_counted) == (6_465, 9)


def test_nationalities_at_the_us_border_begin_in_october_2019(counted: Base) -> None:
    series = routes.series(counted, "us-mexico-border", nationality="VEN")
    first = next(m.first for m in series.months if m.counted is not None)
    assert f"{first:%Y-%m}" == "2019-10"
    whole = routes.series(counted, "us-mexico-border")
    assert {y.number: y.counted for y in whole.years}[2018] == 590_693
