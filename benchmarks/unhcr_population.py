"""How long does UNHCR's population table take, from the file to observations?

    python benchmarks/unhcr_population.py [TABLE [FOLDER]]

TABLE is `population.parquet`, a copy of the table of the database; without it, it is
looked for among the publishers' files. Prints the median of several runs and the
most memory that the process used. The goal is 2 seconds for 138,893 rows. With
a FOLDER, each run also writes the edition into a new evidence base there.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring

from migrascope.sources.batch import Batch
from migrascope.sources.unhcr import adapter

RUNS = 5
NAME = "unhcr/refugees_pkg/population.parquet"
GOAL_SECONDS = 2.0


def main(arguments: list[str]) -> int:
    """Time the runs and print the figures; 1 when the goal is missed."""
    data = None if arguments else measuring.publishers_files()
    if not arguments and data is None:
        return 0
    table = Path(arguments[0]) if arguments else Path(data or ".") / NAME
    store = Path(arguments[1]) if len(arguments) > 1 else None
    timed = [_run(table, store) for _ in range(RUNS)]
    seconds = statistics.median(taken for taken, _ in timed)
    batch = timed[-1][1]
    rows = int(batch.observations["row"].max() or 0)  # type: ignore[arg-type]  # whole numbers
    print(measuring.machine())
    measuring.show("rows of the table", f"{rows:,}")
    measuring.show("observations", f"{batch.observations.height:,}")
    measuring.show("into a base", "yes" if store else "no")
    measuring.show("to observations", f"{seconds:.2f} s", f"{GOAL_SECONDS:.0f} s")
    measuring.show("first time", f"{timed[0][0]:.2f} s")
    measuring.show("rows a second", f"{rows / seconds:,.0f}")
    measuring.show("most memory", f"{measuring.inside():,.0f} MB")
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
