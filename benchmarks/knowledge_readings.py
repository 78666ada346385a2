"""How far can the goals that a reader saw in the training texts be trusted?

    python benchmarks/knowledge_readings.py

Texts that were read twice, by readers who did not know of each other: how well they
agree beyond chance (Cohen's kappa over texts and goals), with the goals that a text is
about first, and with all. Papers to which people gave all their goals: how many of the
reader's goals they gave too (precision), and how many of theirs the reader saw
(recall).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score

from migrascope.knowledge.learned import corpus, readings
from migrascope.knowledge.learned.corpus import GOALS
from migrascope.knowledge.learned.readings import Reading

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks._measuring import publishers_files, show

WAYS: dict[str, Callable[[Reading], frozenset[str]]] = {
    "first": lambda reading: reading.main,
    "all": lambda reading: reading.goals,
}


def main() -> int:
    """Compare, and print the figures."""
    data = publishers_files()
    if data is None:
        return 0
    folder = data / "knowledge"
    texts = chain(corpus.labelled(folder), corpus.metadata(folder), corpus.compact())
    read = [readings.of(text) for text in dict.fromkeys(each.text for each in texts)]
    twice = [both for both in read if len(both) > 1]
    papers = [(each.goals, readings.of(each.text)) for each in corpus.several(folder)]
    known = [(goals, found[0]) for goals, found in papers if found]
    show("texts read", f"{sum(map(bool, read)):,} of {len(read):,}")
    for name, of in WAYS.items():
        one, other = (_answers([of(both[turn]) for both in twice]) for turn in (0, 1))
        kappa = cohen_kappa_score(one.ravel(), other.ravel())
        show(f"goals ({name}), {len(twice)} read twice", f"kappa {kappa:.2f}")
        people = _answers([goals for goals, _ in known])
        reader = _answers([of(reading) for _, reading in known])
        both_say = int((people & reader).sum())
        show(
            f"goals ({name}), {len(known)} papers",
            f"precision {both_say / reader.sum():.2f}, recall "
            f"{both_say / people.sum():.2f}, "
            f"F1 {2 * both_say / (people.sum() + reader.sum()):.2f}",
        )
    return 0


def _answers(goals: Sequence[frozenset[str]]) -> np.ndarray:
    return np.array([[goal in each for goal in GOALS] for each in goals])


if __name__ == "__main__":
    sys.exit(main())
