"""Claims: counts are joined, corrected and drawn out into days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.foresight.arrivals.conftest import Tiny

from migrascope.errors import DuplicateKey, NegativeCount, Truncated, UnusableTable
from migrascope.foresight.arrivals.registrations import (
    Correction,
    added,
    corrected,
    counts,
    daily,
    total,
)

FIRST, SECOND, THIRD = date(2020, 1, 30), date(2020, 2, 3), date(2020, 2, 7)


def test_between_two_counts_a_straight_line_is_drawn_and_the_last_one_holds(
    tiny: Tiny,
) -> None:
    network = tiny(days=7)
    found = daily({"Edal": {FIRST: 0, SECOND: 8}, "Fane": {FIRST: 5}}, network)
    assert found.people[:, 0].tolist() == [0, 2, 4, 6, 8, 8, 8]
    assert found.people[:, 1].tolist() == [5] * 7
    assert found.total.tolist() == [5, 7, 9, 11, 13, 13, 13]


def test_files_of_one_camp_are_added_at_every_date_of_any() -> None:
    both = added([{FIRST: 0, THIRD: 80}, {FIRST: 10, SECOND: 20, THIRD: 20}])
    assert both == {FIRST: 10, SECOND: 60, THIRD: 100}


def test_a_correction_scales_what_was_counted_before_to_the_new_count() -> None:
    before = {FIRST: 100.0, SECOND: 400.0, THIRD: 300.0}
    assert corrected(before, Correction("Edal", THIRD)) == {
        FIRST: 75.0,
        SECOND: 300.0,
        THIRD: 300.0,
    }


@pytest.mark.parametrize("day", [FIRST, date(2020, 2, 5)])
def test_a_correction_needs_its_count_and_one_before_it(day: date) -> None:
    with pytest.raises(UnusableTable, match="no count on"):
        corrected({FIRST: 100.0, THIRD: 300.0}, Correction("Edal", day))


def test_remarks_and_empty_lines_are_no_counts(tmp_path: Path) -> None:
    path = tmp_path / "edal.csv"
    path.write_text("2020-01-30,0\t\n# verified\n\n2020-02-03,7 \n", encoding="utf-8")
    assert counts(path) == {FIRST: 0, SECOND: 7}


def test_a_file_of_counts_may_name_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "total.csv"
    path.write_text("date,people\n2020-01-30,4\n", encoding="utf-8")
    assert counts(path) == {FIRST: 4}
    path.write_text("date,people\n", encoding="utf-8")
    with pytest.raises(Truncated, match="no count"):
        counts(path)


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("", Truncated, "no line"),
        ("2020-01-30,1\n2020-02", UnusableTable, "no date"),
        ("2020-01-30,1\n2020-02-03", Truncated, "number of people"),
        ("2020-01-30,1\n2020-01-30,2", DuplicateKey, "two counts"),
        ("2020-02-03,1\n2020-01-30,2", UnusableTable, "comes after"),
        ("2020-01-30,1\n2020-02-03,-4", NegativeCount, "-4"),
    ],
)
def test_a_bad_count_is_named_by_file_and_line(
    tmp_path: Path, text: str, error: type[Exception], says: str
) -> None:
    path = tmp_path / "edal.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=says) as caught:
        counts(path)
    assert "edal.csv" in str(caught.value)
    assert not text.count("\n") or "edal.csv, row 2" in str(caught.value)


def test_a_total_is_read_for_the_days_of_the_network(
    tmp_path: Path, tiny: Tiny
) -> None:
    path = tmp_path / "total.csv"
    path.write_text("2020-01-26,0\n2020-02-03,80\n", encoding="utf-8")
    assert total(path, tiny(days=3)).tolist() == [40.0, 50.0, 60.0]


def test_a_total_that_ends_too_early_is_refused(tmp_path: Path, tiny: Tiny) -> None:
    path = tmp_path / "total.csv"
    path.write_text("2019-01-26,5\n", encoding="utf-8")
    with pytest.raises(Truncated, match="before the first day"):
        total(path, tiny())


def test_registrations_are_never_missing(tiny: Tiny) -> None:
    network = tiny(days=4)
    found = daily({"Edal": {SECOND: 3.0}, "Fane": {FIRST: 5.0}}, network)
    assert np.isfinite(found.people).all()
