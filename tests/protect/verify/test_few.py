"""Claims about what few people have in common: rare values, and households."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from migrascope.protect.verify import few
from migrascope.protect.verify.promises import Promised, Told


def promised(
    *roles: tuple[str, str],
    k: int = 3,
    rare: bool = False,
    kind: str = "category",
    households: bool = False,
    steps: Sequence[dict[str, object]] = (),
) -> Promised:
    columns = {
        name: Told(name, role, kind, "", frozenset(), rare=rare) for name, role in roles
    }
    return Promised(columns, k, 1.0, False, steps=tuple(steps), households=households)


HARM = pl.DataFrame({"harm": ["a"] * 5 + ["b"] * 2 + ["c"] + [None]})


def test_values_that_fewer_than_k_have_are_counted_and_not_named() -> None:
    check = few.rare(HARM, promised(("harm", "sensitive")))
    assert check is not None
    assert (check.passed, check.figure) == (False, 2)
    assert "harm (2)" in check.says
    assert "group_rare" in check.says


def test_a_value_that_k_records_have_is_not_rare() -> None:
    check = few.rare(HARM.head(7), promised(("harm", "other"), k=2))
    assert check is not None
    assert check.passed


def test_the_plan_may_let_rare_values_out_and_the_proof_tells_it() -> None:
    check = few.rare(HARM, promised(("harm", "sensitive"), rare=True))
    assert check is not None
    assert check.passed
    assert check.says == "allowed by the plan, how many values: harm (2)."


@pytest.mark.parametrize(
    "plan",
    [
        promised(("harm", "key")),
        promised(("harm", "other"), kind="number"),
        promised(("harm", "other"), steps=[{"do": "pseudonymise", "column": "harm"}]),
        promised(("harm", "other"), steps=[{"do": "shift_dates", "columns": ["harm"]}]),
    ],
)
def test_keys_numbers_pseudonyms_and_moved_dates_have_no_rare_values(
    plan: Promised,
) -> None:
    assert few.rare(HARM, plan) is None


HOMES = promised(("home", "household"), ("country", "key"), ("age", "key"), k=2)


def homes(*rows: tuple[str | None, str | None, str | None]) -> pl.DataFrame:
    columns = dict.fromkeys(("home", "country", "age"), pl.String)
    return pl.DataFrame(list(rows), schema=columns, orient="row")


SAME = [("A", "KE", "1"), ("A", "KE", "2"), ("B", "KE", "1"), ("B", "KE", "2")]


def test_a_blank_is_read_off_where_all_of_a_household_have_one_value() -> None:
    frame = homes(*SAME, ("A", None, "1"), ("B", None, "1"))
    read_off, composed = few.households(frame, None, HOMES)
    assert (read_off.passed, read_off.figure) == (False, 2)
    assert "2 blanks in country" in read_off.says
    assert composed.passed


def test_a_blank_is_not_read_off_where_the_members_of_a_household_differ() -> None:
    frame = homes(*SAME, ("A", "KE", None), ("B", "KE", None))
    assert all(check.passed for check in few.households(frame, None, HOMES))


def test_whether_members_share_a_key_is_told_by_the_original_where_it_is_there() -> (
    None
):
    # In the release no household shows two countries; in the original all share one.
    before = homes(*SAME)
    after = homes(*[(home, "KE" if age == "1" else None, age) for home, _, age in SAME])
    silent, _ = few.households(after, None, HOMES)
    told, _ = few.households(after, before, HOMES)
    assert silent.passed
    assert (told.passed, told.figure) == (False, 2)


def test_groups_that_households_share_are_read_off_whatever_lies_in_them() -> None:
    # No two members have one country, but all of a household are from one region.
    regions = [(f"home {n}", "east" if n % 2 else "west", "1") for n in range(10)]
    before = homes(*[(home, each, "1") for home, _, _ in regions for each in "xy"])
    after = homes(*regions, *regions)
    assert few.households(after, before, HOMES)[0].passed
    more = after.vstack(homes(("home 1", None, "1")))
    told, _ = few.households(more, before, HOMES)
    assert (told.passed, told.figure) == (False, 1)


def test_the_class_of_everybody_is_not_read_off() -> None:
    frame = homes(*[(home, "*", age) for home, _, age in SAME])
    frame = frame.vstack(homes(("A", None, "1"), ("B", None, "1")))
    assert few.households(frame, None, HOMES)[0].passed


def test_a_household_is_known_by_its_members() -> None:
    # by hand: A and B are alike, whatever the order; C has one more, D one other age
    rows: list[tuple[str | None, str | None, str | None]] = [*SAME[:2], *SAME[:1:-1]]
    rows += [("C", "KE", "1"), ("C", "KE", "2"), ("C", "KE", "2"), ("D", "KE", "1")]
    rows += [("D", "KE", "3"), (None, "ML", "9")]
    _, composed = few.households(homes(*rows), None, HOMES)
    assert (composed.passed, composed.figure) == (False, 2)
    assert "2 households (5 records)" in composed.says


def test_the_plan_may_let_households_out_that_few_are_like() -> None:
    plan = promised(
        ("home", "household"), ("country", "key"), ("age", "key"), households=True
    )
    _, composed = few.households(homes(*SAME[:2]), None, plan)
    assert composed.passed
    assert "which the plan allows" in composed.says


def test_without_a_household_there_is_nothing_to_read_off() -> None:
    assert few.households(homes(*SAME).drop("home"), None, HOMES) == []
