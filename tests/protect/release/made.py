"""Small files of cases that describe nobody, and plans for them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from benchmarks import _cases

from migrascope.protect.release.producing import Asked
from migrascope.protect.release.record import Account

COLUMNS = (
    "year",
    "sex",
    "age",
    "citizenship",
    "control",
    "months",
    "incident",
    "case_number",
)
PLAN = """\
title = "Cases of a made country"
purpose = "Research on routes"
responsible = "Protection officer"
missing = "{missing}"
[promise]
k = {k}
most_suppressed = 0.6
households = "allow"
[[column]]
name = "year"
role = "key"
hierarchy = "date"
[[column]]
name = "sex"
role = "key"
importance = 3.0
[[column]]
name = "age"
role = "key"
hierarchy = "age"
[[column]]
name = "citizenship"
role = "key"
hierarchy = "area"
[[column]]
name = "control"
role = "sensitive"
[[column]]
name = "months"
role = "other"
kind = "number"
[[column]]
name = "incident"
role = "household"
[[column]]
name = "case_number"
role = "direct_identifier"
[[step]]
do = "pseudonymise"
column = "incident"
[[step]]
do = "top_code"
column = "months"
at = 24.0
[[step]]
do = "search_recoding"
[[step]]
do = "suppress"
"""
CODEBOOK = """\
column,value,label
year,,Year in which the case was registered
sex,,Sex of the person
sex,Female,Woman or girl
sex,Male,Man or boy
control,Debt,Held by a debt
"""


def frame(rows: int = 300) -> pl.DataFrame:
    """Cases with the columns of the plan."""
    return _cases.cases(rows, 7, columns=15).select(COLUMNS)


def write(
    folder: Path,
    cases: pl.DataFrame | None = None,
    *,
    missing: str = "value",
    k: int = 5,
) -> tuple[Path, Path, Path]:
    """A file of cases, its plan and its codebook."""
    file, plan, book = (
        folder / "cases.csv",
        folder / "plan.toml",
        folder / "codebook.csv",
    )
    (frame() if cases is None else cases).write_csv(file)
    file.chmod(0o600)
    plan.write_text(PLAN.format(missing=missing, k=k), encoding="utf-8")
    book.write_text(CODEBOOK, encoding="utf-8")
    return file, plan, book


def asked(folder: Path, *, missing: str = "value") -> Asked:
    """What is asked for a release of a file made in the folder."""
    cases, plan, book = write(folder, missing=missing)
    return Asked(
        cases=cases,
        plan=plan,
        output=folder / "release",
        account=Account("Protection officer", "Research on routes"),
        when=datetime(2026, 3, 1, 9, tzinfo=UTC),
        codebook=book,
    )
