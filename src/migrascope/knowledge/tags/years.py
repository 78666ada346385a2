"""Which years does a text speak of?

A number of four digits is a year when nothing says otherwise: not a count ("2000
people"), a page, a sum of money, a document symbol, a web address, and not the year in
the name of the 2030 Agenda.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_NAMED = re.compile(
    r"\b2030 Agenda|\b(?:Agenda|Programme)[\s ]+(?:de[\s ]+)?20[36]\d|"
    r"Повестк\w+ дня[\s ]+\D{0,40}2030|2030年(?:可持续发展)?议程|"
    r"خطة (?:عام )?2030|\b2063 Agenda",
    re.IGNORECASE,
)
_YEAR = r"(?:19[4-9]\d|20\d\d)"
_COUNTED = (
    r"people|persons?|individuals|migrants|refugees|children|women|men|girls|boys|"
    r"families|households|workers|participants|victims|deaths|cases|records|students|"
    r"personnes|enfants|femmes|hommes|réfugiés|familles|personas|niños|mujeres|familias|"
    r"USD|EUR|dollars|euros|francs|km|kilomet\w+|miles|tonnes|hectares|words|pages|"
    r"million|billion|per\s?cent|percent"
)
_MENTION = re.compile(
    rf"(?<![\w$€£.,/\-])(?P<first>{_YEAR})"
    rf"(?:\s?[-–—/]\s?(?P<last>{_YEAR}|\d\d)(?![\w/\-]))?"
    rf"(?!\w|[.,/]\d|\s*%|\s+(?:{_COUNTED})\b)",
    re.IGNORECASE,
)
_HAN_YEAR = re.compile(rf"(?<!\d)({_YEAR})年")
_SPAN = re.compile(r"(?:from|between|de|entre|desde|с)\s+$", re.IGNORECASE)
_TO = re.compile(
    rf"\s+(?:to|and|until|through|à|et|a|y|hasta|по)\s+({_YEAR})(?![\w.,/]\w)",
    re.IGNORECASE,
)
_NOT_A_YEAR = re.compile(
    r"(?:\bp\.|\bpp\.|\bpages?|\bNo\.|\bno\.|\bn°|\bresolution|\brésolution|\bISO|\bRES/"
    r"|\bUSD|\bUS\$|\bEUR|\bsome|\bover|\babout|\bnearly|\bthan|\bbox)\s*$",
    re.IGNORECASE,
)
_LONGEST_SPAN = 15
_CENTURY = 100


def years(text: str) -> Iterator[tuple[str, str]]:
    """Each year with the words that name it.

    >>> list(years("Between 2016 and 2018, 2000 people came (p. 2014)."))
    [('2016', '2016 and 2018'), ('2017', '2016 and 2018'), ('2018', '2016 and 2018')]
    """
    if "19" not in text and "20" not in text:
        return
    # what is no year is blanked, so that places in the text stay the same
    plain = _ADDRESS.sub(_blank, text) if "//" in text or "www" in text else text
    plain = _NAMED.sub(_blank, plain)
    done = 0
    for match in _MENTION.finditer(plain):
        if match.start() < done or _NOT_A_YEAR.search(
            plain[max(0, match.start() - 12) : match.start()]
        ):
            continue
        first, last, end = int(match["first"]), match["last"], match.end()
        if last is None and _SPAN.search(
            plain[max(0, match.start() - 10) : match.start()]
        ):
            further = _TO.match(plain, match.end())
            if further:
                last, end = further[1], further.end()
        done = end
        words = " ".join(text[match.start() : end].split())
        for year in _span(first, last):
            yield str(year), words
    for match in _HAN_YEAR.finditer(plain):
        yield match[1], match[0]


def _span(first: int, last: str | None) -> Iterator[int]:
    yield first
    if last is None:
        return
    final = int(last)
    if len(last) == 2:
        final += first // _CENTURY * _CENTURY
    if first < final <= first + _LONGEST_SPAN:
        yield from range(first + 1, final + 1)
    elif final > first:
        yield final


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
