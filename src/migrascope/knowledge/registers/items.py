"""Which practices does a sentence list, one after the other?

Summaries put several into one sentence: "good practices were shared, including A; B;
and C" or "(i) A; (ii) B". Each becomes an entry of its own, in its own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENS = re.compile(
    r"\b(?:practices?|recommendations?|examples?|ideas|lessons|measures|steps)\b"
    r"[^.;:]{0,160}?(?:including|included|includes?|such\s+as|namely|like)\s*:?\s+",
    re.IGNORECASE,
)
_COLON = re.compile(r":\s+")
_MARK = re.compile(r"(?:^|(?<=[\s;,:]))\(?(?:[ivx]{1,4}|[1-9]|[a-h])\)\s+")
_DIVIDED = re.compile(r"\s*;\s*(?:and\s+|or\s+)?")
_STOP = re.compile(r"[.!?](?=\s|$)")
_REST = re.compile(r",?\s*(?:among others|etc\.?|and others)$", re.IGNORECASE)
LEAST_WORDS = 3
LEAST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of a text: text[start:end]."""

    start: int
    end: int


def items(text: str) -> tuple[Item, ...]:
    """The entries of the first list in a text; none when it holds no list.

    >>> told = "Good practices were shared, including: visas for all; help with"
    >>> told += " papers; and a school for each child. It was late."
    >>> [told[each.start : each.end] for each in items(told)]
    ['visas for all', 'help with papers', 'a school for each child']
    """
    opening = _OPENS.search(text) or _COLON.search(text)
    if opening is None:
        return ()
    first = opening.end()
    stop = _STOP.search(text, first)
    last = stop.start() if stop else len(text)
    marks = list(_MARK.finditer(text, first, last))
    if len(marks) >= 2:
        ends = [*(mark.start() for mark in marks[1:]), last]
        found = [
            _trimmed(text, mark.end(), end)
            for mark, end in zip(marks, ends, strict=True)
        ]
    else:
        cuts = list(_DIVIDED.finditer(text, first, last))
        starts = [first, *(cut.end() for cut in cuts)]
        ends = [*(cut.start() for cut in cuts), last]
        found = [
            _trimmed(text, start, end) for start, end in zip(starts, ends, strict=True)
        ]
    kept = tuple(
        item
        for item in found
        if len(text[item.start : item.end].split()) >= LEAST_WORDS
    )
    return kept if len(kept) >= (2 if len(marks) >= 2 else LEAST_ITEMS) else ()


def _trimmed(text: str, start: int, end: int) -> Item:
    """Without the white space, the "and" and the comma around it."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" \n\t,"))
    kept = text[start:end].rstrip(" \n\t,;")
    for tail in (" and", " or"):
        kept = kept.removesuffix(tail).rstrip(" ,;")
    rest = _REST.search(kept)
    return Item(start, start + (rest.start() if rest else len(kept)))
