"""`migrascope foresight scenario`: years of events are shown, one country is one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import Finished

from migrascope.foresight.scenarios import gathering
from migrascope.foresight.scenarios.accounting import Account

Run = Callable[..., Finished]
AREAS = ("KEN", "SSD", "UGA")
CRISIS = """title = "A crisis"
says = "Half a million people flee."

[[crisis]]
origin = "SSD"
year = 2028
people = 500_000
"""


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    """Three countries that would neither grow nor shrink until 2050."""
    years = tuple(range(2025, 2051))
    people = np.tile([50e6, 12e6, 45e6], (len(years), 1))
    none = np.zeros_like(people)
    asylum = np.array([[0, 0, 0], [0.3, 0, 0.7], [0, 0, 0]])
    made = Account(
        AREAS, years, people[0], people, none, none, none,
        asylum, people * 0.9, people * 1.1,
    )  # fmt: skip
    monkeypatch.setattr(gathering, "medium", lambda _: (made, ("undesa-wpp@x",)))
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "crisis.toml"
    path.write_text(CRISIS, "utf-8")
    return path


def shown(out: str) -> list[str]:
    """The years of the table."""
    rows = [line.split() for line in out.splitlines() if line[:2] == "20"]
    return [row[0] for row in rows if not row[0].endswith(":")]


def test_the_year_of_a_crisis_stands_in_the_table(run: Run, file: Path) -> None:
    done = run("foresight", "scenario", file, "--area", "SSD")
    assert done.code == 0, done.err
    assert "2028: 500,000 people flee from South Sudan." in done.out
    years = ["2025", "2028", "2030", "2035", "2040", "2045", "2050"]
    assert shown(done.out) == years
    (row,) = [line for line in done.out.splitlines() if line.startswith("2028  ")]
    assert "-500,000" in row


def test_csv_of_one_country_is_of_that_country(run: Run, file: Path) -> None:
    one = run("foresight", "scenario", file, "--area", "Uganda", "--format", "csv")
    every = run("foresight", "scenario", file, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(every.out)))
    assert {row["area"] for row in rows} == set(AREAS)
    assert list(csv.DictReader(io.StringIO(one.out))) == [
        row for row in rows if row["area"] == "UGA"
    ]


@pytest.mark.parametrize("form", ["csv", "table"])
def test_a_country_without_an_account_is_named(run: Run, file: Path, form: str) -> None:
    done = run("foresight", "scenario", file, "--area", "Tuvalu", "--format", form)
    assert done.code == 6
    assert "no account of Tuvalu" in done.err
    assert done.out.count("\n") <= 4


def test_what_cannot_be_meant_is_said_with_file_and_line(run: Run, file: Path) -> None:
    file.write_text(CRISIS.replace("500_000", '"many"'), "utf-8")
    done = run("foresight", "scenario", file, "--area", "SSD")
    assert (done.code, done.out) == (2, "")
    assert 'crisis.toml, line 7: crisis 1, people: must be a number, and "many"' in (
        done.err
    )
