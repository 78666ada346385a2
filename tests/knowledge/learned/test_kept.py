"""The small form of the model: made once, whole or made anew, safe beside others."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.knowledge.learned import tiny

from migrascope.errors import Truncated
from migrascope.knowledge.learned.embeddings import graph, kept, weights

pytest.importorskip("onnx", reason="the extra `embeddings` is not installed")

KEEP = """
import os
import signal
import sys
from pathlib import Path
from migrascope.knowledge.learned.embeddings import kept, weights
if sys.argv[3] == "dies":
    os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
place = Path(sys.argv[1])
sums = {weights.WEIGHTS: sys.argv[2]}
print("ready", flush=True)
sys.stdin.readline()
kept.model(place, sums=sums)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tiny.write(tmp_path / "weights")


def sums(place: Path) -> dict[str, str]:
    raw = (place / weights.WEIGHTS).read_bytes()
    return {weights.WEIGHTS: hashlib.sha256(raw).hexdigest()}


def test_it_is_made_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = kept.model(place, sums=sums(place))
    monkeypatch.setattr(graph, "build", _never)
    assert kept.model(place, sums=sums(place)) == made


def _never(*_: object, **__: object) -> bytes:
    pytest.fail("the model is made a second time")


@pytest.mark.parametrize("harm", ["cut", "changed", "empty"])
def test_a_file_that_is_not_whole_is_made_anew(place: Path, harm: str) -> None:
    made = kept.model(place, sums=sums(place))
    file = kept.path(sums(place))
    raw = bytearray(file.read_bytes())
    raw[-100] ^= 1
    harmed = {"cut": raw[:-1], "changed": raw, "empty": bytearray()}
    file.write_bytes(harmed[harm])
    assert kept.model(place, sums=sums(place)) == made
    assert hashlib.sha256(made).digest() + made == file.read_bytes()


def test_other_weights_and_other_steps_are_other_files(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = {kept.path(sums(place)), kept.path()}
    monkeypatch.setattr(graph, "BUILDER", graph.BUILDER + 1)
    assert len(paths | {kept.path(sums(place)), kept.path()}) == 4


def test_changed_weights_are_refused_and_nothing_is_kept(place: Path) -> None:
    wanted = sums(place)
    with (place / weights.WEIGHTS).open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(Truncated, match="was changed"):
        kept.model(place, sums=wanted)
    assert not kept.path(wanted).exists()


def test_a_cache_that_cannot_be_written_to_only_costs_time(place: Path) -> None:
    made = kept.model(place, sums=sums(place))
    file = kept.path(sums(place))
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("a file where the folder should be")
    assert kept.model(place, sums=sums(place)) == made


def test_what_a_killed_process_left_is_cleared_away_in_time(place: Path) -> None:
    folder = kept.path(sums(place)).parent
    folder.mkdir(parents=True)
    old, new = folder / ".a.1.part", folder / ".a.2.part"
    for each in (old, new):
        each.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    kept.model(place, sums=sums(place))
    assert not old.exists()
    assert new.exists()  # perhaps another process is writing it


def test_two_processes_at_once_and_one_that_is_killed_leave_one_whole_file(
    place: Path,
) -> None:
    wanted = sums(place)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", KEEP, str(place), wanted[weights.WEIGHTS], how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for how in ("dies", "lives", "lives")
    ]
    for each in processes:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in processes:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    for each in processes:
        each.communicate()
    assert [each.returncode for each in processes] == [-signal.SIGKILL, 0, 0]
    file = kept.path(wanted)
    raw = file.read_bytes()
    assert hashlib.sha256(raw[32:]).digest() == raw[:32]
    assert graph.build(tiny.tensors(), longest=kept.LONGEST) == raw[32:]
    assert len(list(file.parent.iterdir())) == 2  # and what the dead one left
