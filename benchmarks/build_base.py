"""How long does the whole evidence base take, from the publishers' files?

    python benchmarks/build_base.py [--keep FOLDER]

Adds every file of the publishers' folder that an adapter or a mapping recognises:
once as a command, as a user does, and once inside a process, to see what reading
and keeping cost. Goals: 60 seconds, 2 GB. --keep leaves the base in a folder, for
other benchmarks.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring

from migrascope.errors import SourceError
from migrascope.store.base import Base

GOAL_SECONDS = 60.0
GOAL_MEGABYTES = 2_000.0


def main(arguments: list[str]) -> int:
    """Build it twice, and print the figures; 1 when a goal is missed."""
    data = measuring.publishers_files()
    if data is None:
        return 0
    print(measuring.machine())
    with tempfile.TemporaryDirectory() as scratch:
        kept = Path(arguments[1]) if arguments[:1] == ["--keep"] else None
        folder = kept or Path(scratch) / "as-a-command"
        run = measuring.command("--base", folder, "--quiet", "add", data)
        rows = _tell(Base.open(folder))
        if not rows:
            print(run.output)
            return 1
        measuring.show("as a command", f"{run.seconds:.1f} s", f"{GOAL_SECONDS:.0f} s")
        measuring.show("processor time", f"{run.processor:.1f} s")
        measuring.show("rows a second", f"{rows / run.seconds:,.0f}")
        measuring.show("most memory", f"{run.memory:,.0f} MB", f"{GOAL_MEGABYTES:,.0f}")
        _inside(data, Path(scratch) / "inside")
    good = run.seconds <= GOAL_SECONDS and run.memory <= GOAL_MEGABYTES
    return 0 if good else 1


def _tell(base: Base) -> int:
    """What is in the base; how many rows there are."""
    entries = base.index.entries
    rows = sum(each.rows for each in entries)
    size = sum(each.stat().st_size for each in base.folder.rglob("*.parquet"))
    measuring.show("figures", f"{rows:,}")
    measuring.show("editions", f"{len(entries)}")
    measuring.show("editions on disk", f"{size / 1e6:,.1f} MB")
    return rows


def _inside(data: Path, folder: Path) -> None:
    """The same inside this process: seconds for finding, reading and keeping."""
    from migrascope.sources.plan import batches, plan

    base = Base.open(folder)
    seconds: dict[str, float] = defaultdict(float)
    taken: dict[str, str] = {}
    failures: list[SourceError] = []
    clock = time.perf_counter()
    planned = plan([data])
    seconds["finding who reads what"] = time.perf_counter() - clock
    for group in planned.groups:
        clock = time.perf_counter()
        for batch in batches(group, failures, taken):
            read = time.perf_counter()
            seconds[f"reading {group.source}"] += read - clock
            base.accept(batch)
            clock = time.perf_counter()
            seconds["keeping"] += clock - read
    measuring.show("inside a process", f"{sum(seconds.values()):.1f} s")
    for name, spent in sorted(seconds.items(), key=lambda each: -each[1]):
        measuring.show(f"  {name}", f"{spent:.2f} s")
    measuring.show("  most memory", f"{measuring.inside():,.0f} MB")
    measuring.show("  files refused", f"{len(failures) + len(planned.damaged)}")
    measuring.show("  files of nobody", f"{len(planned.unknown)}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
