from __future__ import annotations

import csv
import io
import json

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


def test_weighted_cells_are_told_in_whole_people_everywhere() -> None:
    frame = pl.DataFrame({"a": ["x"] * 9 + ["y"] * 8, "w": [1.137] * 9 + [2.2251] * 8})
    counted = tabulation.tabulate(frame, ["a"], weight="w")
    found = secondary.suppress(counted, primary.too_few(counted))[0]
    lines = csv.DictReader(io.StringIO(writing.csv_text([found])))
    assert [line["value"] for line in lines] == ["10", "18", "28"]
    told = json.loads(writing.json_text([found], says=found.says))
    assert [cell["value"] for cell in told["cells"]] == [10, 18, 28]
    assert [row[1] for row in writing.grid(found).rows] == ["10", "18", "28"]
    assert any("whole people" in each for each in told["says"])


def test_sums_keep_their_decimals() -> None:
    frame = pl.DataFrame({"a": ["x"] * 9, "days": [1.25] * 9})
    counted = tabulation.tabulate_sum(frame, ["a"], of="days")
    found = secondary.suppress(counted, primary.too_few(counted))[0]
    lines = csv.DictReader(io.StringIO(writing.csv_text([found])))
    assert [line["value"] for line in lines] == ["11.250000", "11.250000"]
