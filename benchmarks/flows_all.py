"""How long do all six methods take, for all areas, women, men and both sexes?

    python benchmarks/flows_all.py [--base BASE]

Whole processes, from opening the base to the last table: one interval (2015 to 2020),
and the six of 1990 to 2020. Goals: 10 and 60 seconds on two cores, and 2 GB. Without
BASE, one is built from the publishers' files where they are.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _base
from benchmarks import _measuring as measuring

from migrascope.errors import NoFigures
from migrascope.flows.estimating import estimate
from migrascope.store.base import Base

RUNS = 5
GOALS = {(2015, 2020): 10.0, (1990, 2020): 60.0}
GOAL_MEGABYTES = 2_000.0
SEXES = ("F", "M", "_T")
NOTHING = 9
"""The exit code of a run on a base without stocks, births or deaths."""


def main(arguments: list[str]) -> int:
    """Run the estimates several times, and print the figures; 1 for a missed goal."""
    if arguments[:1] == ["--once"]:
        return _once(Path(arguments[1]), int(arguments[2]), int(arguments[3]))
    given = [each for each in arguments if each != "--base"]
    print(measuring.machine())
    missed = False
    with tempfile.TemporaryDirectory() as scratch:
        base = _base.any_base(given, Path(scratch))
        for (start, end), goal in GOALS.items():
            missed |= _measured(base, start, end, goal=goal)
    return 1 if missed else 0


def _measured(base: Path, start: int, end: int, *, goal: float) -> bool:
    """Estimate in processes of their own; whether it took longer than the goal."""
    once = (__file__, "--once", base, start, end)
    runs = [measuring.process(*once) for _ in range(RUNS)]
    print(runs[0].output.strip())
    if runs[0].code:
        return runs[0].code != NOTHING
    seconds = statistics.median(each.seconds for each in runs)
    processor = statistics.median(each.processor for each in runs)
    memory = max(each.memory for each in runs)
    measuring.show(f"{start} to {end}", f"{seconds:.1f} s", f"{goal:.0f} s")
    measuring.show("  processor time", f"{processor:.1f} s")
    measuring.show("  most memory", f"{memory:,.0f} MB", f"{GOAL_MEGABYTES:,.0f} MB")
    return seconds > goal or memory > GOAL_MEGABYTES


def _once(base: Path, start: int, end: int) -> int:
    """Estimate once, and say what was made."""
    try:
        found = estimate(Base.open(base), start=start, end=end, sexes=SEXES)
    except NoFigures as error:
        print(error)
        return NOTHING
    met = sum(table.fit.converged for table in found.tables)
    print(
        f"{len(found.tables)} tables of {len(found.areas)} areas, "
        f"{len(found.intervals)} intervals; {met} met their totals"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
