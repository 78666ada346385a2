"""Records that two releases show alike are joined, and tell the keys of both."""

from __future__ import annotations

import polars as pl

from migrascope.protect.verify import joining

PEOPLE = pl.DataFrame(
    {
        "age": ["1", "2"] * 6,
        "country": ["KE", "KE", "UG"] * 4,
        "name": [f"p{number}" for number in range(12)],
    }
)
AGES = PEOPLE.with_columns(country=pl.lit("*"))
COUNTRIES = PEOPLE.with_columns(age=pl.lit("*"))
KEYS = ("age", "country")


def few(earlier: pl.DataFrame, later: pl.DataFrame, k: int) -> float | None:
    found = joining.check(earlier, later, KEYS, k, number=1)
    assert found.passed is (not found.figure)
    assert "p1" not in found.says
    return found.figure


def test_keys_that_two_releases_tell_in_other_groups_are_joined_by_pseudonyms() -> None:
    # by hand: 4 of KE and 2 of UG in each age; each release alone hides 4 or more
    assert few(AGES, COUNTRIES, 4) == 4
    assert few(AGES, COUNTRIES, 2) == 0
    assert few(COUNTRIES, AGES, 4) == 4


def test_nobody_is_found_where_both_releases_have_the_same_groups() -> None:
    assert few(COUNTRIES, COUNTRIES.reverse(), 4) == 0


def test_records_that_nothing_tells_apart_are_not_joined() -> None:
    # as if nobody had a pseudonym, and two had each one
    nobody = pl.lit(None, dtype=pl.String)
    for name in (nobody, pl.Series("name", [f"p{n // 2}" for n in range(12)])):
        one, other = (each.with_columns(name=name) for each in (AGES, COUNTRIES))
        assert few(one, other, 4) == 0
        assert few(one.drop("name"), other.drop("name"), 4) == 0


def test_a_blank_may_be_any_group() -> None:
    # by hand: of the UG two are of age 1, and with two blank none is ruled out
    ages = ["1", None] * 6
    assert few(AGES.with_columns(age=pl.Series("age", ages)), COUNTRIES, 4) == 0


def test_what_the_later_release_tells_alone_is_not_held_against_the_two() -> None:
    # Under wildcards a class may be small by itself: blanked records agree with it.
    few_ = pl.Series("country", ["KE"] * 2 + [None] * 10)
    frame = AGES.with_columns(country=few_)
    assert few(frame, frame.reverse(), 4) == 0
