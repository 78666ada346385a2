"""By when was it promised?

Read from words such as "by 2030", "by the end of 2025", "no later than 31 March
2024". The day is the last one that keeps the promise: a year means its 31 December. A
month without a year, "soon" and "in due course" name no day, and none is guessed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from migrascope.knowledge.reading import dates

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier enero",
            "february février febrero",
            "march mars marzo",
            "april avril abril",
            "may mai mayo",
            "june juin junio",
            "july juillet julio",
            "august août agosto",
            "september septembre septiembre",
            "october octobre octubre",
            "november novembre noviembre",
            "december décembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_SHORT = {name[:3]: number for name, number in list(_MONTHS.items())[::3]}

_MONTH = "|".join([*_MONTHS, *_SHORT])
_YEAR = r"(?P<year>20\d\d)"
_DAY = r"(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?(?:de\s+)?)?"
_WHEN = (
    rf"(?:{_DAY}(?P<month>{_MONTH})\.?,?\s+(?:de\s+)?)?"
    rf"{_YEAR}\b(?!\s*[–-]\s*20\d\d)"
)
_PART = (
    r"(?:(?P<end>(?:the\s+)?end\s+of\s+|end-|(?:la\s+)?fin\s+(?:de\s+)?|"
    r"(?:el\s+)?final\s+de\s+|finales\s+de\s+)|(?P<mid>mid-|mid\s+))?"
    r"(?:the\s+year\s+|the\s+first\s+week\s+of\s+)?"
)
_BY = (
    r"\b(?:by|before|no\s+later\s+than|not\s+later\s+than|until|"
    r"d['’]ici(?:\s+à)?|avant|au\s+plus\s+tard\s+(?:en|le)|"
    r"para|antes\s+de|a\s+más\s+tardar\s+(?:en|el))\s+"
)
_BY_YEAR_ELSEWHERE = (
    r"(?:(?:\b(?:до|к|не\s+позднее)\s+(?:конц[ау]\s+)?|"
    r"\b(?:بحلول|قبل|في\s+موعد\s+أقصاه)\s+(?:نهاية\s+)?(?:عام\s+|سنة\s+|العام\s+)?)"
    r"(?P<year>20\d\d)\b(?!\s*[–-]\s*20\d\d)(?:\s+год[ау]?)?|"
    r"(?:到|至|不迟于|最迟)\s*(?P<to>20\d\d)\s*年(?!\s*\d)|"
    r"(?P<before>20\d\d)\s*年\s*(?:年底|底|末)?\s*(?:之前|以前|前))"
)
"""By a year, in Russian, Arabic and Chinese."""
_BY_DAY_ELSEWHERE = re.compile(
    r"(?:\b(?:до|к|не\s+позднее)\s+|\b(?:بحلول|قبل|في\s+موعد\s+أقصاه)\s+)$"
)
_BY_DAY_CHINESE = re.compile(
    r"(?P<by>到|至|不迟于|最迟)?\s*(?P<year>20\d\d)\s*年\s*(?P<month>\d{1,2})\s*月"
    r"\s*(?:(?P<day>\d{1,2})\s*日|底)?\s*(?P<before>之前|以前|前)?"
)
_IN = r"\b(?:in|during|for|en)\s+"
_DEADLINE = re.compile(_BY + _PART + _WHEN, re.IGNORECASE)
_DEADLINE_ELSEWHERE = re.compile(_BY_YEAR_ELSEWHERE)
_PLANNED = re.compile(_IN + _PART + _WHEN, re.IGNORECASE)
_SPAN = re.compile(r"\(?\b20\d\d\s*[–-]\s*(?P<year>20\d\d)\b\)?")
_NOTED = re.compile(rf"\((?:{_WHEN})\)", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:(?:will|shall)(?:\s+(?:also\s+)?be\s+\w+)?|to\s+be\s+(?!held\b|hosted\b|convened\b)\w+|aims?\s+to|"
    r"commit\w*|pledge\w*|undertak\w*|sera|seront|serán?)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\b(?:scheduled|planned|held|adopted|established|launched)\b")
_SENTENCE = re.compile(r"(?<=[.!?;؟؛])\s+|(?<=[。！？；])")
_OTHER_LETTERS = re.compile("[\u0400-\u04ff\u0600-\u06ff\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a promise, and the words that name it.

    `is_deadline` is True for "by 2030" and False for "in 2019".
    """

    day: date
    words: str
    is_deadline: bool


def due(text: str, *, after: date | None = None) -> Due | None:
    """The day by which something is promised; None when the words name none.

    A "by" wins over an "in", which counts only beside words of the future. Days that
    were over `after` (the day of the document) are no promises.

    >>> due("The plan should be ready by the end of 2018.").day
    datetime.date(2018, 12, 31)
    >>> due("A report will be issued soon.") is None
    True
    """
    if "20" not in text:  # most texts name no year, and this is asked of every one
        return None
    sentences = _SENTENCE.split(text)
    for way in (_DEADLINE, _PLANNED, _NOTED, _SPAN):
        for sentence in sentences:
            for match in way.finditer(sentence):
                if way is not _DEADLINE and not _is_planned(sentence, match):
                    continue
                day = _last_day(match)
                if day is not None and (after is None or day >= after):
                    return Due(day, match[0].strip(" ()"), way is _DEADLINE)
    if not _OTHER_LETTERS.search(text):
        return None
    return next(filter(None, (_elsewhere(each, after) for each in sentences)), None)


def _elsewhere(sentence: str, after: date | None) -> Due | None:
    """The day by which, in Russian, Arabic or Chinese."""
    for match in _BY_DAY_CHINESE.finditer(sentence):
        day = _last_day_of(match["year"], match["month"], match["day"])
        if (match["by"] or match["before"]) and day and _is_ahead(day, after):
            return Due(day, match[0].strip(), is_deadline=True)
    for told in dates.find(sentence):
        before = _BY_DAY_ELSEWHERE.search(sentence[: told.start])
        if before and told.words[0].isdigit() and _is_ahead(told.day, after):
            return Due(told.day, before[0] + told.words, is_deadline=True)
    for match in _DEADLINE_ELSEWHERE.finditer(sentence):
        day = date(int(match["year"] or match["to"] or match["before"]), 12, 31)
        if _is_ahead(day, after):
            return Due(day, match[0].strip(), is_deadline=True)
    return None


def _is_ahead(day: date, after: date | None) -> bool:
    return after is None or day >= after


def _is_planned(sentence: str, match: re.Match[str]) -> bool:
    """Tell the day of what will be from that of something told beside it.

    "A report will cover the sessions planned in 2018" names no day for the report.
    """
    if match.re is not _PLANNED:
        return _FUTURE.search(sentence) is not None
    futures = list(_FUTURE.finditer(sentence, 0, match.start()))
    return bool(futures) and not _BESIDE.search(
        sentence, futures[-1].end(), match.start()
    )


def _last_day(match: re.Match[str]) -> date | None:
    told = match.groupdict()
    year = int(told["year"])
    if told.get("mid"):
        return date(year, 6, 30)
    name = (told.get("month") or "").casefold()
    if not name:
        return date(year, 12, 31)
    month = _MONTHS.get(name) or _SHORT[name]
    return _last_day_of(year, month, None if told.get("end") else told.get("day"))


def _last_day_of(
    year: int | str, month: int | str, day: int | str | None
) -> date | None:
    """The day, or the last one of the month; None where there is no such day."""
    year, month = int(year), int(month)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    number = int(day or last)
    return date(year, month, number) if 1 <= number <= last else None
