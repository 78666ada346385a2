"""The exposure of a file: the figures of the risk report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.protect.release import made

from migrascope.errors import MigrascopeError, UnusableCases
from migrascope.protect import reading
from migrascope.protect.counting.engines import Engine
from migrascope.protect.plan import reading as plans
from migrascope.protect.plan.model import Column, Kind, Missing, Plan, Role
from migrascope.protect.release import exposure, page, risk_report

PLAN = Plan(
    "Cases",
    (Column("sex", Role.KEY), Column("age", Role.KEY)),
    missing=Missing.WILDCARD,
)
# f 9, f 9, f 9, m 9, m 30, and one woman of an age that is not known.
FRAME = pl.DataFrame(
    {
        "sex": ["f", "f", "f", "m", "m", "f"],
        "age": ["9", "9", "9", "9", "30", None],
    }
)


def test_the_figures_are_those_counted_by_hand() -> None:
    found = exposure.measure(FRAME, PLAN)
    # As a wildcard the last is compatible with the three, and they with her.
    assert found["below"] == {"2": 2, "3": 2, "5": 6, "10": 6}
    assert found["smallest"] == 1
    assert found["sample_uniques"] == 2
    assert found["expected"]["found"] == pytest.approx(4 / 4 + 1 + 1)


def test_a_missing_key_as_a_value_leaves_more_alone() -> None:
    plan = Plan("Cases", PLAN.columns, missing=Missing.VALUE)
    assert exposure.measure(FRAME, plan)["sample_uniques"] == 3


def test_households_and_sensitive_columns_are_told() -> None:
    columns = (
        *PLAN.columns,
        Column("home", Role.HOUSEHOLD),
        Column("work", Role.SENSITIVE),
    )
    frame = FRAME.with_columns(
        home=pl.Series(["A", "A", "B", "B", "C", "D"]),
        work=pl.Series(["x", "x", "x", "y", "x", "x"]),
    )
    found = exposure.measure(frame, Plan("Cases", columns))
    assert "4 households" in found["household"]
    assert "6 of 6 records" in found["sensitive"][0]


def test_a_file_that_is_only_counted_gives_the_same_figures(tmp_path: Path) -> None:
    path, plan_path, _ = made.write(tmp_path)
    plan = plans.load(plan_path)
    counted = exposure.measure_file(path, plan, engine=Engine.POLARS)
    read = exposure.measure(reading.read(path, plan).frame, plan)
    for name in ("records", "below", "smallest", "sample_uniques", "smaller_sets"):
        assert counted[name] == read[name]
    assert counted["expected"]["found"] == pytest.approx(read["expected"]["found"])


def test_weights_lower_the_risk() -> None:
    weighted = Plan("Cases", (*PLAN.columns, Column("w", Role.WEIGHT, Kind.NUMBER)))
    frame = FRAME.with_columns(w=pl.lit(50.0))
    found = exposure.measure(frame, weighted)
    assert found["weighted"]
    assert found["expected"]["found"] < 0.5


def test_the_report_warns_that_it_is_for_the_inside() -> None:
    found = exposure.measure(FRAME, PLAN)
    made_report = risk_report.report(
        found, found, PLAN, made_on=date(2026, 3, 1), version="0"
    )
    text = page.html(made_report)
    assert "For the inside only" in text
    assert "3.0 people of 6" in text
    assert page.pdf(made_report).startswith(b"%PDF")


def test_a_file_that_cannot_be_counted_as_it_lies_is_refused(tmp_path: Path) -> None:
    path, plan_path, _ = made.write(tmp_path)
    plan = plans.load(plan_path)
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    with pytest.raises(UnusableCases, match="not in UTF-8"):
        exposure.measure_file(path, plan, engine=Engine.POLARS)
    with pytest.raises(MigrascopeError, match=r"cases\.txt"):
        exposure.measure_file(tmp_path / "cases.txt", plan, engine=Engine.POLARS)


def test_what_a_counted_file_does_not_tell_is_said(tmp_path: Path) -> None:
    path, plan_path, _ = made.write(tmp_path)
    plan = plans.load(plan_path)
    found = exposure.measure_file(path, plan, engine=Engine.POLARS)
    assert found["sensitive"] == [
        "control: not measured, for the file was only counted (polars)."
    ]


def test_rare_values_of_columns_that_are_no_keys_are_told_inside() -> None:
    columns = (
        *PLAN.columns,
        Column("work", Role.SENSITIVE),
        Column("months", Role.OTHER, Kind.NUMBER),
    )
    frame = FRAME.with_columns(
        work=pl.Series(["x"] * 5 + ["a rare kind"]), months=pl.lit(1.0)
    )
    plan = Plan("Cases", columns, missing=Missing.WILDCARD)
    found = exposure.measure(frame, plan)
    assert found["rare_values"] == {"work": 1}
    text = page.html(
        risk_report.report(
            found, None, plan, made_on=date(2026, 3, 1), version="0", proof=["Yes."]
        )
    )
    assert "1 record has a value that fewer than 5 share" in text
    assert "a rare kind" not in text
    assert "Proof on the written files" in text
