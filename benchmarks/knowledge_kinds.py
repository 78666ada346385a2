"""How often is the kind of a passage right, and how fast are passages judged?

    python benchmarks/knowledge_kinds.py

Compares the kinds that the program gives with those that a reader gave
(`tests/knowledge/labelled`), on the part that no rule was tuned on, and prints the
share that is right, precision, recall and F1 of each kind, and their mean. A label is
about one sentence, a passage may hold three: so three shares are printed.

- passages, strict: the kind of the passage is that of the labelled sentence;
- passages: the kind is that of any sentence of the passage that a reader labelled;
- sentences: the sentence alone, judged as if it were a passage.

Then it judges kinds and mentions of all passages of those documents, again and again,
and prints how many it did in a second of processor time. The goals are 0.75 for
passages and 2,000 passages in a second; 1 when one is missed. Needs the shared
documents (`MIGRASCOPE_SHARED_DATA`, `../shared/data`).
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from migrascope.knowledge import judging, kinds, passages, reading
from migrascope.knowledge.model import Document, Kind, Passage
from migrascope.knowledge.passages.sentences import sentences

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks._measuring import publishers_files
from tests.knowledge.labels import Label, file_of, find, flat, labels

GOAL_RIGHT = 0.75
GOAL_SPEED = 2_000
ROUNDS = 5

Cut = dict[str, tuple[Document, tuple[Passage, ...]]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A label, the passage that holds its words, and what else readers said of it."""

    label: Label
    document: Document
    passage: Passage
    kinds: frozenset[Kind]


def main() -> int:
    """Measure, and print the figures; 1 when a goal is missed."""
    data = publishers_files()
    if data is None:
        return 0
    documents = _read(data)
    placed = tuple(_place(documents))
    print(f"labels                 {len(labels())}, in passages {len(placed)}")
    right = 0.0
    for part in ("tune", "score"):
        rows = [each for each in placed if each.label.part == part]
        right = _print_shares(part, rows)
    _print_kinds([each for each in placed if each.label.part == "score"])
    speed = _speed(documents)
    print(
        f"speed                  {speed:,.0f} passages a second (goal {GOAL_SPEED:,})"
    )
    return 0 if right >= GOAL_RIGHT and speed >= GOAL_SPEED else 1


def _read(data: Path) -> Cut:
    documents: Cut = {}
    for name in dict.fromkeys(label.document for label in labels()):
        document = reading.read(file_of(name, data))
        documents[name] = document, passages.cut(document)
    return documents


def _place(documents: Cut) -> Iterable[Placed]:
    found: dict[tuple[str, int], list[Label]] = defaultdict(list)
    for label in labels():
        passage = find(label, documents[label.document][1])
        if passage is not None:
            found[label.document, passage.number].append(label)
    for (name, number), here in found.items():
        document, cut = documents[name]
        said = frozenset(label.kind for label in here)
        for label in here:
            yield Placed(label, document, cut[number - 1], said)


def _print_shares(part: str, rows: list[Placed]) -> float:
    """The share of passages that are right, as it is printed."""

    def share(is_right: Callable[[Placed], bool]) -> float:
        return sum(map(is_right, rows)) / len(rows)

    right = share(lambda each: _given(each) in each.kinds)
    strict = share(lambda each: _given(each) is each.label.kind)
    alone = share(lambda each: _given(_alone(each)) is each.label.kind)
    print(
        f"{part:<22} {len(rows)} labels: passages {right:.3f} (goal {GOAL_RIGHT}), "
        f"strict {strict:.3f}, sentences {alone:.3f}"
    )
    return right


def _print_kinds(rows: list[Placed]) -> None:
    """Precision, recall and F1 of each kind, strictly, and the mean F1."""
    pairs = Counter((each.label.kind, _given(each)) for each in rows)
    scores = []
    for kind in Kind:
        both = pairs[kind, kind]
        said = sum(count for (_, given), count in pairs.items() if given is kind)
        true = sum(count for (label, _), count in pairs.items() if label is kind)
        scores.append(2 * both / (said + true) if said + true else 0.0)
        print(
            f"  {kind.value:<20} {true:>3} labels, precision {_part(both, said)}, "
            f"recall {_part(both, true)}, F1 {scores[-1]:.2f}"
        )
    print(f"  macro-F1, strict     {sum(scores) / len(scores):.3f}")


def _given(each: Placed) -> Kind:
    return kinds.judge(each.passage, each.document)[0]


def _alone(each: Placed) -> Placed:
    """The label with its sentence for a passage."""
    text = each.passage.text
    for start, end in sentences(text):
        if flat(each.label.words) in flat(text[start:end]):
            return replace(each, passage=replace(each.passage, text=text[start:end]))
    return each


def _part(some: int, all_of_them: int) -> str:
    return f"{some / all_of_them:.2f}" if all_of_them else "  - "


def _speed(documents: Mapping[str, tuple[Document, tuple[Passage, ...]]]) -> float:
    """Passages a second, the median of some rounds; the first is not counted."""
    total = sum(len(cut) for _, cut in documents.values())
    seconds = []
    for _ in range(ROUNDS + 1):
        begun = time.process_time()
        for document, cut in documents.values():
            judging.judge(document, cut)
        seconds.append(time.process_time() - begun)
    return total / sorted(seconds[1:])[ROUNDS // 2]


if __name__ == "__main__":
    sys.exit(main())
