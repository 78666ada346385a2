"""`migrascope query`: figures for other programs."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import Finished
from tests.store.published import publish

from migrascope.store.base import Base

Run = Callable[..., Finished]


@pytest.fixture(autouse=True)
def base(tmp_path: Path) -> Base:
    return publish(tmp_path)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_figures_that_fit_are_written_and_nothing_is_added_up(run: Run) -> None:
    answer = run("query", "--measure", "migrant_stock", "--area", "Kenya")
    assert answer.code == 0
    assert [row["value"] for row in rows(answer.out)] == [
        "205263",
        "220021",
        "60151",
        "61402",
        "1126886",
        "1050147",
    ]
    assert answer.err == "6 rows\n"


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--origin", "Somalia"), 2),
        (("--origin", "SOM", "--origin", "SSD", "--sex", "F"), 2),
        (("--area", "KEN", "--area", "UGA", "--year", "2020"), 9),
        (("--to", "2015"), 1),
        (("--from", "2019", "--to", "2019"), 1),
        (("--edition", "test-pairs"), 4),
        (("--status", "MIG"), 4),
        (("--measure", "population", "--measure", "remittances_received"), 4),
        ((), 12),
    ],
)
def test_options_limit_what_is_written(
    run: Run, options: tuple[str, ...], count: int
) -> None:
    assert len(rows(run("query", *options).out)) == count


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "sdmx-csv"])
def test_every_form_carries_source_edition_and_licence(
    run: Run, tmp_path: Path, form: str
) -> None:
    target = tmp_path / "figures"
    answer = run("query", "--area", "UGA", "--format", form, "--output", target)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"2 rows written to {target}\n"
    readers: dict[str, Callable[[Path], list[dict[str, object]]]] = {
        "csv": lambda path: list(csv.DictReader(path.read_text().splitlines())),
        "sdmx-csv": lambda path: list(csv.DictReader(path.read_text().splitlines())),
        "json": lambda path: json.loads(path.read_text()),
        "parquet": lambda path: pl.read_parquet(path).to_dicts(),
    }
    written = [
        {name.lower(): value for name, value in row.items()}
        for row in readers[form](target)
    ]
    assert {row["source"] for row in written} == {"test"}
    assert {row["licence"] for row in written} == {"CC-BY-4.0"}
    assert {row["edition"] for row in written} == {
        "test-population@2020",
        "test-stock@2020",
    }


def test_the_ending_of_the_file_chooses_the_form(run: Run, tmp_path: Path) -> None:
    run("query", "--area", "UGA", "-o", tmp_path / "a.parquet")
    assert pl.read_parquet(tmp_path / "a.parquet").height == 2
    run("query", "--area", "UGA", "-o", tmp_path / "a.json")
    assert len(json.loads((tmp_path / "a.json").read_text())) == 2


def test_own_sql_sees_the_newest_figures(run: Run) -> None:
    answer = run(
        "query", "--sql", "SELECT area, sum(value) AS people FROM observations "
        "WHERE measure = 'migrant_stock' AND origin <> '_T' GROUP BY area",
    )  # fmt: skip
    assert rows(answer.out) == [{"area": "KEN", "people": "546837"}]


def test_own_sql_cannot_touch_files(run: Run, tmp_path: Path) -> None:
    answer = run("query", "--sql", f"COPY (SELECT 1) TO '{tmp_path / 'evil'}'")
    assert (answer.code, answer.out) == (2, "")
    assert not (tmp_path / "evil").exists()
    answer = run("query", "--sql", "SELECT 1", "--area", "KEN")
    assert (answer.code, "cannot go together" in answer.err) == (2, True)


def test_nothing_found_writes_nothing(run: Run, tmp_path: Path) -> None:
    answer = run("query", "--area", "TUV", "-o", tmp_path / "a.csv")
    assert answer.code == 6
    assert not (tmp_path / "a.csv").exists()


def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    answer = run("query", "--area", "KEN", "-o", tmp_path)
    assert (answer.code, "this is a folder" in answer.err) == (2, True)


def test_a_file_is_not_named_for_what_it_is_not(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "figures.xlsx"
    answer = run("query", "--measure", "migrant_stock", "-o", target)
    assert (answer.code, target.exists()) == (2, False)
    assert "End the name in .csv, .json, .parquet" in answer.err


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_cannot_be_written_to_is_not_blamed_on_the_base(
    run: Run, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    answer = run("query", "--measure", "migrant_stock", "-o", closed / "x.csv")
    assert answer.code == 1
    assert "Permission denied" in answer.err
    assert "evidence base" not in answer.err
