"""How long does one question to the evidence base take, inside a process?

    python benchmarks/point_query.py [BASE]

Asks for single figures, for series of a country and for the corridors between two
countries, all over the whole base, and prints the median, the slowest one in a
hundred, and the most memory. The goal is a median below 10 milliseconds. BASE is
a folder; without it, a base is built from the publishers' files where they are
(`MIGRASCOPE_SHARED_DATA`, `../shared/data`), else from figures that mean nothing.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from migrascope.store.base import Base
from migrascope.store.figure import Figure

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks._base import any_base

GOAL_MILLISECONDS = 10.0
QUESTIONS = 300
SEED = 20_201


def main(arguments: list[str]) -> int:
    """Ask, and print the figures; 1 when the goal is missed."""
    with tempfile.TemporaryDirectory() as scratch:
        base = Base.open(any_base(arguments, Path(scratch)))
        entries = base.index.entries
        rows = sum(each.rows for each in entries)
        print(f"base                   {rows:,} figures, {len(entries)} editions")
        chance = random.Random(SEED)  # noqa: S311 - the same questions each time
        figures = _sample(base, chance)
        slowest = 0.0
        for name, ask in _questions(base).items():
            median = _time(name, ask, chance.choices(figures, k=QUESTIONS))
            slowest = max(slowest, median)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"most memory            {memory:,.0f} MB")
    return 0 if slowest <= GOAL_MILLISECONDS else 1


def _questions(base: Base) -> dict[str, Callable[[Figure], object]]:
    """What is asked, given a figure that is known to be there."""
    return {
        "one figure": lambda f: base.query(
            measure=f.measure, area=f.area, origin=f.origin, sex=f.sex, year=f.year
        ),
        "series of a total": lambda f: base.query(
            measure=f.measure, area=f.area, origin="_T", sex="_T"
        ),
        "series of a corridor": lambda f: base.query(
            measure=f.measure, area=f.area, origin=f.origin
        ),
        "an area that has none": lambda f: base.query(measure=f.measure, area="X:none"),
    }


def _sample(base: Base, chance: random.Random) -> list[Figure]:
    """Figures of all editions alike, so that small ones are asked too."""
    found: list[Figure] = []
    for entry in base.index.newest(None):
        areas = chance.sample(sorted(entry.areas), min(3, len(entry.areas)))
        known = base.query(area=areas, editions=entry.id)
        found.extend(chance.sample(known, min(5, len(known))))
    return found


def _time(name: str, ask: Callable[[Figure], object], figures: list[Figure]) -> float:
    """Milliseconds: the median, printed with the slowest one in a hundred."""
    taken = []
    for figure in figures:
        start = time.perf_counter()
        ask(figure)
        taken.append(1000 * (time.perf_counter() - start))
    median = statistics.median(taken)
    late = sorted(taken)[int(0.99 * len(taken))]
    print(
        f"{name:22} median {median:5.1f} ms, 99 of 100 within {late:5.1f} ms "
        f"(goal {GOAL_MILLISECONDS:.0f} ms)"
    )
    return median


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
