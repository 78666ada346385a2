"""Areas that are not the same on both days are put together."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.flows.preparing.bases import pair
from tests.flows.preparing.explaining import moved
from tests.flows.preparing.small import AREAS, SIMPLE, cell, prepared


def test_a_part_without_a_table_on_one_day_is_put_together_with_its_whole(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("SRB", "KEN", {2015: (30, 30), 2020: (20, 20)}),
        *pair("MNE", "KEN", {2020: (9, 1)}),
        *pair("MNE", "SRB", {2020: (7, 0)}),
        *pair("KEN", "SRB", {2015: (5, 0), 2020: (4, 0)}),
        *pair("KEN", "MNE", {2015: (2, 0), 2020: (1, 0)}),
    ]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "MNE", "SRB"])
    account = found.account
    assert not {"MNE", "SRB"} & set(account.areas)
    assert cell(account.before, "SCG", "KEN") == 7
    assert cell(account.after, "KEN", "SCG") == 50
    assert cell(account.after, "SCG", "SCG") == 2 * 1050 - 50
    assert account.births[account.areas.index("SCG")] == 2 * 100
    assert moved(found, "within") == {("SCG", 2020): -7}


def test_successors_are_put_together_where_the_other_day_knows_the_union(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("CSK", "KEN", {2015: (10, 0)}),
        *pair("CZE", "KEN", {2020: (7, 0)}),
        *pair("SVK", "CZE", {2020: (5, 0)}),
        *pair("SVK", "KEN", {2020: (2, 0)}),
    ]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "CZE", "SVK"])
    account = found.account
    assert "CZE" not in account.areas
    assert cell(account.before, "KEN", "CSK") == 10
    assert cell(account.after, "KEN", "CSK") == 9
    assert account.before.residents[account.areas.index("CSK")] == pytest.approx(2000)


def test_groups_among_the_countries_are_left_out(tmp_path: Path) -> None:
    stocks = [*SIMPLE, *pair("M49:014", "SOM", {2015: (60, 40), 2020: (90, 60)})]
    found = prepared(tmp_path, stocks)
    assert "M49:014" not in found.account.areas
    assert moved(found, "groups") == {("M49:014", 2015): -100, ("M49:014", 2020): -150}


def test_two_parts_of_one_country_are_put_together_under_one_name(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("SRB", "KEN", {2015: (30, 30), 2020: (20, 20)}),
        *pair("MNE", "KEN", {2020: (9, 1)}),
        *pair("XKX", "KEN", {2020: (3, 0)}),
    ]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "MNE", "SRB", "XKX"])
    assert set(found.account.areas) == {*AREAS, "SCG"}
    together = found.account.areas.index("SCG")
    assert found.account.births[together] == 3 * 100
