"""How well are the goals of a text found, on texts that nobody here has trained on?

    python benchmarks/knowledge_goals.py

The public SDG Classification Benchmark: 1,251 short texts, each with one goal and the
answer of experts whether the text is about it. Prints F1 for each goal and their mean,
with words alone and with vectors. It is a final score: nothing is chosen by it, and
docs/methods/knowledge.md says how often it was run. The package `sdgclassification-
benchmark` is installed by hand (`pip install --no-deps`); only its table is read.
"""

from __future__ import annotations

import csv
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from migrascope.knowledge import learned
from migrascope.knowledge.learned import linear
from migrascope.knowledge.learned.corpus import GOALS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks._measuring import machine, show

GOAL_WORDS = 0.80
GOAL_VECTORS = 0.84


def main() -> int:
    """Judge each text with words and with vectors; 1 when a goal is missed."""
    rows = _texts()
    if not rows:
        print("the benchmark is not here: install it by hand, see above")
        return 0
    print(machine())
    missed = _score(rows, meaning=False) < GOAL_WORDS
    if learned.embeddings.available():
        missed |= _score(rows, meaning=True) < GOAL_VECTORS
    else:
        print(learned.embeddings.missing())
    return int(missed)


def _texts() -> list[dict[str, str]]:
    package = find_spec("sdgclassification")
    for root in (package.submodule_search_locations if package else None) or ():
        path = Path(root) / "benchmark" / "resources" / "benchmark.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as stream:
                return list(csv.DictReader(stream))
    return []


def _score(rows: list[dict[str, str]], *, meaning: bool) -> float:
    scores, threshold = learned.goal_scores(
        [row["text"] for row in rows], meaning=meaning
    )
    asked = np.array([GOALS.index(row["sdg"]) for row in rows])
    truth = np.array([row["label"] == "True" for row in rows])
    chance = linear.probability(scores)[np.arange(len(rows)), asked]
    given = chance >= threshold
    print("with vectors" if meaning else "words alone")
    each = []
    for number, goal in enumerate(GOALS):
        of = asked == number
        found = int((given & truth & of).sum())
        wrong = int((given & ~truth & of).sum())
        left = int((~given & truth & of).sum())
        each.append(2 * found / max(2 * found + wrong + left, 1))
        show(
            f"  goal {goal}", f"{each[-1]:.3f} ({found} right, {wrong} + {left} wrong)"
        )
    wanted = GOAL_VECTORS if meaning else GOAL_WORDS
    mean = float(np.mean(each))
    show("mean F1 of 17 goals", f"{mean:.4f}", f"at least {wanted}")
    return mean


if __name__ == "__main__":
    sys.exit(main())
