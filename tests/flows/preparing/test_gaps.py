"""What was not counted on one day is left out on both, or estimated on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.flows.preparing.bases import living, pair
from tests.flows.preparing.explaining import moved
from tests.flows.preparing.small import AREAS, SIMPLE, cell, prepared

from migrascope.flows.options import Gaps, Options


def test_a_mark_on_one_day_leaves_the_pair_out_on_both(tmp_path: Path) -> None:
    marks = [living("KEN", "UGA", 2020, None, sex=sex) for sex in "FM"]
    stocks = [*SIMPLE, *pair("KEN", "UGA", {2015: (20, 30)}), *marks]
    found = prepared(tmp_path, stocks)
    assert cell(found.account.before, "UGA", "KEN") == 0
    assert cell(found.account.after, "UGA", "KEN") == 0
    assert moved(found, "missing") == {("KEN", 2015): -50}


def test_a_mark_is_estimated_from_other_years_only_when_that_is_declared(
    tmp_path: Path,
) -> None:
    marks = [living("KEN", "UGA", 2020, None, sex=sex) for sex in "FM"]
    stocks = [*SIMPLE, *pair("KEN", "UGA", {2010: (5, 5), 2015: (20, 30)}), *marks]
    found = prepared(tmp_path, stocks, options=Options(gaps=Gaps.CARRY))
    assert cell(found.account.after, "UGA", "KEN") == 50
    assert moved(found, "carried") == {("KEN", 2020): 50}


def test_a_hole_between_two_years_is_filled_on_the_line_between_them(
    tmp_path: Path,
) -> None:
    stocks = [
        *pair("KEN", "SOM", {2010: (10, 10), 2015: (10, 10), 2020: (10, 10)}),
        *pair("SOM", "KEN", {2010: (100, 0), 2020: (200, 0)}),
        *pair("UGA", "KEN", {2015: (1, 1), 2020: (1, 1)}),
    ]
    found = prepared(tmp_path, stocks, options=Options(gaps=Gaps.CARRY))
    days = (1826, 3653)  # from 1 July 2010 to 2015, and to 2020
    assert cell(found.account.before, "KEN", "SOM") == pytest.approx(
        100 + 100 * days[0] / days[1]
    )


def test_an_area_with_a_table_on_one_day_only_is_a_birthplace_and_no_residence(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("CUW", "KEN", {2020: (20, 10)}),
        *pair("KEN", "CUW", {2015: (3, 0), 2020: (4, 0)}),
    ]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "CUW"])
    account = found.account
    spot = account.areas.index("CUW")
    assert cell(account.after, "CUW", "KEN") == 4
    assert account.after.residents[spot] == account.deaths[spot] == 0
    assert moved(found, "one day only") == {("CUW", 2020): -30}
    assert moved(found, "left out") == {("CUW", None): -1000}


def test_zeros_are_told_from_missing_figures(tmp_path: Path) -> None:
    found = prepared(tmp_path, SIMPLE)
    says = {each.says for each in found.adjustments if each.step == "zeros"}
    assert says == {"3 pairs without a figure count as nobody."}


def test_a_birthplace_without_table_and_population_is_told(tmp_path: Path) -> None:
    stocks = [*SIMPLE, *pair("KEN", "VAT", {2015: (1, 0), 2020: (1, 0)})]
    found = prepared(tmp_path, stocks)
    told = [each for each in found.adjustments if each.step == "left out"]
    assert [(each.area, each.persons) for each in told] == [("VAT", 0)]
