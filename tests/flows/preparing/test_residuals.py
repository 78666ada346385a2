"""People of unknown origin are spread, kept or left out, and never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.flows.preparing.bases import pair
from tests.flows.preparing.explaining import moved
from tests.flows.preparing.small import AREAS, SIMPLE, cell, prepared

from migrascope.flows.options import Options, Residuals


def test_residuals_are_spread_over_the_known_birthplaces_of_the_same_area(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("KEN", "UGA", {2015: (20, 30), 2020: (0, 0)}),
        *pair("KEN", "X:other", {2015: (8, 14), 2020: (9, 6)}),
    ]
    found = prepared(tmp_path, stocks)
    assert "X:other" not in found.account.areas
    before = found.account.before
    # women 8 over 60:20, men 14 over 40:30
    assert cell(before, "SOM", "KEN") == pytest.approx(100 + 6 + 8)
    assert cell(before, "UGA", "KEN") == pytest.approx(50 + 2 + 6)
    assert cell(before, "KEN", "KEN") == pytest.approx(1000 - 172)
    spread = [each for each in found.adjustments if each.step == "residual"]
    assert {
        (each.origin, each.persons) for each in spread if each.day == before.day
    } == {
        ("X:other", -22),
        (None, 22),
    }


def test_residuals_are_kept_as_a_row_with_an_empty_column(tmp_path: Path) -> None:
    stocks = [*SIMPLE, *pair("KEN", "X:other", {2015: (8, 14), 2020: (9, 6)})]
    kept = Options(residuals=Residuals.KEEP)
    account = prepared(tmp_path, stocks, options=kept).account
    assert cell(account.before, "X:other", "KEN") == 22
    spot = account.areas.index("X:other")
    assert account.before.residents[spot] == account.births[spot] == 0


def test_dropped_residuals_do_not_become_natives(tmp_path: Path) -> None:
    stocks = [*SIMPLE, *pair("KEN", "X:other", {2015: (8, 14), 2020: (9, 6)})]
    drop = Options(residuals=Residuals.DROP)
    found = prepared(tmp_path, stocks, options=drop)
    assert cell(found.account.before, "KEN", "KEN") == pytest.approx(1000 - 122)
    assert moved(found, "residual dropped") == {("KEN", 2015): -22, ("KEN", 2020): -15}
    here = found.account.areas.index("KEN")
    left = (978 / 1000 + 1035 / 1050) / 2
    assert found.account.deaths[here] == pytest.approx(50 * left)


def test_residuals_without_a_known_birthplace_beside_them_count_with_the_natives(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("BES", "X:other", {2015: (400, 500), 2020: (400, 500)}),
    ]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "BES"])
    assert cell(found.account.before, "BES", "BES") == 1000
    assert moved(found, "residual native") == {("BES", 2015): -900, ("BES", 2020): -900}
