"""Which days does this figure refer to?

A year means mid-year for one publisher, the last of December for another and the
whole twelve months for a third: the mapping has to say which, nothing is assumed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, datetime

import polars as pl

from migrascope.errors import NotANumber, Where
from migrascope.model import period
from migrascope.model.period import Period
from migrascope.sources.mapping import words
from migrascope.sources.mapping.declaration import Times

_YEAR = r"(1[5-9]\d\d|20\d\d|21\d\d)"
_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {name: int(number) for name, number in words.spellings("month").items()}


def days(
    parts: Mapping[str, pl.Series], times: Times, *, rows: pl.Series, where: Where
) -> tuple[pl.Series, pl.Series]:
    """First and last day for the texts of year, month, quarter, period or dates.

    Raises:
        NotANumber: a text that is no time, with its row.
    """
    names = list(parts)
    frame = pl.DataFrame(list(parts.values())).rename(
        dict(zip((each.name for each in parts.values()), names, strict=True))
    )
    distinct = frame.unique(maintain_order=True)
    found: list[tuple[date, date] | None] = []
    for line in distinct.iter_rows(named=True):
        one = _period(line, times)
        if one is None:
            shown = ", ".join(f'{name} "{line[name]}"' for name in names)
            same = pl.all_horizontal(
                pl.col(name).eq_missing(line[name]) for name in names
            )
            position = int(frame.select(same.arg_true()).to_series()[0])
            raise NotANumber(
                f"{shown} is no time that is understood.",
                "Correct the cell in a copy, leave the row out with [[skip]], or "
                'declare its format in the mapping: [time] format = "%d/%m/%Y".',
                where=Where(where.file, where.sheet, int(rows[position]), where.column),
            )
        found.append((one.start, one.end))
    table = distinct.with_columns(
        pl.Series("__start", [pair[0] for pair in found if pair], dtype=pl.Date),
        pl.Series("__end", [pair[1] for pair in found if pair], dtype=pl.Date),
    )
    joined = frame.join(
        table, on=names, how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["__start"], joined["__end"]


def _period(line: Mapping[str, str | None], times: Times) -> Period | None:
    texts = {name: (text or "").strip() for name, text in line.items()}
    try:
        if "start" in texts:
            start = _day(texts["start"], times.format)
            end = _day(texts.get("end", texts["start"]), times.format, last=True)
            return Period(start, end)
        if "date" in texts:
            return _of_day(_day(texts["date"], times.format), times)
        if "period" in texts:
            return parse(texts["period"], times.convention)
        return _of_year(texts, times)
    except (ValueError, OverflowError):
        return None


def parse(text: str, convention: str) -> Period | None:
    """A period as publishers write it: 2020, 2020-Q1, 2020M03, 2015-2020.

    >>> str(parse("2020Q3", "quarter")), str(parse("2015-2020", "mid-year"))
    ('2020-07-01 to 2020-09-30', '2015–2020')
    """
    text = text.strip()
    if found := re.fullmatch(_YEAR + r"(?:\.0)?", text):
        return year(int(found[1]), convention)
    if found := re.fullmatch(_YEAR + r"[\s-]*[Qq]([1-4])", text):
        return period.quarter(int(found[1]), int(found[2]))
    if found := re.fullmatch(_YEAR + r"[\s-]*[SsHh]([12])", text):
        first = period.quarter(int(found[1]), 2 * int(found[2]) - 1)
        return Period(first.start, period.quarter(int(found[1]), 2 * int(found[2])).end)
    if found := re.fullmatch(_YEAR + r"(?:[\s/-]*[Mm]|-)(0?[1-9]|1[0-2])", text):
        return period.month(int(found[1]), int(found[2]))
    if found := re.fullmatch(_YEAR + r"\s*[-–/]\s*" + _YEAR, text):
        first, last = (year(int(found[part]), convention) for part in (1, 2))
        return Period(first.start, last.end)
    if re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", text):
        day = date.fromisoformat(text[:10])
        return Period(day, day)
    return None


def year(number: int, convention: str) -> Period:
    """A year under a convention."""
    match convention:
        case "mid-year":
            return period.mid_year(number)
        case "end-year":
            return period.end_year(number)
        case "start-year":
            return Period(date(number, 1, 1), date(number, 1, 1))
        case "whole-year":
            return period.whole_year(number)
    raise ValueError(convention)


def is_month(text: str) -> bool:
    """Whether a text is the name of a month, in any UN language."""
    return text.strip().casefold() in _MONTHS


def _of_year(texts: Mapping[str, str], times: Times) -> Period | None:
    found = re.fullmatch(_YEAR + r"(?:\.0)?", texts["year"])
    if not found:
        return parse(texts["year"], times.convention) if len(texts) == 1 else None
    number = int(found[1])
    if "month" in texts:
        return period.month(number, _month(texts["month"]))
    if "quarter" in texts:
        return period.quarter(number, int(texts["quarter"].lstrip("Qq")))
    first = year(number, times.convention)
    if not times.years:
        return first
    last = times.years - (1 if times.convention == "whole-year" else 0)
    return Period(first.start, year(number + last, times.convention).end)


def _of_day(day: date, times: Times) -> Period:
    match times.convention:
        case "month":
            return period.month(day.year, day.month)
        case "quarter":
            return period.quarter(day.year, (day.month + 2) // 3)
        case "day":
            return Period(day, day)
    return year(day.year, times.convention)


def _month(text: str) -> int:
    if text.casefold() in _MONTHS:
        return _MONTHS[text.casefold()]
    return int(float(text))


def _day(text: str, written: str, *, last: bool = False) -> date:
    """A day as written; a bare year is its first day, or its last."""
    if written:
        return datetime.strptime(text, written).date()  # noqa: DTZ007 - a day
    if found := re.fullmatch(_YEAR + r"(?:\.0)?", text):
        return date(int(found[1]), 12, 31) if last else date(int(found[1]), 1, 1)
    if found := re.fullmatch(_YEAR + r"-(\d\d)", text):
        month = period.month(int(found[1]), int(found[2]))
        return month.end if last else month.start
    if not re.fullmatch(r"\d{4}-\d\d-\d\d([T ].*)?", text):
        raise ValueError(text)
    return date.fromisoformat(text[:10])
