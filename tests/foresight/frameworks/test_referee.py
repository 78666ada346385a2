"""Seasons are judged as by a slow referee who walks through the days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.foresight.frameworks import sample

from migrascope.foresight.frameworks.trial import Verdict, trial

YEARS = (2010, 2011, 2012)
FIRST, LAST = date(2010, 1, 1), date(2012, 12, 31)
LENGTH = (LAST - FIRST).days + 1
DAYS = st.lists(st.integers(0, LENGTH - 1), max_size=8, unique=True)
NEAR = st.lists(st.tuples(st.integers(0, 7), st.integers(-40, 40)), max_size=10)
"""Wet days, counted from a day on which the river is high: they often meet."""


def beside(flow: list[int], near: list[tuple[int, int]]) -> set[int]:
    days = {flow[place % len(flow)] + off for place, off in near if flow}
    return {each for each in days if 0 <= each < LENGTH}


def season_of(day: date) -> int:
    return day.year if day.month >= 5 else day.year - 1


def referee(high: set[date], wet: set[date], year: int) -> Verdict:
    """What became of a season, by the rules as they are written down."""
    within = timedelta(days=14)

    def activation(of: int) -> date | None:
        days = [d for d in sorted(high) if d.year == of and 6 <= d.month <= 9]
        return days[0] if days else None

    def shock(of: int) -> date | None:
        end = date(of, 9, 30) + within
        for day in sorted(wet):
            before = {day - timedelta(days=back) for back in range(1, 31)}
            if season_of(day) == of and day <= end and not before & wet:
                return day
        return None

    acted, own = activation(year), shock(year)
    every = [each for of in (year - 1, year, year + 1) if (each := shock(of))]
    if acted is not None and any(acted <= each <= acted + within for each in every):
        return Verdict.HIT
    if acted is None:
        return Verdict.QUIET if own is None else Verdict.MISSED
    if own is None:
        return Verdict.IN_VAIN
    return Verdict.LATE if own < acted else Verdict.BOTH


@given(DAYS, NEAR)
def test_the_referee_agrees(flow: list[int], near: list[tuple[int, int]]) -> None:
    homes = beside(flow, near)
    high = {FIRST + timedelta(days=each) for each in flow}
    wet = {FIRST + timedelta(days=each) for each in homes}
    series = sample.series(
        {each.isoformat(): 150.0 for each in high},
        {each.isoformat(): 30.0 for each in wet},
        YEARS,
    )
    found = trial(sample.framework(), series)
    judged = {each.year: each.verdict for each in found.seasons}
    for year in YEARS:
        assert judged[year] is referee(high, wet, year)


@given(DAYS, NEAR)
def test_nothing_is_counted_twice_or_lost(
    flow: list[int], near: list[tuple[int, int]]
) -> None:
    homes = beside(flow, near)
    days = [(FIRST + timedelta(days=each)).isoformat() for each in range(LENGTH)]
    series = sample.series(
        {days[each]: 150.0 for each in flow},
        {days[each]: 30.0 for each in homes},
        YEARS,
    )
    found = trial(sample.framework(), series)
    hits, late = found.number(Verdict.HIT), found.number(Verdict.LATE)
    assert found.activations == hits + late + found.in_vain
    assert found.events == found.foreseen + found.unforeseen
    assert found.events <= len(found.counted)
    assert found.foreseen <= found.activations
    assert len(found.leads) == hits
    assert all(0 <= each <= 14 for each in found.leads)
