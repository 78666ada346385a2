"""`migrascope flows` when a method fails: the others are shown, and it is named."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import Finished
from tests.flows import made_base
from tests.flows.failing import ADVICE, REASON, fail, fail_in_a_draw
from tests.flows.validation import small

from migrascope.flows import methods
from migrascope.store.base import Base

Run = Callable[..., Finished]

FAILING = "da_min_closed"
OTHERS = [each for each in methods.ALL if each != FAILING]
NAMED = [word for each in OTHERS for word in ("--method", each)]
LEAD = ("--method", "da_pb_closed")


@pytest.fixture(autouse=True)
def base(tmp_path: Path) -> Base:
    return made_base.publish(tmp_path)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, FAILING)


def words(text: str) -> str:
    """A text without its line ends."""
    return " ".join(text.split())


def test_the_page_is_that_of_the_others_with_a_mark_and_a_remark(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = run("flows", *LEAD, *NAMED)
    fail(monkeypatch, FAILING)
    answer = run("flows", *LEAD, *NAMED, "--method", FAILING)
    assert (answer.code, answer.err) == (0, "")
    assert f"\n{FAILING} " in answer.out
    told = [words(line) for line in alone.out.splitlines()]
    added = [each for each in map(words, answer.out.splitlines()) if each not in told]
    assert added[0] == f"{FAILING} .."
    assert " ".join(added[1:]) == (
        f"Mind: {FAILING} failed for mid-2015 to mid-2020, both sexes, and is left out "
        f"there. {REASON} {ADVICE}"
    )


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(
    "asked", [("--area", "KEN"), ("--area", "KEN", "--partner", "SOM"), ("--by", "ldc")]
)
def test_every_view_has_the_mark_and_the_remark(
    run: Run, asked: tuple[str, ...]
) -> None:
    answer = run("flows", *asked)
    assert answer.code == 0
    (line,) = [
        each.split()
        for each in answer.out.splitlines()
        if each.startswith(f"{FAILING} ")
    ]
    assert set(line[1:]) == {".."}
    assert REASON in words(answer.out)


def test_the_next_method_leads_and_the_page_says_why(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "da_pb_closed", years={2010})
    out = run("flows", "--from", 2010, "--to", 2020).out
    assert "by da_min_closed" in out
    assert (
        "In front: da_min_closed, Demographic accounting, minimum migration, closed, "
        "because da_pb_closed failed." in words(out)
    )
    assert "da_pb_closed failed for mid-2010 to mid-2015, both sexes" in words(out)


def test_an_interval_with_another_method_in_front_is_marked(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "mig_rate", years={2010})
    fail(monkeypatch, "sd_drop_neg", years={2015})
    out = run(
        "flows", "--from", 2010, "--to", 2020, "--method", "mig_rate",
        "--method", "sd_drop_neg",
    ).out  # fmt: skip
    assert "by mig_rate" in out
    assert "\n2010–2015, by sd_drop_neg " in out
    assert "\n2015–2020  " in out


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "arrow"])
def test_files_hold_the_rows_of_the_others_as_without_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    alone, beside = tmp_path / f"alone.{form}", tmp_path / f"beside.{form}"
    run("flows", *LEAD, *NAMED, "-o", alone)
    fail(monkeypatch, FAILING)
    answer = run("flows", *LEAD, *NAMED, "--method", FAILING, "-o", beside)
    assert answer.code == 0
    assert f"{FAILING} failed for mid-2015 to mid-2020" in answer.err
    assert f"{REASON} {ADVICE}" in answer.err
    read: Callable[[Path], object] = {
        "csv": lambda path: path.read_text(encoding="utf-8"),
        "json": lambda path: json.loads(path.read_text(encoding="utf-8"))["flows"],
        "parquet": lambda path: pl.read_parquet(path).rows(),
        "arrow": lambda path: pl.read_ipc(path).rows(),
    }[form]
    assert read(alone) == read(beside)


@pytest.mark.usefixtures("failing")
def test_json_and_parquet_carry_the_failure(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "flows.parquet"
    run("flows", "-o", path)
    inside = json.loads(pl.read_parquet_metadata(path)["migrascope.about"])
    printed = json.loads(run("flows", "--format", "json").out)
    expected = {
        "method": FAILING,
        "sex": "_T",
        "start": "2015-07-01",
        "end": "2020-07-01",
        "reason": REASON,
        "advice": ADVICE,
    }
    assert inside["failures"] == printed["failures"] == [expected]
    assert list(printed["methods"]) == OTHERS


def test_without_a_failure_nothing_is_said_of_one(run: Run) -> None:
    answer = run("flows", "--format", "json")
    assert json.loads(answer.out)["failures"] == []
    assert "failed" not in run("flows").out + answer.err


@pytest.mark.usefixtures("failing")
def test_an_explanation_shows_the_others_and_names_the_failure(run: Run) -> None:
    answer = run("flows", "explain", "KEN", "SOM", 2015)
    assert answer.code == 0
    assert f"\n{FAILING} " in answer.out
    assert f"{FAILING} failed for mid-2015 to mid-2020" in words(answer.out)
    assert "\nda_pb_closed\n" in answer.out
    found = json.loads(
        run("flows", "explain", "KEN", "SOM", 2015, "--format", "json").out
    )
    assert [each["reason"] for each in found["failures"]] == [REASON]


@pytest.mark.usefixtures("failing")
def test_measures_are_of_the_others(run: Run) -> None:
    out = run("flows", "measures", "--method", "all").out
    assert f"{FAILING} failed for mid-2015 to mid-2020" in words(out)
    answer = run("flows", "measures", "--method", "all", "--format", "csv")
    measured = {each["method"] for each in csv.DictReader(io.StringIO(answer.out))}
    assert measured == set(OTHERS)
    assert f"{FAILING} failed" in answer.err
    found = json.loads(
        run("flows", "measures", "--method", "all", "--format", "json").out
    )
    assert [each["method"] for each in found["failures"]] == [FAILING]


@pytest.mark.usefixtures("failing")
def test_nothing_is_stored_of_it_and_that_is_said(run: Run) -> None:
    answer = run("flows", "--store")
    assert answer.code == 0
    assert (
        f"Nothing is stored of {FAILING} for mid-2015 to mid-2020, both sexes: it "
        "failed." in words(answer.err)
    )
    stored = run("query", "--measure", "migration_flows").out
    kept = {each["breakdown"] for each in csv.DictReader(io.StringIO(stored))}
    assert kept == {f"method={each}" for each in OTHERS}


@pytest.mark.usefixtures("failing")
def test_a_drawing_is_made_of_the_others(run: Run, tmp_path: Path) -> None:
    answer = run("flows", "--chart", "heat", "-o", tmp_path / "flows.svg")
    assert answer.code == 0
    assert f"{FAILING} failed" in answer.err
    assert "Five methods put the movements" in words(
        (tmp_path / "flows.svg").read_text(encoding="utf-8")
    )


@pytest.mark.usefixtures("failing")
def test_the_only_method_that_was_asked_for_ends_the_command(run: Run) -> None:
    answer = run("flows", "--method", FAILING)
    assert (answer.code, answer.out) == (7, "")
    assert f"{REASON}\n{ADVICE}" in answer.err


def test_when_all_fail_the_command_ends(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, *methods.ALL)
    answer = run("flows")
    assert (answer.code, answer.out) == (7, "")
    assert f"{REASON}\n{ADVICE}" in answer.err


RESAMPLED = ("--interval", "resampled", "--draws", 40, "--from", 2015, "--to", 2020)


def test_a_method_that_fails_in_a_draw_has_no_resampled_interval(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.whole(tmp_path / "two")
    fail_in_a_draw(monkeypatch, "mig_rate")
    answer = run(
        "flows", "--base", tmp_path / "two" / "base", "--method", "sd_drop_neg",
        "--method", "mig_rate", "--format", "json", *RESAMPLED,
    )  # fmt: skip
    assert answer.code == 0
    assert "mig_rate failed in a draw of the stocks for mid-2015" in answer.err
    found = json.loads(answer.out)
    assert [each["method"] for each in found["not_resampled"]] == ["mig_rate"]
    lows = {each["method"]: each["low"] for each in found["flows"]}
    assert lows["mig_rate"] is None
    assert lows["sd_drop_neg"] is not None


def test_the_method_in_front_may_not_fail_in_a_draw(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.whole(tmp_path / "two")
    fail_in_a_draw(monkeypatch, "mig_rate")
    answer = run(
        "flows", "--base", tmp_path / "two" / "base", "--method", "mig_rate",
        "--method", "sd_drop_neg", *RESAMPLED,
    )  # fmt: skip
    assert (answer.code, answer.out) == (7, "")
    assert REASON in answer.err
