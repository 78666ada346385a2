"""How long does a whole release take, from the file of cases to the proven folder?

    python benchmarks/protect_release.py [--small]

`migrascope protect CASES --plan PLAN --output DIR` as a user types it, on generated
cases in CSV: eight keys, two sensitive columns, a weight, a number and a file number;
the plan recodes age, citizenship and destination, searches no further, and blanks to
k = 5. Reading, measuring the risk before and after, protecting, both reports, writing
CSV and Parquet, codebook and DDI, and the proof against the original are all in it.
The file is made before the clock starts. Several runs give the median; the most memory
is that of all processes of the run. `--small` takes a hundredth of the cases.

No peer does all of this in one command, so there is no peer to compare with. Goals: a
million cases in two minutes and 3 GB, a hundred thousand in 15 s and 1 GB.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring
from benchmarks._cases import FURTHER, KEYS, SENSITIVE, cases

SEED = 4
RUNS = ((100_000, 3), (1_000_000, 1))
GOALS = {100_000: (15.0, 1_000.0), 1_000_000: (120.0, 3_000.0)}
LEFT_OUT = ("incident", "registered")

_ROLES = {
    **dict.fromkeys(KEYS, "key"),
    **dict.fromkeys(SENSITIVE, "sensitive"),
    "weight": "weight",
    "months": "other",
    "case_number": "direct_identifier",
}
_HIERARCHIES = {"age": "age", "citizenship": "area", "destination": "area"}
_LEVELS = {"age": "broad", "citizenship": "region", "destination": "region"}


def main(arguments: list[str]) -> int:
    """Print every figure with its goal; 1 when one is missed."""
    print(measuring.machine())
    missed = False
    for rows, runs in RUNS:
        missed |= _release(rows, rows // 100 if "--small" in arguments else rows, runs)
    return int(missed)


def _release(goal: int, rows: int, runs: int) -> bool:
    """The release of so many cases, some times."""
    made: list[measuring.Run] = []
    size = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan.toml").write_text(_plan(), encoding="utf-8")
        wanted = len(KEYS) + len(SENSITIVE) + len(FURTHER)
        file = folder / "cases.csv"
        cases(rows, SEED, wanted).drop(LEFT_OUT).write_csv(file)
        file.chmod(0o600)
        size = file.stat().st_size / 1e6
        for number in range(runs):
            output = folder / f"release{number}"
            command = ("protect", file, "--plan", folder / "plan.toml")
            made.append(measuring.command(*command, "--output", output, "--quiet"))
            if made[-1].code:
                print(made[-1].output)
                return True
    seconds = statistics.median(run.seconds for run in made)
    memory = max(run.memory for run in made)
    most_seconds, most_memory = GOALS[goal]
    print(f"\nrelease of {rows:,} generated cases ({size:,.0f} MB of CSV), {runs} runs")
    measuring.show("median", f"{seconds:,.1f} s", f"{most_seconds:g} s")
    processor = statistics.median(run.processor for run in made)
    measuring.show("processor", f"{processor:,.1f} s")
    measuring.show("memory", f"{memory:,.0f} MB", f"{most_memory:,.0f} MB")
    return seconds > most_seconds or memory > most_memory


def _plan() -> str:
    """The plan as TOML."""
    lines = [
        'title = "Generated cases"',
        'purpose = "To measure"',
        'responsible = "Nobody: these are nobody\'s cases"',
        'missing = "value"',
        "[promise]",
        "k = 5",
        "most_suppressed = 0.6",
    ]
    for name, role in _ROLES.items():
        lines += ["[[column]]", f'name = "{name}"', f'role = "{role}"']
        if name in _HIERARCHIES:
            lines.append(f'hierarchy = "{_HIERARCHIES[name]}"')
        if name in {"weight", "months"}:
            lines.append('kind = "number"')
    for name, level in _LEVELS.items():
        lines += ["[[step]]", 'do = "recode"', f'column = "{name}"']
        lines.append(f'level = "{level}"')
    lines += ["[[step]]", 'do = "top_code"', 'column = "months"', "at = 60.0"]
    lines += ["[[step]]", 'do = "suppress"']
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
