"""Which area, organisation, goal or target does a question name?

By the same phrasebook that tags passages: "Filipino" finds what is tagged with the
Philippines. In the index a tag is a word of its own ("area.phl"), so that it is
counted, weighed and matched like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrascope.knowledge.model import Scheme, Tag

_CERTAIN = 0.5
"""Confidence from which a tag can be searched for by its name."""
_SEARCHED = frozenset(
    {Scheme.AREA, Scheme.ORGANISATION, Scheme.GOAL, Scheme.TARGET, Scheme.INDICATOR}
    | {Scheme.OBJECTIVE}
)
_SHORTEST = 4
"""Letters of a small-lettered word that may be a name typed in haste: "kenya"."""


@dataclass(frozen=True, slots=True)
class Name:
    """Where in a question something is named, and the word of the index for it."""

    start: int
    end: int
    word: str
    is_country: bool = False


def words_of_tags(tags: tuple[Tag, ...]) -> list[str]:
    """The words that stand for these tags in the index."""
    return [
        _word(tag.scheme, tag.code)
        for tag in tags
        if tag.scheme in _SEARCHED and tag.confidence >= _CERTAIN
    ]


def named(question: str, language: str) -> Iterator[Name]:
    """What a question names; names may be typed in small letters."""
    from migrascope.knowledge.tags import agenda, book

    seen: set[tuple[int, str]] = set()
    for written in (question, _capitals(question)):
        for found in book.of(language).find(written)[0]:
            for meaning in found.phrase.meanings:
                word = _word(meaning.scheme, meaning.code)
                if meaning.scheme in _SEARCHED and (found.start, word) not in seen:
                    seen.add((found.start, word))
                    country = _is_country(meaning.scheme, meaning.code)
                    yield Name(found.start, found.end, word, country)
    for each in agenda.named(question, setting=question):
        start = question.find(each.words)
        if start >= 0 and each.confidence >= _CERTAIN:
            yield Name(start, start + len(each.words), _word(each.scheme, each.code))


def _capitals(question: str) -> str:
    """The question with its longer small-lettered words written as names."""
    return " ".join(
        word[0].upper() + word[1:]
        if len(word) >= _SHORTEST and word.islower()
        else word
        for word in question.split(" ")
    )


def _is_country(scheme: Scheme, code: str) -> bool:
    """A single country; regions and groups are often meant without being named."""
    return scheme is Scheme.AREA and not code.startswith(("M49:", "X:"))


def _word(scheme: Scheme, code: str) -> str:
    """One word of letters, digits and full stops: "organisation.red.cross"."""
    spelled = "".join(c if c.isalnum() else "." for c in code.casefold())
    return f"{scheme.value}.{spelled}"
