"""Which words of a text count, and in which form are they compared?

A word is compared by its stem, without accents, in the language of the text: snowball
stemmers for five of the six UN languages and some others, pairs of characters for
Chinese, letters of one shape for Arabic. Words that only hold a sentence together, or
only make it a question, are left out. A word with a hyphen counts as its parts and as
one word ("well-being": well, being, wellbeing); a code of a target is one word.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer  # type: ignore[import-untyped]

STEMMERS = {
    "ar": "arabic",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "ru": "russian",
    "de": "german",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "sv": "swedish",
    "tr": "turkish",
}

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+|[^\W_]+(?:[-‐'’.][^\W_]+)*")
_CODE = re.compile(r"\d{1,2}\.(?:\d{1,2}|[a-z])(?:\.\d{1,2})?", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_SEAMS = re.compile("[-‐'’.]")
_ONE_SHAPE = str.maketrans("أإآٱىة", "اااايه", "ـ")
_ARABIC_PLURAL = "ات"
_MANY = 1 << 18
"""Different words whose stems are remembered."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and the stems that it is compared by."""

    start: int
    end: int
    stems: tuple[str, ...]


def stems(text: str, language: str) -> list[str]:
    """The stems of a text, in its order, without function words.

    >>> stems("Costs of the migrants' remittances", "en")
    ['cost', 'migrant', 'remitt']
    """
    return [stem for word in _WORD.findall(text) for stem in _stems(word, language)]


def words(text: str, language: str) -> Iterator[Word]:
    """The words of a text that count, with their places in it."""
    for found in _WORD.finditer(text):
        if made := _stems(found[0], language):
            yield Word(found.start(), found.end(), made)


def is_chinese(word: str) -> bool:
    """Whether a word has Chinese characters in it."""
    return _HAN.search(word) is not None


def fold(word: str) -> str:
    """A word in small letters, without accents, with letters of one shape."""
    folded = word.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
        folded = folded.translate(_ONE_SHAPE)
    return folded


@lru_cache(maxsize=_MANY)
def _stems(word: str, language: str) -> tuple[str, ...]:
    """The stems that one word of a text is compared by; none for a function word."""
    if "," in word:
        return (word.replace(",", ""),)
    if _CODE.fullmatch(word):
        return (word.casefold(),)
    if _HAN.search(word):
        return tuple(_pairs(word, language))
    parts = _SEAMS.split(word)
    if len(parts) == 1:
        return _stem(word, language)
    made = [stem for part in parts for stem in _stem(part, language)]
    if made and ("-" in word or "‐" in word):
        made += _stem("".join(parts), language)
    return tuple(dict.fromkeys(made))


def _stem(word: str, language: str) -> tuple[str, ...]:
    """The stem of a word, unless it is a function word or a single letter."""
    folded = fold(word)
    if folded in function_words(language):
        return ()
    if len(folded) < 2 and not folded.isdigit():
        return ()
    stemmer = _stemmer(language)
    if stemmer is None or folded.isdigit():
        return (folded,)
    # folded last: the stemmers know endings by their accents and signs
    stem = fold(stemmer.stemWord(word.casefold()))
    if folded.endswith(_ARABIC_PLURAL) and stem.endswith(_ARABIC_PLURAL[:1]):
        stem = stem[:-1]  # without an article the stemmer leaves half of the ending
    return (stem,)


def _pairs(word: str, language: str) -> Iterator[str]:
    """Pairs of Chinese characters; what is not Chinese in between is stemmed."""
    at = 0
    for run in _HAN.finditer(word):
        yield from _stem(word[at : run.start()], language) if at < run.start() else ()
        characters = run[0]
        for small in sorted(function_words("zh"), key=len, reverse=True):
            characters = characters.replace(small, " ")
        for piece in characters.split():
            if len(piece) == 1:
                yield piece
            for spot in range(len(piece) - 1):
                yield piece[spot : spot + 2]
        at = run.end()
    yield from _stem(word[at:], language) if at < len(word) else ()


@cache
def function_words(language: str) -> frozenset[str]:
    """The words of a language that only hold a sentence together, folded."""
    table = files("migrascope.knowledge.search") / "function_words.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return frozenset(
        part
        for row in rows
        if row["language"] == language
        for part in (fold(row["word"]), *fold(row["word"]).split("'"))
    )


@cache
def _stemmer(language: str) -> BaseStemmer | None:
    """The stemmer of a language; none where there is none."""
    name = STEMMERS.get(language)
    if name is None:
        return None
    import snowballstemmer  # type: ignore[import-untyped]

    return snowballstemmer.stemmer(name)
