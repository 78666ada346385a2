"""What does a passage name: goals, objectives, areas, organisations, groups, years?

Only what is said counts: every tag has its words in the passage, in a heading above it
or in the field of the form that it fills, and the reason quotes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from migrascope.knowledge.model import Document, How, Passage, Scheme, Tag
from migrascope.knowledge.tags import agenda, areas, book, organisations, years
from migrascope.knowledge.tags.phrases import Found, Meaning

_FROM_HEADING = 0.75
_EVENT_PLACE = 0.5
_PLACE_LABELS = ("location", "venue", "place", "lieu", "lugar")
_IN_HEADINGS = frozenset(
    {Scheme.GOAL, Scheme.TARGET, Scheme.INDICATOR, Scheme.OBJECTIVE, Scheme.AREA}
    | {Scheme.GROUP, Scheme.SECTOR}
)
_SETTING = 4000
_MOST_READ = 5000
"""Letters of a passage that are read: no two sentences of a person are longer."""
LONGEST_HEADING = 200
"""Longer ones are questions of a form, and name what they ask for."""


def mentioned(passage: Passage, document: Document) -> tuple[Tag, ...]:
    """The tags whose words stand in a passage, its headings or its field.

    Of several mentions of one thing the most certain is kept.
    """
    best: dict[tuple[Scheme, str], Tag] = {}
    for tag in _all(passage, document):
        key = (tag.scheme, tag.code)
        if key not in best or tag.confidence > best[key].confidence:
            best[key] = tag
    return tuple(best.values())


def _all(passage: Passage, document: Document) -> Iterator[Tag]:
    text = passage.text[:_MOST_READ]
    setting = _setting(document.text)
    if passage.label:
        quoted = " ".join(text.split())
        for found in agenda.listed(text, passage.label):
            reason = f'field "{_short(passage.label)}": "{_short(quoted)}"'
            yield _tag(found.scheme, found.code, found.confidence, reason)
    language = passage.language
    yield from _in_text(text, language, setting, label=passage.label)
    known = _short_forms(document.text, document.metadata.language)
    for short in dict.fromkeys(known.findall(text) if known else ()):
        yield _tag(Scheme.ORGANISATION, short, 0.6, f'says "{short}"')
    for heading in dict.fromkeys((*passage.sections, passage.panel)):
        # a form's question names what it asks for, not what the answer is about
        if heading and len(heading) <= LONGEST_HEADING and "?" not in heading:
            for found in agenda.numbered(text, heading):
                reason = f'says "{found.words}"'
                yield _tag(found.scheme, found.code, found.confidence, reason)
            yield from _in_heading(heading, language, setting)


def _in_text(text: str, language: str, setting: str, *, label: str) -> Iterator[Tag]:
    for named in agenda.named(text, setting=setting):
        reason = f'says "{_short(named.words)}"'
        yield _tag(named.scheme, named.code, named.confidence, reason)
    is_place = any(word in label.casefold() for word in _PLACE_LABELS)
    yield from _phrases(text, language, is_place=is_place)
    for year, words in years.years(text):
        yield _tag(Scheme.YEAR, year, 0.9, f'says "{words}"')


def _phrases(text: str, language: str, *, is_place: bool) -> Iterator[Tag]:
    found, words = book.of(language).find(text)
    bodies = [
        (each.start, each.end)
        for each in found
        if any(one.scheme is Scheme.ORGANISATION for one in each.phrase.meanings)
    ]
    for short, name in organisations.introduced(text, bodies):
        yield _tag(Scheme.ORGANISATION, short, 0.7, f'says "{_short(name)}"')
    certain = {
        one.code for each in found if not _either(each) for one in each.phrase.meanings
    }
    for each in found:
        said = f'says "{" ".join(text[each.start : each.end].split())}"'
        for meaning in _meant(each, certain):
            confidence = meaning.confidence
            reason = said
            if meaning.scheme is Scheme.AREA:
                if not areas.is_meant(each, words, text):
                    continue
                if _either(each):
                    reason = f"{said}, which may be either of two"
                if is_place:
                    confidence = min(confidence, _EVENT_PLACE)
                    reason = f"{said}, the place of the event"
            yield _tag(meaning.scheme, meaning.code, confidence, reason)


def _meant(found: Found, certain: set[str]) -> Iterable[Meaning]:
    """Beside "DRC", "Congolese" is of that state and not of the other."""
    meanings = found.phrase.meanings
    if not _either(found):
        return meanings
    named = [one for one in meanings if one.code in certain]
    return named if len(named) == 1 else meanings


def _either(found: Found) -> bool:
    return sum(one.scheme is Scheme.AREA for one in found.phrase.meanings) > 1


@lru_cache(maxsize=1024)
def _in_heading(heading: str, language: str, setting: str) -> tuple[Tag, ...]:
    return tuple(
        _tag(
            tag.scheme,
            tag.code,
            tag.confidence * _FROM_HEADING,
            f'heading "{_short(heading)}" {tag.reason}',
        )
        for tag in _in_text(heading, language, setting, label="")
        if tag.scheme in _IN_HEADINGS
    )


@lru_cache(maxsize=8)
def _short_forms(text: str, language: str) -> re.Pattern[str] | None:
    """The short forms that a document introduces for bodies that no table knows."""
    short_forms = {
        re.escape(short)
        for short, name in organisations.introduced(text)
        if not any(
            meaning.scheme is Scheme.ORGANISATION
            for found in book.of(language).find(name)[0]
            for meaning in found.phrase.meanings
        )
    }
    if not short_forms:
        return None
    return re.compile(rf"\b(?:{'|'.join(sorted(short_forms))})\b")


@lru_cache(maxsize=8)
def _setting(text: str) -> str:
    """Words that tell whether a document is about the Compact or the Agenda."""
    start = text[:_SETTING]
    if not agenda.about_compact(start) and agenda.about_compact(text):
        return f"{start} Global Compact"
    return start


def _tag(scheme: Scheme, code: str, confidence: float, reason: str) -> Tag:
    return Tag(scheme, code, How.MENTIONED, round(confidence, 2), reason)


def _short(words: str, longest: int = 80) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
