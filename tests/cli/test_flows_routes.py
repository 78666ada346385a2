"""`migrascope flows routes` prints counts, gaps and traps, for people and programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.flows.routes.made_routes import (
    base_of,
    elsewhere,
    event,
    incident,
    month_ends,
)
from tests.flows.routes.test_alongside import EVENTS, FLOWS

from migrascope.cli.context import Context
from migrascope.cli.flows_routes import command
from migrascope.errors import MigrascopeError, UsageError
from migrascope.flows.routes import ALL
from migrascope.store.base import Base

Ask = Callable[..., Result]
DEATHS = [incident("2023-02-03", 4), *elsewhere(*month_ends(2023, until=6))]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    months = [event(f"2023-{month:02}", 100, row=month) for month in range(1, 13)]
    unknown = event("2023-05", 25, origin="X:unknown")
    return base_of(
        tmp_path,
        {"frontex-detections": [*months, unknown], "missing-migrants": DEATHS},
    )


@pytest.fixture
def ask(base: Base) -> Ask:
    def run(*arguments: object) -> Result:
        typed = [str(argument) for argument in arguments]
        return CliRunner().invoke(command, typed, obj=Context(folder=base.folder))

    return run


def test_without_a_route_all_of_them_are_listed(ask: Ask) -> None:
    answer = ask()
    assert answer.exit_code == 0
    assert all(name in answer.output for name in ALL)
    assert "frontex-detections@2020" in answer.output
    assert "events, not people" in answer.output
    listed = json.loads(ask("--format", "json").stdout)
    assert [each["route"] for each in listed] == list(ALL)


def test_a_route_opens_with_what_its_figures_say(ask: Ask) -> None:
    first, second, *_ = ask("central-mediterranean").stdout.splitlines()
    assert first == (
        "Central Mediterranean: 1,225 detections of irregular border crossings in 2023"
    )
    assert second.startswith("Counted: arrivals by sea")


def test_a_year_with_missing_months_says_so_and_has_no_rate(ask: Ask) -> None:
    lines = ask("central-mediterranean").stdout.splitlines()
    (year,) = (line for line in lines if line.startswith("2023"))
    assert year.split()[1:5] == ["1,225", "25", "4", ".."]
    assert year.endswith("deaths of 6 months")


def test_the_traps_are_printed_under_the_table(ask: Ask) -> None:
    answer = ask("central-mediterranean").stdout
    assert "Mind: Deaths per 10,000 events are no risk of dying" in answer
    assert "brought back before it reached Europe" in answer


def test_months_that_are_not_published_are_empty_in_csv(ask: Ask) -> None:
    answer = ask("central-mediterranean", "--by", "month", "--format", "csv")
    rows = list(csv.DictReader(answer.stdout.splitlines()))
    assert [row["month"] for row in rows] == [f"2023-{m:02}" for m in range(1, 13)]
    assert [row["dead_or_missing"] for row in rows[:7]] == ["0", "4", *["0"] * 4, ""]
    assert rows[-1]["events_12_months"] == "1225"
    assert rows[-1]["dead_or_missing_12_months"] == ""


def test_years_are_there_for_programs(ask: Ask) -> None:
    text = ask("central-mediterranean", "--format", "csv").stdout
    (row,) = csv.DictReader(text.splitlines())
    assert (row["events"], row["months_of_events"]) == ("1225", "12")
    assert (row["dead_or_missing"], row["months_of_deaths"]) == ("4", "6")


def test_json_holds_everything(ask: Ask) -> None:
    answer = json.loads(ask("central-mediterranean", "--format", "json").stdout)
    assert (answer["measure"], answer["unit"]) == ("irregular_crossings", "EVENTS")
    assert answer["months"][6]["dead_or_missing"] is None
    assert answer["years"][0]["per_10000_events"] is None
    assert answer["editions"] == ["frontex-detections@2020", "missing-migrants@2020"]
    assert answer["mind"]


def test_a_nationality_is_counted_alone(ask: Ask) -> None:
    answer = ask("central-mediterranean", "--nationality", "Tunisia").stdout
    assert "of people from Tunisia in 2023" in answer
    assert "dead or missing" not in answer


@pytest.mark.parametrize(("name", "start"), [("c.svg", b"<svg"), ("c.png", b"\x89PNG")])
def test_a_chart_is_drawn_into_the_file(
    ask: Ask, tmp_path: Path, name: str, start: bytes
) -> None:
    target = tmp_path / name
    assert ask("central-mediterranean", "--chart", target).exit_code == 0
    assert target.read_bytes().startswith(start)


def test_another_kind_of_picture_is_refused(ask: Ask, tmp_path: Path) -> None:
    answer = ask("central-mediterranean", "--chart", tmp_path / "c.doc")
    assert isinstance(answer.exception, UsageError)
    assert ".svg or .png" in answer.exception.advice


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", 2020),
        ("atlantis",),
        ("central-mediterranean", "--since", 2099),
        ("central-mediterranean", "--beside", 2020, 2021, "--since", 2020),
        ("central-mediterranean", "--beside", 2020, 2021),
    ],
)
def test_what_cannot_be_answered_is_an_error_with_advice(
    ask: Ask, arguments: tuple[object, ...]
) -> None:
    answer = ask(*arguments)
    assert isinstance(answer.exception, MigrascopeError)
    assert answer.exception.advice


def test_counts_stand_beside_estimates_with_the_reasons(tmp_path: Path) -> None:
    both = {"frontex-detections": EVENTS, "abel-cohen-flows": FLOWS}
    folder = base_of(tmp_path / "flows", both).folder
    asked = ["central-mediterranean", "--beside", "2020", "2021"]
    answer = CliRunner().invoke(command, asked, obj=Context(folder=folder)).stdout
    assert "Tunisia" in answer
    assert "500 to 1,020" in answer
    assert "Counts are published for 3 of 12 months." in answer
    assert "cannot be compared one to one" in answer
    told = json.loads(
        CliRunner()
        .invoke(command, [*asked, "--format", "json"], obj=Context(folder=folder))
        .stdout
    )
    assert told["pairs"][0]["da_min_closed"] == 1020
    assert told["why_not_comparable"]
