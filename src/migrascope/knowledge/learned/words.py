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
            for stem in word.stems
        )
    return tuple(
        (stem, word) for word in _WORD.findall(text) if (stem := stem_of(word.lower()))
    )


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
    for each in shown:
        parts = set(each.lower().split())
        if parts & said or parts <= _empty():
            continue
        kept.append(each)
        said |= parts
        if len(kept) == most:
            break
    return tuple(kept)


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
