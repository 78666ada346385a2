"""How long do SUDA2, individual risk and microaggregation take?

    python benchmarks/protect_suda_mdav.py

Generated cases (see `_cases.py`): SUDA2 on 100,000 records with 8 keys and sets of any
size, once with missing keys as wildcards and once as values; individual risk from the
frequencies of a million records; MDAV on 10,000 records with 4 numbers, in groups of 3.
Each runs in a process of its own, several times, and the figure is the median, with
the processor time beside it: on a busy machine that says more. The peer is sdcMicro
5.8, measured on the same kind of machine; it knows missing keys as values here.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring

RUNS = 5
PEER = {"suda_wildcard": 1.7, "suda_value": 1.7, "individual": 0.19, "mdav": 0.4}
"""Seconds of sdcMicro 5.8."""
GOAL = {"suda_wildcard": 1.7, "suda_value": 1.7, "mdav": 0.4}
"""Seconds; individual risk has a goal together with the frequencies, elsewhere."""


def main(arguments: list[str]) -> int:
    """Time each in its own process; 1 when a goal is missed."""
    if arguments[:1] == ["--one"]:
        return _one(arguments[1])
    print(f"{measuring.machine()}, load {os.getloadavg()[0]:.1f}")
    missed = False
    for name, peer in PEER.items():
        run = measuring.process(__file__, "--one", name)
        if run.code:
            print(run.output)
            return 1
        seconds, processor, says = run.output.strip().split("\t")
        goal = GOAL.get(name)
        print(f"\n{name}: {says}")
        measuring.show("median", f"{float(seconds):.2f} s", f"{goal} s" if goal else "")
        measuring.show("  processor time", f"{float(processor):.2f} s")
        measuring.show("  peer", f"{peer:.2f} s")
        measuring.show("  most memory", f"{run.memory:,.0f} MB")
        missed |= goal is not None and float(seconds) > goal
    return int(missed)


def _one(name: str) -> int:
    """Time one of them, and print the figures for the process that asked."""
    made: dict[str, Callable[[], Callable[[], str]]] = {
        "suda_wildcard": lambda: _suda("wildcard"),
        "suda_value": lambda: _suda("value"),
        "individual": _individual,
        "mdav": _mdav,
    }
    work = made[name]()
    seconds, processor, says = [], [], ""
    for _ in range(RUNS):
        started = time.perf_counter(), time.process_time()
        says = work()
        seconds.append(time.perf_counter() - started[0])
        processor.append(time.process_time() - started[1])
    print(statistics.median(seconds), statistics.median(processor), says, sep="\t")
    return 0


def _suda(missing: str) -> Callable[[], str]:
    from benchmarks._cases import KEYS, cases

    from migrascope.protect.plan.model import Missing
    from migrascope.protect.risk import suda

    frame = cases(100_000, 1, len(KEYS))

    def work() -> str:
        found = suda.scores(frame, KEYS, missing=Missing(missing))
        return (
            f"{sum(found.found):,} minimal sample uniques in {frame.height:,} records"
        )

    return work


def _individual() -> Callable[[], str]:
    from benchmarks._cases import KEYS, cases

    from migrascope.protect.risk import frequencies, individual

    frame = cases(1_000_000, 1, 11)
    counted = frequencies.count(frame, KEYS, weight="weight")

    def work() -> str:
        found = individual.expected(counted)
        return f"{found.found:,.0f} of {frame.height:,} people would be found"

    return work


def _mdav() -> Callable[[], str]:
    import numpy as np
    import polars as pl

    from migrascope.protect.methods import microaggregate
    from migrascope.protect.plan.steps import Microaggregate

    numbers = np.random.default_rng(1).lognormal(size=(10_000, 4))
    names = ("a", "b", "c", "d")
    frame = pl.DataFrame(numbers, schema=list(names))

    def work() -> str:
        _, done = microaggregate.apply(frame, Microaggregate(names, 3))
        return f"{frame.height:,} records, 4 numbers: {done.says}"

    return work


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
