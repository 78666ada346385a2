"""What are the headings, items, cells and paragraphs of a text or Markdown file?

Plain text is read as Markdown is, because so many texts are half of it: they were
taken out of a PDF by a program that wrote `**` and `-` where it saw bold and bullets.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from migrascope.knowledge.model import BlockKind
from migrascope.knowledge.reading import forms
from migrascope.knowledge.reading.fabric import PAGE_END, Draft, Piece
from migrascope.knowledge.reading.marks import is_bold, is_open
from migrascope.knowledge.reading.repair import Mender

BULLET = re.compile(
    r"(?:[-*+•◦▪▫●○■□◆◇➢➤▶►✓✔✗✘☐☑☒‣⁃–—·\uf0b7\uf0a7\uf0d8\uf0fc]|\[[ xX✓]\])(?=\s|$)"
)
NUMBER = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})\)|\d{1,3}\.|\d{1,2}\.(?:\d{1,2}|[a-d])\.?)(?=\s)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_RULE = re.compile(r"[-–—=_*~\s]{2,}$")
_FENCE = re.compile(r"(?:```|~~~)")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_SILENT = re.compile(r"<(/?)(?:script|style)\b[^<>]*>?", re.IGNORECASE)
_LOOKED_BACK = 12
"""Lines; a mark of emphasis that was begun so long ago is no mark."""
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_CELL_END = re.compile(r"(?<!\\)\|")
_CUT = re.compile(r"[^\W\d_](?:[-\u2010\u00ad,]?)$")
"""The end of a line in the middle of a word or sentence."""

_PAUSE = re.compile(r"[，、；،؛]$")
"""The same in scripts without small letters."""

_WRAPPED_AT = 120
"""Letters; files that break their lines by hand or program do so before this."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file: where its words stand, and what its mark says.

    `role` is "label" or "value" in a form with bars, "table" in a table.
    """

    start: int
    end: int
    page: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    sure: bool = False
    gap: bool = False
    role: str = ""


def drafts(raw: str, mender: Mender) -> tuple[Draft, ...]:
    """The blocks of a text, in the order of the file."""
    lines = _with_roles(raw, list(_lines(raw)))
    width = _width(lines)
    entries = forms.Entries()
    found: list[Draft] = []
    for role, group in groupby(lines, key=lambda line: _family(line.role)):
        part = list(group)
        if role == "form":
            found += _form(raw, part, entries)
        elif role == "table":
            found += _table(raw, part, entries)
        else:
            found += [_block(raw, run, mender) for run in _runs(raw, part, width)]
    return tuple(found)


def _lines(raw: str) -> Iterator[_Line]:
    """The lines that hold words, without the marks at their head."""
    page, gap, bullet = 1, True, False
    silent = deque(_silent(raw))
    for found in re.finditer(r"[^\n\f]*(?:\n|\f|\Z)", raw):
        line = found.group()
        words = line.strip()
        ends_page = line.endswith(PAGE_END)
        while silent and silent[0][1] <= found.start():
            silent.popleft()
        hidden = bool(silent) and silent[0][0] <= found.start()
        if not words or hidden or _RULE.fullmatch(words) or _FENCE.match(words):
            gap = True
            bullet = bullet and not words
            if len(words) == 1 and BULLET.fullmatch(words):
                bullet = True
            page += ends_page
            continue
        start = found.start() + len(line) - len(line.lstrip())
        indent = len(line[: start - found.start()].expandtabs(4))
        read = _marked(
            raw, start, start + len(words), page=page, indent=indent, gap=gap
        )
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


def _silent(raw: str) -> Iterator[tuple[int, int]]:
    """Where scripts and styles stand that somebody left in a text."""
    begun = -1
    for tag in _SILENT.finditer(raw):
        if not tag[1] and begun < 0:
            begun = tag.start()
        elif tag[1] and begun >= 0:
            yield begun, tag.end()
            begun = -1


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
    first = start
    while bullet := BULLET.match(raw, first, end):  # also "- ✓ Reduce the cost"
        first = bullet.end()
        while first < end and raw[first].isspace():
            first += 1
    if first > start:
        # "- 2. Promote": the bullet goes, the number is a word
        return _Line(
            first, end, page, BlockKind.ITEM, indent // 2 + 1, sure=True, gap=True
        )
    if NUMBER.match(raw, start, end):
        return _Line(start, end, page, BlockKind.ITEM, indent // 2 + 1, gap=True)
    return _Line(start, end, page, gap=gap)


def _with_roles(raw: str, lines: list[_Line]) -> list[_Line]:
    """The same lines, with those marked that are cells of a form or rows of a table."""
    texts = [raw[line.start : line.end] for line in lines]
    tables = _table_lines(texts)
    roles = forms.barred(texts) if forms.has_bars(texts) else [""] * len(texts)
    return [
        _Line(
            line.start,
            line.end,
            line.page,
            line.kind,
            line.level,
            sure=line.sure,
            gap=line.gap,
            role="table" if place in tables else role,
        )
        for place, (line, role) in enumerate(zip(lines, roles, strict=True))
    ]


def _table_lines(texts: Sequence[str]) -> set[int]:
    """The lines of tables: a head, a rule of dashes, and what follows with bars."""
    found: set[int] = set()
    for place, text in enumerate(texts):
        if (
            place
            and "|" in text
            and _TABLE_RULE.match(text)
            and "|" in texts[place - 1]
        ):
            end = place
            while end < len(texts) and "|" in texts[end]:
                end += 1
            found.update(range(place - 1, end))
    return found


def _family(role: str) -> str:
    return "form" if role in {"label", "value"} else role


def _form(raw: str, lines: Sequence[_Line], entries: forms.Entries) -> Iterator[Draft]:
    """The fields of a form with bars; each line of a value is a block of its own."""
    opened = False
    label: tuple[Piece, ...] = ()
    entry, page, answered = 0, 1, True
    for role, group in groupby(lines, key=lambda line: line.role):
        spans = [_unbarred(raw, line) for line in group]
        if role == "value":
            for line in spans:
                if line.end > line.start:
                    pieces = (Piece(line.start, line.end),)
                    yield forms.field(label, pieces, page=line.page, entry=entry)
            answered = True
            continue
        for line in spans:
            if line.end == line.start:
                continue  # the bar of a label that is alone on its line
            if not answered:
                yield forms.field(label, (), page=page, entry=entry)
            label = (Piece(line.start, line.end),)
            words = raw[line.start : line.end]
            if not opened:
                entries.open_form(words)
                opened = True
            entry, page, answered = entries.of(words), line.page, False
    if not answered:
        yield forms.field(label, (), page=page, entry=entry)


def _unbarred(raw: str, line: _Line) -> _Line:
    """A line without the bar at its end."""
    words = raw[line.start : line.end].rstrip(forms.BAR).rstrip()
    return _Line(line.start, line.start + len(words), line.page, role=line.role)


def _table(raw: str, lines: Sequence[_Line], entries: forms.Entries) -> Iterator[Draft]:
    """The blocks of a table of Markdown."""
    rows = [
        [forms.Cell((span,), line.page) for span in _cells(raw, line)]
        for line in lines
        if not _TABLE_RULE.match(raw[line.start : line.end])
    ]
    return forms.table(raw, rows, entries, head=True)


def _cells(raw: str, line: _Line) -> Iterator[tuple[int, int]]:
    """Where the cells of a row begin and end."""
    start, end = line.start, line.end
    start += raw[start] == "|"
    end -= raw[end - 1] == "|" and raw[end - 2] != "\\"
    for mark in (*_CELL_END.finditer(raw, start, end), None):
        last = mark.start() if mark else end
        words = raw[start:last]
        first = start + len(words) - len(words.lstrip())
        yield first, first + len(words.strip())
        start = last + 1


def _width(lines: Sequence[_Line]) -> int:
    """The width at which the lines of a file are broken; 0 when they are not."""
    lengths = [
        before.end - before.start
        for before, after in pairwise(lines)
        if not after.gap and not after.role
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
    text = raw[run[-_LOOKED_BACK:][0].start : run[-1].end]
    cut = _CUT.search(text) and raw[line.start].islower()
    if cut or is_open(text) or _PAUSE.search(text):
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
