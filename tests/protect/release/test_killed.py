"""A run that is killed at any moment leaves nothing public, and is gone on with."""

from __future__ import annotations

import dataclasses
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.protect.release import made

from migrascope.errors import UsageError
from migrascope.protect.release import place, producing, staging
from migrascope.protect.release.producing import Asked, produce

MOMENTS = (
    "Reading the cases",
    "Measuring the risk before",
    "Protecting",
    "Protecting: suppress",
    "Measuring the risk after",
    "Comparing before and after",
    "Writing the data",
    "Proving the written files",
    "Publishing",
)


def killed_at(moment: str) -> producing.Say:
    """A listener with which the run ends at a moment, as by Ctrl-C."""

    def say(doing: str, share: float) -> None:
        del share
        if doing == moment:
            raise KeyboardInterrupt

    return say


def silent(doing: str, share: float) -> None:
    del doing, share


def told(asked: Asked) -> list[str]:
    """Make the release, and say what was done for it."""
    heard: list[str] = []
    produce(asked, lambda doing, _: heard.append(doing))
    return heard


def public_names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if not each.name.startswith(".")}


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_is_public_after_a_kill_and_the_next_run_ends_well(
    tmp_path: Path, moment: str
) -> None:
    asked = made.asked(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        produce(asked, killed_at(moment))
    assert public_names(tmp_path) == {"cases.csv", "plan.toml", "codebook.csv"}
    left = place.staging_of(asked.output)
    if os.name != "nt":
        assert stat.S_IMODE(left.stat().st_mode) == 0o700
        files = [each for each in left.rglob("*") if each.is_file()]
        assert {stat.S_IMODE(each.stat().st_mode) for each in files} <= {0o600}
    assert produce(asked, silent).verdict.yes
    assert not left.exists()


def test_a_stage_that_is_whole_is_not_repeated(tmp_path: Path) -> None:
    asked = made.asked(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        produce(asked, killed_at("Proving the written files"))
    heard = told(asked)
    assert "Measuring the risk before" not in heard
    assert "Protecting: suppress" not in heard
    assert "Writing the data" not in heard
    assert "Proving the written files" in heard


def test_a_stage_whose_files_were_changed_is_repeated(tmp_path: Path) -> None:
    asked = made.asked(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        produce(asked, killed_at("Proving the written files"))
    file = place.staging_of(asked.output) / "work" / "protected.parquet"
    file.write_bytes(file.read_bytes()[:-40])
    data = place.staging_of(asked.output) / "release" / "data.csv"
    data.unlink()
    heard = told(asked)
    assert "Measuring the risk before" not in heard
    assert "Protecting: suppress" in heard
    assert "Writing the data" in heard


def test_another_plan_begins_anew_with_another_secret(tmp_path: Path) -> None:
    asked = made.asked(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        produce(asked, killed_at("Proving the written files"))
    left = place.staging_of(asked.output)
    before = (left / staging.SECRET).read_text("ascii")
    text = asked.plan.read_text("utf-8").replace("k = 5", "k = 4")
    asked.plan.write_text(text, "utf-8")
    heard = told(asked)
    assert "Protecting: suppress" in heard
    inside = place.inside_of(asked.output)
    assert (inside / staging.SECRET).read_text("ascii") != before


def test_a_kill_between_the_two_renames_is_gone_on_with(tmp_path: Path) -> None:
    asked = made.asked(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        produce(asked, killed_at("Publishing"))
    inside = place.inside_of(asked.output)
    (place.staging_of(asked.output) / "inside").rename(inside)
    heard = told(asked)
    assert "Protecting: suppress" not in heard
    assert (asked.output / place.RECORD).is_file()
    assert (inside / "risk.html").is_file()


def test_what_a_kill_after_publishing_left_is_cleared_away(tmp_path: Path) -> None:
    asked = made.asked(tmp_path)
    produce(asked, silent)
    left = place.staging_of(asked.output)
    (left / "work").mkdir(parents=True)
    (left / "work" / "protected.parquet").write_bytes(b"PAR1")
    with pytest.raises(UsageError, match="already holds a release"):
        produce(asked, silent)
    assert not left.exists()


def test_a_release_that_is_not_proven_leaves_nothing(tmp_path: Path) -> None:
    asked = made.asked(tmp_path)
    earlier = tmp_path / "earlier"
    produce(dataclasses.replace(asked, output=earlier), silent)
    fewer = made.frame().head(299)
    fewer.write_csv(asked.cases)
    later = dataclasses.replace(asked, earlier=(earlier,))
    with pytest.raises(Exception, match="differencing") as caught:
        produce(later, silent)
    assert getattr(caught.value, "exit_code", 0) == 4
    assert not asked.output.exists()
    assert not place.inside_of(asked.output).exists()
    assert not place.staging_of(asked.output).exists()


@pytest.mark.skipif(os.name == "nt", reason="locks are those of POSIX")
def test_two_runs_do_not_make_the_same_release(tmp_path: Path) -> None:
    asked = made.asked(tmp_path)
    with (
        staging.opened(asked.output.resolve(), {"input": "one"}),
        pytest.raises(UsageError, match="another run"),
    ):
        produce(asked, silent)


STAGES = ("", "measured", "protected", "written")
"""A kill comes as soon as this stage is whole; at first, as soon as anything is."""


@pytest.mark.skipif(os.name == "nt", reason="a kill that nothing can catch is POSIX")
def test_a_process_that_is_killed_again_and_again_ends_well(tmp_path: Path) -> None:
    asked = made.asked(tmp_path, missing="value")
    made.frame(8_000).write_csv(asked.cases)
    others = tmp_path / "others"
    others.mkdir()
    environment = {**os.environ, "TMPDIR": str(others)}
    arguments = ["protect", asked.cases, "--plan", asked.plan, "--output", asked.output]
    command = [sys.executable, "-m", "migrascope", *map(str, arguments)]
    for stage in STAGES:
        with subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            umask=0,
        ) as process:
            wait_for(stage, place.staging_of(asked.output), process)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert not asked.output.exists()
        assert not place.inside_of(asked.output).exists()
        nobody_else_reads(place.staging_of(asked.output))
        assert list(others.iterdir()) == []
    finished = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment
    )
    assert finished.returncode == 0, finished.stderr
    assert (asked.output / place.RECORD).is_file()
    assert public_names(tmp_path) == {
        "cases.csv",
        "plan.toml",
        "codebook.csv",
        "others",
        "release",
        "release-inside",
    }
    assert not place.staging_of(asked.output).exists()
    assert list(others.iterdir()) == []


def wait_for(stage: str, folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Until a stage is whole, while the process works."""
    notes = folder / "stages.json"
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        if notes.is_file() and stage in notes.read_text("utf-8"):
            return
        time.sleep(0.005)
    message = f"it was over before it could be killed ({stage or 'start'})"
    raise AssertionError(message)


def nobody_else_reads(folder: Path) -> None:
    """The folder is its owner's alone, and so is all that is in it."""
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.rglob("*"):
        allowed = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == allowed, path.name
