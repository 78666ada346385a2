"""How long does UNHCR's population table take, from the file to observations?

    python benchmarks/unhcr_population.py TABLE [FOLDER]

TABLE is `population.parquet`, a copy of the table of the database. Prints the median
of several runs, rows and observations a second, and the most memory that the process
used. The goal is 2 seconds for 138,893 rows. With a FOLDER, each run also writes the
edition into a new evidence base there.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from migrascope.sources.batch import Batch
from migrascope.sources.unhcr import adapter

RUNS = 5
GOAL_SECONDS = 2.0


def main(arguments: list[str]) -> int:
    """Time the runs and print the figures; 1 when the goal is missed."""
    if not arguments:
        print(__doc__)
        return 2
    table = Path(arguments[0])
    store = Path(arguments[1]) if len(arguments) > 1 else None
    timed = [_run(table, store) for _ in range(RUNS)]
    seconds = statistics.median(taken for taken, _ in timed)
    batch = timed[-1][1]
    rows = int(batch.observations["row"].max() or 0)  # type: ignore[arg-type]  # whole numbers
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"table                  {table.name}, {rows:,} rows")
    print(f"observations           {batch.observations.height:,}")
    print(f"into a base            {'yes' if store else 'no'}")
    print(f"median of {RUNS} runs       {seconds:.2f} s (goal {GOAL_SECONDS:.0f} s)")
    print(f"first run              {timed[0][0]:.2f} s")
    print(f"rows a second          {rows / seconds:,.0f}")
    print(f"observations a second  {batch.observations.height / seconds:,.0f}")
    print(f"most memory            {memory:,.0f} MB")
    return 0 if seconds <= GOAL_SECONDS else 1


def _run(table: Path, store: Path | None) -> tuple[float, Batch]:
    """One run: the seconds that it took, and what came out."""
    start = time.perf_counter()
    (batch,) = adapter.read([table])
    if store is not None:
        from migrascope.store.base import Base

        with tempfile.TemporaryDirectory(dir=store) as folder:
            Base.open(Path(folder)).accept(batch)
            return time.perf_counter() - start, batch
    return time.perf_counter() - start, batch


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
