"""Where in a text does one of many thousand names and words stand?

The text is read once, word by word. A word that begins no phrase costs one look into a
dictionary; where several phrases begin, the longest that fits wins, and what it covers
is not looked at again: "South Sudan" is never also "Sudan", and the "Norwegian" of the
Norwegian Refugee Council is nobody's nationality.

Spelling is compared without case and accents, but a name must be written as a name:
"Chad" is not "chad", and "US" is not "us". Russian words are compared by their stem,
Arabic ones also without a joined preposition. Chinese has no spaces and is searched by
one pattern of all its names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from typing import Protocol

from migrascope.knowledge.model import Scheme

WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u064b-\u0652]+[^\W_]*)*")
_GAP = re.compile(r"[\s\-\u2010-\u2013'’&()*/.]{0,3}")
_GAP_WITH_COMMA = re.compile(r"[\s\-\u2010-\u2013'’&()*/.,،，]{0,3}")
_NEW_SENTENCE = re.compile(r"\.\s")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_COMMA = re.compile("[,،，]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_STRETCH = "ـ"  # makes an Arabic word wider, and nothing else
_ARABIC_JOINED = "وفبكل"
_LONGEST_ACRONYM = 7
_DIRECTION = re.compile(r"(?:north|south|east|west)(?:ern)?|central|middle|sub")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for; no meaning at all marks a trap, such as "New York"."""

    scheme: Scheme
    code: str
    confidence: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, how each must be written, and what they mean."""

    written: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    kind: str
    comma: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a text: text[start:end], the words first to last of its words."""

    phrase: Phrase
    start: int
    end: int
    first: int = -1
    last: int = -1


@dataclass(slots=True)
class Phrasebook:
    """Phrases by their first word, ready to be looked for."""

    _by_first: dict[str, list[tuple[tuple[str, ...], Phrase]]] = field(
        default_factory=dict
    )
    _han: dict[str, Phrase] = field(default_factory=dict)
    _han_pattern: re.Pattern[str] | None = None

    def add(self, words: str, meanings: Iterable[Meaning], *, kind: str) -> None:
        """Learn a phrase; the first meaning given to a spelling of a kind stays.

        `kind` is "name" (written with capitals), "region" (a name whose directions may
        be written small: "southern Africa"), "adjective" (written as given) or "word"
        (written in any way).
        """
        meanings = tuple(meanings)
        if _HAN.search(words):
            self._han.setdefault(words, Phrase((words,), meanings, kind))
            self._han_pattern = None
            return
        written = tuple(WORD.findall(words))
        if not written:
            return
        phrase = Phrase(written, meanings, kind, bool(_COMMA.search(words)))
        keys = tuple(folded(word) for word in written)
        entries = self._by_first.setdefault(keys[0], [])
        if any(rest == keys[1:] and _alike(known, phrase) for rest, known in entries):
            return
        entries.append((keys[1:], phrase))
        # the longest first; of two Russian names with one stem, Nigeria before Niger
        entries.sort(key=lambda entry: (-len(entry[0]), -len(entry[1].written[0])))

    def find(self, text: str) -> tuple[list[Found], list[re.Match[str]]]:
        """Phrases from left to right, none overlapping, and the words of the text."""
        words = list(WORD.finditer(text))
        keys = tuple([folded(word[0]) for word in words])
        found: list[Found] = []
        next_free = 0
        by_first = self._by_first
        for position, key in enumerate(keys):
            if position < next_free:
                continue
            entries = by_first.get(key)
            if entries is None and not key.isascii():
                entries = by_first.get(_unjoined(key))
            if entries is None:
                continue
            phrase = _longest(entries, words, keys, position, text)
            if phrase is not None:
                next_free = position + len(phrase.written)
                word = words[position]
                end = words[next_free - 1].end()
                found.append(Found(phrase, word.start(), end, position, next_free - 1))
        if _HAN.search(text):
            found.extend(self._find_han(text))
        return found, words

    def _find_han(self, text: str) -> Iterator[Found]:
        if not self._han:
            return
        if self._han_pattern is None:
            longest_first = sorted(self._han, key=len, reverse=True)
            self._han_pattern = re.compile("|".join(map(re.escape, longest_first)))
        for match in self._han_pattern.finditer(text):
            yield Found(self._han[match[0]], match.start(), match.end())


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """A word without case and accents; of a Russian word, the stem.

    >>> folded("Érythréen"), folded("Кении") == folded("Кения")
    ('erythreen', True)
    """
    plain = word.casefold()
    if plain.isascii():
        return plain
    if _CYRILLIC.search(plain):
        return _russian().stemWord(plain)
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", plain)
        if letter != _STRETCH and not unicodedata.combining(letter)
    )


