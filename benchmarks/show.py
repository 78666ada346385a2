"""How long does `migrascope show` take as a whole process on a warm base?

    python benchmarks/show.py [BASE]

Runs the command again and again as a user would, prints the median, the slowest
run and the most memory of a run. The goal is 0.6 seconds. For BASE, see
`point_query.py`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from migrascope.store.base import Base

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks._base import any_base

GOAL_SECONDS = 0.6
RUNS = 15


def main(arguments: list[str]) -> int:
    """Run the command, and print the figures; 1 when the goal is missed."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = any_base(arguments, Path(scratch))
        base = Base.open(folder)
        rows = sum(each.rows for each in base.index.entries)
        print(f"base {rows:25,} figures, {len(base.index.entries)} editions")
        measure = "migrant_stock" if "migrant_stock" in base.measures() else "refugees"
        worst = 0.0
        for question in ((measure, "KEN"), (measure, "Germany")):
            worst = max(worst, _time(folder, question))
    return 0 if worst <= GOAL_SECONDS else 1


def _time(folder: Path, question: tuple[str, str]) -> float:
    """Seconds of a whole process: the median, printed with the slowest run."""
    command = [sys.executable, "-m", "migrascope", "--base", str(folder), "show"]
    taken, memory = [], 0
    _run([*command, *question])  # the first run warms the disk cache
    for _ in range(RUNS):
        start = time.perf_counter()
        used = _run([*command, *question])
        taken.append(time.perf_counter() - start)
        memory = max(memory, used)
    median = statistics.median(taken)
    print(
        f"{' '.join(question):22} median {median:.2f} s, slowest {max(taken):.2f} s "
        f"(goal {GOAL_SECONDS} s), most memory {memory / 1024:,.0f} MB"
    )
    return median


def _run(command: list[str]) -> int:
    """Run a command to its end; its most memory in kilobytes."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return usage.ru_maxrss


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
