"""How long until the command line answers? Goals: help 150 ms, import 40 ms.

Each command is a whole process; the best of several runs is printed, since other
work on the machine can only make a run slower.
"""

from __future__ import annotations

import subprocess
import sys
import time

RUNS = 9


def milliseconds(*arguments: str) -> float:
    """The best time of a whole Python process with these arguments."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL
        )
        times.append(time.perf_counter() - started)
    return min(times) * 1000


def main() -> None:
    """Print both figures."""
    bare = milliseconds("-c", "pass")
    whole = milliseconds("-m", "migrascope", "--help")
    imported = milliseconds("-c", "import migrascope")
    print(f"migrascope --help   {whole:6.0f} ms   goal 150 ms")
    print(f"import migrascope   {imported - bare:6.1f} ms   goal  40 ms")
    print(f"(python itself      {bare:6.0f} ms)")


if __name__ == "__main__":
    main()
