"""How long does it take to measure the risk of a file of cases?

    python benchmarks/protect_frequencies.py [--small]

Generated cases with eight categorical keys and a weight: one million records in
memory, ten million streamed from Parquet and from CSV. Each figure is of a process of
its own: seconds on the clock and of the processors, and the most memory, the file
being read first for what is measured in memory. `--small` takes a hundredth of the
records, to see that it runs. Peers, on the same kind of machine and one million
records: sdcMicro 5.8 (R), and pycanon for what it measures. Goals: frequencies and
individual risk of a million in 2 s, frequencies of ten million in 20 s, under 4 GB.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring
from benchmarks._cases import KEYS, cases

from migrascope.protect.plan.model import Missing
from migrascope.protect.risk import (
    anonymity,
    closeness,
    diversity,
    frequencies,
    individual,
)

MILLION = 1_000_000
SEED = 4
GOAL_MEMORY = 4_000.0


def _frequencies(frame: pl.DataFrame) -> object:
    return frequencies.count(frame, KEYS, weight="weight")


def _value(frame: pl.DataFrame) -> object:
    return frequencies.count(frame, KEYS, weight="weight", missing=Missing.VALUE)


def _risk(frame: pl.DataFrame) -> object:
    return individual.risks(frame, KEYS, weight="weight")


def _anonymity(frame: pl.DataFrame) -> object:
    return anonymity.profile(frame, KEYS, subset_size=0)


def _subsets(frame: pl.DataFrame) -> object:
    return anonymity.profile(frame, KEYS)


def _diversity(frame: pl.DataFrame) -> object:
    return diversity.measure(frame, KEYS, "control")


def _diversity_value(frame: pl.DataFrame) -> object:
    return diversity.measure(frame, KEYS, "control", missing=Missing.VALUE)


def _closeness(frame: pl.DataFrame) -> object:
    return closeness.equal(frame, KEYS, "control")


IN_MEMORY: dict[str, tuple[Callable[[pl.DataFrame], object], float, str]] = {
    "frequencies": (_frequencies, 0.0, "sdcMicro 1.8 s"),
    "missing as a value": (_value, 0.0, "sdcMicro 1.8 s"),
    "with individual risk": (_risk, 2.0, "sdcMicro 2.0 s"),
    "k-anonymity": (_anonymity, 0.0, "pycanon 9.7 CPU s"),
    "all sets of 3 keys": (_subsets, 0.0, ""),
    "l-diversity": (_diversity, 0.0, "sdcMicro 0.7 s, pycanon 62 CPU s"),
    "missing as a value, l": (_diversity_value, 0.0, "the same"),
    "t-closeness": (_closeness, 0.0, ""),
}
"""What is measured, with its goal in seconds (0: none) and what peers take."""

STREAMED_GOAL = 20.0


def main(arguments: list[str]) -> int:
    """Measure each in its own process; 1 when a goal is missed."""
    if arguments[:1] == ["--one"]:
        return _one(arguments[1], Path(arguments[2]))
    rows = MILLION // 100 if "--small" in arguments else MILLION
    print(f"{measuring.machine()}, load {os.getloadavg()[0]:.1f} before")
    missed = False
    with tempfile.TemporaryDirectory() as scratch:
        million = Path(scratch) / "million.parquet"
        cases(rows, SEED, columns=11).write_parquet(million)
        print(f"\n{rows:,} records, {len(KEYS)} keys, in memory")
        for name, (_, goal, peer) in IN_MEMORY.items():
            missed |= _shown(name, million, goal, peer)
        large = cases(10 * rows, SEED, columns=11)
        print(f"\n{10 * rows:,} records, streamed: f_k and F_k of all combinations")
        for kind in ("parquet", "csv"):
            path = Path(scratch) / f"large.{kind}"
            (large.write_parquet if kind == "parquet" else large.write_csv)(path)
            missed |= _shown(kind, path, STREAMED_GOAL, "")
    print(f"\nload {os.getloadavg()[0]:.1f} after")
    return int(missed)


def _shown(name: str, path: Path, goal: float, peer: str) -> bool:
    """Print one figure beside its goal and peers; whether the goal was missed."""
    run = measuring.process(__file__, "--one", name, path)
    if run.code:
        print(run.output)
        return True
    seconds, processor = (float(each) for each in run.output.split())
    figure = f"{seconds:.2f} s, {processor:.2f} CPU s, {run.memory:,.0f} MB"
    beside = [f"goal {goal:g} s, {GOAL_MEMORY:,.0f} MB"] if goal else []
    beside += [peer] if peer else []
    print(f"{name:22} {figure:>34}   {'; '.join(beside)}")
    return bool(goal) and (seconds > goal or run.memory > GOAL_MEMORY)


def _one(name: str, path: Path) -> int:
    """Measure one thing, and print its seconds on the clock and of the processors."""
    if name in IN_MEMORY:
        measure = IN_MEMORY[name][0]
        frame = pl.read_parquet(path)
        clock, processor = time.perf_counter(), time.process_time()
        measure(frame)
    else:
        clock, processor = time.perf_counter(), time.process_time()
        frequencies.of_file(path, KEYS, weight="weight")
    print(time.perf_counter() - clock, time.process_time() - processor)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
