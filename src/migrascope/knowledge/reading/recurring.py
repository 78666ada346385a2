"""Which paragraphs are a form in disguise: labels that come again and again?

A matrix of recommendations, printed to a page, has no cells any more; what is left is
that every entry says "Responsible unit(s):", "Key actions:" and so on, in one order.
At least three different labels have to come three times each, so that a list of panels
or the speakers of an interview are not taken for a form.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise

from migrascope.knowledge.model import BlockKind
from migrascope.knowledge.reading import forms
from migrascope.knowledge.reading.fabric import Draft, said, without

_LABEL = re.compile(
    r"(?P<label>[^\W\d_a-zà-ÿ][^:：|\n]{2,100}?)\s?[:：]"
    r"(?:\s*\([^()]{1,40}\)\s*[:：]?)?(?=\s|$)\s*"
)
_DASHED = re.compile(r"(?P<label>[^\W\d_a-zà-ÿ][^:：|–—-]{2,60})\s[–—-]\s+")
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_TIMES = 3
_FEWEST_LABELS = 3
_STEADY = 0.6
"""The share of labels that are followed by their usual follower."""

_LARGE = 1.12


def fields(raw: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks, with recurring labels made labels, and what follows their values."""
    texts = [said(raw, draft.pieces) for draft in drafts]
    found = [_label(draft, text) for draft, text in zip(drafts, texts, strict=True)]
    known = _known([key for key, _ in found])
    if not known:
        return list(drafts)
    keys = [_nearest(key, known) for key, _ in found]
    return list(_as_fields(drafts, texts, keys, [end for _, end in found]))


def _label(draft: Draft, text: str) -> tuple[str, int]:
    """The label that a block begins with, to compare it, and where its value begins."""
    if draft.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING} or draft.sure:
        return "", 0
    match = _LABEL.match(text) or (_DASHED.match(text) if draft.bold else None)
    if match is None:
        return "", 0
    return " ".join(_WORD.findall(match["label"].lower())), match.end()


def _known(keys: Sequence[str]) -> frozenset[str]:
    """The labels of a form; none when this is no form."""
    counts = Counter(key for key in keys if key)
    again = {key for key, count in counts.items() if count >= _FEWEST_TIMES}
    if len(again) < _FEWEST_LABELS:
        return frozenset()
    followers: dict[str, Counter[str]] = defaultdict(Counter)
    for first, second in pairwise(key for key in keys if key in again):
        followers[first][second] += 1
    usual = sum(each.most_common(1)[0][1] for each in followers.values())
    steps = sum(each.total() for each in followers.values())
    return frozenset(again) if usual >= _STEADY * steps else frozenset()


def _nearest(key: str, known: frozenset[str]) -> str:
    """The label that is meant, in spite of a slip of the pen."""
    if not key or key in known:
        return key
    near = get_close_matches(key, known, n=1, cutoff=0.9)
    return near[0] if near else ""


def _as_fields(
    drafts: Sequence[Draft],
    texts: Sequence[str],
    keys: Sequence[str],
    ends: Sequence[int],
) -> Iterator[Draft]:
    entries = forms.Entries()
    entries.open_form(next(key for key in keys if key))
    waiting: Draft | None = None  # a label, until its values are over
    answered = True
    for draft, text, key, end in zip(drafts, texts, keys, ends, strict=True):
        if key:
            if waiting is not None and not answered:
                yield waiting
            label = without(draft.pieces, [(end, len(text))])
            waiting = forms.field(label, (), page=draft.page, entry=entries.of(key))
            answered = bool(text[end:].strip())
            if answered:
                value = without(draft.pieces, [(0, end)])
                yield replace(waiting, pieces=value)
        elif waiting is not None and _is_value(draft):
            answered = True
            yield replace(waiting, pieces=draft.pieces, page=draft.page)
        else:
            if waiting is not None and not answered:
                yield waiting
            waiting, answered = None, True
            yield draft
    if waiting is not None and not answered:
        yield waiting


def _is_value(draft: Draft) -> bool:
    """Whether a block without a label goes on with the value before it."""
    return (
        draft.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}
        and not draft.bold
        and draft.size < _LARGE
    )
