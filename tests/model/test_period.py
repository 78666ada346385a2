"""A period knows which days it covers and how to name itself."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.model.period import (
    Period,
    end_year,
    mid_year,
    month,
    quarter,
    whole_year,
)

years = st.integers(1900, 2100)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def test_mid_year_and_end_of_year_are_different_days() -> None:
    assert mid_year(2020) != end_year(2020)
    assert mid_year(2020).start == date(2020, 7, 1)
    assert end_year(2020).start == date(2020, 12, 31)


@pytest.mark.parametrize(
    ("period", "words", "sdmx"),
    [
        (mid_year(2020), "mid-2020", "2020-07-01"),
        (end_year(2020), "end of 2020", "2020-12-31"),
        (whole_year(2020), "2020", "2020"),
        (Period(date(2020, 3, 5), date(2020, 3, 5)), "2020-03-05", "2020-03-05"),
        (month(2020, 2), "February 2020", "2020-02"),
        (quarter(2020, 4), "fourth quarter of 2020", "2020-Q4"),
        (
            Period(date(1990, 7, 1), date(1995, 7, 1)),
            "1990–1995",
            "1990-07-01/P5Y",
        ),
        (
            Period(date(2014, 1, 1), date(2025, 12, 31)),
            "2014–2025",
            "2014-01-01/P12Y",
        ),
        (
            Period(date(2020, 1, 1), date(2020, 1, 10)),
            "2020-01-01 to 2020-01-10",
            "2020-01-01/P10D",
        ),
    ],
)
def test_a_period_is_named_as_people_and_as_sdmx_name_it(
    period: Period, words: str, sdmx: str
) -> None:
    assert str(period) == words
    assert period.sdmx == sdmx


@given(days, days)
def test_a_period_never_ends_before_it_starts(first: date, last: date) -> None:
    if last < first:
        with pytest.raises(ValueError, match="cannot end"):
            Period(first, last)
    else:
        period = Period(first, last)
        assert period.is_day == (first == last)
        assert period.year == last.year


@given(years)
def test_quarters_and_months_share_the_year_out(year: int) -> None:
    for parts in (
        [month(year, number) for number in range(1, 13)],
        [quarter(year, number) for number in range(1, 5)],
    ):
        assert parts[0].start == whole_year(year).start
        assert parts[-1].end == whole_year(year).end
        for before, after in pairwise(parts):
            assert after.start == before.end + timedelta(days=1)


@given(years)
def test_different_periods_of_a_year_have_different_sdmx_names(year: int) -> None:
    periods = [
        whole_year(year),
        mid_year(year),
        end_year(year),
        *(month(year, number) for number in range(1, 13)),
        *(quarter(year, number) for number in range(1, 5)),
    ]
    assert len({period.sdmx for period in periods}) == len(periods)
    assert {period.year for period in periods} == {year}


@given(years, st.integers(1, 12))
def test_periods_sort_by_time(year: int, number: int) -> None:
    inside = month(year, number)
    assert end_year(year - 1) < inside <= whole_year(year + 1)
    assert inside < end_year(year)
