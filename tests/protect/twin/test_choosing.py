"""Which columns does a twin leave out by itself, and which are refused?"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from migrascope.errors import BadPlan
from migrascope.protect.plan.model import Column, Kind, Plan, Role
from migrascope.protect.twin import choosing

RECORDS = 4_000
FRAME = pl.DataFrame(
    {
        "sex": ["f", "m"] * (RECORDS // 2),
        "country": [f"C{number % 40}" for number in range(RECORDS)],
        "place": [f"P{number % 300}" for number in range(RECORDS)],
        "told": [f"what {number} said" for number in range(RECORDS)],
        "day": [date(2015, 1, 1) + timedelta(n % 1_500) for n in range(RECORDS)],
        "months": [float(number % 30) for number in range(RECORDS)],
        "weight": [2.0] * RECORDS,
        "house": [str(number // 2) for number in range(RECORDS)],
        "file": [str(number) for number in range(RECORDS)],
        "blank": [None] * RECORDS,
    },
    schema_overrides={"blank": pl.String},
)
PLAN = Plan(
    "Cases",
    (
        Column("sex", Role.KEY),
        Column("country", Role.KEY),
        Column("place", Role.KEY),
        Column("told", Role.OTHER),
        Column("day", Role.KEY, Kind.DATE),
        Column("months", Role.OTHER, Kind.NUMBER),
        Column("weight", Role.WEIGHT, Kind.NUMBER),
        Column("house", Role.HOUSEHOLD),
        Column("file", Role.DIRECT_IDENTIFIER),
        Column("blank", Role.OTHER),
    ),
)


def test_what_a_twin_cannot_carry_is_left_out_with_its_reason() -> None:
    chosen = choosing.choose(FRAME, PLAN, resolution=10)
    assert chosen.columns == ("sex", "country", "months")
    reasons = dict(chosen.left_out)
    assert list(reasons) == [
        "place",
        "told",
        "day",
        "weight",
        "house",
        "file",
        "blank",
    ]
    assert "fewer than 10 people" in reasons["told"]
    assert "fewer than 10 people" in reasons["day"]
    assert "300 values" in reasons["place"]
    assert "weight" in reasons["weight"]
    assert "households" in reasons["house"]
    assert "names people" in reasons["file"]
    assert "blank everywhere" in reasons["blank"]


def test_the_widest_columns_go_where_their_combinations_are_too_many() -> None:
    names = [f"c{number}" for number in range(5)]
    frame = pl.DataFrame(
        {
            name: [f"v{record * (2 * place + 1) % 97}" for record in range(RECORDS)]
            for place, name in enumerate(names)
        }
    )
    plan = Plan("Cases", tuple(Column(name, Role.KEY) for name in names))
    chosen = choosing.choose(frame, plan, resolution=10)
    assert 1 < len(chosen.columns) < 5
    assert all("97 values" in reason for reason in chosen.left_out.values())


@pytest.mark.parametrize("name", ["told", "day", "place", "blank"])
def test_a_named_column_that_cannot_be_carried_is_refused_with_advice(
    name: str,
) -> None:
    with pytest.raises(BadPlan, match=f'"{name}"') as refused:
        choosing.check(FRAME, PLAN, ["sex", name], resolution=10)
    assert "Group its values" in str(refused.value)
    assert "said" not in str(refused.value)


@pytest.mark.parametrize("name", ["weight", "house", "file", "strange"])
def test_a_named_column_of_another_role_is_refused(name: str) -> None:
    with pytest.raises(BadPlan, match=f'"{name}"'):
        choosing.check_roles(PLAN, [name])


def test_the_columns_of_a_private_twin_do_not_hang_on_the_records() -> None:
    assert choosing.by_plan(PLAN).columns == (
        "sex",
        "country",
        "place",
        "told",
        "day",
        "blank",
    )


def test_a_plan_without_a_column_for_a_twin_is_refused() -> None:
    alone = Plan("Cases", (Column("file", Role.DIRECT_IDENTIFIER),))
    with pytest.raises(BadPlan, match="no column"):
        choosing.choose(FRAME, alone, resolution=10)
