"""How does repaired text keep hold of the raw text that it came from?

A block in the making is a list of pieces: stretches of the raw text, and the few
blanks that stand for layout (a line end, a page break). Repairs only leave out
stretches or put a blank for what was there, so every letter of the finished text can
be found again in the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from migrascope.knowledge.model import Block, BlockKind, Document

PAGE_END = "\f"
"""Stands between two pages of the raw text, and nowhere else."""

_BETWEEN_BLOCKS = "\n\n"


class Piece(NamedTuple):
    """raw[start:end]; or, where `says` is given, what is read in its place."""

    start: int
    end: int
    says: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A block in the making.

    `sure` means that the format itself says what it is (a mark, a style). `bold` and
    `size` are what a reader sees of it; 1 is the size of the body, 0 is not known.
    `left` is where its lines begin, in points; it parts the columns of a page.
    `label` of a field is kept as pieces, for it belongs to the text as well.
    """

    kind: BlockKind
    pieces: tuple[Piece, ...]
    page: int = 1
    level: int = 0
    label: tuple[Piece, ...] = ()
    entry: int = 0
    sure: bool = False
    bold: bool = False
    size: float = 0.0
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader of one format hands on.

    `facts` are what the file says of itself (title, language …); `notes` are for
    people; `pages` is the number of pages, 1 where the format has none.
    """

    raw: str
    drafts: tuple[Draft, ...]
    pages: int = 1
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Woven:
    """The finished text, its blocks and its way back to the raw text."""

    text: str
    blocks: tuple[Block, ...]
    origins: tuple[tuple[int, int], ...]


def said(raw: str, pieces: Iterable[Piece]) -> str:
    """The words of some pieces, as they will be read."""
    return "".join(
        raw[start:end] if says is None else says for start, end, says in pieces
    )


def without(
    pieces: Sequence[Piece], ranges: Sequence[tuple[int, int]]
) -> tuple[Piece, ...]:
    """The pieces without some stretches, counted in what they say, in order."""
    if not ranges:
        return tuple(pieces)
    kept: list[Piece] = []
    begin = 0
    for piece in pieces:
        length = _length(piece)
        for start, end in _outside(begin, begin + length, ranges):
            if piece.says is not None:
                says = piece.says[start - begin : end - begin]
                kept.append(Piece(piece.start, piece.end, says))
            else:
                offset = piece.start - begin
                kept.append(Piece(start + offset, end + offset))
        begin += length
    return tuple(kept)


def swapped(
    pieces: Sequence[Piece], places: Sequence[int], sign: str
) -> tuple[Piece, ...]:
    """The pieces with a sign in the place of those at some places, in order."""
    made: list[Piece] = []
    rest = tuple(pieces)
    for place in reversed(places):
        end = sum(_length(piece) for piece in rest)
        old = without(rest, [(0, place), (place + 1, end)])[0]
        after = without(rest, [(0, place + 1)])
        made = [Piece(old.start, old.end, sign), *after, *made]
        rest = without(rest, [(place, end)])
    return (*rest, *made)


def weave(raw: str, drafts: Iterable[Draft]) -> Woven:
    """Lay the blocks one after the other; a label stands before its values."""
    loom = _Loom(raw)
    for draft in drafts:
        loom.add(draft)
    return Woven("".join(loom.parts), tuple(loom.blocks), tuple(loom.origins))


def sources(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of `document.raw` that text[start:end] was read from, in order.

    Blanks apart, each stretch says what the text says, letter by letter.
    """
    origins = document.origins
    place = max(bisect_right(origins, (start, len(document.raw) + 1)) - 1, 0)
    while place < len(origins) and origins[place][0] < end:
        begin, source = origins[place]
        last = origins[place + 1][0] if place + 1 < len(origins) else end
        first = max(begin, start)
        yield source + first - begin, source + min(last, end) - begin
        place += 1


def page_ends(raw: str) -> list[int]:
    """Where in the raw text each page but the last ends."""
    ends = []
    place = raw.find(PAGE_END)
    while place >= 0:
        ends.append(place)
        place = raw.find(PAGE_END, place + 1)
    return ends


def page_starts(woven: Woven, raw: str, pages: int) -> tuple[int, ...]:
    """The offset in the finished text at which each page begins."""
    ends = page_ends(raw)
    starts = [0]
    for offset, source in woven.origins:
        page = bisect_right(ends, source) + 1
        starts.extend([offset] * (page - len(starts)))
    starts.extend([len(woven.text)] * (pages - len(starts)))
    return tuple(starts)


def _length(piece: Piece) -> int:
    """How many letters a piece says."""
    return piece.end - piece.start if piece.says is None else len(piece.says)


def _outside(
    start: int, end: int, ranges: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """What is left of start:end without the ranges."""
    for first, last in ranges:
        if last <= start:
            continue
        if first >= end:
            break
        if first > start:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


class _Loom:
    """Lays pieces one after the other and remembers where each came from."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.origins: list[tuple[int, int]] = []
        self.length = 0

    def add(self, draft: Draft) -> None:
        label = said(self.raw, draft.label).rstrip(" :：\u00a0–—-")
        before = self.blocks[-1] if self.blocks else None
        goes_on = before is not None and (before.label, before.entry) == (
            label,
            draft.entry,
        )
        if label and not goes_on:
            self._lay(draft.label)
            ended = said(self.raw, draft.label[-1:]).rstrip().endswith((":", "："))
            self._blank(" " if ended else ": ", draft.label[-1].end)
        start = self.length
        self._lay(draft.pieces)
        self.blocks.append(
            Block(
                kind=draft.kind,
                start=start,
                end=self.length,
                page=draft.page,
                level=draft.level,
                label=label,
                entry=draft.entry,
            )
        )
        last = draft.pieces or draft.label
        self._blank(_BETWEEN_BLOCKS, last[-1].end if last else 0)

    def _lay(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            words = said(self.raw, (piece,))
            if not words:
                continue
            shift = piece.start - self.length
            if not self.origins or shift != self.origins[-1][1] - self.origins[-1][0]:
                self.origins.append((self.length, piece.start))
            self.parts.append(words)
            self.length += len(words)

    def _blank(self, blank: str, source: int) -> None:
        """Layout between two stretches; it has no letters, so any source will do."""
        self._lay((Piece(source, source, blank),))
