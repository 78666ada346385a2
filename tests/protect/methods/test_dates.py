"""Claims about dates that are made coarse or moved."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan
from migrascope.protect.methods.dates import coarsen, shift
from migrascope.protect.plan.steps import CoarsenDate, ShiftDates

SECRET = b"a secret of the run, for tests"
DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))
RECORDS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", None]), DATES | st.none(), DATES),
    min_size=1,
    max_size=30,
)


def records(rows: list[tuple[str | None, date | None, date]]) -> pl.DataFrame:
    kinds = {"person": pl.String, "arrival": pl.Date, "exit": pl.Date}
    return pl.DataFrame(rows, schema=kinds, orient="row")


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("year", ["2016", "2016", None]),
        ("quarter", ["2016-Q1", "2016-Q4", None]),
        ("month", ["2016-01", "2016-12", None]),
        # 1 January 2016 was a Friday: it is in the last week of 2015
        ("week", ["2015-W53", "2016-W52", None]),
    ],
)
def test_a_date_becomes_its_period(to: str, expected: list[str | None]) -> None:
    cases = pl.DataFrame({"arrival": [date(2016, 1, 1), date(2016, 12, 31), None]})
    released, done = coarsen(cases, CoarsenDate("arrival", to))
    assert released["arrival"].to_list() == expected
    assert done.cells_changed == 2
    assert done.facts["periods"] == len(set(expected) - {None})
    assert "2016" not in done.says


@given(day=DATES)
def test_periods_are_those_of_the_calendar(day: date) -> None:
    cases = pl.DataFrame({"arrival": [day]})
    found = [
        coarsen(cases, CoarsenDate("arrival", to))[0]["arrival"][0]
        for to in ("year", "quarter", "month", "week")
    ]
    year, week, _ = day.isocalendar()
    assert found == [
        f"{day.year}",
        f"{day.year}-Q{(day.month + 2) // 3}",
        f"{day.year}-{day.month:02}",
        f"{year}-W{week:02}",
    ]


def test_a_time_of_day_is_coarsened_too() -> None:
    cases = pl.DataFrame({"arrival": [datetime(2016, 5, 31, 23, 59)]})  # noqa: DTZ001
    released, _ = coarsen(cases, CoarsenDate("arrival", "month"))
    assert released["arrival"].to_list() == ["2016-05"]


@given(rows=RECORDS, most=st.integers(1, 400))
def test_days_between_two_dates_of_a_person_stay(
    rows: list[tuple[str | None, date | None, date]], most: int
) -> None:
    cases = records(rows)
    step = ShiftDates(("arrival", "exit"), "person", most)
    released, done = shift(cases, step, secret=SECRET)
    moves: dict[str, set[int]] = {}
    for before, after in zip(cases.rows(), released.rows(), strict=True):
        assert before[0] == after[0]
        assert (before[1] is None) == (after[1] is None)
        days = {
            (new - old).days
            for old, new in zip(before[1:], after[1:], strict=True)
            if old is not None
        }
        assert len(days) == 1  # both dates of a record alike
        (moved,) = days
        assert 1 <= abs(moved) <= most
        if before[0] is not None:
            moves.setdefault(before[0], set()).add(moved)
    assert all(len(days) == 1 for days in moves.values())  # and all of a person
    assert done.cells_changed == sum(1 + (row[1] is not None) for row in rows)


def test_people_move_by_days_of_their_own_that_are_spread_evenly() -> None:
    people = [str(number) for number in range(6_000)]
    start = date(2020, 1, 1)
    cases = pl.DataFrame({"person": people, "arrival": [start] * len(people)})
    released, _ = shift(cases, ShiftDates(("arrival",), "person", 3), secret=SECRET)
    days = (released["arrival"] - cases["arrival"]).dt.total_days()
    counts = dict(days.value_counts().rows())
    assert sorted(counts) == [-3, -2, -1, 1, 2, 3]
    assert all(abs(count - 1_000) < 150 for count in counts.values())


def test_records_of_nobody_move_by_days_of_their_own() -> None:
    nobody: list[str | None] = [None] * 200
    cases = pl.DataFrame(
        {"person": nobody, "arrival": [date(2020, 1, 1)] * 200},
        schema={"person": pl.String, "arrival": pl.Date},
    )
    released, done = shift(cases, ShiftDates(("arrival",), "person"), secret=SECRET)
    assert released["arrival"].n_unique() > 30
    assert date(2020, 1, 1) not in released["arrival"].to_list()
    assert done.facts["people"] == 0


def test_the_same_secret_moves_a_person_alike_in_every_file() -> None:
    step = ShiftDates(("arrival",), "person", 300)
    alone = pl.DataFrame({"person": ["b"], "arrival": [date(2020, 1, 1)]})
    among = pl.DataFrame({"person": ["a", "b", "c"], "arrival": [date(2020, 1, 1)] * 3})
    here = shift(alone, step, secret=SECRET)[0]["arrival"][0]
    assert shift(among, step, secret=SECRET)[0]["arrival"][1] == here
    assert shift(alone, step, secret=SECRET + b"2")[0]["arrival"][0] != here


def test_times_of_day_stay_when_days_move() -> None:
    moment = datetime(2016, 5, 31, 23, 59)  # noqa: DTZ001
    cases = pl.DataFrame({"person": ["a"], "arrival": [moment]})
    released, _ = shift(cases, ShiftDates(("arrival",), "person"), secret=SECRET)
    moved = released["arrival"][0] - moment
    assert moved % timedelta(days=1) == timedelta(0)
    assert moved != timedelta(0)
    assert released["arrival"].dtype == cases["arrival"].dtype


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (ShiftDates((), "person"), "shift_dates names no column"),
        (ShiftDates(("exit",), "person", 0), '"exit" needs 1 to 36,500 days'),
        (ShiftDates(("exit",), "person", 40_000), '"exit" needs 1 to 36,500 days'),
        (ShiftDates(("exit",), "exit"), '"exit" names the person and holds dates'),
        (ShiftDates(("person",), "exit"), 'column "person" holds no dates'),
        (ShiftDates(("exit",), "mother"), 'column "mother" is no column'),
    ],
)
def test_a_shift_that_cannot_be_made_names_step_and_column(
    step: ShiftDates, says: str
) -> None:
    cases = records([("secretname", None, date(2016, 5, 31))])
    with pytest.raises(BadPlan, match=says) as caught:
        shift(cases, step, secret=SECRET)
    assert str(caught.value).startswith("shift_dates")
    assert "secretname" not in str(caught.value)
    assert "2016" not in str(caught.value)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (CoarsenDate("exit", "decade"), 'coarsen_date: the column "exit" can become'),
        (CoarsenDate("person"), 'coarsen_date: the column "person" holds no dates'),
        (CoarsenDate("birth"), 'coarsen_date: the column "birth" is no column'),
    ],
)
def test_a_period_that_cannot_be_made_names_step_and_column(
    step: CoarsenDate, says: str
) -> None:
    with pytest.raises(BadPlan, match=says):
        coarsen(records([("a", None, date(2016, 5, 31))]), step)
