"""The utility report: what changed, in protected aggregates only."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_series_equal

from migrascope.protect.cases import Cases, Labels
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.model import (
    Column,
    Kind,
    Missing,
    Plan,
    Promise,
    Role,
)
from migrascope.protect.release import comparing, page, utility
from migrascope.protect.release.page import Report, Table

PLAN = Plan(
    "Cases",
    (
        Column("area", Role.KEY),
        Column("sex", Role.KEY),
        Column("months", Role.OTHER, Kind.NUMBER),
        Column("name", Role.DIRECT_IDENTIFIER),
    ),
    Promise(k=5),
)
ORIGINAL = pl.DataFrame(
    {
        "area": ["KE"] * 37 + ["UG"] * 9 + ["TV"] * 3 + ["FR"] * 1,
        "sex": ["f"] * 25 + ["m"] * 25,
        "months": [float(number) for number in range(50)],
        "name": [f"person {number}" for number in range(50)],
    }
)
RELEASED = pl.DataFrame(
    {
        "area": ["Africa"] * 46 + ["Oceania"] * 3 + [None],
        "sex": [*["f"] * 24, None, *["m"] * 25],
        "months": [float(number // 5 * 5 + 2) for number in range(50)],
    }
)


def report() -> Report:
    released = Cases(RELEASED, {"sex": Labels("Sex", {"f": "Woman"})})
    done = [Done("suppress", "sex", 1, '1 cell of "sex" was blanked.')]
    return utility.report(
        ORIGINAL, released, PLAN, done=done, made_on=date(2026, 3, 1), version="0"
    )


def tables(made: Report) -> dict[str, Table]:
    return {table.title: table for each in made.sections for table in each.tables}


def test_a_recoded_column_is_compared_on_the_level_that_was_released() -> None:
    area, *_ = comparing.sides(ORIGINAL, RELEASED)
    assert area.before.value_counts(sort=True)["area"].to_list() == [
        "Africa",
        "Oceania",
        comparing.BLANKED,
    ]
    assert area.before.to_list().count("Africa") == 46


def test_a_column_of_values_exchanged_at_random_is_compared_as_it_is() -> None:
    before = pl.DataFrame({"sex": ["f", "f", "m", "m"]})
    after = pl.DataFrame({"sex": ["f", "m", "m", "f"]})
    (sex,) = comparing.sides(before, after)
    assert_series_equal(sex.before, before["sex"])


def test_counts_below_k_are_shown_on_neither_side() -> None:
    area = tables(report())["area"]
    assert [row[0] for row in area.rows] == ["Africa"]
    assert "2 further values" in area.note
    for section in report().sections:
        for table in section.tables:
            for row in table.rows:
                assert "Oceania" not in row[0]


@pytest.mark.parametrize("missing", list(Missing))
def test_the_page_says_whom_the_promise_does_not_hold_for(missing: Missing) -> None:
    made = utility.report(
        ORIGINAL,
        Cases(RELEASED),
        replace(PLAN, missing=missing),
        done=[],
        made_on=date(2026, 3, 1),
        version="0",
    )
    weaker = "someone whose keys are all known may be shared by fewer"
    assert (weaker in page.html(made)) == (missing is Missing.WILDCARD)


def test_counts_of_the_original_are_rounded() -> None:
    (women, men) = tables(report())["sex: Sex"].rows
    assert men[1:3] == ("25", "25") or women[1:3] == ("25", "25")
    africa = tables(report())["area"].rows[0]
    assert africa[1:3] == ("45", "46")


def test_columns_that_are_held_back_are_named_and_not_shown() -> None:
    text = page.html(report())
    assert "Not released: name." in text
    assert "person 1" not in text


def test_page_and_pdf_carry_the_same_report() -> None:
    pages = page.pdf(report())
    assert pages.startswith(b"%PDF")
    assert "Woman" in page.html(report())


def test_a_text_that_no_font_shows_does_not_break_the_pdf() -> None:
    table = Table("\U00012000 \x00 #let $x$", ("a", "b"), (("<b>", "\u202e1"),))
    made = page.Report(
        "Series", "*Title*", "Lead", date(2026, 3, 1), "0",
        (page.Section("One", tables=(table,)),),
    )  # fmt: skip
    assert page.pdf(made).startswith(b"%PDF")
    assert "&lt;b&gt;" in page.html(made)


def test_the_distance_of_distributions_is_what_must_move() -> None:
    before = pl.Series(["a"] * 6 + ["b"] * 4)
    assert comparing.distance(before, before) == 0
    assert comparing.distance(before, pl.Series(["c"] * 3)) == pytest.approx(1)
    assert comparing.distance(before, pl.Series(["a"] * 10)) == pytest.approx(0.4)


def test_associations_are_those_of_the_textbook() -> None:
    # Two by two with 30, 10, 10, 50: chi-squared by hand is 100 * (1400)^2 / (40 60)^2.
    one = ["a"] * 40 + ["b"] * 60
    two = ["x"] * 30 + ["y"] * 10 + ["x"] * 10 + ["y"] * 50
    numbers = np.arange(100.0)
    frame = pl.DataFrame({"one": one, "two": two, "three": numbers, "four": -numbers})
    found = {
        (each.first, each.second): each
        for each in comparing.associations(comparing.sides(frame, frame))
    }
    cramer = found["one", "two"]
    assert cramer.kind == comparing.CRAMER
    assert cramer.before == pytest.approx(1400 / 2400)
    assert found["three", "four"].before == pytest.approx(-1)
    ratio = found["one", "three"]
    # Between the halves 0-39 and 40-99: 40 * 60 / 100 * 50^2 of the total 83,325.
    assert ratio.before == pytest.approx(math.sqrt(24 * 50**2 / 83325))
    assert all(each.change == 0 for each in found.values())


def test_a_column_without_two_values_hangs_together_with_nothing() -> None:
    frame = pl.DataFrame({"one": ["a"] * 5, "two": ["x", "y", "x", "y", "x"]})
    assert comparing.associations(comparing.sides(frame, frame)) == ()
