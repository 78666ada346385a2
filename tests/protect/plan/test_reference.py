"""Does the page about plans name everything that a plan can say?"""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from pathlib import Path

import polars as pl
import pytest

from migrascope.protect.plan import checking, hierarchy, reading, step_checks
from migrascope.protect.plan.model import (
    ClosenessPromise,
    Column,
    Diversity,
    DiversityPromise,
    Kind,
    Missing,
    Plan,
    Promise,
    Role,
)


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "plan.md").read_text(encoding="utf-8")


def rows(page: str) -> dict[str, str]:
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE))


def test_every_key_has_its_row(page: str) -> None:
    there = set(rows(page))
    for table in (Plan, Promise, Column, DiversityPromise, ClosenessPromise):
        keys = {each.name for each in fields(table)}
        inside = {"columns", "promise", "steps", "diversity", "closeness", "grouping"}
        assert keys - inside <= there


def test_every_word_out_of_a_list_is_named(page: str) -> None:
    words = [*Role, *Kind, *Missing, *Diversity, *checking.HIERARCHIES]
    for word in (*words, *step_checks.PERIODS):
        assert f"`{word}`" in page


def test_every_step_has_its_row_with_its_keys_and_what_they_are_without(
    page: str,
) -> None:
    told = rows(page)
    for name, step in reading.STEPS.items():
        for each in fields(step):
            assert f"`{each.name}`" in told[name]
            if each.default is not MISSING and not isinstance(each.default, str):
                assert str(each.default) in told[name]


def test_the_example_is_a_plan(page: str) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert reading.parse(example).keys == ("citizenship",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("age", "34"),
        ("age", "48+"),
        ("area", "KE"),
        ("date", "2016-05-31"),
        ("date", "2016"),
        ("number", "1.5"),
    ],
)
def test_every_level_of_a_hierarchy_is_named_in_its_order(
    page: str, name: str, value: str
) -> None:
    kind = Kind.NUMBER if name == "number" else Kind.CATEGORY
    levels = hierarchy.of(
        Column("c", Role.KEY, kind, hierarchy=name), pl.DataFrame({"c": [value]})
    ).levels
    lines = re.findall(rf"^\| `{name}` \| .+ \| (.+) \|$", page, re.MULTILINE)
    assert levels in [tuple(re.findall(r"`(\w+)`", line)) for line in lines]


def test_the_example_of_groups_can_be_read(page: str, tmp_path: Path) -> None:
    (groups,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    (tmp_path / "work.csv").write_text(groups, encoding="utf-8")
    text = '[[column]]\nname = "work"\nrole = "key"\nhierarchy = "work.csv"\n'
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    grouping = reading.load(tmp_path / "plan.toml").named("work").grouping
    assert grouping
    assert grouping.levels == ("kind", "sector")
