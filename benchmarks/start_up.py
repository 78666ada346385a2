"""How long until the command line answers?

    python benchmarks/start_up.py

Goals: 150 milliseconds for `migrascope --help`, 40 for `import migrascope`. Each is
a whole process; the best of several runs is judged, since other work on the machine
can only make a run slower. The median is printed beside it.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring

RUNS = 15
GOAL_HELP = 150.0
GOAL_IMPORT = 40.0


def main() -> int:
    """Print both figures; 1 when a goal is missed."""
    bare, bare_median = milliseconds("-c", "pass")
    whole, whole_median = milliseconds("-m", "migrascope", "--help")
    imported, imported_median = milliseconds("-c", "import migrascope")
    added, usual = imported - bare, imported_median - bare_median
    print(measuring.machine())
    measuring.show(
        "migrascope --help",
        f"{whole:.0f} ms (median {whole_median:.0f})",
        f"{GOAL_HELP:.0f} ms",
    )
    measuring.show(
        "import migrascope",
        f"{added:.1f} ms (median {usual:.1f})",
        f"{GOAL_IMPORT:.0f} ms",
    )
    measuring.show("python alone", f"{bare:.0f} ms (median {bare_median:.0f})")
    return 0 if whole <= GOAL_HELP and added <= GOAL_IMPORT else 1


def milliseconds(*arguments: str) -> tuple[float, float]:
    """The best and the median time of a whole Python process, after a first run."""
    measuring.process(*arguments)  # writes the byte code
    taken = [measuring.process(*arguments).seconds for _ in range(RUNS)]
    return 1000 * min(taken), 1000 * statistics.median(taken)


if __name__ == "__main__":
    raise SystemExit(main())
