"""Commitments on the command line: listed, due, and closed with evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Finished
from tests.knowledge import summaries

Run = Callable[..., Finished]

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The base of the command line, with the invented documents read."""
    summaries.read(tmp_path / "base" / "knowledge", tmp_path / "files").close()
    return tmp_path / "base"


def listed(run: Run, *arguments: str) -> list[dict[str, Any]]:
    done = run("commitments", *arguments, "--format", "json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def schools(run: Run) -> dict[str, Any]:
    return next(each for each in listed(run, "list") if "schools" in each["says"])


def test_commitments_have_owner_day_and_state(run: Run) -> None:
    found = schools(run)
    assert (found["owner"], found["due"], found["status"]) == (
        "UNICEF",
        "2021-12-31",
        "open",
    )
    assert found["overdue"] is True
    assert found["history"] == []


def test_what_is_due_is_asked_for_by_a_day(run: Run) -> None:
    assert [each["owner"] for each in listed(run, "due", "--by", "2021-12-30")] == [
        "IOM"
    ]
    assert [each["owner"] for each in listed(run, "due")] == ["IOM", "UNICEF"]
    assert listed(run, "due", "--by", "2019-01-01") == []


def test_a_state_is_set_with_evidence_and_its_history_is_kept(run: Run) -> None:
    id_ = schools(run)["commitment"]
    first = run("commitments", "set", id_, "--status", "under way", "--by", "Amina")
    assert first.code == 0
    assert "open → under way" in first.out
    done = run(
        "commitments", "set", id_[:6], "--status", "met",
        "--evidence", "lakeside-2022#3", "--by", "Jo", "--note", "seen",
    )  # fmt: skip
    assert "under way → met" in done.out
    found = schools(run)
    assert found["status"] == "met"
    assert found["overdue"] is False
    assert [(each["status"], each["by"]) for each in found["history"]] == [
        ("under way", "Amina"),
        ("met", "Jo"),
    ]
    assert "schools" not in str(listed(run, "due"))


def test_an_indicator_as_evidence_is_shown_with_its_newest_figure(run: Run) -> None:
    id_ = schools(run)["commitment"]
    done = run(
        "commitments", "set", id_, "--status", "met",
        "--evidence", "indicator:10.c.1@Kenya", "--by", "Jo",
    )  # fmt: skip
    assert done.code == 0
    assert "indicator:10.c.1@KEN: " in done.out
    assert " % (" in done.out
    assert " % (" in schools(run)["evidence"][0]
    assert "10.c.1@KEN" in run("commitments", "list").out


def test_a_state_survives_a_reading(run: Run, tmp_path: Path) -> None:
    run(
        "commitments", "set", schools(run)["commitment"], "--status", "dropped",
        "--by", "Jo",
    )  # fmt: skip
    path = tmp_path / "files" / "lakeside-2019.md"
    text = path.read_text(encoding="utf-8")
    new = "Somalia offers a hotline.\n\nUNICEF is committed"
    path.write_text(text.replace("UNICEF is committed", new), encoding="utf-8")
    assert run("read", path).code == 0
    assert schools(run)["status"] == "dropped"


def test_states_and_areas_filter(run: Run) -> None:
    assert len(listed(run, "list", "--status", "open")) == 2
    assert listed(run, "list", "--status", "met") == []
    assert listed(run, "list", "--area", "KEN") == []


def test_the_table_says_what_is_overdue(run: Run) -> None:
    done = run("commitments", "due")
    assert "open, overdue" in done.out
    assert "UNICEF" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("C-zz", "--status", "open"), 3, "no commitment"),
        (("C-", "--status", "open"), 3, "2 commitments"),
        (("SCHOOLS", "--status", "met"), 3, "evidence"),
        (("SCHOOLS", "--status", "met", "--evidence", "a letter"), 3, "a letter"),
        (("SCHOOLS", "--status", "met", "--evidence", "lakeside-2019#99"), 2, "#99"),
        (("SCHOOLS", "--status", "met", "--evidence", "indicator:9.z@KEN"), 2, "9.z"),
        (("SCHOOLS", "--status", "met", "--evidence", "indicator:10.c.1@Oz"), 2, "Oz"),
        (("SCHOOLS", "--status", "perhaps"), 2, "perhaps"),
    ],
)
def test_mistakes_are_explained_and_change_nothing(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    id_ = schools(run)["commitment"]
    typed = [id_ if each == "SCHOOLS" else each for each in arguments]
    done = run("commitments", "set", *typed, "--by", "Jo")
    assert done.code == code, done.err
    assert says in done.err
    assert not (tmp_path / "base/knowledge/corrections").exists()
