"""Is a hyphen at a line end part of the word, or of the layout?

The document itself is asked: "socio-" and "economic" are one word where it says
"socioeconomic" elsewhere, a compound where it says "socio-economic". Where it says
neither, two halves that are words of their own make a compound, others one word.
"""

from __future__ import annotations

import re
from functools import cached_property

HYPHENS = "-\u2010\u00ad\ufffe\u0002"
"""A hyphen as it may stand at a line end; PDFium marks a broken word by U+FFFE."""

_SOFT = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_AT_LINE_END = re.compile(rf"\w+(?:[{HYPHENS}][ \t]*\r?\n\s*|[\ufffe\u0002]\s*)\w+")
_LAST = re.compile(r"[\w\u2010-]+$")
_FIRST = re.compile(r"\w+")
_SUSPENDING = frozenset(
    ("and", "or", "to", "und", "oder", "et", "ou", "à", "y", "e", "o", "и", "или", "до")
)
_KEEPING = frozenset(("non", "self", "ex", "mid", "quasi", "well", "half"))


class Hyphens:
    """Decides for one document, from its own words."""

    def __init__(self, raw: str) -> None:
        self._raw = raw

    def between(self, before: str, after: str) -> tuple[bool, bool] | None:
        """Whether the hyphen at the end of `before` stays, and a blank follows it.

        None when `before` does not end with a broken word.
        """
        if before[-1:] not in HYPHENS or len(before) < 2 or not before[-2].isalnum():
            return None
        second = _FIRST.match(after)
        first = _LAST.search(before[:-1])
        if second is None or first is None:
            return None
        if before[-1] == _SOFT:
            return False, False
        if second[0].lower() in _SUSPENDING:
            return True, True
        return self._is_compound(first[0], second[0]), False

    def _is_compound(self, first: str, second: str) -> bool:
        if not second[0].islower() or not first[-1].islower():
            # UN-DESA, COVID-19; and scripts without small letters
            return True
        first = first.replace("\u2010", "-")
        if first.rpartition("-")[2] + second in self._words:
            return False
        if (
            "-" in first
            or first.lower() in _KEEPING
            or f"{first.lower()}-{second}" in self._words
        ):
            return True
        return first.lower() in self._words and second in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        """Every word and compound that stands unbroken in the document."""
        whole = _AT_LINE_END.sub(" ", self._raw)
        found = {
            match.group().lower().replace("\u2010", "-")
            for match in _WORD.finditer(whole)
        }
        return frozenset(found | {part for word in found for part in word.split("-")})
