"""Which lines of a page are its head, its foot or its number?

A line that comes again near the edge of several pages, at one height and nowhere else,
and a number that counts with the pages. They are layout: they go, and a note says
which they were.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from migrascope.knowledge.reading.pages import Line
from migrascope.knowledge.reading.repair import REPAIRED

_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|página|pág\.|стр\.|страница|صفحة|第)?\s*"
    r"(?P<number>\d{1,4})\s*(?:(?:/|\||of|de|sur|из|من)\s*\d{1,4})?"
    r"\s*页?[\W_]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_MARGIN = 0.11
"""The share of a page at its head and foot where running lines stand."""

_INCH = 72.0
"""Points; small pages have margins as wide as large ones."""

_APART = 0.3
"""Of the height of a line: so much wider than usual is the gap to the body."""

_SAME_HEIGHT = 0.03
_FEWEST_PAGES = 3
_NEAR_PAGES = 2
"""A running line comes again on the next page, or on the one after it."""

_MOST_LINES = 3
_LONGEST = 200


def without(
    raw: str, pages: Sequence[Sequence[Line]], heights: Sequence[float]
) -> tuple[list[list[Line]], tuple[str, ...]]:
    """The pages without running lines and page numbers, and notes on what went."""
    edges: dict[str, list[tuple[int, Line, float]]] = defaultdict(list)
    inside: set[str] = set()
    numbers: dict[int, list[Line]] = defaultdict(list)
    for place, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        outer = _outer(lines, height)
        for line in lines:
            words = raw[line.start : line.end]
            number = _NUMBER.fullmatch(words) if _at_edge(line, height) else None
            if number and number["number"].isdigit():
                numbers[int(number["number"]) - place].append(line)
            elif line in outer and len(words) <= _LONGEST:
                edges[_key(words)].append((place, line, line.top / height))
            else:
                inside.add(_key(words))
    gone = set(_counting(numbers, len(pages)))
    notes = []
    for key, found in edges.items():
        running = _running(found, len(pages)) if key not in inside else []
        if running:
            gone.update(running)
            says = raw[running[0].start : running[0].end]
            notes.append(
                f'{REPAIRED} {len(running)} × the running line "{says}" left out'
            )
    kept = [[line for line in lines if line not in gone] for lines in pages]
    return kept, tuple(notes)


def _outer(lines: Sequence[Line], height: float) -> set[Line]:
    """The lines at the edges of a page that a gap parts from its body."""
    ordered = sorted(lines, key=lambda line: -line.top)
    gaps = [above.bottom - below.top for above, below in pairwise(ordered)]
    if not gaps:
        return set()
    usual = median(gaps)
    margin = _margin(height)
    outer: set[Line] = set()
    for place, gap in enumerate(gaps):
        above, below = ordered[place], ordered[place + 1]
        if gap <= usual + _APART * max(above.size, below.size):
            continue
        if above.top > height - margin and place < _MOST_LINES:
            outer.update(ordered[: place + 1])
        if below.bottom < margin and len(gaps) - place <= _MOST_LINES:
            outer.update(ordered[place + 1 :])
            break
    return outer


def _key(words: str) -> str:
    """A line with its numbers masked, as it comes again."""
    return _DIGITS.sub("0", " ".join(words.lower().split()))


def _at_edge(line: Line, height: float) -> bool:
    margin = _margin(height)
    return line.top > height - margin or line.bottom < margin


def _margin(height: float) -> float:
    return max(_MARGIN * height, _INCH)


def _counting(numbers: dict[int, list[Line]], pages: int) -> list[Line]:
    """The numbers that count with the pages; one is enough for one page."""
    return [
        line
        for shift, lines in numbers.items()
        if len(lines) >= min(2, pages) or shift == 1
        for line in lines
    ]


def _running(found: Sequence[tuple[int, Line, float]], pages: int) -> list[Line]:
    """The lines that come again at one height; a larger one is the title itself."""
    heights = sorted(height for _, _, height in found)
    middle = heights[len(heights) // 2]
    largest = max(line.size for _, line, _ in found)
    smallest = min(line.size for _, line, _ in found)
    at_one = {
        place: line
        for place, line, height in found
        if abs(height - middle) <= _SAME_HEIGHT
    }
    places = sorted(at_one)
    steps = [after - before for before, after in pairwise(places)]
    near = bool(steps) and median(steps) <= _NEAR_PAGES
    enough = near and (len(places) >= _FEWEST_PAGES or len(places) == pages)
    if not enough:
        return []
    return [
        line
        for line in at_one.values()
        if line.size < 1.3 * smallest or largest < 1.3 * smallest
    ]
