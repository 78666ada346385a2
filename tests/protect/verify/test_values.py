"""Claims about values that the plan lets out, and those that it does not."""

from __future__ import annotations

import polars as pl
import pytest

from migrascope.protect.plan import hierarchy
from migrascope.protect.plan.model import Column, Kind, Role
from migrascope.protect.verify import values
from migrascope.protect.verify.promises import Promised, Told

AREAS = ["KE", "ML", "UA", "US", "PH", "BRA", "Nigeria", "X:stateless"]
YEARS = [str(year) for year in (3, 12, 17, 18, 24, 31, 45, 67, 80)]
BANDS = ["0--8", "9 to 17", "Age 18-20", "Age 21-23", "24-26", "30-38", "48+"]
DAYS = ["2014-02-28", "2015-07-01", "2016-12-31", "2019", "2021-05"]
NUMBERS = [float(number) for number in (1, 2, 3, 5, 8, 13, 40, 41, 120, 900)]


def column(name: str, told: list[str] | list[float]) -> tuple[Column, pl.Series]:
    kind = Kind.NUMBER if name == "number" else Kind.CATEGORY
    own = Column("told", Role.KEY, kind, hierarchy=name)
    return own, pl.Series("told", told)


def strays(
    own: Column, released: pl.Series, before: pl.Series | None, *steps: dict[str, str]
) -> float | None:
    told = Told("told", "key", str(own.kind), own.hierarchy, frozenset())
    plan = Promised({"told": told}, 2, 1.0, True, steps=steps)
    frame = None if before is None else before.to_frame()
    check, _ = values.allowed(released.to_frame(), plan, frame)
    return None if check is None else check.figure


CASES = [
    ("area", AREAS),
    ("age", YEARS),
    ("age", BANDS),
    ("date", DAYS),
    ("number", NUMBERS),
]


@pytest.mark.parametrize(("name", "told"), CASES)
def test_groups_of_every_level_of_our_hierarchies_are_let_out(
    name: str, told: list[str] | list[float]
) -> None:
    own, before = column(name, told)
    made = hierarchy.of(own, before.to_frame())
    for level in made.levels:
        released = made.apply(before, level)
        step = {"do": "recode", "column": "told", "level": level}
        assert strays(own, released, before, step) == 0, level
        assert strays(own, released, before, {"do": "search_recoding"}) == 0, level
        assert strays(own, released, None, step) in (0, None), level


@pytest.mark.parametrize(("name", "told"), CASES)
def test_a_raw_value_among_the_groups_is_a_stray(
    name: str, told: list[str] | list[float]
) -> None:
    # each twice: a band of which nobody is left cannot be told from its form
    own, before = column(name, [*told, *told])
    made = hierarchy.of(own, before.to_frame())
    for level in made.levels:
        whole = made.apply(before, level)
        step = {"do": "recode", "column": "told", "level": level}
        for row, value in enumerate(made.apply(before, "all")):
            assert value == "*"
            raw = str(before[row]).removesuffix(".0")
            if whole[row] == raw or raw in set(whole):
                continue  # the group has the name of the value
            released = whole.to_list()
            released[row] = raw
            column_ = pl.Series("told", released)
            assert strays(own, column_, before, step) == 1, (level, raw)


def test_a_column_that_nothing_changes_holds_what_it_held() -> None:
    own, before = column("", ["a", "b", "c"])
    step = {"do": "suppress"}
    assert strays(own, pl.Series("told", ["a", None, "c"]), before, step) == 0
    assert strays(own, pl.Series("told", ["a", "d", "c"]), before, step) == 1


def test_numbers_beyond_a_bound_must_be_in_the_class() -> None:
    own, before = column("number", [10.0, 59.0, 60.0, 75.0])
    step = {"do": "top_code", "column": "told", "at": "60"}
    coded = pl.Series("told", ["10", "59", "60 and over", "60 and over"])
    assert strays(own, coded, before, step) == 0
    raw = pl.Series("told", ["10", "59", "60 and over", "75"])
    assert strays(own, raw, before, step) == 1


def test_a_date_that_kept_its_day_is_a_stray() -> None:
    own, before = column("", ["2016-05-31", "2016-01-01"])
    step = {"do": "coarsen_date", "column": "told", "to": "year"}
    assert strays(own, pl.Series("told", ["2016", "2016"]), before, step) == 0
    assert strays(own, pl.Series("told", ["2016", "2016-01-01"]), before, step) == 1


def test_an_identifier_left_among_pseudonyms_is_a_stray() -> None:
    own, before = column("", ["A1", "A2"])
    step = {"do": "pseudonymise", "column": "told"}
    assert strays(own, pl.Series("told", ["9f", "7c"]), before, step) == 0
    assert strays(own, pl.Series("told", ["9f", "A2"]), before, step) == 1


def test_disturbed_numbers_are_told_as_not_checked() -> None:
    own, before = column("number", [1.0, 2.0])
    step = {"do": "add_noise", "columns": "told"}
    assert strays(own, pl.Series("told", [1.1, 1.9]), before, step) is None
