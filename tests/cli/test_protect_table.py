"""`migrascope protect table`: tables that are audited before anybody sees them."""

from __future__ import annotations

import json
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
    rounding = ("--method", "round", "--multiple", 3, "--threshold", 3)
    more = (*rounding, "--secret", secret)
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


def test_empty_cells_that_tell_of_few_are_hidden_unless_it_is_said_that_they_may_not(
    run: Run, tmp_path: Path
) -> None:
    by = ("--by", "citizenship", "--by", "sex")
    cases, plan, book = made.write(tmp_path)
    shown = {}
    for zeros in ("hide", "publish"):
        output = tmp_path / f"{zeros}.csv"
        options = ("--plan", plan, "--codebook", book, "--output", output)
        answer = run("protect", "table", cases, *options, *by, "--zeros", zeros)
        assert answer.code == 0, answer.err
        rows = pl.read_csv(output, infer_schema=False)
        shown[zeros] = rows.filter(pl.col("value") == "0").height
    assert shown["hide"] < shown["publish"]


def test_tables_that_share_a_column_are_written_as_one(
    run: Run, tmp_path: Path
) -> None:
    answer = table(run, tmp_path, "--table", "sex,age", "--table", "sex, control")
    assert answer.code == 0, answer.err
    rows = pl.read_csv(tmp_path / "table.csv", infer_schema=False)
    assert {"sex", "age", "control"} < set(rows.columns)
    assert rows.select("sex", "age", "control").is_unique().all()
    assert "sex by control: " in answer.err


def test_a_table_as_json_says_how_it_was_made(run: Run, tmp_path: Path) -> None:
    cases, plan, book = made.write(tmp_path)
    output = tmp_path / "table.json"
    options = ("--plan", plan, "--codebook", book, "--output", output)
    answer = run("protect", "table", cases, *options, "--by", "sex")
    assert answer.code == 0, answer.err
    content = json.loads(output.read_text(encoding="utf-8"))
    assert content["labels"]["sex"]["Female"] == "Woman or girl"
    last = content["cells"][-1]
    assert last == {
        "of": {"sex": "_T"},
        "value": made.frame().height,
        "obs_status": "A",
    }
    assert any("auditor" in says for says in content["says"])


def test_a_written_table_is_for_its_owner_and_nothing_is_overwritten(
    run: Run, tmp_path: Path
) -> None:
    assert table(run, tmp_path, "--by", "sex").code == 0
    output = tmp_path / "table.csv"
    if os.name != "nt":
        assert stat.S_IMODE(output.stat().st_mode) == 0o600
    before = output.read_bytes()
    again = table(run, tmp_path, "--by", "age")
    assert again.code == 2
    assert "there already" in again.err
    assert output.read_bytes() == before


def test_a_table_is_not_written_where_a_web_server_serves_it(
    run: Run, tmp_path: Path
) -> None:
    web = tmp_path / "public_html"
    web.mkdir()
    cases, plan, _ = made.write(tmp_path)
    options = ("--plan", plan, "--by", "sex", "--output", web / "t.csv")
    answer = run("protect", "table", cases, *options)
    assert answer.code == 2
    assert "web" in answer.err
    assert list(web.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "--by"),
        (("--by", "sex", "--table", "sex,age"), "--by"),
        (("--table", "sex,age", "--table", "age,sex"), "same columns"),
        (("--by", "sex", "--threshold", 1), "--threshold"),
        (("--by", "sex", "--multiple", 5), "does not go with --method suppress"),
        (("--by", "sex", "--p-percent", 5), "is about sums"),
        (("--by", "sex", "--of", "months", "--share", 60), "--dominant"),
        (("--by", "sex", "--zeros", "publish", "--group", 9), "--group"),
        (("--by", "sex", "--group", 3), "smaller than the threshold"),
    ],
)
def test_what_does_not_go_together_is_refused_with_a_way_out(
    run: Run, tmp_path: Path, options: tuple[object, ...], says: str
) -> None:
    answer = table(run, tmp_path, *options)
    assert answer.code == 2
    assert says in answer.err
    assert not (tmp_path / "table.csv").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--method", "round", "--multiple", 3), "nearly as they are"),
        (("--method", "cell-key", "--noise-variance", 9), "there is no noise"),
        (("--method", "cell-key", "--noise-most", 1), "--noise-most"),
    ],
)
def test_noise_and_bases_that_protect_nobody_are_refused(
    run: Run, tmp_path: Path, options: tuple[object, ...], says: str
) -> None:
    more = ("--by", "sex", "--secret", tmp_path / "secret", *options)
    answer = table(run, tmp_path, *more)
    assert answer.code == 2
    assert says in answer.err


def test_rules_of_sums_have_their_numbers(run: Run, tmp_path: Path) -> None:
    rules = ("--p-percent", 20, "--dominant", 2, "--share", 40, "--range", 15)
    answer = table(run, tmp_path, "--by", "sex", "--of", "months", *rules)
    assert answer.code == 0, answer.err
    assert "within 20 per cent" in answer.err
    assert "the 2 largest make more than 40 per cent" in answer.err


def test_on_the_screen_every_column_of_labels_is_left_aligned(
    run: Run, tmp_path: Path
) -> None:
    cases, plan, _ = made.write(tmp_path)
    by = ("--by", "age", "--by", "control", "--by", "sex", "--threshold", 2)
    answer = run("protect", "table", cases, "--plan", plan, *by)
    assert answer.code == 0, answer.err
    lines = answer.out.splitlines()
    at = lines[0].index("control")
    assert all(line[at] != " " and line[at - 1] == " " for line in lines)
