"""How is something measured, and how is a figure printed?

A command is run as a user runs it: a whole process, with the byte code cached, and
the memory of all its processes added up while they work.
"""

from __future__ import annotations

import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
_LOOK = 0.1
"""Seconds between two looks at the memory of the processes."""


@dataclass(frozen=True, slots=True)
class Run:
    """A process that ended: its seconds, its most memory (MB), its exit code.

    `processor` are the seconds of processor time of all its processes: on a busy
    machine they say more than the seconds on the clock.
    """

    seconds: float
    processor: float
    memory: float
    code: int
    output: str


def publishers_files() -> Path | None:
    """The folder of the publishers' files; None, and a remark, when it is not there."""
    named = os.environ.get("MIGRASCOPE_SHARED_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    print("the publishers' files are not here: name them in MIGRASCOPE_SHARED_DATA")
    return None


def command(*arguments: object, environment: Mapping[str, str] | None = None) -> Run:
    """Run `migrascope` with these arguments."""
    return process("-m", "migrascope", *arguments, environment=environment)


def process(*arguments: object, environment: Mapping[str, str] | None = None) -> Run:
    """Run Python with these arguments, and look at its memory while it works."""
    variables = {**os.environ, **(environment or {})}
    # A user's Python keeps byte code; without it every start compiles anew.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as written:
        started = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            stdout=written,
            stderr=written,
            env=variables,
        ) as child:
            processor, memory = _watched(child)
        seconds = time.perf_counter() - started
        written.seek(0)
        output = written.read().decode(errors="replace")
    return Run(seconds, processor, memory, child.returncode, output)


def inside() -> float:
    """The most memory that this process has used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(name: str, figure: str, goal: str = "") -> None:
    """Print one figure, with the goal beside it."""
    print(f"{name:26} {figure:>24}{f'   goal {goal}' if goal else ''}")


def machine() -> str:
    """The machine that the figures are of."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"


def _watched(child: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait for a process; its processor time, and the most memory of all at once."""
    ended = threading.Event()
    most = [0.0]

    def look() -> None:
        while not ended.wait(_LOOK):
            most[0] = max(most[0], _memory(child.pid))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    usage = _end(child)
    ended.set()
    watcher.join()
    processor = usage.ru_utime + usage.ru_stime
    return processor, max(most[0], usage.ru_maxrss / 1024)


def _end(child: subprocess.Popen[bytes]) -> resource.struct_rusage:
    """Wait for the end; what the process and the children it waited for have used."""
    wait: Callable[..., tuple[int, int, resource.struct_rusage]] = os.wait4
    _, status, usage = wait(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage


def _memory(parent: int) -> float:
    """What a process and its children hold, in MB; files that they share count once."""
    own, files = 0, 0
    for number in [parent, *_children(parent)]:
        try:
            text = Path(f"/proc/{number}/status").read_text(encoding="ascii")
        except OSError:  # it has just ended, or this is no Linux
            continue
        facts = dict(re.findall(r"^(\w+):\s+(\d+) kB$", text, re.MULTILINE))
        own += int(facts.get("RssAnon", 0)) + int(facts.get("RssShmem", 0))
        files = max(files, int(facts.get("RssFile", 0)))
    return (own + files) / 1024


def _children(parent: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{parent}/task").iterdir())
        texts = [(task / "children").read_text(encoding="ascii") for task in tasks]
    except OSError:
        return []
    direct = [int(number) for text in texts for number in text.split()]
    return direct + [grand for each in direct for grand in _children(each)]
