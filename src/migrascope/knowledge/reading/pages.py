"""In which order are the lines of a page read, and which of them are a paragraph?

Columns are read one after the other; lines that span them part the page. A paragraph
ends where the gap, the letters, the indent or a mark says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from migrascope.knowledge.model import BlockKind
from migrascope.knowledge.reading.fabric import Draft, Piece
from migrascope.knowledge.reading.markdown import BULLET, NUMBER
from migrascope.knowledge.reading.repair import Mender

_FEWEST_LINES = 4
_NARROWEST = 0.22
_FULLEST = 0.45
_NEAR = 4.0
"""Points; what begins so near to each other begins at one place."""

_ENDED = re.compile(r"[.!?:;…。！？؟][\"”’»)\]]*$")
_PLAIN_NUMBER = re.compile(r"\d{1,3}\.\s")


class Line(NamedTuple):
    """A line of a page; lengths in points, counted from the lower left corner.

    `bold` is of its first letter, `whole` of the last as well. PDFium makes one line of
    two where a word is broken between them: `foot` is the top of the last one.
    """

    start: int
    end: int
    page: int
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    bold: bool = False
    whole: bool = False
    foot: float = 0.0


class _Column(NamedTuple):
    """Lines that are read one after the other, and where they may end."""

    lines: list[Line]
    right: float


def drafts(
    raw: str, pages: Sequence[Sequence[Line]], mender: Mender
) -> tuple[Draft, ...]:
    """The blocks of all pages, in the order of reading."""
    body = _body_size(pages)
    found: list[Draft] = []
    for lines in pages:
        for column in _columns(list(lines)):
            found += _paragraphs(raw, column, body, mender)
    return tuple(found)


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of most letters of a document."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += line.end - line.start
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _columns(lines: list[Line]) -> Iterator[_Column]:
    """The lines of a page in columns, in the order of reading."""
    gutter = _gutter(lines)
    if gutter is None:
        if lines:
            ordered = _in_rows(lines)
            yield _Column(ordered, max(line.right for line in lines))
        return
    left: list[Line] = []
    right: list[Line] = []
    spanning: list[Line] = []
    for line in sorted(lines, key=lambda each: -each.top):
        if line.left >= gutter - _NEAR:
            right.append(line)
        elif line.right <= gutter + 1:
            left.append(line)
        else:
            if left or right:
                yield from _band(spanning, left, right)
                spanning, left, right = [], [], []
            spanning.append(line)
            continue
    yield from _band(spanning, left, right)


def _band(
    spanning: list[Line], left: list[Line], right: list[Line]
) -> Iterator[_Column]:
    """What stands across the columns, then each of them."""
    if spanning:
        yield _Column(spanning, max(line.right for line in spanning))
    for part in (left, right):
        if part:
            yield from _columns(part)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the right one of two columns begins; None when there is one only."""
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    first = min(line.left for line in lines)
    last = max(line.right for line in lines)
    narrowest = _NARROWEST * (last - first)
    starts = sorted({round(line.left) for line in lines})
    best: tuple[int, float] | None = None
    for start in starts:
        if not first + narrowest <= start <= last - narrowest:
            continue
        left = [line for line in lines if line.right <= start + 1]
        right = [line for line in lines if line.left >= start - _NEAR]
        crossing = len(lines) - len(left) - len(right)
        gain = len(left) + len(right) - 2 * crossing
        if best is not None and gain <= best[0]:
            continue
        if _is_column(left, start - first) and _is_column(right, last - start):
            upper = min(max(each.top for each in side) for side in (left, right))
            lower = max(min(each.bottom for each in side) for side in (left, right))
            if upper - lower > 2 * lines[0].size and gain > 0:
                best = gain, float(start)
    return None if best is None else best[1]


def _is_column(lines: Sequence[Line], width: float) -> bool:
    """Whether lines fill a column as running text does; cells of a table do not."""
    if len(lines) < _FEWEST_LINES:
        return False
    return median(line.right - line.left for line in lines) >= _FULLEST * width


def _in_rows(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom; what stands on one line, from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: -each.top):
        if rows and abs(rows[-1][0].top - line.top) < 0.4 * max(line.size, 1.0):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda each: each.left)]


def _paragraphs(
    raw: str, column: _Column, body: float, mender: Mender
) -> Iterator[Draft]:
    """The paragraphs of one column."""
    leading = _leading(column.lines)
    run: list[Line] = []
    for line in column.lines:
        if run and _begins(raw, run, line, column, leading):
            yield _draft(raw, run, body, mender)
            run = []
        run.append(line)
    if run:
        yield _draft(raw, run, body, mender)


def _leading(lines: Sequence[Line]) -> float:
    """The usual step from line to line."""
    steps = [
        first.foot - second.top
        for first, second in pairwise(lines)
        if 0 < first.foot - second.top < 3 * max(first.size, 1.0)
    ]
    return median(steps) if steps else 1.2 * max((x.size for x in lines), default=1.0)


def _begins(
    raw: str, run: Sequence[Line], line: Line, column: _Column, leading: float
) -> bool:
    """Whether a line begins a new paragraph."""
    last = run[-1]
    step = last.foot - line.top
    if abs(step) < 0.4 * max(line.size, 1.0):
        return line.left < last.right  # else the next cell of the same line
    usual = median(each.size for each in column.lines) or 1.0
    if step < 0 or step > 1.3 * leading * max(1.0, line.size / usual):
        return True
    if not 0.85 < line.size / max(last.size, 0.1) < 1.18:
        return True
    if BULLET.match(raw, line.start, line.end):
        return True
    return _opens(raw, run, line, column)


def _opens(raw: str, run: Sequence[Line], line: Line, column: _Column) -> bool:
    """Whether a line right below another one begins a paragraph by its words."""
    last = run[-1]
    ended = _ENDED.search(raw[last.start : last.end]) is not None
    width = column.right - min(each.left for each in column.lines)
    short = last.right < column.right - 0.12 * width
    if NUMBER.match(raw, line.start, line.end):
        plain = _PLAIN_NUMBER.match(raw, line.start, line.end)
        return not plain or ended or short or abs(line.left - run[0].left) < _NEAR
    if raw[line.start].islower():
        return False
    if line.bold and not last.whole:
        return ended or short
    if all(each.whole for each in run) and (not line.bold or short):
        return True
    hangs = NUMBER.match(raw, run[0].start) or BULLET.match(raw, run[0].start)
    moved = abs(line.left - last.left) > 2 * _NEAR and not (hangs and len(run) == 1)
    very_short = last.right < column.right - 0.35 * width
    return (ended and (short or moved)) or very_short


def _draft(raw: str, run: Sequence[Line], body: float, mender: Mender) -> Draft:
    """A paragraph or an item, without its bullet."""
    first = run[0]
    start, kind, level = first.start, BlockKind.PARAGRAPH, 0
    bullet = BULLET.match(raw, start, first.end)
    if bullet and bullet.end() < first.end:
        start, kind, level = bullet.end(), BlockKind.ITEM, 1
    elif NUMBER.match(raw, start, first.end):
        kind, level = BlockKind.ITEM, 1
    spans = [(start, first.end), *((each.start, each.end) for each in run[1:])]
    return Draft(
        kind=kind,
        pieces=mender.join([(Piece(*span),) for span in spans]),
        page=first.page,
        level=level,
        sure=bool(bullet),
        bold=all(each.whole for each in run),
        size=median(each.size for each in run) / body if body else 1.0,
        left=run[-1].left,
    )
