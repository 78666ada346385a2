"""Which day does "26 and 27 March 2018" begin?

Dates as documents write them in the six languages of the United Nations; of an event
that lasts, the first day. Nothing is guessed: "03/04/2018" is no date here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

_MONTHS = {
    1: "january janvier enero января يناير|كانون الثاني",
    2: "february février fevrier febrero февраля فبراير|شباط",
    3: "march mars marzo марта مارس|آذار",
    4: "april avril abril апреля أبريل|نيسان",
    5: "may mai mayo мая مايو|أيار",
    6: "june juin junio июня يونيو|حزيران",
    7: "july juillet julio июля يوليو|تموز",
    8: "august août aout agosto августа أغسطس|آب",
    9: "september septembre septiembre setiembre сентября سبتمبر|أيلول",
    10: "october octobre octubre октября أكتوبر|تشرين الأول",
    11: "november novembre noviembre ноября نوفمبر|تشرين الثاني",
    12: "december décembre decembre diciembre декабря ديسمبر|كانون الأول",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: its first day, its words, and where they stand."""

    day: date
    words: str
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Every date in a text, in its order."""
    found = []
    for match in _pattern().finditer(text):
        day = _day(match)
        if day is not None:
            found.append(Found(day, match.group().strip(), *match.span()))
    return found


def is_date(text: str) -> bool:
    """Whether a line says a date, alone or with a place, and nothing else."""
    if len(text) > 80:
        return False
    return any(
        each.end - each.start >= 0.6 * len(text) or each.start == 0
        for each in find(text)
    )


def _day(match: re.Match[str]) -> date | None:
    if match["zh_year"]:
        year, month = int(match["zh_year"]), int(match["zh_month"])
        day = int(match["zh_day"] or 1)
    elif match["us_month"]:
        year, month = int(match["us_year"]), _number(match["us_month"])
        day = int(match["us_day"])
    else:
        year = int(match["year"])
        named = match["first_month"] or match["month"]
        month, day = _number(named), int(match["day"] or 1)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(named: str) -> int:
    """The number of a month; the United Nations give it two names in Arabic."""
    return _names()[named.rpartition("/")[2].strip().lower()]


@cache
def _names() -> dict[str, int]:
    """The month that each name means; some names are of two words."""
    names = {}
    for month, text in _MONTHS.items():
        first, *others = text.split("|")
        for name in [*first.split(), *others]:
            names[name] = month
    return names


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _names()), key=len, reverse=True))
    months = rf"(?:(?:{month})\s?/\s?)?(?:{month})"
    nth = r"(?:st|nd|rd|th|er|º|°)?"
    part = r"(?:\s*(?:-|–|—|to|and|et|au|y|a|al|и|по|و|إلى)\s*(?:le\s+)?)"
    of = r"\s+(?:de\s+|of\s+)?"
    return re.compile(
        rf"""(?<![\w/])(?:
        (?:(?P<day>\d{{1,2}}){nth}
           (?:{of}(?P<first_month>{months})(?=\s*(?:-|–|—|to|and|et|au|y|al)))?
           (?:{part}\d{{1,2}}{nth})*
           {of})?
        (?P<month>{months}),?(?:\s+(?:de\s+|del\s+)?)(?P<year>(?:19|20)\d\d)(?!\w)
        | (?P<us_month>{months})\s+(?P<us_day>\d{{1,2}}){nth}
          (?:{part}(?:(?:{months})\s+)?\d{{1,2}}{nth})*,\s+(?P<us_year>(?:19|20)\d\d)(?!\w)
        | (?P<zh_year>(?:19|20)\d\d)\s?年\s?(?P<zh_month>\d{{1,2}})\s?月
          (?:\s?(?P<zh_day>\d{{1,2}})\s?日?(?:\s?(?:至|到|-|—|、|和)\s?\d{{1,2}}\s?日)?)?
        )""",
        re.IGNORECASE | re.VERBOSE,
    )
