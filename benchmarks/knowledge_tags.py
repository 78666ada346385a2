"""Are the right targets and objectives found, and how fast?

    python benchmarks/knowledge_tags.py [tune] [score]

Passages of real dialogues that were labelled by reading (tests/knowledge/labelled): how
often the first guess is one that a reader accepts, how often one of the first three.
The half that may be looked at while rules are written is printed too; the goals are for
the other half. Then the passages that one core tags with goals, targets and objectives
in a second, by words alone and with vectors.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from migrascope.knowledge import learned, passages
from migrascope.knowledge.model import Passage
from migrascope.knowledge.reading import read

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks._measuring import machine, publishers_files, show
from tests.knowledge import labels

GOALS = {"objectives": (0.60, 0.80), "targets": (0.50, 0.75)}
PARTS = ("tune", "score")
GOAL_SPEED = 1_000  # passages a second
SPEED_TEXTS = 5_000

Ask = Callable[..., list[tuple[learned.Guess, ...]]]


def main(arguments: Sequence[str]) -> int:
    """Measure, and print the figures; 1 when a goal is missed."""
    data = publishers_files()
    if data is None:
        return 0
    print(machine())
    missed = False
    asks: dict[str, Ask] = {
        "objectives": learned.objectives,
        "targets": learned.targets,
    }
    ways = [False, True] if learned.embeddings.available() else [False]
    parts = [each for each in PARTS if each in arguments or not arguments]
    for name, part, meaning in product(asks, parts, ways):
        rows = labelled_passages(data, part, name)
        first, three = _accepted(rows, asks[name], meaning=meaning)
        counts = part == "score"
        wanted = GOALS[name]
        show(
            f"{name}, {part}{', vectors' if meaning else ''}",
            f"{first:.3f} {three:.3f} of {len(rows)}",
            f"{wanted[0]}, {wanted[1]}" if counts else "",
        )
        missed |= counts and (first < wanted[0] or three < wanted[1])
    texts = [each.text for each in _passages_of_all(data)]
    many = [texts[number % len(texts)] for number in range(SPEED_TEXTS)]
    speed = _speed(many, meaning=False)
    show("passages a second", f"{speed:,.0f}", f"{GOAL_SPEED:,}")
    if True in ways:
        show("the same, vectors", f"{_speed(texts, meaning=True):,.0f}")
    return int(missed or speed < GOAL_SPEED)


def labelled_passages(
    data: Path, part: str, name: str
) -> list[tuple[Passage, tuple[str, ...]]]:
    """Passages with the `objectives` or the `targets` that a reader gave."""
    rows = []
    for label in labels.labels():
        codes: tuple[str, ...] = getattr(label, name)
        if label.part != part or not codes:
            continue
        passage = labels.find(label, _passages(labels.file_of(label.document, data)))
        if passage is None:
            print(f"not found: {label.document}: {label.words}")
            continue
        rows.append((passage, codes))
    return rows


def _accepted(
    rows: Sequence[tuple[Passage, tuple[str, ...]]], ask: Ask, *, meaning: bool
) -> tuple[float, float]:
    """Share of passages whose first guess, and whose first three, a reader accepts."""
    guesses = ask(
        [passage.text for passage, _ in rows],
        headings=[passage.panel for passage, _ in rows],
        meaning=meaning,
    )
    first = three = 0
    for (_, codes), guessed in zip(rows, guesses, strict=True):
        said = [guess.code for guess in guessed]
        first += said[:1] != [] and said[0] in codes
        three += bool(set(said[:3]) & set(codes))
    return first / len(rows), three / len(rows)


def _speed(texts: Sequence[str], *, meaning: bool) -> float:
    """Passages in a second of the processor."""
    asks = (learned.goals, learned.targets, learned.objectives)
    for ask in asks:
        ask(texts[:1], meaning=meaning)
    started = time.process_time()
    for ask in asks:
        ask(texts, meaning=meaning)
    return len(texts) / (time.process_time() - started)


def _passages_of_all(data: Path) -> list[Passage]:
    files = sorted((data / "dialogues").glob("*.txt"))
    return [each for file in files for each in _passages(file)]


@cache
def _passages(file: Path) -> tuple[Passage, ...]:
    return passages.cut(read(file))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
