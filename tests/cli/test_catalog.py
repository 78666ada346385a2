"""`migrascope catalog`: what there is, and whether it is whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import Finished
from tests.store.made import batch, stock
from tests.store.published import publish

from migrascope.store.base import Base

Run = Callable[..., Finished]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return publish(tmp_path)


@pytest.mark.usefixtures("base")
def test_editions_are_listed_with_rows_years_licence_and_day(run: Run) -> None:
    out = run("catalog").out
    (line,) = [line for line in out.splitlines() if line.startswith("test-stock@2020")]
    for text in ("Stocks made by hand", " 4 ", "2015–2020", "CC-BY-4.0", "2026-01-01"):
        assert text in line
    assert "4 editions, 12 figures" in out


def test_an_empty_base_lists_what_comes_with_the_program_and_says_so(
    run: Run, tmp_path: Path
) -> None:
    answer = run("catalog")
    assert answer.code == 0
    assert "is empty" in answer.err
    assert str(tmp_path) not in answer.out
    assert run("catalog", "--check").out == "All files of 0 editions are whole.\n"


def test_older_editions_are_marked_and_can_be_left_out(
    run: Run, base: Base, tmp_path: Path
) -> None:
    base.accept(batch(tmp_path, [stock("KEN", 2020, 9)], vintage="2024"))
    listed = run("catalog").out
    (older,) = [line for line in listed.splitlines() if line.endswith("older")]
    assert older.startswith("test-stock@2020")
    assert "test-stock@2020" not in run("catalog", "--newest").out
    assert "test-stock@2024" not in run("catalog", "--as-of", "2026-01-01").out


def test_one_source_can_be_listed(run: Run, base: Base, tmp_path: Path) -> None:
    base.accept(batch(tmp_path, [stock("KEN", 2020, 9)], dataset="a-b", source="other"))
    assert "1 edition, 1 figure, in" in run("catalog", "--source", "other").out


@pytest.mark.usefixtures("base")
def test_a_source_that_the_base_does_not_hold_is_said_not_to_be_there(run: Run) -> None:
    answer = run("catalog", "--source", "unhrc")
    assert (answer.code, answer.out) == (2, "")
    assert "It holds: test." in answer.err


def test_programs_get_the_same_and_formulas_are_defused(
    run: Run, base: Base, tmp_path: Path
) -> None:
    offered = batch(tmp_path, [stock("KEN", 2020, 9)], dataset="a-b")
    base.accept(replace(offered, title="=HYPERLINK(1)"))
    items = json.loads(run("catalog", "--format", "json").out)
    assert [item["edition"] for item in items][:2] == ["a-b@2020", "test-money@2020"]
    assert items[0]["title"] == "=HYPERLINK(1)"
    rows = list(csv.DictReader(io.StringIO(run("catalog", "--format", "csv").out)))
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert [row["edition"] for row in rows] == [item["edition"] for item in items]


def test_a_whole_base_is_said_to_be_whole(run: Run, base: Base) -> None:
    del base
    answer = run("catalog", "--check")
    assert (answer.code, answer.out) == (0, "All files of 4 editions are whole.\n")


def test_damage_is_listed_and_ends_with_an_error(run: Run, base: Base) -> None:
    edition = base.edition("test-stock")
    path = base.folder / "editions" / edition.folder / "observations.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    answer = run("catalog", "--check")
    assert answer.code == 6
    assert f"test-stock@2020: {path}: changed" in answer.out
    assert "1 of the files" in answer.err
