"""A plan with many methods, a hierarchy of its own, and cases in Parquet."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from benchmarks import _cases
from tests.conftest import Finished

Run = Callable[..., Finished]
COLUMNS = (
    "year",
    "sex",
    "age",
    "control",
    "recruiter",
    "weight",
    "incident",
    "months",
    "registered",
    "case_number",
)
PLAN = """\
title = "Many methods"
purpose = "Trial"
responsible = "Officer"
missing = "value"
[promise]
k = 5
most_suppressed = 0.5
households = "allow"
[[promise.diversity]]
column = "control"
l = 2
[[column]]
name = "year"
role = "key"
hierarchy = "date"
[[column]]
name = "sex"
role = "key"
[[column]]
name = "age"
role = "key"
hierarchy = "ages.csv"
[[column]]
name = "control"
role = "sensitive"
[[column]]
name = "recruiter"
role = "sensitive"
[[column]]
name = "weight"
role = "weight"
kind = "number"
[[column]]
name = "incident"
role = "household"
[[column]]
name = "months"
role = "other"
kind = "number"
[[column]]
name = "registered"
role = "other"
kind = "date"
[[column]]
name = "case_number"
role = "direct_identifier"
[[step]]
do = "pseudonymise"
column = "incident"
[[step]]
do = "coarsen_date"
column = "registered"
to = "quarter"
[[step]]
do = "microaggregate"
columns = ["months"]
size = 5
[[step]]
do = "pram"
column = "recruiter"
[[step]]
do = "recode"
column = "age"
level = "band"
[[step]]
do = "suppress"
"""
AGES = "age,band\n0-8,child\n9-17,child\n" + "".join(
    f"{age},adult\n" for age in ("18-20", "21-23", "24-26", "27-29")
)
OLDER = "30-38,adult\n39-47,adult\n48+,adult\n"


@pytest.fixture
def released(run: Run, tmp_path: Path) -> tuple[pl.DataFrame, Path]:
    cases = tmp_path / "cases.parquet"
    _cases.cases(1_500, 3, columns=15).select(COLUMNS).write_parquet(cases)
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, "utf-8")
    (tmp_path / "ages.csv").write_text(AGES + OLDER, "utf-8")
    answer = run("protect", cases, "--plan", plan, "--output", tmp_path / "release")
    assert answer.code == 0, answer.err
    return pl.read_parquet(tmp_path / "release" / "data.parquet"), tmp_path


def test_every_method_of_the_plan_is_seen_in_the_data(
    released: tuple[pl.DataFrame, Path],
) -> None:
    data, _ = released
    assert set(data["age"].drop_nulls()) == {"child", "adult"}
    quarters = data["registered"].drop_nulls()
    assert quarters.str.contains(r"^\d{4}-Q[1-4]$").all()
    groups = data["months"].value_counts()["count"]
    assert int(str(groups.min())) >= 5
    assert all(re.fullmatch("[0-9a-f]{32}", text) for text in data["incident"])


def test_the_report_has_numbers_categories_and_what_was_held_back(
    released: tuple[pl.DataFrame, Path],
) -> None:
    _, folder = released
    page = (folder / "release" / "utility.html").read_text("utf-8")
    for text in ("mean before", "correlation ratio", "Not released: case_number"):
        assert text in page


def test_the_inside_has_all_that_is_needed_to_prove_it_again(
    run: Run, released: tuple[pl.DataFrame, Path]
) -> None:
    _, folder = released
    inside = folder / "release-inside"
    assert (inside / "ages.csv").is_file()
    (folder / "plan.toml").unlink()
    (folder / "ages.csv").unlink()
    answer = run(
        "protect",
        "verify",
        folder / "release",
        "--plan",
        inside / "plan.toml",
        "--original",
        folder / "cases.parquet",
    )
    assert answer.code == 0, answer.out
    risk = json.loads((inside / "risk.json").read_text("utf-8"))
    assert "households" in risk["before"]["household"]
    assert risk["before"]["weighted"]
