"""Which sentences of a document stand together?

A passage is one to three sentences of one block, so it never mixes two panels, items
or fields. Inside a paragraph the cut is where it costs least: sentences that lean on
the one before ("This …", "She …", "For instance …") stay with it, a new speaker opens
a new passage, and passages of about three hundred letters are preferred. Nothing is
rewritten: a passage is text[start:end] of its document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from migrascope.knowledge.model import Block, BlockKind, Document, Passage
from migrascope.knowledge.passages.sentences import sentences
from migrascope.knowledge.reading import language, structure
from migrascope.knowledge.reading.fabric import page_ends, sources

MOST_SENTENCES = 3
_GOOD_LENGTH = 300
_LONG = 650

_LEANS = re.compile(
    r"""[\"“«(]?(?:this|these|those|that|it|its|they|their|he|she|his|her|such|both|
    the\s(?:former|latter|same)|in\s(?:this|that|these)|for\s(?:instance|example|this)|
    however|moreover|furthermore|further|therefore|thus|hence|indeed|also|yet|but|and|
    additionally|similarly|likewise|nevertheless|otherwise|instead|as\sa\sresult|
    if\staken|another|other|others|not\sdoing|now|then|
    celui-ci|celle-ci|cela|ceci|ces?|cette|cet|il|elles?|ils|leurs?|toutefois|cependant|
    ainsi|en\soutre|de\splus|par\sexemple|en\seffet|
    est[aeo]s?|ell[ao]s?|él|su|sus|sin\sembargo|además|asimismo|por\sejemplo|
    эт[аои]т?|они|он[ао]?|их|кроме\sтого|однако|например|
    هذ[اه]|كما|وهذ[اه]|ومع\sذلك|此外|这|这些|同时|例如)(?=[\s,，،]|[\u4e00-\u9fff])""",
    re.IGNORECASE | re.VERBOSE,
)
_NAME = r"[A-ZÀ-Þ][\w'’.-]{1,40}"
_SPEAKS = re.compile(
    rf"(?:(?:Mr|Ms|Mrs|Dr|Sr|Sra|Mme|M)\.?\s)?(?:{_NAME}\s(?:(?:de|da|van)\s)?){{1,4}}"
    rf"{_NAME},\s(?:[A-Z]|the\s)"
)
_FULL = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")
_ASKS = re.compile(r"[?؟？]|\b(?:please|veuillez|sírvanse?)\b", re.IGNORECASE)
_WORTH_CITING = 8


def cut(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, in its order.

    Headings make a passage of their own where they are sentences, as conclusions
    often are ("4. Holistic approaches are called for.").
    """
    blocks = document.blocks
    text = document.text
    words = [(each.kind, each.level, text[each.start : each.end]) for each in blocks]
    ends = page_ends(document.raw)
    main = document.metadata.language or "en"
    names = _entry_names(document)
    passages: list[Passage] = []
    for block, above in zip(blocks, structure.sections(words), strict=True):
        for start, end in _spans(text, block):
            first, last = _pages(document, ends, start, end)
            says = text[start:end]
            passages.append(
                Passage(
                    document=document.id,
                    number=len(passages) + 1,
                    text=says,
                    start=start,
                    end=end,
                    page=first,
                    last_page=last,
                    sections=above,
                    panel=structure.panel(above),
                    label=block.label,
                    entry=block.entry,
                    entry_name=names.get(block.entry, ""),
                    language=language.of(says, main),
                )
            )
    return tuple(passages)


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Where the passages of a block begin and end."""
    words = text[block.start : block.end]
    if not any(map(str.isalnum, words)):
        return
    if block.kind is BlockKind.HEADING and not _is_statement(words):
        return
    if block.kind in {BlockKind.ROW, BlockKind.HEADING}:
        yield block.start, block.end
        return
    parts = sentences(words)
    for first, last in _grouped(words, parts):
        yield block.start + parts[first][0], block.start + parts[last][1]


def _is_statement(heading: str) -> bool:
    """Whether a heading says something, and is not the question of a form."""
    long = len(heading.split()) >= _WORTH_CITING
    return long and bool(_FULL.search(heading)) and not _ASKS.search(heading)


def _grouped(words: str, parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Groups of sentences, first and last, that cost least together."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    before = [0.0, *(_cost_before(words[slice(*part)]) for part in parts[1:])]
    for end in range(1, len(parts) + 1):
        best.append(
            min(
                (
                    best[start][0]
                    + before[start]
                    + _cost(parts[end - 1][1] - parts[start][0], end - start),
                    start,
                )
                for start in range(max(0, end - MOST_SENTENCES), end)
            )
        )
    groups = []
    end = len(parts)
    while end:
        start = best[end][1]
        groups.append((start, end - 1))
        end = start
    yield from reversed(groups)


def _cost(length: int, count: int) -> float:
    """What a passage of so many letters costs: short ones little, long ones much."""
    long = max(0, length - _LONG) / 100 if count > 1 else 0.0
    return 1.0 + abs(length - _GOOD_LENGTH) / _GOOD_LENGTH + long


def _cost_before(sentence: str) -> float:
    """What a cut before a sentence costs."""
    if _LEANS.match(sentence):
        return 4.0
    if _SPEAKS.match(sentence):
        return -1.5
    return 0.0


def _pages(
    document: Document, ends: Sequence[int], start: int, end: int
) -> tuple[int, int]:
    """The first and the last page that a stretch of the text stands on."""
    if not ends:
        return 1, 1
    found = [
        bisect_right(ends, place) + 1
        for first, last in sources(document, start, end)
        for place in (first, last - 1)
    ]
    return min(found), max(found)


def _entry_names(document: Document) -> dict[int, str]:
    """What each entry of a form is called: the value of its first field."""
    names: dict[int, str] = {}
    for block in document.blocks:
        if block.entry and block.entry not in names:
            names[block.entry] = document.text[block.start : block.end]
    return names
