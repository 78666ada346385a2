"""`migrascope protect table`: tables that are audited before anybody sees them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import Finished
from tests.protect.release import made

Run = Callable[..., Finished]


def table(run: Run, folder: Path, *more: object) -> Finished:
    cases, plan, book = made.write(folder)
    output = folder / "table.csv"
    options = ("--plan", plan, "--codebook", book, "--output", output)
    return run("protect", "table", cases, *options, *more)


def cells(folder: Path) -> dict[tuple[str, str], str | None]:
    rows = pl.read_csv(folder / "table.csv", infer_schema=False)
    return {
        (row["sex"], row["age"]): row["value"] for row in rows.iter_rows(named=True)
    }


def true_cells() -> dict[tuple[str, str], int]:
    counted = made.frame().fill_null("_U").group_by("sex", "age").len()
    return {(sex, age): number for sex, age, number in counted.iter_rows()}


def test_small_cells_are_suppressed_and_never_one_alone_in_a_line(
    run: Run, tmp_path: Path
) -> None:
    answer = table(run, tmp_path, "--by", "sex", "--by", "age")
    assert answer.code == 0, answer.err
    shown = cells(tmp_path)
    for place, count in true_cells().items():
        if count < 5:
            assert shown[place] is None
        assert shown[place] in (None, str(count))
    for sex in {place[0] for place in shown}:
        line = [value for place, value in shown.items() if place[0] == sex]
        assert line.count(None) != 1
    assert "The auditor" in answer.err


def test_rounded_cells_are_multiples_that_add_up(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    more = ("--method", "round", "--multiple", 3, "--threshold", 3)
    more = (*more, "--secret", secret)
    answer = table(run, tmp_path, "--by", "sex", "--by", "age", *more)
    assert answer.code == 0, answer.err
    shown = {place: int(str(value)) for place, value in cells(tmp_path).items()}
    assert all(value % 3 == 0 for value in shown.values())
    for sex in {place[0] for place in shown}:
        parts = sum(
            value
            for place, value in shown.items()
            if place[0] == sex and place[1] != "_T"
        )
        assert parts == shown[sex, "_T"]
    if os.name != "nt":
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_the_same_secret_gives_the_same_noise(run: Run, tmp_path: Path) -> None:
    more = ("--method", "cell-key", "--secret", tmp_path / "secret")
    seen = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        answer = table(run, folder, "--by", "sex", "--by", "age", *more)
        assert answer.code == 0, answer.err
        seen.append(cells(folder))
    assert seen[0] == seen[1]
    assert any(int(str(seen[0][key])) != value for key, value in true_cells().items())


def test_sums_are_protected_too(run: Run, tmp_path: Path) -> None:
    answer = table(run, tmp_path, "--by", "sex", "--of", "months")
    assert answer.code == 0, answer.err
    rows = pl.read_csv(tmp_path / "table.csv")
    assert rows.filter(pl.col("sex") == "_T")["value"].to_list() == [
        made.frame()["months"].sum()
    ]


@pytest.mark.parametrize("method", ["round", "cell-key"])
def test_chance_needs_a_secret_that_stays(
    run: Run, tmp_path: Path, method: str
) -> None:
    answer = table(run, tmp_path, "--by", "sex", "--method", method)
    assert answer.code == 2
    assert "--secret" in answer.err
    assert not (tmp_path / "table.csv").exists()


@pytest.mark.parametrize("name", ["case_number", "strange"])
def test_nobody_is_counted_by_what_names_them(
    run: Run, tmp_path: Path, name: str
) -> None:
    answer = table(run, tmp_path, "--by", name)
    assert answer.code == 2
    assert not (tmp_path / "table.csv").exists()
