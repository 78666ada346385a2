"""How long does it take to protect a large table, and how much is lost?

    python benchmarks/protect_tables.py [--small]

Tables of made cases, most of which fall into few categories, so that many cells are
small or empty: 20 × 15 × 10 and 200 × 5 × 3 categories, 20,000 cases. Each figure is
of a process of its own: seconds for protecting and auditing (counting is left out),
the most memory, and how many cells were suppressed for themselves and for others.
`--small` takes smaller tables. Goal: 60 s for each, a machine that does nothing else.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring

from migrascope.protect.tables import protecting
from migrascope.protect.tables.protecting import (
    CellKeys,
    Method,
    Rounding,
    Suppression,
    Zeros,
)

TABLES = ("20x15x10", "200x5x3")
SMALL = ("8x6x4", "30x4x3")
ROWS = 20_000
GOAL = 60.0
SEED = 7
SECRET = b"of a benchmark, which is none"
METHODS: dict[str, Method] = {
    "suppress": Suppression(),
    "suppress, zeros published": Suppression(zeros=Zeros.PUBLISH),
    "round": Rounding(SECRET),
    "cell keys": CellKeys(SECRET),
}


def main() -> int:
    """Print all figures; 1 when a goal is missed."""
    print(measuring.machine())
    missed = False
    for sizes in SMALL if "--small" in sys.argv else TABLES:
        for name in METHODS:
            run = measuring.process(__file__, "--one", sizes, name)
            if run.code:
                print(run.output)
                missed = True
                continue
            seconds, told = run.output.strip().split(" ", 1)
            missed |= float(seconds) > GOAL
            figure = f"{float(seconds):.1f} s, {run.memory:,.0f} MB"
            measuring.show(f"{sizes}, {name}", figure, f"{GOAL:.0f} s; {told}")
    return int(missed)


def cases(sizes: tuple[int, ...], rows: int) -> pl.DataFrame:
    """Cases of which a few categories hold most, and columns that hang together."""
    random = np.random.default_rng(SEED)
    common = random.random(rows)
    columns = {}
    for number, size in enumerate(sizes):
        share = 1.0 / np.arange(1, size + 1) ** 1.1
        own = random.choice(size, rows, p=share / share.sum())
        tied = (own + (common * size).astype(np.int64)) % size
        code = np.where(random.random(rows) < 0.3, tied, own)
        columns[f"column_{number}"] = code.astype(str)
    return pl.DataFrame(columns)


def _one(sizes: str, name: str) -> None:
    """Protect one table; print the figures for `main`."""
    shape = tuple(int(size) for size in sizes.split("x"))
    frame = cases(shape, ROWS)
    counted = protecting.count(frame, [frame.columns])
    started = time.perf_counter()
    made = protecting.protect(counted, METHODS[name])
    seconds = time.perf_counter() - started
    gone = made.tables[0].suppressed
    records = counted.tables[0].records
    few = int(((records > 0) & (records < Suppression().threshold)).sum())
    verdict = "yes" if made.passed else "no"
    print(
        f"{seconds:.2f} audit {verdict}; of {gone.size:,} cells {few:,} are small, "
        f"{int(gone.sum()):,} suppressed"
    )


if __name__ == "__main__":
    if "--one" in sys.argv:
        _one(sys.argv[2], sys.argv[3])
    else:
        sys.exit(main())
