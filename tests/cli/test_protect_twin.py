"""`migrascope protect twin`: synthetic records, proven before they are published."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import Finished
from tests.protect.release import made

Run = Callable[..., Finished]


FEW = tuple(
    word for name in ("year", "sex", "age", "control") for word in ("--column", name)
)
"""Columns that are quickly counted, where a claim is not about their choice."""


def twin(run: Run, folder: Path, *more: object) -> Finished:
    cases, plan, book = made.write(folder, made.frame(2_000))
    output = folder / "twin"
    options = ("--plan", plan, "--output", output, "--codebook", book)
    return run("protect", "twin", cases, *options, *more)


def test_no_combination_of_a_twin_is_one_that_few_people_share(
    run: Run, tmp_path: Path
) -> None:
    answer = twin(run, tmp_path)
    assert answer.code == 0, answer.err
    released = pl.read_parquet(tmp_path / "twin" / "data.parquet")
    original = made.frame(2_000).with_columns(
        pl.col("months").cast(pl.Int64).cast(pl.String)
    )
    assert "case_number" not in released.columns
    assert "incident" not in released.columns
    for columns in combinations(released.columns, 3):
        held = released.select(columns).drop_nulls().unique()
        counted = original.group_by(columns).len()
        shared = held.join(counted, on=columns, how="left")["len"].fill_null(0)
        assert (shared >= 10).all(), columns


def test_the_counts_that_a_twin_is_made_of_go_out_with_it(
    run: Run, tmp_path: Path
) -> None:
    answer = twin(run, tmp_path, "--resolution", 20, *FEW)
    assert answer.code == 0, answer.err
    folder = tmp_path / "twin"
    counts = pl.read_csv(folder / "aggregates.csv")["number of records"]
    assert (counts >= 20).all()
    assert (counts % 20 == 0).all()
    record = json.loads((folder / "release.json").read_text("utf-8"))
    assert record["kind"] == "seeded twin"
    error = record["promises"].pop("mean_error")
    assert record["promises"] == {"resolution": 20, "length": 3}
    assert error > 0
    assert "aggregates.csv" in record["files"]


def test_how_near_a_twin_is_stays_inside(run: Run, tmp_path: Path) -> None:
    answer = twin(run, tmp_path, *FEW)
    near = json.loads((tmp_path / "twin-inside" / "near.json").read_text("utf-8"))
    assert near["overall"]["fabricated"] == 0
    assert f"{near['overall']['combinations']:,}" in answer.out
    assert "near.json" not in {each.name for each in (tmp_path / "twin").iterdir()}


def test_only_the_columns_that_were_asked_for_are_in_a_twin(
    run: Run, tmp_path: Path
) -> None:
    twin(run, tmp_path, "--column", "sex", "--column", "age")
    assert pl.read_csv(tmp_path / "twin" / "data.csv").columns == ["sex", "age"]


@pytest.mark.parametrize("name", ["case_number", "incident", "strange"])
def test_an_identifier_is_never_in_a_twin(run: Run, tmp_path: Path, name: str) -> None:
    answer = twin(run, tmp_path, "--column", name)
    assert answer.code == 2
    assert not (tmp_path / "twin").exists()
    assert not list(tmp_path.glob(".twin*"))


def test_a_private_twin_states_its_budget_and_no_true_figure(
    run: Run, tmp_path: Path
) -> None:
    pytest.importorskip("opendp", reason="the extra dp is not installed")
    answer = twin(run, tmp_path, "--epsilon", 2, *FEW)
    assert answer.code == 0, answer.err
    record = json.loads((tmp_path / "twin" / "release.json").read_text("utf-8"))
    assert 0 < record["promises"]["epsilon"] <= 2
    assert 0 < record["promises"]["delta"] <= 1e-6
    assert set(record["verdict"]) == {"yes", "checks"}
    assert "missing_before" not in record
    assert "Budget of each table" in (tmp_path / "twin" / "utility.html").read_text()
    again = ("protect", "verify", tmp_path / "twin", "--plan", tmp_path / "plan.toml")
    assert "--   noise: not checked" in run(*again).out


@pytest.mark.parametrize(
    "options", [("--delta", 0.1), ("--epsilon", 1, "--resolution", 10)]
)
def test_options_of_the_other_kind_are_refused(
    run: Run, tmp_path: Path, options: tuple[object, ...]
) -> None:
    assert twin(run, tmp_path, *options).code == 2


def test_a_twin_is_proven_again_against_the_cases(run: Run, tmp_path: Path) -> None:
    twin(run, tmp_path, *FEW)
    again = ("protect", "verify", tmp_path / "twin", "--plan", tmp_path / "plan.toml")
    answer = run(*again, "--original", tmp_path / "cases.csv")
    assert answer.code == 0, answer.err
    assert "yes  combinations" in answer.out
    assert run(*again, "--control", tmp_path / "cases.csv").code == 2


def test_who_has_no_cases_proves_a_twin_by_the_counts_that_came_with_it(
    run: Run, tmp_path: Path
) -> None:
    twin(run, tmp_path, *FEW)
    again = ("protect", "verify", tmp_path / "twin", "--plan", tmp_path / "plan.toml")
    answer = run(*again)
    assert answer.code == 0, answer.err
    assert "yes  released combinations" in answer.out
    assert "yes  agreement" in answer.out
    file = tmp_path / "twin" / "aggregates.csv"
    file.write_text("\n".join(file.read_text("utf-8").splitlines()[:-1]), "utf-8")
    changed = run(*again)
    assert changed.code == 4
    assert "NO   files" in changed.out


def test_columns_that_a_twin_cannot_carry_are_left_out_and_told(
    run: Run, tmp_path: Path
) -> None:
    answer = twin(run, tmp_path)
    assert "Not in it: incident; it names households" in answer.err
    page = (tmp_path / "twin" / "utility.html").read_text("utf-8")
    assert "Left out: case_number; it names people." in page


def test_the_inside_of_a_twin_says_how_it_was_asked_for(
    run: Run, tmp_path: Path
) -> None:
    twin(run, tmp_path, "--resolution", 20, "--column", "sex", "--column", "age")
    inside = tmp_path / "twin-inside"
    assert (inside / "plan.toml").read_bytes() == (tmp_path / "plan.toml").read_bytes()
    settings = json.loads((inside / "settings.json").read_text("utf-8"))
    assert settings["kind"] == "seeded twin"
    assert settings["resolution"] == 20
    assert settings["columns"] == ["sex", "age"]
