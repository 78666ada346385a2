"""Does a word that looks like a country's name mean the country here?

"Jordan" may be a man, "Georgia" a state of the United States, "French" a language,
the Arabic name of Oman also Amman, and the "Danish" of the Danish Refugee Council says
where nothing happens. Where the words around a name say so, there is no tag; where a
name belongs to two states, both are tagged with less confidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrascope.knowledge.tags.book import ADJECTIVE, listed
from migrascope.knowledge.tags.phrases import Found, folded

_STATE = re.compile(r"\s*(?:,\s*|\()(?:USA|U\.S\.A?\.?|United States|US)\b")
_CITY = re.compile(r"\b(?:Atlanta|Savannah|Augusta|Clarkston|Athens-Clarke),\s*$")
_AMMAN = "\u0651"  # doubles a letter: the capital of Jordan is written with it
_IN_JORDAN = re.compile(r"\W{1,3}الأردن")
_MONEY = re.compile(r"\s?(?:[$€£\d]|dollars?\b)")
_LANGUAGE_ENDS = re.compile(r"\s*(?:$|[.,;:)\]/|]|and\b|or\b|et\b|y\b|ou\b|o\b)")
_BY_SPACE = re.compile(r"[ \u00a0]")
_WITHIN_A_NAME = re.compile(r"[ \u00a0'’]")
# no country is called after them: where they stand, languages are listed
_ONLY_LANGUAGES = re.compile(r"\b(?:Arabic|English|arabe|anglais|inglés)\b")
_NEAR = 40
_LOOK_AHEAD = 5


def is_meant(found: Found, words: Sequence[re.Match[str]], text: str) -> bool:
    """False where the words around say that no country is meant."""
    spoken = " ".join(folded(word) for word in found.phrase.written)
    before = words[found.first - 1] if found.first > 0 else None
    after = words[found.last + 1] if 0 <= found.last < len(words) - 1 else None
    if found.phrase.written in {("US",), ("U", "S")} and _MONEY.match(text, found.end):
        return False
    if spoken in listed("first name") and _is_a_person(found, before, after, text):
        return False
    if spoken == "georgia" and (
        _STATE.match(text, found.end) or _CITY.search(text[: found.start])
    ):
        return False
    if found.phrase.written == ("عمان",) and (
        _AMMAN in text[found.start : found.end] or _IN_JORDAN.match(text, found.end)
    ):
        return False
    if found.phrase.kind != ADJECTIVE:
        return True
    if spoken in listed("language") and _is_a_language(found, before, after, text):
        return False
    return not _names_a_body(found, words, text)


def _is_a_person(
    found: Found,
    before: re.Match[str] | None,
    after: re.Match[str] | None,
    text: str,
) -> bool:
    if (
        after is not None
        and _BY_SPACE.fullmatch(text[found.end : after.start()])
        and after[0][0].isupper()
        and folded(after[0]) not in listed("after a country")
        and not after[0].isupper()
    ):
        return True
    return (
        before is not None
        and bool(_BY_SPACE.fullmatch(text[before.end() : found.start]))
        and before[0][0].isupper()
        and not before[0].isupper()
        and folded(before[0]) not in listed("before a country")
    )


def _is_a_language(
    found: Found,
    before: re.Match[str] | None,
    after: re.Match[str] | None,
    text: str,
) -> bool:
    if after is not None and folded(after[0]) in listed("beside a language"):
        return True
    if _ONLY_LANGUAGES.search(text, max(0, found.start - _NEAR), found.end + _NEAR):
        return True
    return (
        before is not None
        and folded(before[0]) in {"in", "into", "en", "speak", "speaks", "learn"}
        and bool(_LANGUAGE_ENDS.match(text, found.end))
    )


def _names_a_body(found: Found, words: Sequence[re.Match[str]], text: str) -> bool:
    """True within a name such as "Danish Refugee Council"."""
    end = found.end
    for word in words[found.last + 1 : found.last + 1 + _LOOK_AHEAD]:
        if not _WITHIN_A_NAME.fullmatch(text[end : word.start()]):
            return False
        if not word[0][0].isupper() and folded(word[0]) not in {"of", "de", "for", "s"}:
            return False
        if folded(word[0]) in listed("body") and word[0][0].isupper():
            return True
        end = word.end()
    return False
