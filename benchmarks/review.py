"""How long does a review take, and all of them?

    python benchmarks/review.py [BASE]

One review in all forms, as a command, for a country with much data, one with hardly
any, and a region; then `--all`. Goals: 5 seconds for one country, 5 minutes for all,
1.5 GB with all processes. Without BASE, a base is built from the publishers' files
where they are; else the figures that come with the program are reviewed.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring

RUNS = 3
GOAL_ONE = 5.0
GOAL_ALL = 300.0
GOAL_MEGABYTES = 1_500.0
AREAS = {"Kenya": GOAL_ONE, "Tuvalu": GOAL_ONE, "Eastern Africa": None}


def main(arguments: list[str]) -> int:
    """Write the reviews, and print the figures; 1 when a goal is missed."""
    print(measuring.machine())
    missed = False
    with tempfile.TemporaryDirectory() as scratch:
        base = _base(arguments, Path(scratch))
        for area, goal in AREAS.items():
            missed |= _one(base, area, Path(scratch) / area, goal=goal)
        run = measuring.command(
            *("--base", base, "--quiet", "review", "--all"),
            *("--output", Path(scratch) / "all"),
        )
        pages = len(list((Path(scratch) / "all").rglob("*.json")))
    measuring.show(f"all {pages}", f"{run.seconds:.0f} s", f"{GOAL_ALL:.0f} s")
    measuring.show("  most memory", f"{run.memory:,.0f} MB", f"{GOAL_MEGABYTES:,.0f}")
    measuring.show("  processor time", f"{run.processor:.0f} s")
    if run.code:
        print(run.output)
    slow = run.seconds > GOAL_ALL or run.memory > GOAL_MEGABYTES
    return 1 if missed or slow or run.code else 0


def _one(base: Path, area: str, target: Path, *, goal: float | None) -> bool:
    """Write one review several times; whether it took longer than the goal."""
    command = ("--base", base, "--quiet", "review", area, "--output", target)
    runs = [measuring.command(*command) for _ in range(RUNS)]
    seconds = statistics.median(each.seconds for each in runs)
    measuring.show(area, f"{seconds:.1f} s", f"{goal:.0f} s" if goal else "")
    processor = statistics.median(each.processor for each in runs)
    measuring.show("  processor time", f"{processor:.1f} s")
    measuring.show("  most memory", f"{max(each.memory for each in runs):,.0f} MB")
    if failed := next((each for each in runs if each.code), None):
        print(failed.output)
        return True
    return goal is not None and seconds > goal


def _base(arguments: list[str], scratch: Path) -> Path:
    """The base that is named, or built; an empty one stands for the starter figures."""
    if arguments:
        return Path(arguments[0])
    folder = scratch / "base"
    data = measuring.publishers_files()
    if data is not None:
        measuring.command("--base", folder, "--quiet", "add", data)
    measuring.show("figures of", "publishers' files" if data else "the program")
    return folder


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
