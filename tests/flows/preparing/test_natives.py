"""Natives are what the population leaves, by sex, from one edition."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.flows.preparing import bases
from tests.flows.preparing.bases import STOCKS, living, pair
from tests.flows.preparing.explaining import assert_explained, moved
from tests.flows.preparing.small import AREAS, INTERVAL, SIMPLE, cell, prepared

from migrascope.flows.options import Options
from migrascope.flows.preparing.preparing import prepare


def test_natives_are_the_population_less_those_born_elsewhere(tmp_path: Path) -> None:
    account = prepared(tmp_path, SIMPLE).account
    assert cell(account.before, "KEN", "KEN") == 1000 - 100
    assert cell(account.after, "KEN", "KEN") == 1050 - 150
    assert cell(account.after, "SOM", "KEN") == 150


def test_natives_of_a_sex_follow_its_share_of_the_population(tmp_path: Path) -> None:
    account = prepared(tmp_path, SIMPLE, sex="F").account
    assert cell(account.before, "KEN", "KEN") == pytest.approx(1000 * 0.52 - 60)


def test_where_more_were_born_elsewhere_than_live_there_nobody_is_native(
    tmp_path: Path,
) -> None:
    stocks = [*SIMPLE, *pair("UGA", "SOM", {2015: (900, 300), 2020: (10, 10)})]
    found = prepared(tmp_path, stocks)
    assert cell(found.account.before, "UGA", "UGA") == 0
    assert moved(found, "clipped") == {("UGA", 2015): 1240 - 1000}


def test_one_sex_that_exceeds_its_population_does_not_change_both_together(
    tmp_path: Path,
) -> None:
    stocks = [*SIMPLE, *pair("UGA", "SOM", {2015: (700, 100), 2020: (700, 100)})]
    found = prepared(tmp_path, stocks, sex="F")
    assert cell(found.account.before, "UGA", "UGA") == 0
    assert moved(found, "sexes evened")[("UGA", 2015)] == 720 - 520
    both = prepared(tmp_path / "both", stocks).account
    assert both.before.residents[both.areas.index("UGA")] == pytest.approx(1000)


def test_kosovo_lives_with_serbia_where_the_stocks_do_not_tell_it_apart(
    tmp_path: Path,
) -> None:
    stocks = [*SIMPLE, *pair("SRB", "KEN", {2015: (30, 30), 2020: (20, 20)})]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "SRB", "XKX"])
    serbia = found.account.areas.index("SRB")
    assert found.account.before.residents[serbia] == pytest.approx(2000)
    assert found.account.deaths[serbia] == 2 * 50


def test_an_area_of_which_only_the_parts_have_a_population_gets_their_sum(
    tmp_path: Path,
) -> None:
    stocks = [*SIMPLE, *pair("M49:830", "KEN", {2015: (1, 1), 2020: (1, 1)})]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "GGY", "JEY"])
    islands = found.account.areas.index("M49:830")
    assert found.account.before.residents[islands] == pytest.approx(2000)


def test_migrants_that_the_table_by_origin_leaves_out_are_listed(
    tmp_path: Path,
) -> None:
    totals = [
        {**living("KEN", "_T", year, value, sex=sex)}
        for year in (2015, 2020)
        for sex, value in (("F", 100.0), ("M", 100.0))
    ]
    base = bases.base(
        tmp_path,
        {
            "undesa-ims-bilateral@2020": SIMPLE,
            "undesa-wpp@2024": bases.demography(AREAS),
            "undesa-ims-totals@2020": [*bases.by_sex(AREAS), *totals],
        },
    )
    found = prepare(base, INTERVAL, "_T", options=Options())
    assert moved(found, "not by origin") == {("KEN", None): 100 + 50}
    assert_explained(found)


def test_every_cell_of_the_two_days_is_told(tmp_path: Path) -> None:
    found = prepared(tmp_path, SIMPLE)
    assert found.stocks.columns[:5] == ["area", "origin", "sex", "start", "value"]
    assert found.stocks.height == len(SIMPLE)
    assert set(found.stocks["edition"]) == {STOCKS}
    assert found.stocks["row"].n_unique() == len(SIMPLE)


def test_both_ends_take_the_share_of_women_from_one_edition(tmp_path: Path) -> None:
    later = [
        bases.people("KEN", 2020, value, sex=sex, month=12)
        for sex, value in (("F", 400.0), ("M", 600.0))
    ]
    found = prepared(
        tmp_path,
        SIMPLE,
        sex="F",
        editions={"undesa-wpp-projection@2024": later},
    )
    kenya = found.account.areas.index("KEN")
    assert found.account.after.residents[kenya] == pytest.approx(1050 * 0.52)


def test_natives_that_the_stocks_tell_on_both_days_stay(tmp_path: Path) -> None:
    told = pair("KEN", "KEN", {2015: (400, 300), 2020: (410, 310)})
    found = prepared(tmp_path, [*SIMPLE, *told])
    assert cell(found.account.before, "KEN", "KEN") == 700
    assert cell(found.account.after, "KEN", "KEN") == 720


def test_natives_that_the_stocks_tell_on_one_day_only_are_replaced(
    tmp_path: Path,
) -> None:
    told = pair("KEN", "KEN", {2015: (400, 300)})
    found = prepared(tmp_path, [*SIMPLE, *told])
    assert cell(found.account.before, "KEN", "KEN") == 900
    assert moved(found, "natives")[("KEN", 2015)] == 200


@pytest.mark.parametrize("chosen", ["2022", "undesa-wpp@2022"])
def test_an_older_revision_of_the_population_can_be_chosen(
    tmp_path: Path, chosen: str
) -> None:
    older = bases.demography(AREAS, population=2000)
    options = Options(population=chosen)
    found = prepared(
        tmp_path, SIMPLE, editions={"undesa-wpp@2022": older}, options=options
    )
    assert cell(found.account.before, "KEN", "KEN") == 2000 - 100
    assert "undesa-wpp@2022" in found.editions


def test_files_of_different_revisions_are_not_mixed(tmp_path: Path) -> None:
    older = [bases.people("KEN", 2015, 9000.0), bases.people("KEN", 2020, 9000.0)]
    found = prepared(tmp_path, SIMPLE, editions={"undesa-wpp-indicators@2022": older})
    assert cell(found.account.before, "KEN", "KEN") == 1000 - 100
