"""How can dates be released without the day that gives a person away?

Coarsened, a date is only its year, quarter, month or week, written as such (2016,
2016-Q2, 2016-05, 2016-W18), so that nobody takes a first of January for a day.
Shifted, all dates of a person move by the same secret number of days: how long things
took is exactly right, and when they happened is not.

References: ISO 8601 for weeks; Hripcsak, Mirhaji, Low & Malin (2016), Journal of the
American Medical Informatics Association 23(6), on shifting.
"""

from __future__ import annotations

import hmac

import polars as pl

from migrascope.protect import codes
from migrascope.protect.methods import columns, randomness
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.steps import CoarsenDate, ShiftDates

COARSEN = "coarsen_date"
SHIFT = "shift_dates"
LONGEST = 36_500
"""Days: nobody's dates need to move by more than a hundred years."""
_DAY = 86_400_000
"""Milliseconds of a day."""


def coarsen(frame: pl.DataFrame, step: CoarsenDate) -> tuple[pl.DataFrame, Done]:
    """Keep the year, quarter, month or week of a date, as a text.

    Raises:
        BadPlan: no such column, no dates in it, or no such period.
    """
    column = columns.dates(frame, step.column, step=COARSEN)
    forms = {
        "year": column.dt.to_string("%Y"),
        "quarter": pl.select(
            pl.format("{}-Q{}", column.dt.to_string("%Y"), column.dt.quarter())
        ).to_series(),
        "month": column.dt.to_string("%Y-%m"),
        # The year of the week: the first days of January may be in the last week.
        "week": column.dt.to_string("%G-W%V"),
    }
    if step.to not in forms:
        says = "can become a year, quarter, month or week, and nothing else"
        raise columns.wrong(COARSEN, step.column, says, 'Say to = "year".')
    coarse = forms[step.to].alias(step.column)
    changed = coarse.len() - coarse.null_count()
    periods = coarse.drop_nulls().n_unique()
    says = f"Of each date the {step.to} is left."
    done = Done(COARSEN, step.column, changed, says, {"periods": float(periods)})
    return frame.with_columns(coarse), done


def shift(
    frame: pl.DataFrame, step: ShiftDates, *, secret: bytes
) -> tuple[pl.DataFrame, Done]:
    """Move the dates of each person by the same number of days, never by none.

    A record that does not say whose it is moves by days of its own.

    Raises:
        BadPlan: no such column, no dates in it, or no day to move by.
    """
    listed = ", ".join(step.columns)
    columns.distinct(step.columns, step=SHIFT)
    if not 1 <= step.most_days <= LONGEST:
        says = f"needs 1 to {LONGEST:,} days to move by"
        raise columns.wrong(SHIFT, listed, says, "30 is usual.")
    if step.person in step.columns:
        says = "names the person and holds dates to be moved"
        raise columns.wrong(SHIFT, step.person, says, "Name another person column.")
    person = codes.texts(columns.named(frame, step.person, step=SHIFT))
    days = _days(person, step, secret)
    moved = []
    changed = 0
    for name in step.columns:
        dates = columns.dates(frame, name, step=SHIFT)
        moved.append(_moved(dates, days).alias(name))
        changed += dates.len() - dates.null_count()
    people = person.drop_nulls().n_unique()
    says = (
        f"Dates of {people:,} people moved by 1 to {step.most_days} days; days between "
        "two dates of a person are what they were."
    )
    facts = {"people": float(people), "most_days": float(step.most_days)}
    return frame.with_columns(moved), Done(SHIFT, listed, changed, says, facts)


def _days(person: pl.Series, step: ShiftDates, secret: bytes) -> pl.Series:
    """How far each record moves: from -most to most, without 0."""
    key = randomness.key(secret, SHIFT, step.person)
    random = randomness.generator(secret, SHIFT, step.person, "nobody")
    drawn = pl.Series(random.integers(0, 2 * step.most_days, person.len()))
    own = drawn - step.most_days
    own += (own >= 0).cast(pl.Int64)
    known = person.drop_nulls().unique().sort()
    if known.is_empty():
        return own
    of_person = [_of_person(text, key, step.most_days) for text in known]
    days = person.replace_strict(known, of_person, return_dtype=pl.Int64)
    return days.fill_null(own)


def _of_person(person: str, key: bytes, most: int) -> int:
    # 256 bits: what is left over by the division favours no day that anyone could see
    digest = hmac.digest(key, person.encode("utf-8"), "sha256")
    number = int.from_bytes(digest, "big") % (2 * most) - most
    return number if number < 0 else number + 1


def _moved(dates: pl.Series, days: pl.Series) -> pl.Series:
    moved: pl.Series = dates + (days * _DAY).cast(pl.Duration("ms"))
    return moved.cast(dates.dtype)
