"""Births, deaths and net migration, from mid-year to mid-year, by sex."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.flows.preparing import bases
from tests.flows.preparing.bases import STOCKS, pair
from tests.flows.preparing.explaining import moved
from tests.flows.preparing.small import AREAS, INTERVAL, SIMPLE, prepared

from migrascope.flows.options import Options
from migrascope.flows.preparing.preparing import prepare


def test_births_and_deaths_of_an_area_without_any_are_those_of_its_neighbour(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("VAT", "KEN", {2015: (30, 70), 2020: (20, 80)}),
        *pair("ITA", "KEN", {2015: (1, 1), 2020: (1, 1)}),
    ]
    residents = [bases.people("VAT", year, 200) for year in (2015, 2020)]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "ITA"], more=residents)
    account = found.account
    italy, vatican = (account.areas.index(each) for each in ("ITA", "VAT"))
    assert account.deaths[vatican] == pytest.approx(account.deaths[italy] * 200 / 1025)
    said = [each for each in found.adjustments if each.step == "deaths estimated"]
    assert [(each.area, "Italy" in each.says) for each in said] == [("VAT", True)]


def test_events_are_counted_from_mid_year_to_mid_year(tmp_path: Path) -> None:
    births = {2015: 100.0, 2016: 1.0, 2017: 1.0, 2018: 1.0, 2019: 1.0, 2020: 50.0}
    rows = [
        each
        for each in bases.demography(AREAS)
        if (each["measure"], each["area"]) != ("births", "KEN")
    ]
    base = bases.base(
        tmp_path,
        {
            STOCKS: SIMPLE,
            "undesa-wpp@2024": [*rows, *bases.yearly("births", "KEN", births)],
        },
    )
    account = prepare(base, INTERVAL, "_T", options=Options()).account
    assert account.births[account.areas.index("KEN")] == 50 + 4 + 25


def test_girls_are_100_of_205_births(tmp_path: Path) -> None:
    account = prepared(tmp_path, SIMPLE, sex="F").account
    assert account.births == pytest.approx(np.full(3, 100 * 100 / 205))


def test_deaths_by_sex_leave_to_each_sex_its_share_of_net_migration(
    tmp_path: Path,
) -> None:
    years = (2015, 2016, 2017, 2018, 2019, 2020)
    rows = [
        *bases.demography(AREAS, births=20, deaths=20, growth=0),
        *(bases.people("KEN", year, 520, sex="F") for year in years[::5]),
        *(bases.people("KEN", year, 480, sex="M") for year in years[::5]),
    ]
    base = bases.base(tmp_path, {STOCKS: SIMPLE, "undesa-wpp@2024": rows})
    account = prepare(base, INTERVAL, "F", options=Options()).account
    kenya = account.areas.index("KEN")
    # nobody moves and no sex grows: as many women die as girls are born
    assert account.deaths[kenya] == pytest.approx(100 * 100 / 205)
    assert account.implied_net_migration[kenya] == pytest.approx(0)


def test_deaths_of_a_sex_stay_within_plausible_death_rates(tmp_path: Path) -> None:
    rows = [
        *bases.demography(AREAS, births=20, deaths=20, growth=0),
        *(bases.people("KEN", 2015, n, sex=sex) for n, sex in ((500, "F"), (500, "M"))),
        *(bases.people("KEN", 2020, n, sex=sex) for n, sex in ((600, "F"), (400, "M"))),
    ]
    base = bases.base(tmp_path, {STOCKS: SIMPLE, "undesa-wpp@2024": rows})
    found = prepare(base, INTERVAL, "F", options=Options())
    kenya = found.account.areas.index("KEN")
    assert found.account.deaths[kenya] == pytest.approx(100 * 550 / (550 + 2.0 * 450))
    assert moved(found, "deaths bounded")[("KEN", None)] == pytest.approx(
        100 * 550 / 1450 - (100 * 100 / 205 - 100)
    )


def test_published_deaths_by_sex_are_taken_as_they_are(tmp_path: Path) -> None:
    rows = [
        *bases.demography(AREAS),
        *(
            {**each, "sex": sex}
            for sex, many in (("F", 3.0), ("M", 7.0))
            for each in bases.yearly(
                "deaths", "KEN", dict.fromkeys(range(2015, 2021), many)
            )
        ),
    ]
    base = bases.base(
        tmp_path,
        {
            STOCKS: SIMPLE,
            "undesa-wpp@2024": rows,
            "undesa-ims-totals@2020": bases.by_sex(AREAS),
        },
    )
    account = prepare(base, INTERVAL, "F", options=Options()).account
    assert account.deaths[account.areas.index("KEN")] == pytest.approx(15)


def test_people_born_and_dead_between_the_two_days_are_no_residents(
    tmp_path: Path,
) -> None:
    rows = bases.demography(AREAS, births=250, deaths=240)
    base = bases.base(tmp_path, {STOCKS: SIMPLE, "undesa-wpp@2024": rows})
    found = prepare(base, INTERVAL, "_T", options=Options())
    kenya = found.account.areas.index("KEN")
    # 1,250 are born, and of the 1,050 who live there at the end, 105 were before;
    # 1,200 die, and of the 1,000 who live there at the beginning, 100 are after
    assert found.account.births[kenya] == pytest.approx(1250 - 305)
    assert found.account.deaths[kenya] == pytest.approx(1200 - 305)
    assert moved(found, "born and died")[("KEN", None)] == pytest.approx(-305)


@pytest.mark.parametrize(
    ("sex", "kenya", "uganda"),
    [("F", 300, -300), ("M", 200, -200), ("_T", 500, -500)],
)
def test_net_migration_is_published_and_split_like_those_who_arrive(
    tmp_path: Path, sex: str, kenya: float, uganda: float
) -> None:
    years = range(2015, 2021)
    rows = [
        each for each in bases.demography(AREAS) if each["measure"] != "net_migration"
    ]
    for area, net in (("KEN", 100.0), ("SOM", 0.0), ("UGA", -100.0)):
        rows += bases.yearly("net_migration", area, dict.fromkeys(years, net))
    base = bases.base(
        tmp_path,
        {
            STOCKS: SIMPLE,
            "undesa-wpp@2024": rows,
            "undesa-ims-totals@2020": bases.by_sex(AREAS),
        },
    )
    account = prepare(base, INTERVAL, sex, options=Options()).account
    assert account.net_migration == pytest.approx([kenya, 0, uganda])
