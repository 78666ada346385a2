"""The Global Compact for Migration has its 23 objectives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migrascope.errors import UsageError
from migrascope.model import compact, goals


def test_the_objectives_are_numbered_1_to_23() -> None:
    numbers = [objective.number for objective in compact.objectives()]
    assert numbers == list(range(1, 24))


def test_objective_8_is_about_missing_migrants() -> None:
    assert "missing migrants" in compact.get(8).title


def test_linked_targets_exist_and_each_link_says_why() -> None:
    for objective in compact.objectives():
        for target, reason in objective.targets:
            assert goals.get(target).kind == "target"
            assert reason.endswith(".")


def test_the_cost_of_remittances_leads_to_objective_20() -> None:
    assert [each.number for each in compact.of_target("10.c")] == [20]
    assert compact.of_target("14.1") == ()


@pytest.mark.parametrize("number", [0, 24, -1])
def test_an_objective_that_does_not_exist_is_refused(number: int) -> None:
    with pytest.raises(UsageError, match=f"no objective {number}"):
        compact.get(number)


def test_titles_are_the_official_ones(shared_data: Path) -> None:
    file = shared_data / "knowledge/gcm_objectives.json"
    for published in json.loads(file.read_text("utf-8")):
        assert compact.get(int(published["id"])).title == published["title"].strip()
