"""Into which pieces does the language model cut a text?

WordPiece, as the model was trained with it (Devlin and others 2019, section 3; Wu and
others 2016): lower case, no accents, words and punctuation apart, then the longest
piece of the vocabulary again and again. Sixty lines here save a package that brings a
network client along.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_LONGEST_WORD = 100
_SPACES = frozenset("\t\n\r")
# Scripts that are written without spaces: each sign is a word of its own.
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class Pieces:
    """Cuts texts into numbers of the vocabulary, at most `longest` for a text."""

    def __init__(self, vocabulary: Mapping[str, int], *, longest: int = 256) -> None:
        self._vocabulary = vocabulary
        self._longest = longest
        self._first = vocabulary["[CLS]"]
        self._last = vocabulary["[SEP]"]
        self._unknown = vocabulary["[UNK]"]
        self._of_word = lru_cache(maxsize=50_000)(self._cut_word)

    def cut(self, text: str) -> list[int]:
        """The numbers of the pieces, with the marks of beginning and end."""
        room = self._longest - 2
        numbers: list[int] = []
        for word in _words(text):
            numbers.extend(self._of_word(word))
            if len(numbers) >= room:
                break
        return [self._first, *numbers[:room], self._last]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self._unknown,)
        numbers: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                if piece in self._vocabulary:
                    numbers.append(self._vocabulary[piece])
                    start = end
                    break
            else:
                return (self._unknown,)
        return tuple(numbers)


def _words(text: str) -> list[str]:
    """Lower case, no accents; every mark of punctuation is a word."""
    spaced: list[str] = []
    for sign in text:
        if sign in _SPACES:
            spaced.append(" ")
        elif sign in "\0\ufffd" or unicodedata.category(sign).startswith("C"):
            continue
        elif any(low <= ord(sign) <= high for low, high in _IDEOGRAPHS):
            spaced.append(f" {sign} ")
        else:
            spaced.append(sign)
    plain = unicodedata.normalize("NFD", "".join(spaced)).lower()
    apart: list[str] = []
    for sign in plain:
        if unicodedata.category(sign) == "Mn":
            continue
        apart.append(f" {sign} " if _is_punctuation(sign) else sign)
    return "".join(apart).split()


def _is_punctuation(sign: str) -> bool:
    if sign.isascii():
        return sign.isprintable() and not sign.isalnum() and sign != " "
    return unicodedata.category(sign).startswith("P")