@lru_cache(maxsize=4096)
def _unjoined(plain: str) -> str:
    """An Arabic word without the one-letter word that is written as part of it."""
    if len(plain) < 4 or plain[0] not in _ARABIC_JOINED:
        return ""
    return f"ال{plain[2:]}" if plain.startswith("لل") else plain[1:]


def _longest(
    entries: list[tuple[tuple[str, ...], Phrase]],
    words: list[re.Match[str]],
    keys: tuple[str, ...],
    position: int,
    text: str,
) -> Phrase | None:
    start = position + 1
    for rest, phrase in entries:
        end = start + len(rest)
        if rest and keys[start:end] != rest:
            continue
        here = words[position:end]
        if _joined(here, phrase, text) and _written(here, phrase, text):
            return phrase
    return None


def _joined(here: list[re.Match[str]], phrase: Phrase, text: str) -> bool:
    """Nothing stands between the words that would end a name."""
    gap = _GAP_WITH_COMMA if phrase.comma else _GAP
    for left, right in pairwise(here):
        between = text[left.end() : right.start()]
        if not gap.fullmatch(between):
            return False
        # "St. Lucia" goes on after the full stop, "in Guinea. Bissau" does not
        if _NEW_SENTENCE.search(between) and len(left[0]) > 2:
            return False
    return True


def _written(here: list[re.Match[str]], phrase: Phrase, text: str) -> bool:
    if len(here) == 1 and _CYRILLIC.match(phrase.written[0]):
        return _is_form_of(here[0][0], phrase)
    if phrase.kind == "word":
        return True
    return all(
        _written_as(word[0], wanted, phrase.kind, text)
        for word, wanted in zip(here, phrase.written, strict=True)
    )


def _is_form_of(said: str, phrase: Phrase) -> bool:
    """A stem may be that of another name: Nigeria has that of Niger."""
    start = phrase.written[0][:-1]
    if phrase.kind == "word":
        return said.casefold().startswith(start)
    return said.startswith(start)


def _written_as(said: str, wanted: str, kind: str, text: str) -> bool:
    if not wanted[0].isupper():
        return True
    if 1 < len(wanted) <= _LONGEST_ACRONYM and wanted.isupper():
        # in a heading all in capitals, "WHO" and "US" are ordinary words
        return said == wanted and not text.isupper()
    if kind == "region" and _DIRECTION.fullmatch(wanted.casefold()):
        return True
    if kind == "adjective" and wanted.isascii() and not said.isascii():
        return False  # "Germán" is a man
    return said[0].isupper()


def _alike(known: Phrase, phrase: Phrase) -> bool:
    if _CYRILLIC.match(phrase.written[0]) and known.written != phrase.written:
        return False
    return known.kind == phrase.kind and [
        word[:1].isupper() for word in known.written
    ] == [word[:1].isupper() for word in phrase.written]


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - a name of the library


@cache
def _russian() -> _Stemmer:
    import snowballstemmer  # type: ignore[import-untyped]

    stemmer: _Stemmer = snowballstemmer.stemmer("russian")
    return stemmer
