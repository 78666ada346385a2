"""How long does the bilateral table of migrants take, from the file to observations?

    python benchmarks/bilateral_table.py [TABLE]

TABLE is the table of 2024 in rows (153,296 of them); without it, it is looked for
among the publishers' files. The goal is 2 seconds, the median of several runs.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring

from migrascope.sources.registry import adapter
from migrascope.store.base import Base

RUNS = 5
GOAL_SECONDS = 2.0
NAME = "undesa/undesa_2024_bilateral_stock_by_sex_long.csv.gz"


def main(arguments: list[str]) -> int:
    """Time the runs, and print the figures; 1 when the goal is missed."""
    data = None if arguments else measuring.publishers_files()
    if not arguments and data is None:
        return 0
    table = Path(arguments[0]) if arguments else Path(data or ".") / NAME
    reading, keeping = [], []
    for _ in range(RUNS):
        started = time.perf_counter()
        (batch,) = adapter("undesa").read([table])
        reading.append(time.perf_counter() - started)
        with tempfile.TemporaryDirectory() as scratch:
            started = time.perf_counter()
            Base.open(Path(scratch)).accept(batch)
            keeping.append(time.perf_counter() - started)
    seconds = statistics.median(reading)
    rows = batch.observations.height
    print(measuring.machine())
    measuring.show("figures", f"{rows:,}")
    measuring.show("to observations", f"{seconds:.2f} s", f"{GOAL_SECONDS:.0f} s")
    measuring.show("first time", f"{reading[0]:.2f} s")
    measuring.show("rows a second", f"{rows / seconds:,.0f}")
    measuring.show("into a base, besides", f"{statistics.median(keeping):.2f} s")
    measuring.show("most memory", f"{measuring.inside():,.0f} MB")
    return 0 if seconds <= GOAL_SECONDS else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
