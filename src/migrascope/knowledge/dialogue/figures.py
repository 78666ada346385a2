"""Which figures did a dialogue quote?

Amounts, shares and counts of people or things, each with the words around it. Years,
numbers of goals, articles and panels, and the days of the meeting are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrascope.knowledge.model import Passage
from migrascope.knowledge.registers.record import Citation, cite

_SCALE = r"(?:\s*(?:thousand|million|billion|trillion))?"
_WORDS = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|"
    r"forty|fifty|hundred)"
)
_FIGURE = re.compile(
    rf"""
    (?P<money>(?:US)?\$\s?\d[\d,.]*\d?{_SCALE}(?:\s*(?:USD|US\s+dollars|dollars))?
      |\d[\d,.]*\d?{_SCALE}\s*(?:USD|US\s+dollars|dollars|euros?|EUR))
    |(?P<share>\d+(?:\.\d+)?\s?(?:%|per\s?cent\b)
      |\d+\s+out\s+of\s+\d+)
    |(?P<count>(?<![\w.,/:])(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?){_SCALE}
      (?=\s+(?:[A-Za-z][\w-]*\s+){{0,3}}?[a-z][\w-]*s\b|\s+(?:children|people|women|men|
      persons|of\s+[a-z]+)\b)
      |\b{_WORDS}\s+(?:million|billion|thousand))
    """,
    re.VERBOSE,
)
_BEFORE = re.compile(
    r"(?:SDGs?|goals?|targets?|objectives?|articles?|panels?|day|session|page|annex|"
    r"chapter|table|figure|section|part|resolution|COVID-|COP\s?|no\.|number|to|–|-|"
    r"January|February|March|April|May|June|July|August|September|October|November|"
    r"December)(?:\s+\d+(?:,\s*\d+)*,?(?:\s+and)?)?\s*$",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    r"^\s*(?:of\s+whom\b|"
    r"years?\b|ans?\b|años?\b|mois\b|meses\b|jours?\b|días?\b|weeks?\b|days?\b|sessions?\b|panels?\b|speakers?\b|months?\b|hours?\b|words?\b|"
    r"(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b)"
)
_CODE = re.compile(r"^\d{1,2}\.\d{1,2}$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_AROUND = 70


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is quoted; `words` are the words of the document around it."""

    text: str
    words: str
    citation: Citation


def quoted(passages: Iterable[Passage]) -> tuple[Figure, ...]:
    """The figures in some passages, in their order."""
    return tuple(figure for passage in passages for figure in _in(passage))


def _in(passage: Passage) -> Iterator[Figure]:
    text = passage.text
    for match in _FIGURE.finditer(text):
        told = " ".join(match[0].split())
        before, after = text[: match.start()], text[match.end() :]
        if match["count"] and (
            _CODE.match(told)
            or _YEAR.match(told)
            or _BEFORE.search(before)
            or _NOT_COUNTED.match(after)
        ):
            continue
        yield Figure(told, _around(text, match), cite(passage))


def _around(text: str, match: re.Match[str]) -> str:
    """Some words on both sides, cut between words."""
    start = max(0, match.start() - _AROUND)
    end = min(len(text), match.end() + _AROUND)
    if start:
        space = text.find(" ", start, match.start())
        start = space + 1 if space >= 0 else start
    if end < len(text):
        cut = text.rfind(" ", match.end(), end)
        end = cut if cut > 0 else end
    return " ".join(text[start:end].split())
