"""How long does one table of flows take, and how much memory does it need?

    python benchmarks/flows_closed.py [BASE]

One closed table of 200 areas and one of 100, and one open table of 200, from made-up
stocks of realistic sizes; with BASE, also the real ones of 2015 to 2020. Each is
estimated several times in a process of its own, and the figure is the median. The
memory is that of the whole process. The peer is migest 2.x, measured on the same kind
of machine. The goals, for a closed table of 200 areas: 20 times faster, 250 MB.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring
from tests.flows.estimators.worlds import world

from migrascope.flows import methods
from migrascope.flows.account import Account
from migrascope.flows.estimators.accounting import closed_account

RUNS = 7
PEER = {
    ("da_min_closed", "200"): 7.4,
    ("da_min_closed", "100"): 2.7,
    ("da_min_open", "200"): 3.8,
}
"""Seconds of migest 2.x for the same method and number of areas."""
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""As the command line computes: see `migrascope.cli.main`."""
GOAL_OF = ("da_min_closed", "200")
GOAL_TIMES = 20.0
GOAL_MEMORY = 250.0


def main(arguments: list[str]) -> int:
    """Time each table in its own process; 1 when a goal is missed."""
    if arguments[:1] == ["--one"]:
        return _one(arguments[1], arguments[2])
    print(measuring.machine())
    asked = [*PEER, ("da_pb_closed", "200")]
    if arguments:
        asked += [(code, arguments[0]) for code in methods.ALL]
    missed = False
    for code, which in asked:
        run = measuring.process(__file__, "--one", code, which, environment=ONE_THREAD)
        if run.code:
            print(run.output)
            return 1
        median, first, areas, says = run.output.strip().split("\t")
        peer = PEER.get((code, which))
        times = peer / float(median) if peer else 0.0
        print(f"\n{code}, {areas} areas: {says}")
        measuring.show("median", f"{float(median) * 1000:,.0f} ms")
        measuring.show("first time", f"{float(first) * 1000:,.0f} ms")
        has_goal = (code, which) == GOAL_OF
        measuring.show(
            "most memory, whole process",
            f"{run.memory:,.0f} MB",
            f"{GOAL_MEMORY:.0f} MB" if has_goal else "",
        )
        if peer:
            measuring.show(
                "faster than migest 2.x",
                f"{times:,.0f} times ({peer} s)",
                f"{GOAL_TIMES:.0f} times" if has_goal else "",
            )
        if has_goal:
            missed = times < GOAL_TIMES or run.memory > GOAL_MEMORY
    return int(missed)


def _one(code: str, which: str) -> int:
    """Estimate one table several times: the median, the first, and how it ended."""
    known = world(int(which)) if which.isdigit() else _real(Path(which))
    taken = []
    for _ in range(RUNS):
        closed_account.cache_clear()  # a table that was never asked for before
        started = time.perf_counter()
        flows = methods.get(code).estimate(known)
        taken.append(time.perf_counter() - started)
    error = f"largest error {flows.fit.largest_error:.1e}"
    says = error if flows.fit.converged else f"{error}, NOT CONVERGED"
    print(statistics.median(taken), taken[0], len(known.areas), says, sep="\t")
    return 0


def _real(folder: Path) -> Account:
    """The account of both sexes, 2015 to 2020, of a base."""
    from migrascope.flows.account import mid_years
    from migrascope.flows.options import Options
    from migrascope.flows.preparing.preparing import prepare
    from migrascope.store.base import Base

    base = Base.open(folder)
    return prepare(base, mid_years(2015, 2020), "_T", options=Options()).account


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
