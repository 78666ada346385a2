"""`migrascope protect` refuses with one clear error, and nothing is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import Finished
from tests.protect.release import made

Run = Callable[..., Finished]
WHO = ("--who", "Protection officer", "--why", "Research on routes")


def protect(run: Run, folder: Path, output: Path | None = None) -> Finished:
    target = output or folder / "release"
    cases, plan = folder / "cases.csv", folder / "plan.toml"
    return run("protect", cases, "--plan", plan, "--output", target, *WHO)


def nothing_public(folder: Path) -> bool:
    return (
        not (folder / "release").exists() and not (folder / "release-inside").exists()
    )


def test_a_plan_of_a_column_that_is_not_there(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path, made.frame().drop("months"))
    answer = protect(run, tmp_path)
    assert answer.code == 2
    assert '"months"' in answer.err
    assert nothing_public(tmp_path)
    assert not list(tmp_path.glob(".release*"))


@pytest.mark.parametrize("rows", [0, 1])
def test_a_file_with_no_or_one_record(run: Run, tmp_path: Path, rows: int) -> None:
    made.write(tmp_path, made.frame().head(rows))
    answer = protect(run, tmp_path)
    assert answer.code == 3
    assert nothing_public(tmp_path)


def test_an_empty_file(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path)
    (tmp_path / "cases.csv").write_bytes(b"")
    answer = protect(run, tmp_path)
    assert answer.code == 3
    assert nothing_public(tmp_path)


def test_cases_that_are_not_there(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path)
    (tmp_path / "cases.csv").unlink()
    assert protect(run, tmp_path).code == 3
    assert nothing_public(tmp_path)


def test_a_promise_that_cannot_be_kept(run: Run, tmp_path: Path) -> None:
    _, plan, _ = made.write(tmp_path, k=301)
    bound = '[[step]]\ndo = "top_code"\ncolumn = "months"\nat = 24.0\n'
    plan.write_text(plan.read_text("utf-8").replace(bound, ""), "utf-8")
    answer = protect(run, tmp_path)
    assert answer.code == 4
    assert "301" in answer.err
    assert nothing_public(tmp_path)
    assert not list(tmp_path.glob(".release*"))


def test_a_promise_that_costs_more_than_the_plan_allows(
    run: Run, tmp_path: Path
) -> None:
    _, plan, _ = made.write(tmp_path)
    text = plan.read_text("utf-8").replace("suppressed = 0.6", "suppressed = 0.0001")
    plan.write_text(text.replace('[[step]]\ndo = "search_recoding"\n', ""), "utf-8")
    answer = protect(run, tmp_path)
    assert answer.code == 4
    assert "k = 5" in answer.err
    assert nothing_public(tmp_path)


def test_a_folder_that_holds_a_release_is_never_changed(
    run: Run, tmp_path: Path
) -> None:
    made.write(tmp_path)
    assert protect(run, tmp_path).code == 0
    before = {each: each.read_bytes() for each in (tmp_path / "release").iterdir()}
    answer = protect(run, tmp_path)
    assert answer.code == 2
    assert "--earlier" in answer.err
    assert {
        each: each.read_bytes() for each in (tmp_path / "release").iterdir()
    } == before


def test_a_release_nobody_answers_for(run: Run, tmp_path: Path) -> None:
    cases, plan, _ = made.write(tmp_path)
    text = plan.read_text("utf-8").replace('"Protection officer"', '""')
    plan.write_text(text, "utf-8")
    answer = run("protect", cases, "--plan", plan, "--output", tmp_path / "release")
    assert answer.code == 2
    assert "--who" in answer.err


@pytest.mark.parametrize("absent", ["--plan", "--output"])
def test_without_a_plan_or_a_place(run: Run, tmp_path: Path, absent: str) -> None:
    cases, plan, _ = made.write(tmp_path)
    typed = {"--plan": plan, "--output": tmp_path / "release"}
    del typed[absent]
    answer = run("protect", cases, *(word for pair in typed.items() for word in pair))
    assert answer.code == 2
    assert absent in answer.err


@pytest.mark.parametrize("name", ["public_html", "www", "htdocs"])
def test_a_web_root_by_its_name(run: Run, tmp_path: Path, name: str) -> None:
    made.write(tmp_path)
    (tmp_path / name / "data").mkdir(parents=True)
    answer = protect(run, tmp_path, tmp_path / name / "data" / "release")
    assert answer.code == 2
    assert "web root" in answer.err
    assert list((tmp_path / name / "data").iterdir()) == []


def test_a_web_root_by_its_start_page(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path)
    site = tmp_path / "site"
    (site / "files").mkdir(parents=True)
    (site / "index.html").write_text("<p>Hello</p>", "utf-8")
    answer = protect(run, tmp_path, site / "files" / "release")
    assert answer.code == 2
    assert "index.html" in answer.err


@pytest.mark.skipif(os.name == "nt", reason="rights of folders are those of POSIX")
def test_a_folder_that_everybody_may_write_into(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path)
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    answer = protect(run, tmp_path, shared / "release")
    assert answer.code == 2
    assert "everybody may write" in answer.err
    assert list(shared.iterdir()) == []


def test_a_link_in_the_place_of_the_release(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "release").symlink_to(tmp_path / "elsewhere")
    assert protect(run, tmp_path).code == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_inside_folder_of_another_release(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path)
    (tmp_path / "release-inside").mkdir()
    answer = protect(run, tmp_path)
    assert answer.code == 2
    assert "another release" in answer.err


def test_names_and_labels_that_attack_a_reader_are_harmless(
    run: Run, tmp_path: Path
) -> None:
    hostile = '=HYPERLINK("x")<script>alert(1)</script>'
    frame = made.frame().with_columns(
        control=pl.when(pl.col("control") == "Debt")
        .then(pl.lit(hostile))
        .otherwise(pl.col("control"))
    )
    made.write(tmp_path, frame)
    (tmp_path / "codebook.csv").write_text(
        "column,value,label\n"
        'control,,"<img src=x onerror=alert(1)> ../../etc ]]> & \u202e"\n'
        "sex,Female,\"=cmd|' /C calc'!A0\"\n",
        "utf-8",
    )
    answer = run(
        "protect",
        tmp_path / "cases.csv",
        "--plan",
        tmp_path / "plan.toml",
        "--output",
        tmp_path / "release",
        "--codebook",
        tmp_path / "codebook.csv",
        *WHO,
    )
    assert answer.code == 0, answer.err
    folder = tmp_path / "release"
    page = (folder / "utility.html").read_text("utf-8")
    assert "<script" not in page
    assert "<img" not in page
    table = (folder / "data.csv").read_text("utf-8")
    assert "\"'=HYPERLINK" in table
    assert "'=cmd" in (folder / "codebook.csv").read_text("utf-8")
    from xml.etree import ElementTree as ET

    root = ET.parse(folder / "codebook.xml").getroot()
    assert any("onerror" in (each.text or "") for each in root.iter())


def test_a_column_named_like_a_formula(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path, made.frame().rename({"control": "=control"}))
    plan = tmp_path / "plan.toml"
    text = plan.read_text("utf-8").replace('"control"', '"=control"')
    plan.write_text(text, "utf-8")
    answer = protect(run, tmp_path)
    assert answer.code == 2
    assert "formula" in answer.err
    assert nothing_public(tmp_path)


def test_an_earlier_release_that_is_not_there(run: Run, tmp_path: Path) -> None:
    cases, plan, _ = made.write(tmp_path)
    more = ("--earlier", tmp_path / "nothing")
    output = tmp_path / "release"
    answer = run("protect", cases, "--plan", plan, "--output", output, *WHO, *more)
    assert answer.code == 2
    assert "nothing" in answer.err
    assert nothing_public(tmp_path)


def test_a_mistyped_option_is_answered_with_how_it_is_typed(
    run: Run, tmp_path: Path
) -> None:
    cases, plan, _ = made.write(tmp_path)
    answer = run("protect", cases, "--plna", plan)
    assert answer.code == 2
    assert "Usage: migrascope protect [OPTIONS] CASES" in answer.err


def writing(run: Run, folder: Path, verb: str, output: Path) -> Finished:
    """Write a plan or a report of risk somewhere."""
    cases, plan, _ = made.write(folder)
    more = () if verb == "plan" else ("--plan", plan)
    return run("protect", verb, cases, *more, "--output", output)


NAMES = {"plan": "proposed.toml", "risk": "risk.html"}


@pytest.mark.parametrize("verb", NAMES)
@pytest.mark.parametrize("name", ["public_html", "gh-pages", "unit.github.io"])
def test_what_stays_inside_is_not_written_into_a_web_root(
    run: Run, tmp_path: Path, verb: str, name: str
) -> None:
    (tmp_path / name / "files").mkdir(parents=True)
    answer = writing(run, tmp_path, verb, tmp_path / name / "files" / NAMES[verb])
    assert answer.code == 2
    assert "web root" in answer.err
    assert list((tmp_path / name / "files").iterdir()) == []


@pytest.mark.parametrize("verb", NAMES)
@pytest.mark.parametrize("sign", ["CNAME", "mkdocs.yml", "_config.yml", ".htaccess"])
def test_what_stays_inside_is_not_written_into_the_sources_of_a_site(
    run: Run, tmp_path: Path, verb: str, sign: str
) -> None:
    site = tmp_path / "site"
    (site / "docs").mkdir(parents=True)
    (site / sign).write_text("", "utf-8")
    answer = writing(run, tmp_path, verb, site / "docs" / NAMES[verb])
    assert answer.code == 2
    assert sign in answer.err
    assert list((site / "docs").iterdir()) == []


@pytest.mark.parametrize("verb", NAMES)
def test_what_stays_inside_is_not_written_into_a_release(
    run: Run, tmp_path: Path, verb: str
) -> None:
    release = tmp_path / "release"
    release.mkdir()
    (release / "release.json").write_text("{}", "utf-8")
    answer = writing(run, tmp_path, verb, release / NAMES[verb])
    assert answer.code == 2
    assert "inside the release" in answer.err
    assert [each.name for each in release.iterdir()] == ["release.json"]


@pytest.mark.skipif(os.name == "nt", reason="rights of files are those of POSIX")
@pytest.mark.parametrize("verb", NAMES)
def test_what_stays_inside_is_for_its_owner_alone(
    run: Run, tmp_path: Path, verb: str
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    refused = writing(run, tmp_path, verb, shared / NAMES[verb])
    assert refused.code == 2
    assert list(shared.iterdir()) == []
    mask = os.umask(0)
    try:
        assert writing(run, tmp_path, verb, tmp_path / NAMES[verb]).code == 0
    finally:
        os.umask(mask)
    assert (tmp_path / NAMES[verb]).stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*.part"))


def test_a_release_inside_a_release(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path)
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    (earlier / "release.json").write_text("{}", "utf-8")
    answer = protect(run, tmp_path, earlier / "second")
    assert answer.code == 2
    assert "inside the release" in answer.err
