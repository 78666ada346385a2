"""Claims: a period means the days that the mapping's convention says."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from migrascope.errors import NotANumber, Where
from migrascope.sources.mapping import times
from migrascope.sources.mapping.declaration import Times


def _days(declared: Times, **parts: str) -> tuple[date, date]:
    columns = {name: pl.Series(name, [text]) for name, text in parts.items()}
    rows = pl.Series([2], dtype=pl.UInt32)
    start, end = times.days(columns, declared, rows=rows, where=Where("t.csv"))
    return start[0], end[0]


@pytest.mark.parametrize(
    ("convention", "text", "start", "end"),
    [
        ("mid-year", "2020", "2020-07-01", "2020-07-01"),
        ("end-year", "2020.0", "2020-12-31", "2020-12-31"),
        ("start-year", "2020", "2020-01-01", "2020-01-01"),
        ("whole-year", "2020", "2020-01-01", "2020-12-31"),
        ("quarter", "2020-Q2", "2020-04-01", "2020-06-30"),
        ("quarter", "2020 q4", "2020-10-01", "2020-12-31"),
        ("month", "2020M02", "2020-02-01", "2020-02-29"),
        ("month", "2021-02", "2021-02-01", "2021-02-28"),
        ("whole-year", "2020-S2", "2020-07-01", "2020-12-31"),
        ("whole-year", "2015-2020", "2015-01-01", "2020-12-31"),
        ("mid-year", "2015–2020", "2015-07-01", "2020-07-01"),
        ("day", "2020-03-05T00:00:00", "2020-03-05", "2020-03-05"),
    ],
)
def test_periods_as_publishers_write_them(
    convention: str, text: str, start: str, end: str
) -> None:
    found = _days(Times(convention), period=text)
    assert found == (date.fromisoformat(start), date.fromisoformat(end))


def test_a_year_and_a_month_or_quarter() -> None:
    assert _days(Times("month"), year="2020", month="3")[1] == date(2020, 3, 31)
    assert _days(Times("month"), year="2020", month="March")[0] == date(2020, 3, 1)
    assert _days(Times("quarter"), year="2020", quarter="Q3")[0] == date(2020, 7, 1)


def test_intervals_of_several_years() -> None:
    flow = Times("mid-year", years=5)
    assert _days(flow, year="2015") == (date(2015, 7, 1), date(2020, 7, 1))
    flow = Times("whole-year", years=5)
    assert _days(flow, year="2015") == (date(2015, 1, 1), date(2019, 12, 31))


def test_days_in_the_way_they_are_written() -> None:
    written = Times("day", format="%d/%m/%Y")
    assert _days(written, date="31/12/2020") == (date(2020, 12, 31), date(2020, 12, 31))
    assert _days(Times("month"), date="2020-02-11")[1] == date(2020, 2, 29)
    assert _days(Times("quarter"), date="2020-02-11")[1] == date(2020, 3, 31)
    assert _days(Times("end-year"), date="2020-02-11")[1] == date(2020, 12, 31)


def test_a_first_and_a_last_day() -> None:
    found = _days(Times("day"), start="2015", end="2019")
    assert found == (date(2015, 1, 1), date(2019, 12, 31))
    assert _days(Times("day"), start="2020-02", end="2020-02")[1] == date(2020, 2, 29)


@pytest.mark.parametrize(
    "text", ["", "20", "2020-13", "next year", "1/2/2020", "99999"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(NotANumber, match=r"row 2.*is no time"):
        _days(Times("whole-year"), period=text)


def test_an_interval_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(NotANumber):
        _days(Times("day"), start="2020-01-02", end="2020-01-01")


def test_months_are_known_by_name_in_the_un_languages() -> None:
    for text in ("March", "mars", "MARZO", "март", "مارس", "3月"):
        assert times.is_month(text)
    assert not times.is_month("Total")
