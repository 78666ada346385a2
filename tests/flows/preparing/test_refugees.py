"""Refugees are taken out pair by pair, never more than stand there."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.flows.preparing import bases
from tests.flows.preparing.bases import pair
from tests.flows.preparing.explaining import moved
from tests.flows.preparing.small import AREAS, SIMPLE, cell, prepared

from migrascope.flows.options import Options, Refugees


def test_refugees_are_the_mean_of_two_year_ends_in_the_sex_ratio_of_the_stock(
    tmp_path: Path,
) -> None:
    counted = [
        bases.sheltered("KEN", "SOM", year, value)
        for year, value in ((2014, 20), (2015, 40), (2019, 500), (2020, 500))
    ]
    found = prepared(
        tmp_path,
        SIMPLE,
        sex="F",
        editions={"unhcr-population@2025": counted},
        options=Options(refugees=Refugees.EXCLUDED),
    )
    assert cell(found.account.before, "SOM", "KEN") == pytest.approx(60 - 30 * 0.6)
    assert cell(found.account.after, "SOM", "KEN") == 0
    assert cell(found.account.before, "KEN", "KEN") == pytest.approx(520 - 60)
    assert moved(found, "refugees") == {("KEN", 2015): -18, ("KEN", 2020): -90}
    beyond = [
        each for each in found.adjustments if each.step == "refugees not taken out"
    ]
    assert sum(each.persons for each in beyond) == (500 - 150) / 2


def test_refugees_of_a_part_are_taken_out_of_what_it_is_counted_with(
    tmp_path: Path,
) -> None:
    stocks = [*SIMPLE, *pair("SRB", "KEN", {2015: (30, 30), 2020: (20, 20)})]
    counted = [
        bases.sheltered(area, "KEN", year, 10)
        for area in ("SRB", "XKX")
        for year in (2014, 2015, 2019, 2020)
    ]
    found = prepared(
        tmp_path,
        stocks,
        areas=[*AREAS, "SRB", "XKX"],
        editions={"unhcr-population@2025": counted},
        options=Options(refugees=Refugees.EXCLUDED),
    )
    assert moved(found, "refugees") == {("SRB", 2015): -20, ("SRB", 2020): -20}
