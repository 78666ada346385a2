from __future__ import annotations

import csv
import io

import polars as pl

from migrascope.protect.cases import Labels
from migrascope.protect.tables import primary, secondary, tabulation, writing
from migrascope.protect.tables.model import Released


def released() -> Released:
    rows = [("f", "=1+1")] * 2 + [("m", "=1+1")] * 9 + [("f", "KE")] * 8
    rows += [("m", "KE")] * 70
    frame = pl.DataFrame(rows, schema=["sex", "country"], orient="row")
    book = {"sex": Labels("Sex", {"f": "Female", "m": "Male"})}
    counted = tabulation.tabulate(frame, ["sex", "country"], codebook=book)
    return secondary.suppress(counted, primary.too_few(counted))[0]


def test_a_suppressed_cell_has_a_mark_and_no_value() -> None:
    lines = list(csv.DictReader(io.StringIO(writing.csv_text([released()]))))
    assert len(lines) == 9
    first = lines[0]
    assert (first["sex"], first["sex_label"]) == ("f", "Female")
    assert (first["value"], first["obs_status"]) == ("", "Q")
    last = lines[-1]
    assert (last["sex"], last["country"], last["value"]) == ("_T", "_T", "89")
    assert last["obs_status"] == "A"


def test_no_text_of_the_file_is_a_formula_of_a_spreadsheet() -> None:
    text = writing.csv_text([released()])
    assert "'=1+1" in text
    assert ",=" not in text


def test_on_the_screen_the_shorter_dimension_runs_across() -> None:
    found = writing.grid(released())
    header, rows = found.header, found.rows
    assert header == ("sex", "=1+1", "KE", "Total")
    assert rows == (
        ("Female", "Q", "Q", "10"),
        ("Male", "Q", "Q", "79"),
        ("Total", "11", "78", "89"),
    )


def test_a_table_of_one_dimension_runs_down() -> None:
    frame = pl.DataFrame({"a": ["x", "x", None]})
    counted = tabulation.tabulate(frame, ["a"])
    found = secondary.suppress(counted, primary.too_few(counted, threshold=2))[0]
    shown = writing.grid(found)
    header, rows = shown.header, shown.rows
    assert header == ("a", "records")
    assert [row[0] for row in rows] == ["x", "Not known", "Total"]
