"""`migrascope diff`: what a new edition changed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished
from tests.store.made import batch, stock

from migrascope.store.base import Base

Run = Callable[..., Finished]


@pytest.fixture(autouse=True)
def base(tmp_path: Path) -> Base:
    base = Base.open(tmp_path / "base")
    old = [stock("KEN", 2020, 1000), stock("UGA", 2020, 5), stock("TZA", 2020, 7)]
    new = [stock("KEN", 2020, 1500), stock("UGA", 2020, 5), stock("RWA", 2020, 7)]
    base.accept(batch(tmp_path / "received", old, vintage="2020"))
    base.accept(batch(tmp_path / "received", new, vintage="2024"))
    return base


def test_changes_are_told_in_words_largest_first(run: Run) -> None:
    lines = run("diff", "test-stock@2020", "test-stock@2024").out.splitlines()
    assert lines[0] == "test-stock@2020 → test-stock@2024"
    assert lines[1] == "1 changed, 1 added, 1 removed, 1 the same"
    assert lines[4].split() == [
        "changed", "migrant_stock,", "Kenya", "mid-2020", "1,000", "1,500", "500",
        "+50.0",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[5:]] == ["added", "removed"]


def test_what_is_not_listed_is_counted(run: Run) -> None:
    out = run("diff", "test-stock@2020", "test-stock@2024", "--limit", 1).out
    assert out.splitlines()[-1] == "2 more: --limit 3, or --format csv"


def test_programs_get_the_same(run: Run) -> None:
    arguments = ("diff", "test-stock@2020", "test-stock@2024", "--format")
    rows = list(csv.DictReader(io.StringIO(run(*arguments, "csv").out)))
    told = json.loads(run(*arguments, "json").out)
    assert [row["area"] for row in rows] == ["KEN", "RWA", "TZA"]
    assert [each["area"] for each in told["changes"]] == ["KEN", "RWA", "TZA"]
    assert (told["changed"], told["changes"][0]["difference"]) == (1, 500)


def test_an_unknown_edition_is_named_with_the_nearest(run: Run) -> None:
    answer = run("diff", "test-stock@2020", "test-stok@2024")
    assert answer.code == 2
    assert "Nearest: test-stock@2024" in answer.err


def test_two_editions_without_a_common_figure_are_doubted(
    run: Run, base: Base, tmp_path: Path
) -> None:
    others = [stock("FRA", 2020, 3)]
    base.accept(batch(tmp_path / "received", others, dataset="test-others"))
    answer = run("diff", "test-stock@2020", "test-others@2020")
    assert answer.code == 0
    assert "no figure in common" in answer.err
