"""Are the goals of a passage right, as a reader of a library gets them?

    python benchmarks/knowledge_passage_goals.py [tune] [score]

English: passages of real dialogues whose targets were labelled by reading; their goals
are those of the targets, so that a goal without a target counts as wrong. Other
languages: invented sentences of the same sort, labelled by who wrote them, a fifth of
them about no goal (tests/knowledge/labelled). Printed for each: how many of the goals
given are right (precision), how many of the labelled goals are given (recall), and F1.
The half that may be looked at (`tune`) is printed too.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from migrascope.knowledge import learned
from migrascope.knowledge.judging import SURE

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks._measuring import machine, publishers_files, show
from benchmarks.knowledge_tags import PARTS, labelled_passages
from tests.knowledge import labels

SENTENCES = Path(labels.__file__).with_name("labelled") / "goal_sentences.csv"


class Labelled(NamedTuple):
    """A text and its goals."""

    text: str
    goals: frozenset[str]


def main(arguments: Sequence[str]) -> int:
    """Measure, and print the figures; nothing is missed, for no figure is promised."""
    print(machine())
    data = publishers_files()
    for part in [each for each in PARTS if each in arguments or not arguments]:
        if data is not None:
            rows = [
                Labelled(passage.text, frozenset(code.split(".")[0] for code in codes))
                for passage, codes in labelled_passages(data, part, "targets")
            ]
            _tell(f"en, {part}", rows, "en", meaning=False)
            if learned.embeddings.available():
                _tell(f"en, {part}, vectors", rows, "en", meaning=True)
        for language, sentences in _sentences(part).items():
            _tell(f"{language}, {part}", sentences, language, meaning=False)
    return 0


def _tell(name: str, rows: Sequence[Labelled], language: str, *, meaning: bool) -> None:
    guessed = learned.goals(
        [each.text for each in rows], language=language, meaning=meaning
    )
    given = [
        {guess.code for guess in few if guess.confidence >= SURE} for few in guessed
    ]
    pairs = list(zip(given, (each.goals for each in rows), strict=True))
    right = sum(len(said & goals) for said, goals in pairs)
    precision = right / max(_number(given), 1)
    recall = right / max(_number(each.goals for each in rows), 1)
    some = sum(bool(said & goals) for said, goals in pairs if goals)
    about = sum(bool(each.goals) for each in rows)
    show(
        name,
        f"precision {precision:.2f}, recall {recall:.2f}, "
        f"F1 {2 * precision * recall / max(precision + recall, 1e-9):.2f}; "
        f"{some} of {about} with a right one, "
        f"{sum(bool(said) and not goals for said, goals in pairs)} of "
        f"{len(rows) - about} about none with one",
    )


def _number(codes: Iterable[Iterable[str]]) -> int:
    return sum(len(list(each)) for each in codes)


def _sentences(part: str) -> dict[str, list[Labelled]]:
    found: dict[str, list[Labelled]] = defaultdict(list)
    with SENTENCES.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["part"] == part:
                goals = frozenset(filter(None, row["goals"].split(";")))
                found[row["language"]].append(Labelled(row["text"], goals))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
