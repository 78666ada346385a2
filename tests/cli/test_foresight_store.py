"""`migrascope foresight AREA --store`: forecasts can be asked, and are never counts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished

from migrascope.cli import foresight_storing
from migrascope.foresight import edition
from migrascope.starter import opening
from migrascope.store.base import Base

pytestmark = pytest.mark.xdist_group("foresight command")  # tries models once

Run = Callable[..., Finished]
ASKED = (
    ("show", "refugees", "SSD", "--format", "json"),
    ("show", "refugees", "SSD", "--origin", "all", "--format", "json"),
    ("show", "idps", "SSD", "--format", "json"),
    ("show", "remittances_received", "KEN", "--format", "json"),
    ("query", "--measure", "refugees", "--origin", "SSD"),
    ("query", "--measure", "remittances_received", "--area", "KEN"),
    ("indicators", "10.7.4", "SSD", "--format", "json"),
    ("indicators", "refugees-hosted", "SSD", "--format", "json"),
    ("gaps", "SSD", "--format", "json"),
)


@pytest.fixture(autouse=True)
def base(tmp_path: Path) -> Base:
    """A base of one's own, with the figures that come along."""
    made = Base.open(tmp_path / "base")
    starter = Base.open(opening.folder())
    for known in starter.newest():
        if {"refugees", "remittances_received", "population"} & {*known.measures}:
            made.restore(known, starter.frame(editions=known.id))
    return made


def stored(run: Run, *by: str) -> str:
    """Store forecasts; the id of the edition."""
    answer = run("foresight", "KEN", "--store", *by)
    assert answer.code == 0, answer.err
    return answer.err.partition("Stored as ")[2].partition(":")[0]


def test_what_is_stored_changes_no_answer_about_what_was_counted(run: Run) -> None:
    before = {asked: run(*asked).out for asked in ASKED}
    stored(run)
    stored(run, "--by", "remittances")
    for asked, said in before.items():
        assert run(*asked).out == said, asked
        assert len(said) > 100, asked


def test_a_review_is_the_same_with_stored_forecasts(run: Run, tmp_path: Path) -> None:
    pages = []
    for name in ("before", "after"):
        done = run("review", "SSD", "--format", "json", "--output", tmp_path / name)
        assert done.code == 0, done.err
        pages.append((tmp_path / name / "SSD.json").read_text("utf-8"))
        stored(run)
    assert pages[0] == pages[1]


def test_the_same_again_is_not_stored_twice(run: Run) -> None:
    first = stored(run)
    answer = run("foresight", "SSD", "--store")
    assert f"The same forecasts are stored already: {first}" in answer.err
    listed = run("catalog", "--source", "migrascope", "--format", "json").out
    assert [each["edition"] for each in json.loads(listed)] == [first]


def test_all_areas_are_stored_and_shown_as_forecasts_with_bounds(run: Run) -> None:
    stored(run)
    shown = run("show", "forecast_displaced_by_origin", "SSD").out
    assert "Forecasts of displaced people by origin, South Sudan (persons)" in shown
    assert "forecast; model " in shown
    assert "A forecast by this program, and no count" in shown
    asked = run("query", "--measure", "forecast_displaced_by_origin", "--area", "SSD")
    lines = list(csv.DictReader(io.StringIO(asked.out)))
    assert {line["obs_status"] for line in lines} == {"F"}
    for line in lines:
        low, value, high = (float(line[name]) for name in ("low", "value", "high"))
        assert low <= value <= high


def test_what_is_stored_is_what_was_shown(run: Run) -> None:
    told = run("foresight", "SSD", "--format", "observations").out
    stored(run)
    kept = run("query", "--measure", "forecast_displaced_by_origin", "--area", "SSD")
    ours = csv.DictReader(io.StringIO(told))
    theirs = csv.DictReader(io.StringIO(kept.out))
    same = ("measure", "area", "origin", "start", "end", "unit", "obs_status")
    for one, other in zip(ours, theirs, strict=True):
        assert [one[name] for name in same] == [other[name] for name in same]
        for name in ("value", "low", "high"):
            assert float(one[name]) == float(other[name])


def test_a_stored_forecast_is_traced_to_its_editions(run: Run) -> None:
    name = stored(run)
    out = run("trace", "forecast_displaced_by_origin", "SSD", 2027).out
    assert "persons (forecast)" in out
    assert "rests on  unhcr-population@" in out
    assert "explain   migrascope foresight SSD --by origin --as-of " in out
    assert "the cell says the same" in out
    told = json.loads(
        run(
            "trace", "forecast_displaced_by_origin", "SSD", 2027, "--format", "json"
        ).out
    )
    assert told[0]["edition"] == name
    command = told[0]["explained_by"].split()[1:]
    assert run(*command).out == run("foresight", "SSD").out


def test_quantities_do_not_hide_each_other(run: Run) -> None:
    stored(run)
    stored(run, "--by", "remittances")
    for measure, area in (
        ("forecast_displaced_by_origin", "SSD"),
        ("forecast_remittances_received", "KEN"),
    ):
        assert run("show", measure, area).code == 0


def test_nothing_is_stored_with_hindsight_or_beside_nothing(
    run: Run, tmp_path: Path
) -> None:
    answer = run("foresight", "SSD", "--store", "--as-of", "2026-01-01")
    assert (answer.code, answer.out) == (2, "")
    assert "not of an earlier day" in answer.err
    empty = tmp_path / "empty"
    answer = run("foresight", "SSD", "--store", "--base", empty)
    assert (answer.code, answer.out) == (2, "")
    assert "migrascope add --starter" in answer.err
    assert not empty.exists()


def test_a_day_before_the_first_edition_knows_nothing(run: Run) -> None:
    answer = run("foresight", "SSD", "--as-of", "1999-01-01")
    assert answer.code == 6
    assert "empty on 1999-01-01" in answer.err


def test_the_name_of_the_datasets_is_known_without_loading_them() -> None:
    assert foresight_storing.PREFIX == edition.PREFIX
