"""The 2030 Agenda is complete, in its official wording."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import UnknownMeasure
from migrascope.model import goals

entries = st.sampled_from([*goals.goals(), *goals.targets(), *goals.indicators()])


def test_there_are_17_goals_169_targets_and_235_different_indicators() -> None:
    assert len(goals.goals()) == 17
    assert len(goals.targets()) == 169
    assert len(goals.indicators()) == 251
    assert len({entry.unsd_code for entry in goals.indicators()}) == 235


@given(entries)
def test_every_code_gets_its_entry_and_stands_under_its_parent(
    entry: goals.Entry,
) -> None:
    assert goals.get(entry.code) is entry
    assert entry.text
    if entry.kind == "goal":
        assert entry.parent == ""
        assert entry.title
    else:
        above = goals.get(entry.parent)
        assert above.goal == entry.goal
        assert (above.kind, entry.kind) in {("goal", "target"), ("target", "indicator")}


@given(entries)
def test_an_indicator_listed_elsewhere_is_listed_there_too(entry: goals.Entry) -> None:
    alike = goals.listed_alike(entry.code)
    assert entry.code in alike
    assert all(goals.listed_alike(code) == alike for code in alike)


def test_codes_are_read_as_people_write_them() -> None:
    assert goals.get(" 10.C.1 ").code == "10.c.1"


def test_the_migration_target_has_four_indicators() -> None:
    assert [entry.code for entry in goals.indicators("10.7")] == [
        "10.7.1",
        "10.7.2",
        "10.7.3",
        "10.7.4",
    ]


def test_goal_1_does_not_claim_the_targets_of_goal_10() -> None:
    assert {entry.goal for entry in goals.targets("1")} == {1}
    assert len(goals.targets("1")) == 7


def test_what_is_about_migration_says_why() -> None:
    direct = {entry.code for entry in goals.about_migration()}
    assert {"10.7", "10.c", "8.8", "16.2", "17.18", "10.7.4", "17.3.2"} <= direct
    for entry in (*goals.goals(), *goals.targets(), *goals.indicators()):
        assert bool(entry.migration) == bool(entry.reason), entry.code


def test_the_twelve_priority_indicators_for_displaced_people_are_marked() -> None:
    twelve = (
        "1.2.1 1.4.2 2.2.1 3.1.2 4.1.1 6.1.1 7.1.1 8.3.1 8.5.2 11.1.1 16.1.4 16.9.1"
    )
    marked = {entry.code for entry in goals.about_migration(goals.DISAGGREGATE)}
    assert set(twelve.split()) <= marked


@pytest.mark.parametrize("code", ["", "18", "10.8", "10.7.9", "migration"])
def test_an_unknown_code_is_refused_with_the_nearest_three(code: str) -> None:
    with pytest.raises(UnknownMeasure, match="no goal, target or indicator") as refused:
        goals.get(code)
    assert refused.value.advice.count(",") == 2


def test_the_wording_is_that_of_the_official_list(shared_data: Path) -> None:
    file = shared_data / "knowledge/sdg_framework_2025.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            entry = goals.get(row[row["kind"]])
            assert entry.text == " ".join(row["text"].split())
            assert entry.unsd_code == row["unsd_code"]
