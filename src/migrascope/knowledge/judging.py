"""What is each passage of a document, and what is it about?

What a passage says itself comes first. What the fields of its own entry of a form say
("Relevant SDGs: 10, 13") is true of the entry's description too. What the learned
models add comes last, and only adds: it never changes a tag that somebody wrote. They
know goals in the six languages of the United Nations (outside English from less to
learn from), targets and objectives in English alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from migrascope.knowledge import kinds, tags
from migrascope.knowledge.model import Document, How, Judgement, Passage, Scheme, Tag

Guess = tuple[str, float, tuple[str, ...]]
"""A code, how probable it is, and the words that speak for it."""

_GOAL = (Scheme.GOAL, How.LEARNED, "like texts on goal")
_TARGET = (Scheme.TARGET, How.SIMILAR, "like target")
_OBJECTIVE = (Scheme.OBJECTIVE, How.SIMILAR, "like objective")
_SHORTEST = 40
"""Letters below which a passage is a name or a list, and nothing can be learned."""
_CHINESE = re.compile("[\u3400-\u9fff]")
_LETTERS_OF_A_CHARACTER = 3
"""A Chinese sentence has a third of the letters of the same one in other languages."""
_TRANSLATED = ("ar", "es", "fr", "ru", "zh")
"""Other languages than English in which the models know the goals."""
SURE = 0.55
"""How sure of a goal they must be, for a passage to get it."""
_FROM_ENTRY = 0.8
_ASKS_GOALS = re.compile(r"\b(?:SDGs?|ODD|ODS|goals?|GCM|objectives?)\b", re.IGNORECASE)
_ASKS_AREAS = re.compile(
    r"\b(?:member states?|countries|états|pays concernés|estados|países|benefi)",
    re.IGNORECASE,
)
_IS_TOLD = re.compile(
    r"\b(?:description|name|title|summary|nom|titre|résumé|nombre|título|resumen)\b",
    re.IGNORECASE,
)
_OF_AGENDA = frozenset({Scheme.GOAL, Scheme.TARGET, Scheme.INDICATOR, Scheme.OBJECTIVE})


class Learned(Protocol):
    """What was learned from labelled sentences and official texts: a room of ours.

    `headings` are the titles above the texts, '' for none.
    """

    def goals(
        self, texts: Sequence[str], *, language: str
    ) -> Sequence[Sequence[Guess]]:
        """For each text in this language the goals it may be about."""

    def targets(
        self, texts: Sequence[str], *, headings: Sequence[str]
    ) -> Sequence[Sequence[Guess]]:
        """For each text the targets it is like, most alike first."""

    def objectives(
        self, texts: Sequence[str], *, headings: Sequence[str]
    ) -> Sequence[Sequence[Guess]]:
        """For each text the objectives it is like, most alike first."""


def judge(
    document: Document,
    passages: Sequence[Passage],
    *,
    learned: Learned | None = None,
) -> tuple[Judgement, ...]:
    """One judgement per passage, in their order.

    Without `learned` only what is said is tagged.
    """
    said = [tags.mentioned(passage, document) for passage in passages]
    entries = _by_entry(passages, said)
    added = _guesses(passages, learned) if learned is not None else {}
    judgements = []
    for position, passage in enumerate(passages):
        kind, cue, confidence = kinds.judge(passage, document)
        found = _joined(
            said[position], _of_entry(passage, entries), added.get(position, ())
        )
        judgements.append(Judgement(kind, cue, confidence, found))
    return tuple(judgements)


def _joined(*groups: Iterable[Tag]) -> tuple[Tag, ...]:
    """Tags in order of trust: the first that names a thing is kept."""
    kept: dict[tuple[Scheme, str], Tag] = {}
    for tag in (tag for group in groups for tag in group):
        kept.setdefault((tag.scheme, tag.code), tag)
    return tuple(kept.values())


def _by_entry(
    passages: Sequence[Passage], said: Sequence[tuple[Tag, ...]]
) -> dict[int, list[Tag]]:
    """What the fields for goals and countries of each entry of a form say."""
    entries: dict[int, list[Tag]] = defaultdict(list)
    for passage, found in zip(passages, said, strict=True):
        if not passage.entry or _IS_TOLD.search(passage.label):
            continue
        goals = _ASKS_GOALS.search(passage.label)
        areas = _ASKS_AREAS.search(passage.label)
        for tag in found:
            if (goals and tag.scheme in _OF_AGENDA) or (
                areas and tag.scheme is Scheme.AREA
            ):
                entries[passage.entry].append(
                    replace(
                        tag,
                        confidence=round(tag.confidence * _FROM_ENTRY, 2),
                        reason=f"{tag.reason}, a field of the same entry",
                    )
                )
    return entries


def _of_entry(passage: Passage, entries: dict[int, list[Tag]]) -> Iterable[Tag]:
    if passage.entry and _IS_TOLD.search(passage.label):
        return entries.get(passage.entry, ())
    return ()


def _guesses(
    passages: Sequence[Passage], learned: Learned
) -> dict[int, tuple[Tag, ...]]:
    """What the models add to the passages that are long enough to tell."""
    told = [
        position
        for position, passage in enumerate(passages)
        if _letters(passage.text) >= _SHORTEST
    ]
    english = [each for each in told if passages[each].language in {"", "en"}]
    added: dict[int, list[Tag]] = defaultdict(list)
    if english:
        texts = [passages[position].text for position in english]
        headings = [_heading(passages[position]) for position in english]
        _add(added, _GOAL, english, _sure(learned.goals(texts, language="en")))
        _add(added, _TARGET, english, learned.targets(texts, headings=headings))
        _add(added, _OBJECTIVE, english, learned.objectives(texts, headings=headings))
    for language in _TRANSLATED:
        if mine := [each for each in told if passages[each].language == language]:
            texts = [passages[position].text for position in mine]
            _add(added, _GOAL, mine, _sure(learned.goals(texts, language=language)))
    return {position: tuple(found) for position, found in added.items()}


def _letters(text: str) -> int:
    """How long a text is, in letters of an alphabet."""
    return len(text) + (_LETTERS_OF_A_CHARACTER - 1) * len(_CHINESE.findall(text))


def _sure(guessed: Iterable[Sequence[Guess]]) -> Sequence[Sequence[Guess]]:
    """The guesses that are sure enough."""
    return [[each for each in few if each[1] >= SURE] for few in guessed]


def _add(
    added: dict[int, list[Tag]],
    way: tuple[Scheme, How, str],
    asked: Sequence[int],
    guessed: Sequence[Sequence[Guess]],
) -> None:
    """Keep what was guessed of the passages that were asked about, as tags."""
    scheme, how, like = way
    for position, guesses in zip(asked, guessed, strict=True):
        for code, probability, words in guesses:
            reason = ": ".join(filter(None, (f"{like} {code}", ", ".join(words))))
            tag = Tag(scheme, code, how, round(probability, 2), reason)
            added[position].append(tag)


def _heading(passage: Passage) -> str:
    """The title that a passage stands under; not a question that a form asks."""
    for heading in (passage.panel, *passage.sections[::-1]):
        if heading and len(heading) <= tags.LONGEST_HEADING and "?" not in heading:
            return heading
    return ""
