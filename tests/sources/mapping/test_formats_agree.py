"""Claims: one table says the same in every format, wide or tidy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.mapping.test_apply import HEAD, TIDY, plain

from migrascope.sources import mapping

Declare = Callable[[str], Path]


@pytest.mark.parametrize("kind", ["csv", "json", "parquet", "workbook"])
def test_every_format_says_the_same(
    tmp_path: Path, declare: Declare, kind: str
) -> None:
    frame = pl.DataFrame(
        {
            "iso": ["KEN", "UGA"],
            "sex": ["f", "m"],
            "year": [2020, 2019],
            "n": [1.5, 2.0],
        }
    )
    path = tmp_path / f"table.{kind}"
    match kind:
        case "csv":
            frame.write_csv(path)
        case "json":
            path.write_text(f'{{"items": {frame.write_json()}}}')
        case "parquet":
            frame.write_parquet(path)
        case "workbook":
            _write_workbook(path, [frame.columns, *frame.rows()])
    body = TIDY.replace("[area]", f'[file]\nkind = "{kind}"\n[area]', 1)
    rows = plain(mapping.apply(mapping.load(declare(body)), path))
    assert rows["value"].to_list() == [1.5, 2.0]
    assert rows["area"].to_list() == ["KEN", "UGA"]
    first = 2 if kind in ("csv", "workbook") else 1
    assert rows["row"].to_list() == [first, first + 1]
    assert set(rows["column"]) == {4}


codes = st.sampled_from(["KEN", "UGA", "TZA", "RWA", "BDI"])
grids = st.dictionaries(
    codes,
    st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=3, max_size=3),
    min_size=1,
)
YEARS = (1990, 2000, 2020)
AREA = '[area]\ncolumn = "iso"\ncodes = "iso3"\n'
LONG = (
    AREA + '[time]\nyear = "year"\nconvention = "mid-year"\n[[values]]\ncolumn = "n"\n'
)
WIDE = AREA + (
    "[time]\nconvention = \"mid-year\"\n[[values]]\nheaders = '^(?P<year>\\d{4})$'\n"
)
SAME = ["measure", "area", "start", "end", "value", "unit", "obs_status"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(grids)
def test_wide_and_tidy_tables_say_the_same(
    tmp_path: Path, grid: dict[str, list[int | None]]
) -> None:
    if not any(cell is not None for row in grid.values() for cell in row):
        return
    tidy = ["iso,year,n"]
    wide = ["iso," + ",".join(map(str, YEARS))]
    for code, cells in grid.items():
        shown = ["" if cell is None else str(cell) for cell in cells]
        wide.append(",".join([code, *shown]))
        tidy += [
            f"{code},{year},{text}" for year, text in zip(YEARS, shown, strict=True)
        ]
    frames = []
    for name, lines, body in (("long", tidy, LONG), ("wide", wide, WIDE)):
        file, declared = tmp_path / f"{name}.csv", tmp_path / f"{name}.toml"
        file.write_text("\n".join(lines) + "\n")
        declared.write_text(HEAD + body)
        frames.append(plain(mapping.apply(mapping.load(declared), file)))
    one, two = (frame.select(SAME).sort(SAME) for frame in frames)
    assert one.equals(two)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(grids)
def test_a_workbook_and_a_text_of_one_table_give_the_same_cells(
    tmp_path: Path, grid: dict[str, list[int | None]]
) -> None:
    if not any(cell is not None for row in grid.values() for cell in row):
        return
    rows: list[list[object]] = [["iso", *map(str, YEARS)]]
    rows += [[code, *cells] for code, cells in grid.items()]
    text = tmp_path / "t.csv"
    text.write_text(
        "".join(
            ",".join("" if cell is None else str(cell) for cell in row) + "\n"
            for row in rows
        )
    )
    book = tmp_path / "t.xlsx"
    _write_workbook(book, rows)
    frames = []
    for path, kind in ((text, "csv"), (book, "workbook")):
        declared = tmp_path / f"{kind}.toml"
        declared.write_text(f'{HEAD}[file]\nkind = "{kind}"\n{WIDE}')
        frames.append(plain(mapping.apply(mapping.load(declared), path)))
    assert frames[0].drop("sheet").equals(frames[1].drop("sheet"))
    for row in frames[1].iter_rows(named=True):
        assert rows[row["row"] - 1][row["column"] - 1] == row["value"]


def _write_workbook(path: Path, rows: Sequence[Sequence[object]]) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Sheet")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    book.close()
