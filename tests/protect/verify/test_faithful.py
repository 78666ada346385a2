"""Every released cell tells what its case tells, or less."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.protect.verify import _making as making

from migrascope.protect import verify
from migrascope.protect.verify import faithful, promises

BEFORE = pl.DataFrame(
    {
        "sex": ["f", "f", "m", "m", None, "f"],
        "age": ["10", "12", "10", "30", "31", "30"],
        "country": ["KE", "KE", "ML", "ML", "ML", "KE"],
        "harm": ["1", "2", "1", "3", None, "2"],
    }
)
AFTER = BEFORE.with_columns(
    age=pl.Series(["minor", "minor", "minor", "adult", None, "adult"]),
    country=pl.Series(["KE", None, "ML", "ML", "ML", "KE"]),
)
RECODE = '[[step]]\ndo = "recode"\ncolumn = "age"\nlevel = "band"\n'


def wrong(folder: Path, after: pl.DataFrame, steps: str = RECODE) -> float | None:
    promised = promises.read(making.plan(folder, steps=steps))
    return faithful.check(BEFORE, after, promised).figure


def changed(column: str, row: int, value: str | None) -> pl.DataFrame:
    values = AFTER[column].to_list()
    values[row] = value
    return AFTER.with_columns(pl.Series(column, values, dtype=pl.String))


def test_blanks_and_groups_are_no_other_values(tmp_path: Path) -> None:
    assert wrong(tmp_path, AFTER) == 0


@pytest.mark.parametrize(
    ("column", "row", "value"),
    [
        ("harm", 0, "2"),  # another value that the file has
        ("harm", 4, "2"),  # a value where the case has none
        ("harm", 0, None),  # nothing blanks what is no key
        ("country", 0, "ML"),
        ("sex", 4, "m"),
        ("age", 2, "adult"),  # another 10 lies in the other group
    ],
)
def test_a_cell_that_says_something_else_is_found(
    tmp_path: Path, column: str, row: int, value: str | None
) -> None:
    assert wrong(tmp_path, changed(column, row, value)) == 1


def test_columns_that_chance_changes_are_left_out(tmp_path: Path) -> None:
    pram = '[[step]]\ndo = "pram"\ncolumn = "harm"\n'
    assert wrong(tmp_path, changed("harm", 0, "2"), RECODE + pram) == 0


def test_records_that_changed_places_are_refused(tmp_path: Path) -> None:
    # Every column by itself is as it was: only the records are none of the file.
    plan = making.plan(tmp_path, k=2, missing="value")
    rows = [("f", "10", "KE", "1"), ("m", "30", "ML", "2")] * 4
    cases = making.frame(rows)
    cases.write_csv(tmp_path / "cases.csv")
    mixed = cases.with_columns(harm=cases["harm"].reverse())
    for frame, failed in ((cases, []), (mixed, ["cells"])):
        folder = making.release(tmp_path / "release", frame)
        verdict = verify.release(folder, plan, original=tmp_path / "cases.csv")
        assert [check.name for check in verdict.failed] == failed
