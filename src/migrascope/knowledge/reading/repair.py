"""What did lines and pages break, and how is it whole again?

Lines become running text, words that were hyphenated at a line end become whole, and
a sentence that was cut by a page, a running head or an empty line goes on. What was
repaired is counted, so that a person can be told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from migrascope.knowledge.model import BlockKind
from migrascope.knowledge.reading.fabric import Draft, Piece, said, swapped, without
from migrascope.knowledge.reading.hyphens import HYPHENS, Hyphens

_NO_BLANKS = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Chinese and Japanese do not part words by blanks."""

_GAP_IN_WORD = re.compile(r"(?<=[^\W_])([-\u2010])( )(?=[^\W_])|([\ufffe\u0002])")
_ENDED = re.compile(r"[.!?:;…|。！？：；؟۔।][\"'”’»)\]】」*]*$")
_GOES_ON = re.compile(
    r"(?:[,(\u2013\u2014،，、-]|\b(?:the|a|an|of|and|or|to|in|for|with|by|on|at|from|"
    r"that|which|their|its|this|as|into|la|le|les|un|une|des|du|de|et|ou|à|en|pour|par|"
    r"sur|el|los|las|una|del|y|con|por|para|que|и|в|на|с|по|для|к|о))$",
    re.IGNORECASE,
)
_OPENING = "\"'“‘«([{*_"
_LINE_OF_ITS_OWN = 40
"""Letters; what is shorter may be an address or a name, and does not go on."""

_BESIDE = 40.0
"""Points; what begins so far apart stands in two columns."""

_LARGE = 1.3
"""Times the size of the body; letters of a title."""

_LOOKED_BACK = 8
"""Blocks; so many notes and boxes may stand between two halves of a sentence."""

REPAIRED = "repaired:"
"""So begins a note on what was repaired; other notes are warnings."""

WORDS_JOINED = "× a word broken at a line end"
SENTENCES_JOINED = "× a sentence cut by a page or an empty line"


class Mender:
    """Repairs one document, and counts what it repaired."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.counts: Counter[str] = Counter()
        self._hyphens = Hyphens(raw)

    def join(self, runs: Iterable[Sequence[Piece]]) -> tuple[Piece, ...]:
        """Lines, or halves of a paragraph, as one run of words."""
        whole: list[Piece] = []
        for run in runs:
            after = said(self.raw, run).strip()
            if after and whole:
                self._close(whole, after)
            if after:
                whole += run
        return tuple(whole)

    def whole_words(self, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        """The pieces without the gap in "inter- relation" and "COVID- 19"."""
        text = said(self.raw, pieces)
        if "- " not in text and "\ufffe" not in text and "\u0002" not in text:
            return tuple(pieces)
        gone: list[tuple[int, int]] = []
        kept: list[int] = []
        for match in _GAP_IN_WORD.finditer(text):
            verdict = self._hyphens.between(
                text[max(match.start() - 40, 0) : match.start() + 1],
                text[match.end() : match.end() + 40],
            )
            marked = match[3] is not None
            if verdict is None and marked:
                gone.append(match.span())
            if verdict is None or verdict == (True, True):
                continue
            self.counts[WORDS_JOINED] += 1
            stays, _ = verdict
            if stays and marked:
                kept.append(match.start())
            else:
                gone.append((match.start() + (1 if stays else 0), match.end()))
        return without(swapped(pieces, kept, "-"), gone)

    def across_pages(self, drafts: Iterable[Draft]) -> list[Draft]:
        """The blocks, with those in one piece that a page or a gap had cut.

        What a page cut goes on at the head of the next one, though a note at the foot
        or a second column may stand between.
        """
        whole: list[Draft] = []
        for draft in drafts:
            place = self._begun(whole, draft)
            if place is None:
                whole.append(draft)
                continue
            self.counts[SENTENCES_JOINED] += 1
            pieces = self.join((whole[place].pieces, draft.pieces))
            whole[place] = replace(whole[place], pieces=pieces)
        return whole

    def _begun(self, whole: Sequence[Draft], draft: Draft) -> int | None:
        """The place of the block that this one goes on with."""
        if not whole:
            return None
        last = len(whole) - 1
        if not draft.size:
            return last if self._is_one(whole[last], draft) else None
        if whole[last].page == draft.page:
            if _is_one_heading(self.raw, whole[last], draft):
                return last
            beside = abs(whole[last].left - draft.left) > _BESIDE
            return last if beside and self._is_one(whole[last], draft) else None
        for place in range(last, max(last - _LOOKED_BACK, -1), -1):
            before = whole[place]
            if before.page != draft.page - 1:
                break
            near = abs(before.left - draft.left) <= _BESIDE
            if near and self._is_one(before, draft):
                return place
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was repaired, for people."""
        return tuple(
            f"{REPAIRED} {count} {what}" for what, count in sorted(self.counts.items())
        )

    def _close(self, whole: list[Piece], after: str) -> None:
        """End a run of words so that `after` can go on with it."""
        whole[-1:] = _without_blank_end(self.raw, whole[-1:])
        before = said(self.raw, whole[-3:])[-80:]
        verdict = self._hyphens.between(before, after)
        last = whole[-1]
        if verdict is None:
            if not (_NO_BLANKS.match(before[-1:]) and _NO_BLANKS.match(after)):
                whole.append(Piece(last.end, last.end, " "))
            return
        stays, blank = verdict
        self.counts[WORDS_JOINED] += 1
        if not stays or before[-1] not in "-\u2010":
            whole[-1] = Piece(last.start, last.end - 1)
            if stays:
                whole.append(Piece(last.end - 1, last.end, "-"))
        if blank:
            whole.append(Piece(last.end, last.end, " "))

    def _is_one(self, first: Draft, second: Draft) -> bool:
        """Whether the second block goes on with the sentence of the first."""
        runs_on = (
            first.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}
            and second.kind is BlockKind.PARAGRAPH
            and not (first.bold or second.sure or second.bold)
        )
        if not runs_on:
            return False
        before = said(self.raw, first.pieces).rstrip()
        after = said(self.raw, second.pieces).lstrip()
        if not before or not after or _ENDED.search(before):
            return False
        if before[-1] in HYPHENS:
            return self._hyphens.between(before, after) is not None
        if len(before) < _LINE_OF_ITS_OWN:
            return False
        begins = after.lstrip(_OPENING)[:1]
        return begins.islower() or _GOES_ON.search(before.rstrip("*_")) is not None


def _is_one_heading(raw: str, first: Draft, second: Draft) -> bool:
    """Whether two lines in large letters are one title."""
    return (
        first.size > _LARGE
        and abs(first.size - second.size) < 0.05
        and abs(first.left - second.left) < 1
        and _GOES_ON.search(said(raw, first.pieces).rstrip()) is not None
    )


def _without_blank_end(raw: str, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    text = said(raw, pieces)
    return without(pieces, [(len(text.rstrip()), len(text))])
