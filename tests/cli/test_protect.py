"""`migrascope protect`: from a file of cases to a release that was proven."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import polars as pl
import pytest
from tests.conftest import Finished
from tests.protect.release import made

from migrascope.cli import protect_options
from migrascope.cli.protect import PARTS
from migrascope.protect.plan import reading

Run = Callable[..., Finished]
WHO = ("--who", "Protection officer", "--why", "Research on routes")


def release(run: Run, folder: Path, *more: object, **wanted: str) -> Finished:
    cases, plan, book = made.write(folder, missing=wanted.get("missing", "value"))
    output = folder / "release"
    options = ("--plan", plan, "--output", output, "--codebook", book, *WHO)
    return run("protect", cases, *options, *more)


def test_a_release_is_made_and_proven(run: Run, tmp_path: Path) -> None:
    answer = release(run, tmp_path)
    assert answer.code == 0, answer.err
    assert "Yes: all" in answer.out
    folder, inside = tmp_path / "release", tmp_path / "release-inside"
    assert sorted(each.name for each in folder.iterdir()) == [
        "codebook.csv",
        "codebook.xml",
        "data.csv",
        "data.parquet",
        "release.json",
        "utility.html",
        "utility.pdf",
    ]
    assert {"risk.html", "risk.json", "secret"} <= {
        each.name for each in inside.iterdir()
    }
    data = pl.read_parquet(folder / "data.parquet")
    keys = ["year", "sex", "age", "citizenship"]
    assert int(str(data.group_by(keys).len()["len"].min())) >= 5
    risk = json.loads((inside / "risk.json").read_text("utf-8"))
    assert risk["after"]["below"]["5"] == 0 < risk["before"]["below"]["5"]


def test_where_blanks_agree_with_everything_the_proof_may_say_no(
    run: Run, tmp_path: Path
) -> None:
    # So few cases, of which many keys are blank, are found by whoever knows all keys.
    answer = release(run, tmp_path, missing="wildcard")
    assert answer.code == 4
    assert "[linkage]" in answer.err
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "cases.csv",
        "codebook.csv",
        "plan.toml",
    ]


def test_a_release_says_who_why_when_and_what_was_promised(
    run: Run, tmp_path: Path
) -> None:
    release(run, tmp_path)
    record = json.loads((tmp_path / "release" / "release.json").read_text("utf-8"))
    assert record["who"] == "Protection officer"
    assert record["why"] == "Research on routes"
    assert record["promises"]["k"] == 5
    assert record["verdict"]["yes"] is True
    assert record["records"] == 300
    assert set(record["files"]) == {
        "codebook.csv",
        "codebook.xml",
        "data.csv",
        "data.parquet",
        "utility.html",
        "utility.pdf",
    }


def test_how_far_attacks_succeed_is_told_outside_in_steps_only(
    run: Run, tmp_path: Path
) -> None:
    release(run, tmp_path)
    told = {}
    for file in ("release/release.json", "release-inside/verdict.json"):
        found = json.loads((tmp_path / file).read_text("utf-8"))
        checks = found.get("verdict", found)["checks"]
        (told[file],) = [each for each in checks if each["name"] == "linkage"]
    outside, inside = told.values()
    assert outside["passed"]
    assert inside["figure"] <= outside["figure"] <= inside["limit"]
    assert (
        round(outside["figure"] / 0.05, 6) % 1 == 0
        or outside["figure"] == (inside["limit"])
    )
    assert f"{100 * outside['figure']:.3g} %" in outside["says"]
    assert "certain" not in outside["says"]


def test_the_input_cannot_be_guessed_from_its_hash(run: Run, tmp_path: Path) -> None:
    seen = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        release(run, folder)
        record = json.loads((folder / "release" / "release.json").read_text("utf-8"))
        seen.add(record["input_hmac_sha256"])
    assert len(seen) == 2


@pytest.mark.skipif(os.name == "nt", reason="rights of files are those of POSIX")
def test_what_is_public_can_be_read_and_what_is_inside_cannot(
    run: Run, tmp_path: Path
) -> None:
    mask = os.umask(0o022)
    try:
        release(run, tmp_path)
    finally:
        os.umask(mask)

    def rights(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    folder, inside = tmp_path / "release", tmp_path / "release-inside"
    assert rights(folder) == 0o755
    assert {rights(each) for each in folder.iterdir()} == {0o644}
    assert rights(inside) == 0o700
    assert {rights(each) for each in inside.iterdir()} == {0o600}
    assert not list(tmp_path.glob(".release*"))


def test_labels_survive_and_count_the_released_records(
    run: Run, tmp_path: Path
) -> None:
    release(run, tmp_path)
    folder = tmp_path / "release"
    lines = list(csv.DictReader(io.StringIO((folder / "codebook.csv").read_text())))
    told = {(each["column"], each["value"]): each for each in lines}
    assert told["sex", ""]["label"] == "Sex of the person"
    data = pl.read_csv(folder / "data.csv", infer_schema=False)
    women = data.filter(pl.col("sex") == "Female").height
    assert told["sex", "Female"] == {
        "column": "sex",
        "value": "Female",
        "label": "Woman or girl",
        "records": str(women),
    }
    kept = pl.read_parquet_metadata(folder / "data.parquet")["migrascope.labels"]
    assert json.loads(kept)["sex"]["values"]["Male"] == "Man or boy"


def test_records_are_in_another_order_than_in_the_file(
    run: Run, tmp_path: Path
) -> None:
    release(run, tmp_path)
    released = pl.read_csv(tmp_path / "release" / "data.csv", infer_schema=False)
    original = made.frame().select(pl.col("months").clip(upper_bound=24).cast(str))
    assert released["control"].to_list() != made.frame()["control"].to_list()
    assert original.height == released.height


def test_a_release_is_verified_with_and_without_the_original(
    run: Run, tmp_path: Path
) -> None:
    release(run, tmp_path)
    plan, cases = tmp_path / "plan.toml", tmp_path / "cases.csv"
    whole = run(
        "protect",
        "verify",
        tmp_path / "release",
        "--plan",
        plan,
        "--original",
        cases,
        "--codebook",
        tmp_path / "codebook.csv",
    )
    assert whole.code == 0, whole.out
    assert "yes  linkage" in whole.out
    alone = run(
        "protect", "verify", tmp_path / "release", "--plan", plan, "--format", "json"
    )
    assert "linkage" in json.loads(alone.out)["not_checked"]


def test_a_release_that_was_changed_is_no_longer_proven(
    run: Run, tmp_path: Path
) -> None:
    release(run, tmp_path)
    file = tmp_path / "release" / "data.csv"
    header, first, *rest = file.read_text("utf-8").splitlines()
    alone = first.split(",")
    alone[:4] = ["1999", "Other", "48+", "TV"]
    file.write_text("\n".join([header, ",".join(alone), *rest]) + "\n", "utf-8")
    answer = run(
        "protect", "verify", tmp_path / "release", "--plan", tmp_path / "plan.toml"
    )
    assert answer.code == 4
    assert "NO   k-anonymity" in answer.out


def test_the_same_secret_gives_the_same_pseudonyms(run: Run, tmp_path: Path) -> None:
    release(run, tmp_path)
    more = ("--secret", tmp_path / "release-inside")
    cases, plan, book = (
        tmp_path / name for name in ("cases.csv", "plan.toml", "codebook.csv")
    )
    other = tmp_path / "second"
    options = ("--plan", plan, "--output", other, "--codebook", book, *WHO)
    earlier = ("--earlier", tmp_path / "release")
    answer = run("protect", cases, *options, *more, *earlier)
    assert answer.code == 0, answer.err
    one, two = (
        pl.read_parquet(tmp_path / name / "data.parquet")
        for name in ("release", "second")
    )
    # The same records, but in another order, which would join even those without one.
    assert not one.equals(two)
    assert one.sort(one.columns).equals(two.sort(two.columns))
    assert "differencing" in answer.out


def test_a_proposed_plan_can_be_used(run: Run, tmp_path: Path) -> None:
    cases, _, book = made.write(tmp_path)
    output = tmp_path / "proposed.toml"
    answer = run("protect", "plan", cases, "--codebook", book, "--output", output)
    assert answer.code == 0
    plan = reading.load(output)
    assert set(plan.keys) >= {"sex", "age", "citizenship"}
    assert all(column.because for column in plan.columns)
    again = run("protect", "plan", cases, "--output", output)
    assert again.code == 2


def test_the_risk_of_a_file_is_told_and_written(run: Run, tmp_path: Path) -> None:
    cases, plan, _ = made.write(tmp_path)
    page = tmp_path / "risk.html"
    answer = run("protect", "risk", cases, "--plan", plan, "--output", page)
    assert answer.code == 0
    assert "expected to be found again" in answer.out
    assert "For the inside only" in page.read_text("utf-8")


def test_every_sub_command_explains_itself(run: Run) -> None:
    helped = run("protect", "--help")
    assert helped.code == 0
    assert "CASES" in helped.out
    for part in PARTS:
        assert part.says in helped.out
        assert run("protect", part.name, "--help").code == 0


def test_options_of_the_verb_may_stand_before_the_file(
    run: Run, tmp_path: Path
) -> None:
    cases, plan, _ = made.write(tmp_path)
    output = tmp_path / "release"
    answer = run("protect", "--quiet", "--plan", plan, "--output", output, *WHO, cases)
    assert answer.code == 0, answer.err
    assert "Released into" not in answer.err


def test_an_option_is_the_same_wherever_it_stands() -> None:
    # What stands in two modules by two texts drifts apart: only `protect_options`
    # may say what an option of several commands is.
    found: dict[str, set[tuple[str, ...]]] = {}
    for name in ("release", *(part.name for part in PARTS)):
        module = import_module(f"migrascope.cli.protect_{name}")
        for option in module.command.params:
            facts = (*sorted(option.opts), str(option.metavar), str(option.multiple))
            if isinstance(option, click.Option):
                found.setdefault(option.name or "", set()).add(facts)
    for shared in ("plan", "codebook", "earlier", "control", "who", "why", "engine"):
        assert len(found[shared]) == 1, shared
    written = {
        path.name
        for path in Path(protect_options.__file__).parent.glob("protect*.py")
        for option in ("--earlier", "--control", "--codebook", "--who", "--why")
        if f'    "{option}",' in path.read_text("utf-8")
    }
    assert written <= {"protect_options.py"}
