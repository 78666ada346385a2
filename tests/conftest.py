"""What do all tests share?

The publishers' files when they are there, the command line as a function, and an
evidence base that is never the user's own.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

# One thread for linear algebra, as `main` has it: read when numpy is imported. Two
# test processes whose threads wait for each other take half as long again.
for _library in ("OPENBLAS", "OMP"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
# What was compiled is kept, whatever the machine is set to: to compile tests and
# program again takes every test process ten seconds, and every command half of one.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

from hypothesis import HealthCheck, settings  # noqa: E402 - after what is set above
from tests.real import build  # noqa: E402

from migrascope.cli.main import main  # noqa: E402
from migrascope.store.base import Base  # noqa: E402

REPOSITORY = Path(__file__).resolve().parent.parent

# No deadline: two workers on an old laptop are no reason to fail. Each run of people
# tries other examples, so half of the usual hundred will do; for more at once there is
# --hypothesis-profile=thorough. In CI the same examples are tried every time, so that
# a red run is about the change.
settings.register_profile("people", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("CI") else "people")


def pytest_collection_finish() -> None:
    """Tests stay to the end: they are not looked through for what may go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # reviews are a million small objects that stay


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def no_power_cut() -> Iterator[None]:
    """Tests kill processes but cut no power: nobody waits until a disk has turned.

    Only here: the processes that tests start, and kill, do wait as in life.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)  # what is no open file still fails
        yield


@pytest.fixture(autouse=True)
def no_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests neither read nor write the user's own evidence base and log."""
    home = tmp_path_factory.getbasetemp() / "home"
    os.environ["MIGRASCOPE_BASE"] = str(home / "base")
    os.environ["XDG_STATE_HOME"] = str(home / "state")
    os.environ["XDG_CACHE_HOME"] = str(home / "cache")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Finished]:
    """`run("show", "refugees", "KEN")`: the command line on a base of its own.

    The base is `tmp_path / "base"`, the same for every call of one test.
    """

    def run_command(*arguments: object) -> Finished:
        capsys.readouterr()
        base = ("--base", str(tmp_path / "base"))
        code = main([*base, *(str(argument) for argument in arguments)])
        written = capsys.readouterr()
        return Finished(code, written.out, written.err)

    return run_command


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The publishers' own files; the test is skipped where they are not."""
    named = os.environ.get("MIGRASCOPE_SHARED_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if not (folder / "SOURCES.md").is_file():
        pytest.skip(
            "the publishers' files are not here: put them into ../shared/data, "
            "or name their folder in MIGRASCOPE_SHARED_DATA"
        )
    return folder


@pytest.fixture(scope="session")
def real_base(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Base:
    """A base of the publishers' own files, built once for all test processes."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    return build(folder / "real", shared_data)
