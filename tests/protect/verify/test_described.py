"""Codebooks and the record of a release say what stands in its data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished
from tests.protect.release import made

from migrascope.protect.release.producing import Asked, produce

Run = Callable[..., Finished]


def proven(
    run: Run, folder: Path, file: str, change: Callable[[str], str]
) -> tuple[Asked, Finished]:
    """A release of which a file was changed and its hash with it."""
    asked = made.asked(folder)
    produce(asked, lambda _stage, _share: None)
    path = asked.output / file
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    record = asked.output / "release.json"
    told = json.loads(record.read_text("utf-8"))
    if file != record.name:
        content = path.read_bytes()
        told["files"][file]["sha256"] = hashlib.sha256(content).hexdigest()
        record.write_text(json.dumps(told), "utf-8")
    return asked, run("protect", "verify", asked.output, "--plan", asked.plan)


def said(key: str, value: object) -> Callable[[str], str]:
    return lambda text: json.dumps({**json.loads(text), key: value})


@pytest.mark.parametrize(
    ("file", "change", "check"),
    [
        ("codebook.csv", lambda text: text, ""),
        ("codebook.csv", lambda text: text + "control,Zorblax,Zorblax,\n", "codebooks"),
        ("codebook.csv", lambda text: text + "name,Zorblax,,1\n", "codebooks"),
        (
            "codebook.csv",
            lambda text: text.replace("sex,,Sex of the person,", "sex,,Sex,1"),
            "codebooks",
        ),
        (
            "codebook.xml",
            lambda text: text.replace(
                "</dataDscr>", '<var name="Zorblax"/></dataDscr>'
            ),
            "codebooks",
        ),
        (
            "codebook.xml",
            lambda text: text.replace("<catValu>Debt<", "<catValu>Zorblax<"),
            "codebooks",
        ),
        ("release.json", said("records", 299), "record"),
        ("release.json", said("plan_sha256", "0" * 64), "record"),
        ("release.json", said("promises", {"k": 50}), "record"),
        ("release.json", said("columns", ["Zorblax"]), "record"),
    ],
)
def test_a_release_that_says_what_is_not_so_is_refused(
    run: Run,
    tmp_path: Path,
    file: str,
    change: Callable[[str], str],
    check: str,
) -> None:
    _, answer = proven(run, tmp_path, file, change)
    assert answer.code == (4 if check else 0), answer.out + answer.err
    assert "Zorblax" not in answer.out + answer.err
    if check:
        assert check in answer.err


def test_a_plan_that_promises_something_else_is_not_the_one_of_the_release(
    run: Run, tmp_path: Path
) -> None:
    asked, _ = proven(run, tmp_path, "codebook.csv", lambda text: text)
    text = asked.plan.read_text("utf-8").replace("= 0.6", "= 0.7")
    asked.plan.write_text(text, "utf-8")
    answer = run("protect", "verify", asked.output, "--plan", asked.plan)
    assert answer.code == 4
    assert "another plan" in answer.out


def test_a_release_without_its_record_is_not_proven(run: Run, tmp_path: Path) -> None:
    asked, _ = proven(run, tmp_path, "codebook.csv", lambda text: text)
    (asked.output / "release.json").unlink()
    answer = run("protect", "verify", asked.output, "--plan", asked.plan)
    assert answer.code == 4
    assert "there is none" in answer.out
