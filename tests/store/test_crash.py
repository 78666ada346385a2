"""A process that is killed while it writes loses nothing of what was there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.store.made import MakeBatch, batch, stock

from migrascope.errors import BusyBase
from migrascope.store.base import Base
from migrascope.store.check import check

STEPS = 11
"""Flushes and renames while one edition with one new file is written."""

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from tests.store.made import batch, stock
from migrascope.store.base import Base

folder, step = Path(sys.argv[1]), int(sys.argv[2])
made = batch(folder / "other", [stock("UGA", 2020, 7)], dataset="test-new")
count = 0

def until_the_step(call):
    def counted(*arguments):
        global count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments)
    return counted

os.fsync, os.replace = until_the_step(os.fsync), until_the_step(os.replace)
Base.open(folder / "base").accept(made)
print(count)
"""

HOLD = """
import sys, time
from pathlib import Path
from migrascope.store import lock

with lock.writing(Path(sys.argv[1]), patience=0):
    print("writing", flush=True)
    time.sleep(60)
"""


WRITE_MANY = """
import sys
from pathlib import Path
from tests.store.made import batch, stock
from migrascope.store.base import Base

folder = Path(sys.argv[1])
base = Base.open(folder / "base")
print("writing", flush=True)
for number in range(2, 22):
    base.accept(
        batch(folder / "other", [stock("KEN", 2020, number)], vintage=f"{number:02}")
    )
"""


def start(script: str, *arguments: object, repository: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=repository,
    )


@pytest.mark.parametrize("step", range(1, STEPS + 2))
def test_a_kill_at_any_step_leaves_a_whole_base(
    step: int, base: Base, make_batch: MakeBatch, repository: Path
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5)]))
    folder = base.folder.parent
    child = start(KILLED_AT, folder, step, repository=repository)
    out, _ = child.communicate(timeout=60)
    if step > STEPS:
        assert (child.returncode, out.strip()) == (0, str(STEPS))
    else:
        assert child.returncode == -signal.SIGKILL

    reopened = Base.open(base.folder)
    assert check(reopened) == ()
    assert [each.value for each in reopened.query(area="KEN")] == [5]
    listed = {each.id for each in reopened.editions()}
    assert {"test-stock@2020"} <= listed <= {"test-stock@2020", "test-new@2020"}

    reopened.accept(
        batch(folder / "other", [stock("UGA", 2020, 7)], dataset="test-new")
    )
    assert [each.value for each in reopened.query(area="UGA")] == [7]
    assert check(reopened) == ()
    assert not list(base.folder.rglob("*.part"))


@pytest.mark.parametrize(
    ("call", "step"),
    [("fsync", step) for step in range(1, 9)] + [("replace", 1), ("replace", 2)],
)
def test_a_full_disk_at_any_step_leaves_a_whole_base(
    call: str,
    step: int,
    base: Base,
    make_batch: MakeBatch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5)]))
    real = getattr(os, call)
    left = [step]

    def full(*arguments: object) -> object:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        return real(*arguments)

    monkeypatch.setattr(os, call, full)
    offered = make_batch([stock("UGA", 2020, 7)], dataset="test-new")
    with pytest.raises(OSError, match="No space left"):
        base.accept(offered)
    monkeypatch.undo()
    reopened = Base.open(base.folder)
    assert check(reopened) == ()
    assert [each.value for each in reopened.query(area="KEN")] == [5]
    reopened.accept(offered)
    assert [each.value for each in reopened.query(area="UGA")] == [7]


def test_only_one_process_writes_and_the_others_hear_who(
    base: Base, make_batch: MakeBatch, repository: Path
) -> None:
    offered = make_batch([stock("KEN", 2020, 5)])
    child = start(HOLD, base.folder, repository=repository)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "writing\n"
        with pytest.raises(BusyBase, match=f"process {child.pid} "):
            base.accept(offered)
        assert base.query(area="KEN") == ()  # reading needs no lock
    finally:
        child.kill()
        child.communicate()
    base.accept(offered)  # the lock of a dead process is free
    assert [each.value for each in base.query(area="KEN")] == [5]


def test_readers_find_a_whole_base_at_every_moment_of_writing(
    base: Base, make_batch: MakeBatch, repository: Path
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 1)], vintage="01"))
    child = start(WRITE_MANY, base.folder.parent, repository=repository)
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"
    seen: list[float] = []
    while child.poll() is None:
        (figure,) = Base.open(base.folder).query(area="KEN")
        seen.append(figure.value or 0)
    child.communicate()
    assert child.returncode == 0
    assert seen == sorted(seen)
    assert len(set(seen)) > 2
    assert [each.value for each in Base.open(base.folder).query(area="KEN")] == [21]


def test_readers_see_what_was_there_when_they_opened(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5)]))
    reader = Base.open(base.folder)
    base.accept(make_batch([stock("KEN", 2020, 6)], vintage="2024"))
    assert [each.value for each in reader.query(area="KEN")] == [5]
    assert [each.value for each in Base.open(base.folder).query(area="KEN")] == [6]


def test_a_writer_builds_on_what_another_one_wrote(
    base: Base, make_batch: MakeBatch
) -> None:
    other = Base.open(base.folder)
    base.accept(make_batch([stock("KEN", 2020, 5)]))
    other.accept(make_batch([stock("KEN", 2020, 6)], dataset="test-other"))
    ids = [each.id for each in Base.open(base.folder).editions()]
    assert ids == ["test-other@2020", "test-stock@2020"]
