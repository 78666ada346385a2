"""Which words of a text are compared?

Stems, so that "remitted" meets "remittance"; single ones and pairs of neighbours.
Other languages than English are cut as for the search: with a stemmer of their own,
without function words ("de", "los"), Chinese into pairs of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from migrascope.knowledge.search import terms

ENGLISH = "en"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TABLES = Path(__file__).with_name("tables")
_POSSESSIVE = re.compile(r"['’]s$")


@lru_cache(maxsize=8_192)  # a passage is asked for goals, then targets, then objectives
def cut(text: str, language: str = ENGLISH) -> tuple[tuple[str, str], ...]:
    """The words in order, each as its stem and as it stands in the text."""
    if language != ENGLISH:
        return tuple(
            # Chinese has no blanks: a "word" would be half a sentence.
            (stem, stem if terms.is_chinese(stem) else text[word.start : word.end])
            for word in terms.words(text, language)
            for stem in _parts(word, text)
        )
    return tuple(
        (stem, word) for word in _WORD.findall(text) if (stem := stem_of(word.lower()))
    )


def beside(first: str, second: str) -> str:
    """Two neighbours as one reads them: pairs of Chinese characters overlap."""
    if first == second:  # the parts of a word with a hyphen
        return first
    if terms.is_chinese(first) and first[-1] == second[0]:
        return f"{first}{second[1:]}"
    return f"{first} {second}"


def _parts(word: terms.Word, text: str) -> Iterator[str]:
    """The stems of a word: no numbers, and of one with a hyphen the parts alone."""
    stems, written = word.stems, text[word.start : word.end]
    hyphen = "-" in written or "‐" in written
    if len(stems) > 1 and hyphen and not terms.is_chinese(written):
        stems = stems[:-1]
    return (stem for stem in stems if any(sign.isalpha() for sign in stem))


def stems(text: str, language: str = ENGLISH) -> list[str]:
    """The stems of a text in order."""
    return [stem for stem, _ in cut(text, language)]


def features(text: str, language: str = ENGLISH) -> list[str]:
    """Stems and pairs of neighbouring stems: what a linear model counts."""
    single = stems(text, language)
    return [*single, *pairs(single)]


def pairs(single: Sequence[str]) -> Iterator[str]:
    """Two neighbours joined by a space."""
    return (f"{first} {second}" for first, second in pairwise(single))


def without_repetition(shown: Iterable[str], most: int) -> tuple[str, ...]:
    """The first few, without what was said already and what tells a reader nothing."""
    kept: list[str] = []
    said: set[str] = set()
    for each in map(_without_small_words, shown):
        parts = set(_said(each))
        if parts & said or parts <= _empty():
            continue
        kept.append(each)
        said |= parts
        if len(kept) == most:
            break
    return tuple(kept)


def _said(shown: str) -> Iterator[str]:
    """The words of a reason; of Chinese ones the pairs of characters."""
    for word in shown.lower().split():
        if terms.is_chinese(word):
            yield from (word[place : place + 2] for place in range(len(word) - 1))
        else:
            yield word


def _without_small_words(shown: str) -> str:
    """As "Countries" for "Countries of": what a pair begins or ends with is empty."""
    small = terms.function_words(ENGLISH)
    parts = shown.split()
    while parts and terms.fold(parts[-1]) in small:
        parts.pop()
    while parts and terms.fold(parts[0]) in small:
        parts.pop(0)
    return " ".join(parts)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # the package's own name


@lru_cache(maxsize=200_000)
def stem_of(word: str) -> str:
    """The stem of one word in lower case."""
    return _stemmer().stemWord(_POSSESSIVE.sub("", word).replace("’", "'"))


@lru_cache(maxsize=1)
def _stemmer() -> _Stemmer:
    import snowballstemmer  # type: ignore[import-untyped]

    stemmer: _Stemmer = snowballstemmer.stemmer("english")
    return stemmer


@cache
def _empty() -> frozenset[str]:
    """Words that no reader takes for a reason, whatever they weigh."""
    lines = (_TABLES / "empty_words.csv").read_text(encoding="utf-8").splitlines()
    return frozenset(lines[1:])
