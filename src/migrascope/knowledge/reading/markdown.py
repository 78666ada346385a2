"""What are the headings, items, cells and paragraphs of a text or Markdown file?

Plain text is read as Markdown is, because so many texts are half of it: they were
taken out of a PDF by a program that wrote `**` and `-` where it saw bold and bullets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from migrascope.knowledge.model import BlockKind
from migrascope.knowledge.reading.fabric import PAGE_END, Draft, Piece
from migrascope.knowledge.reading.marks import is_bold, is_open
from migrascope.knowledge.reading.repair import Mender

BULLET = re.compile(
    r"(?:[-*+•◦▪▫●○■□◆◇➢➤▶►✓✔✗✘☐☑☒‣⁃–—·\uf0b7\uf0a7\uf0d8\uf0fc]|\[[ xX✓]\])(?=\s|$)"
)
NUMBER = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})\)|\d{1,3}\.)(?=\s)", re.IGNORECASE
)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_RULE = re.compile(r"[-–—=_*~\s]{2,}$")
_FENCE = re.compile(r"(?:```|~~~)")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_WRAPPED_AT = 120
"""Letters; files that break their lines by hand or program do so before this."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file: where its words stand, and what its mark says."""

    start: int
    end: int
    page: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    sure: bool = False
    gap: bool = False


def drafts(raw: str, mender: Mender) -> tuple[Draft, ...]:
    """The blocks of a text, in the order of the file."""
    lines = list(_lines(raw))
    width = _width(lines)
    return tuple(_block(raw, run, mender) for run in _runs(raw, lines, width))


def _lines(raw: str) -> Iterator[_Line]:
    """The lines that hold words, without the marks at their head."""
    page, gap, bullet = 1, True, False
    for found in re.finditer(r"[^\n\f]*(?:\n|\f|\Z)", raw):
        line = found.group()
        words = line.strip()
        ends_page = line.endswith(PAGE_END)
        if (
            not words
            or (_RULE.fullmatch(words) and len(words) > 1)
            or _FENCE.match(words)
        ):
            gap, bullet = True, False
            page += ends_page
            continue
        start = found.start() + len(line) - len(line.lstrip())
        end = start + len(words)
        indent = len(line[: start - found.start()].expandtabs(4))
        read = _marked(raw, start, end, page=page, indent=indent, gap=gap)
        if read.start >= read.end:
            bullet = True
        else:
            if bullet and not read.sure:
                read = _Line(
                    read.start, read.end, page, BlockKind.ITEM, 1, sure=True, gap=True
                )
            yield read
            bullet = False
        gap = ends_page
        page += ends_page


def _marked(
    raw: str, start: int, end: int, *, page: int, indent: int, gap: bool
) -> _Line:
    """A line with what its first signs say."""
    quoted = _QUOTED.match(raw, start, end)
    start = quoted.end() if quoted else start
    heading = _HEADING.match(raw, start, end)
    if heading and heading.end() == end:
        level = len(heading[1])
        first, last = heading.span(2)
        return _Line(first, last, page, BlockKind.HEADING, level, sure=True, gap=True)
    bullet = BULLET.match(raw, start, end)
    if bullet:
        first = bullet.end()
        while first < end and raw[first].isspace():
            first += 1
            again = BULLET.match(raw, first, end)  # "- ✓ Reduce the cost"
            first = again.end() if again else first
        # "- 2. Promote": the bullet goes, the number is a word
        return _Line(
            first, end, page, BlockKind.ITEM, indent // 2 + 1, sure=True, gap=True
        )
    if NUMBER.match(raw, start, end):
        return _Line(start, end, page, BlockKind.ITEM, indent // 2 + 1, gap=True)
    return _Line(start, end, page, gap=gap)


def _width(lines: Sequence[_Line]) -> int:
    """The width at which the lines of a file are broken; 0 when they are not."""
    lengths = [
        before.end - before.start for before, after in pairwise(lines) if not after.gap
    ]
    if len(lengths) < 3:
        return 0
    lengths.sort()
    width = lengths[int(len(lengths) * 0.9)]
    return width if width <= _WRAPPED_AT and lengths[-1] <= 2 * _WRAPPED_AT else 0


def _runs(raw: str, lines: Sequence[_Line], width: int) -> Iterator[list[_Line]]:
    """Lines that are one block."""
    run: list[_Line] = []
    for line in lines:
        if run and not _goes_on(raw, run, line, width):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _goes_on(raw: str, run: Sequence[_Line], line: _Line, width: int) -> bool:
    """Whether a line is in one block with those before it."""
    if line.gap:
        return False
    text = raw[run[0].start : run[-1].end]
    if is_open(text):
        return True
    last = run[-1]
    full = last.end - last.start > 0.6 * width
    return bool(width) and run[0].kind is not BlockKind.HEADING and full


def _block(raw: str, run: Sequence[_Line], mender: Mender) -> Draft:
    first = run[0]
    pieces = mender.join([(Piece(line.start, line.end),) for line in run])
    return Draft(
        kind=first.kind,
        pieces=pieces,
        page=first.page,
        level=first.level,
        sure=first.sure,
        bold=is_bold(raw[first.start : run[-1].end]),
    )
