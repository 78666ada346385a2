"""`migrascope flows validate`: what the estimates are worth, in every form."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from tests.flows.validation import small

from migrascope.cli import flows_validate
from migrascope.cli.lazy import with_shared_options
from migrascope.flows import methods


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.whole(tmp_path_factory.mktemp("validate")).folder


def asked(folder: Path, *arguments: str) -> Result:
    command: click.Command = with_shared_options(flows_validate.command)
    found = CliRunner().invoke(
        command, ["--base", str(folder), *arguments], catch_exceptions=False
    )
    assert found.exit_code == 0, found.output
    return found


def test_the_tables_come_with_their_sentences(folder: Path) -> None:
    text = asked(folder).stdout
    for heading in (
        "How far apart the methods are",
        "Against reported flows",
        "Against reported arrivals and departures",
        "Against net migration",
        "The published estimates reproduced",
        "How editions revise the stocks",
        "Intervals held against the next edition",
    ):
        assert f"\n{heading}\n" in text
    assert "naive baseline stock_share" in text
    assert "Rests on: undesa-ims-bilateral@2024" in text


def test_the_method_in_front_is_shown_by_size_and_by_undercount(folder: Path) -> None:
    text = asked(folder, "--from", "2015").stdout
    assert "da_pb_closed, reported " in text
    assert "\n100–999" in text or "\n1,000–9,999" in text
    assert "da_pb_closed, undercount" in text
    assert "\nlow " in text


def test_one_interval_and_another_edition_can_be_chosen(folder: Path) -> None:
    text = asked(folder, "--from", "2015", "--stocks", "2020").stdout
    assert "Intervals: 2015–2020" in text
    assert "Rests on: undesa-ims-bilateral@2020" in text


@pytest.mark.parametrize("method", methods.ALL)
def test_any_one_method_can_be_chosen(folder: Path, method: str) -> None:
    answer = json.loads(asked(folder, "--method", method, "--format", "json").stdout)
    assert answer["methods"] == [method]
    assert {row["candidate"] for row in answer["net_migration"]} == {method}


@pytest.mark.parametrize("method", methods.EXTRA)
def test_methods_that_nobody_published_are_validated_too(
    folder: Path, method: str
) -> None:
    answer = json.loads(
        asked(
            folder, "--method", method, "--net-totals", "scaled", "--format", "json"
        ).stdout
    )
    assert {row["candidate"] for row in answer["net_migration"]} == {method}
    assert answer["published"] == []


def test_csv_is_one_long_table(folder: Path) -> None:
    rows = list(csv.DictReader(StringIO(asked(folder, "--format", "csv").stdout)))
    against = {row["against"] for row in rows}
    assert {
        "reports of the receiver",
        "net migration",
        "published estimates",
    } <= against


def test_what_is_missing_is_listed_at_the_end(tmp_path: Path) -> None:
    text = asked(small.least(tmp_path).folder).stdout
    assert "Not done: reported flows." in text
    assert "migrascope add FILE" in text
