"""Which words of a passage are the ones that matched?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrascope.knowledge.model import Judgement, Passage
from migrascope.knowledge.search import names, terms
from migrascope.knowledge.search.question import Question

_QUOTED = re.compile(r'"([^"]+)"')


def highlighted(
    passage: Passage, judgement: Judgement, question: Question
) -> tuple[tuple[int, int], ...]:
    """Stretches of the passage's text that match the question, in order."""
    found = sorted(
        {*_by_stem(passage, question), *_by_name(passage, judgement, question)}
    )
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)


def _by_stem(passage: Passage, question: Question) -> Iterator[tuple[int, int]]:
    """Words with a stem that was looked for; several only where they stand together."""
    words = list(terms.words(passage.text, passage.language))
    forms = {form.stems for idea in question.ideas for form in idea.forms}
    starts = {stems[0] for stems in forms}
    for spot, word in enumerate(words):
        if starts.isdisjoint(word.stems):
            continue
        for stems in forms:
            here = words[spot : spot + len(stems)]
            if len(here) == len(stems) and all(
                stem in each.stems for stem, each in zip(stems, here, strict=True)
            ):
                yield from ((each.start, each.end) for each in here)


def _by_name(
    passage: Passage, judgement: Judgement, question: Question
) -> Iterator[tuple[int, int]]:
    """The words by which a tag came about that was looked for by its name."""
    for tag in judgement.tags:
        if question.stems.isdisjoint(names.words_of_tags((tag,))):
            continue
        for said in _QUOTED.findall(tag.reason):
            start = passage.text.find(said)
            if start >= 0:
                yield start, start + len(said)
