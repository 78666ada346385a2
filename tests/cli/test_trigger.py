"""Claims about `migrascope trigger`: explained, tried, evaluated, kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def drought(repository: Path) -> tuple[object, ...]:
    folder = repository / "docs" / "how-to" / "frameworks"
    return (
        folder / "drought.toml",
        "--data",
        folder / "drought-invented.csv",
        "--data",
        folder / "drought-pasture-invented.csv",
    )


def test_an_activation_says_who_acts_and_what_is_released(
    run: Run, drought: tuple[object, ...]
) -> None:
    done = run("trigger", "evaluate", *drought, "--on", "2023-02-15")
    assert done.code == 0
    assert "Activated since 2023-02-10: the conditions still hold." in done.out
    assert "Released at activation: 3,800,000 USD" in done.out
    assert "Cash for three months" in done.out
    assert "line 1 of the log" in done.err


def test_today_the_old_figures_say_nothing(
    run: Run, drought: tuple[object, ...]
) -> None:
    done = run("trigger", "evaluate", *drought, "--on", "2026-01-15")
    assert "Nobody can say" in done.out
    assert "Nothing is released." in done.out
    assert "Get newer ones." in done.out


def test_every_evaluation_is_kept_and_a_changed_one_is_found(
    run: Run, drought: tuple[object, ...], tmp_path: Path
) -> None:
    log = tmp_path / "triggers.jsonl"
    for day in ("2022-12-15", "2023-02-15"):
        run("trigger", "evaluate", *drought, "--on", day, "--log", log, "--quiet")
    listed = run("trigger", "log", "--log", log)
    assert "readiness" in listed.out
    assert "4,000,000 USD" in listed.out
    proven = run("trigger", "log", "--verify", "--log", log)
    assert (proven.code, "2 lines, none changed" in proven.out) == (0, True)
    head = proven.out.split()[-1]
    noted = run("trigger", "log", "--verify", "--hash", head, "--log", log)
    assert "nothing up to it is gone" in noted.out
    log.write_text(log.read_text().replace('"state":"readiness"', '"state":"not yet"'))
    changed = run("trigger", "log", "--verify", "--log", log)
    assert changed.code == 4
    assert "Line 1 was changed" in changed.err
    refused = run("trigger", "evaluate", *drought, "--on", "2023-02-16", "--log", log)
    assert refused.code == 4


def test_without_a_log_the_advice_is_to_evaluate(run: Run) -> None:
    done = run("trigger", "log")
    assert done.code == 6
    assert "trigger evaluate" in done.err


def test_the_past_is_told_season_by_season(
    run: Run, drought: tuple[object, ...]
) -> None:
    done = run("trigger", "backtest", *drought)
    assert done.code == 0
    assert "28 seasons counted, 1995 to 2022: 5 activated, 4 with a shock." in done.out
    assert "Too few shocks to say how good it is" in done.out
    assert "(agreed)" in done.out
    assert "From drought-invented.csv" in done.out


def test_programs_get_numbers(run: Run, drought: tuple[object, ...]) -> None:
    facts = json.loads(run("trigger", "backtest", *drought, "--format", "json").out)
    assert facts["too_few"] is True
    season = next(each for each in facts["seasons"] if each["season"] == 2022)
    assert season["activation"] == "2023-02-10"
    assert season["lead_days"] == 50
    assert facts["acting"]["have"] == 5
    state = run(
        "trigger", "evaluate", *drought, "--on", "2023-02-15", "--format", "json"
    )
    assert json.loads(state.out)["since"]["activation"] == "2023-02-10"


def test_a_page_can_be_written_into_a_file(
    run: Run, drought: tuple[object, ...], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    assert run("trigger", "explain", drought[0], "--output", page).code == 0
    assert page.read_text("utf-8").startswith("# Drought before the lean season")
    shown = run("trigger", "explain", drought[0])
    assert shown.out == page.read_text("utf-8")


def test_the_record_can_be_written_as_a_page_or_a_drawing(
    run: Run, drought: tuple[object, ...], tmp_path: Path
) -> None:
    for name, opens in (
        ("page.html", b"<!DOCTYPE html>"),
        ("page.svg", b"<svg"),
        ("page.png", b"\x89PNG"),
    ):
        path = tmp_path / name
        done = run("trigger", "backtest", *drought, "--output", path)
        assert done.code == 0, done.err
        assert f"Written: {path}" in done.err
        assert path.read_bytes().startswith(opens)
    done = run("trigger", "backtest", *drought, "--output", tmp_path / "page.doc")
    assert done.code == 2
    assert ".html, .svg, .png" in done.err


def test_a_framework_that_cannot_be_meant_ends_with_2(
    run: Run, tmp_path: Path, drought: tuple[object, ...]
) -> None:
    text = Path(str(drought[0])).read_text("utf-8")
    bad = tmp_path / "bad.toml"
    bad.write_text(text.replace('rule = "At once when readiness is reached."\n', ""))
    done = run("trigger", "explain", bad)
    assert done.code == 2
    assert "money.release 1, rule" in done.err
    assert "bad.toml, line" in done.err


def test_a_file_that_is_not_there_is_said(
    run: Run, drought: tuple[object, ...], tmp_path: Path
) -> None:
    done = run("trigger", "backtest", drought[0], "--data", tmp_path / "none.csv")
    assert done.code == 3
    assert "none.csv" in done.err


def test_what_has_no_place_of_its_own_names_the_framework(
    run: Run, drought: tuple[object, ...], tmp_path: Path
) -> None:
    done = run("trigger", "backtest", drought[0])
    assert done.code == 6
    assert "migrascope: drought.toml: no file has the columns" in done.err
    done = run("trigger", "evaluate", *drought, "--on", "1980-01-01")
    assert "migrascope: drought.toml: No figure" in done.err
    text = Path(str(drought[0])).read_text("utf-8")
    bare = tmp_path / "bare.toml"
    bare.write_text(text[: text.index("[event]")] + text[text.index("[costs]") :])
    done = run("trigger", "backtest", bare, *drought[1:])
    assert done.code == 2
    assert "bare.toml: the framework does not say what counts" in done.err


def test_a_page_goes_into_a_folder_that_is_there(
    run: Run, drought: tuple[object, ...], tmp_path: Path
) -> None:
    page = tmp_path / "nowhere" / "page.md"
    done = run("trigger", "explain", drought[0], "--output", page)
    assert done.code == 2
    assert "There is no folder" in done.err


def test_a_review_refuses_what_it_could_not_show(
    run: Run, drought: tuple[object, ...]
) -> None:
    done = run("review", "KEN", "--framework", *drought)
    assert done.code == 2
    assert '"An invented country" is no country' in done.err
    done = run("review", "KEN", *drought[1:3])
    assert done.code == 2
    assert "--data is for frameworks" in done.err
    done = run("review", "KEN", "--framework", *drought, "--as-of", "2026-01-01")
    assert done.code in {2, 6}


def test_help_names_the_parts_in_the_order_of_the_work(run: Run) -> None:
    text = run("trigger", "--help").out
    places = [text.index(f"  {name} ") for name in ("explain", "backtest", "log")]
    assert places == sorted(places)
