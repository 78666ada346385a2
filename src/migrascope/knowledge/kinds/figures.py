"""Is a passage told for its numbers?

Shares, sums and counts of people or things; not years, not the numbers of goals,
targets and objectives, not the marks of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrascope.knowledge.kinds.cues import Heard
from migrascope.knowledge.model import Kind

_SHARE = re.compile(
    r"\b\d[\d.,]{0,20}\s?(?:%|per\s?cent\b|percent\b|pour\s?cent\b|por\s?ciento\b|процент|٪)|"
    r"\b\d+ out of (?:every )?\d+\b",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"(?:[$€£]\s?|\b(?:USD|EUR|US\$)\s?)\d[\d.,]{0,20}|"
    r"\b\d[\d.,]{0,20}\s(?:million|billion|trillion|millions|milliards|millones|миллион|"
    r"thousand|mille|mil)\b|(?<![\d.])\d[\d.]{0,20}\s?(?:万|亿)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:\d{1,3}(?:[,\u202f]\d{3}){1,5}|\d{2,6})\s(?!(?:January|February|March|April|May|"
    r"June|July|August|September|October|November|December|SDGs?|ODD|ODS|Goals?|Agenda|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|"
    r"décembre|de\s)\b)(?:[\w-]+\s){0,2}?[^\W\d_]{3,}s\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:total of|on average|average|an estimated|estimated at|accounts? for|"
    r"amounts? to|number of|dropped from|rose (?:from|by|to)|fell (?:from|by|to)|"
    r"increased by|decreased by|of whom|more than half)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d\s")
_WEIGHTS = ((_SHARE, 2.3), (_SUM, 2.3), (_COUNT, 1.8), (_SAID, 0.8))


def heard(text: str) -> Iterator[Heard]:
    """The numbers of a text, as cues for a figure."""
    if not _DIGIT.search(text):
        return
    for pattern, weight in _WEIGHTS:
        found = [
            match[0] for match in pattern.finditer(text) if not _YEAR.match(match[0])
        ]
        if found:
            more = min(len(found) - 1, 3) * 0.5
            words = " ".join(found[0].split())
            yield Heard(Kind.FIGURE, weight + more, "text", words)
