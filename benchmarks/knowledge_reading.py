"""How long do documents take to read, cut and judge, and does the memory stay flat?

    python benchmarks/knowledge_reading.py [PAGES]

The five dialogues, the resolution of 33 pages, and PAGES pages (10,000) made of all
documents again and again, on one core. Time is that of the processor, so that a busy
machine does not count; judging is by what passages say (the learned models are
measured in `knowledge_goals.py`).
"""

from __future__ import annotations

import sys
import time
from itertools import cycle, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import _measuring as measuring

from migrascope.knowledge import judging, passages, reading
from migrascope.knowledge.model import Document

PAGES = 10_000
GOAL_DIALOGUES = 2.0
GOAL_PDF = 1.0
GOAL_MINUTES = 5.0
GOAL_GROWTH = 1.2
LETTERS_A_PAGE = 3000
"""What a page of a text file is taken for."""

STEPS = ("read", "cut", "judged")
Seconds = dict[str, float]


def main(arguments: list[str]) -> int:
    """Measure, and print the figures; 1 when a goal is missed."""
    data = measuring.publishers_files()
    if data is None:
        return 0
    wanted = int(arguments[0]) if arguments else PAGES
    dialogues = sorted((data / "dialogues").glob("*.txt"))
    papers = sorted((data / "knowledge" / "docs").glob("*.pdf"))
    resolution = data / "knowledge" / "docs" / "un_agenda_2030.pdf"
    print(measuring.machine())
    _spent([dialogues[0], papers[0]])  # what is imported once is not counted
    first = sum(_spent(dialogues).values())
    measuring.show("five dialogues", f"{first:.2f} s", f"{GOAL_DIALOGUES:.0f} s")
    second = _spent([resolution])["read"]
    measuring.show("a PDF of 33 pages", f"{second:.2f} s", f"{GOAL_PDF:.0f} s")
    minutes, growth = _many([*papers, *dialogues], wanted)
    reached = (
        first <= GOAL_DIALOGUES,
        second <= GOAL_PDF,
        minutes * PAGES / wanted <= GOAL_MINUTES,
        growth <= GOAL_GROWTH,
    )
    return 0 if all(reached) else 1


def _many(paths: list[Path], wanted: int) -> tuple[float, float]:
    """Minutes for so many pages, and how much the memory grew after the first tenth."""
    spent = dict.fromkeys(STEPS, 0.0)
    pages, found, early = 0, 0, 0.0
    for path in cycle(paths):
        document, seconds, count = _one(path)
        _add(spent, seconds)
        found += count
        pages += max(len(document.pages), len(document.raw) // LETTERS_A_PAGE)
        if not early and pages >= wanted / 10:
            early = measuring.inside()
        if pages >= wanted:
            break
    minutes = sum(spent.values()) / 60
    measuring.show(f"{pages:,} pages", f"{minutes:.1f} min", f"{GOAL_MINUTES:.0f} min")
    for step, total in spent.items():
        measuring.show(f"  {step}", f"{1000 * total / pages:.1f} ms a page")
    measuring.show("passages", f"{found:,}")
    measuring.show("most memory", f"{measuring.inside():,.0f} MB")
    growth = measuring.inside() / early
    measuring.show("after a tenth", f"{early:,.0f} MB", "flat")
    return minutes, growth


def _spent(paths: list[Path]) -> Seconds:
    """Seconds of the processor for some documents, by what they were spent on."""
    spent = dict.fromkeys(STEPS, 0.0)
    for path in paths:
        _add(spent, _one(path)[1])
    return spent


def _add(spent: Seconds, more: Seconds) -> None:
    for step, seconds in more.items():
        spent[step] += seconds


def _one(path: Path) -> tuple[Document, Seconds, int]:
    """A document, the seconds it took, and the number of its passages."""
    times = [time.process_time()]
    document = reading.read(path)
    times.append(time.process_time())
    cut = passages.cut(document)
    times.append(time.process_time())
    judging.judge(document, cut)
    times.append(time.process_time())
    steps = (ended - begun for begun, ended in pairwise(times))
    return document, dict(zip(STEPS, steps, strict=True)), len(cut)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
