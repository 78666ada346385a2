"""In which language is a text?

By its script, then by its commonest words. Only the languages of the United Nations
are told apart, and Portuguese and German, so that they are not taken for another.
"""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = (
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_COMMON = {
    "en": "the of and to in that for is on with as are by this be which from at have "
    "their has was were will not should",
    "fr": "le la les des et du une que dans pour est sur par avec aux au qui ce cette "
    "sont ont ses leur être plus en de un",
    "es": "el la los las del y que en una por con para es se al su como más sus este "
    "esta son entre de un",
    "pt": "o os as dos das e que em uma para com não é do da no na ao pelo pela são "
    "mais de um",
    "de": "der die das und den von zu mit sich des auf für ist im dem nicht ein eine "
    "als auch werden",
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _name, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _name)
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 20_000
_ENOUGH_LETTERS = 40
_CLEARLY = 2
"""So many more common words than the main language before a passage is said to be
in another."""


def find(text: str) -> str:
    """The language of a text; "" when nothing says it."""
    sample = text[:_LOOKED_AT]
    letters = sum(map(str.isalpha, sample))
    for language, script in _SCRIPTS:
        if letters and len(script.findall(sample)) > 0.4 * letters:
            return language
    counts = _counts(sample)
    return counts.most_common(1)[0][0] if counts else ""


def of(passage: str, main: str) -> str:
    """The language of a passage in a document whose main language is known."""
    if len(passage) < _ENOUGH_LETTERS:
        return main
    if passage.isascii() and main == "en" and " the " in passage:
        return main
    found = find(passage)
    if not found or found == main:
        return main
    if found in {"ar", "zh", "ru"} or main in {"ar", "zh", "ru"}:
        return found
    counts = _counts(passage)
    return found if counts[found] > _CLEARLY + 2 * counts[main] else main


def _counts(text: str) -> Counter[str]:
    """How many common words of each language a text holds."""
    counts: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        counts.update(_LANGUAGES_OF.get(word, ()))
    return counts
