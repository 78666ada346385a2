"""Claims: a declared file becomes observations, each with its cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from migrascope.sources import mapping
from migrascope.sources.batch import Batch, Residuals

Read = Callable[..., pl.DataFrame]
Declare = Callable[[str], Path]

TIDY = """
measure = "migrant_stock"
[area]
column = "iso"
codes = "iso3"
[sex]
column = "sex"
[time]
year = "year"
convention = "mid-year"
[[values]]
column = "n"
"""
HEAD = (
    'source = "s"\nname = "t"\nvintage = "1"\ntitle = "t"\npublisher = "p"\n'
    'measure = "migrant_stock"\n'
)


def plain(batch: Batch) -> pl.DataFrame:
    frame = batch.observations.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return frame.sort("row", "column")


def test_a_tidy_table(read: Read) -> None:
    rows = read(TIDY, 'iso,sex,year,n\nKEN,Female,2020,"1,234"\nUGA,m,2019,5\n')
    first = rows.row(0, named=True)
    assert first["area"] == "KEN"
    assert (first["sex"], first["value"], first["unit"]) == ("F", 1234.0, "PS")
    assert first["start"] == first["end"] == date(2020, 7, 1)
    assert (first["row"], first["column"], first["origin"]) == (2, 4, "_T")
    assert first["edition"] == "kenya-knbs-arrivals@2024"


def test_a_crosstab_of_years(read: Read) -> None:
    body = """
measure = "births"
[area]
column = "code"
codes = "m49"
[time]
convention = "whole-year"
[[values]]
headers = '^(?P<year>\\d{4})$'
multiplier = 1000
"""
    rows = read(body, "code,name,1990,1991\n404,Kenya,1.5,..\n800,Uganda,,2\n")
    assert rows["value"].to_list() == [1500.0, None, 2000.0]
    assert rows["obs_status"].to_list() == ["A", "M", "A"]
    assert rows["column"].to_list() == [3, 4, 4]
    assert rows["end"].to_list()[0] == date(1990, 12, 31)


def test_a_crosstab_of_origins_and_a_constant_area(read: Read) -> None:
    body = """
measure = "migrant_stock"
area = "KEN"
[origin]
codes = "name"
map = { "All countries" = "_T" }
[time]
year = 2019
convention = "mid-year"
[sex]
column = "sex"
[[values]]
headers = '^(?P<origin>.+)$'
except = ["sex"]
"""
    rows = read(body, "sex,Uganda,Éthiopie,All countries\nmale,1,2,3\n")
    assert rows["origin"].to_list() == ["UGA", "ETH", "_T"]
    assert set(rows["area"]) == {"KEN"}


def test_several_columns_of_figures_that_mean_different_things(read: Read) -> None:
    body = """
[area]
column = "asylum"
codes = "iso3"
[origin]
column = "origin"
codes = "iso3"
[time]
year = "year"
convention = "end-year"
[[values]]
column = "REF"
measure = "refugees"
status = "REF"
[[values]]
column = "women"
measure = "refugees"
status = "REF"
sex = "F"
breakdown = { source = "register" }
"""
    rows = read(body, "asylum,origin,year,REF,women\nKEN,SOM,2020,10,4\n")
    assert rows["value"].to_list() == [10.0, 4.0]
    assert rows["sex"].to_list() == ["_T", "F"]
    assert rows["breakdown"].to_list() == ["", "source=register"]
    assert set(rows["end"]) == {date(2020, 12, 31)}


def test_rows_are_left_out_and_kept_by_rules(read: Read) -> None:
    body = TIDY + (
        '[[skip]]\ncolumn = "iso"\nmatches = "^(Total(?!s)|Source)"\n'
        '[[keep]]\ncolumn = "sex"\nmatches = "^f$"\n'
    )
    text = "iso,sex,year,n\nTotal,f,2020,9\nKEN,f,2020,1\nKEN,m,2020,2\nSource: us\n"
    assert read(body, text)["row"].to_list() == [3]


def test_the_table_ends_where_the_mapping_says(read: Read) -> None:
    body = '[file]\nuntil = "^Notes"\n' + TIDY.replace('measure = "migrant_stock"', "")
    body = 'measure = "migrant_stock"\n' + body
    text = "iso,sex,year,n\nKEN,f,2020,1\nNotes,f,2020,2\nXXX,f,2020,3\n"
    assert read(body, text)["row"].to_list() == [2]


def test_flags_and_missing_marks_become_statuses(read: Read) -> None:
    body = TIDY + (
        '[flags]\nbehind = true\nmap = { e = "E", p = "P" }\n'
        '[missing]\n":" = "L"\nx = "drop"\n-99 = "M"\n'
    )
    text = (
        "iso,sex,year,n\nKEN,f,2020,5 e\nUGA,f,2020,:\nTZA,f,2020,x\n"
        "RWA,f,2020,-99\nBDI,f,2020,7 p\n"
    )
    rows = read(body, text)
    assert rows["obs_status"].to_list() == ["E", "L", "M", "P"]
    assert rows["value"].to_list() == [5.0, None, None, 7.0]


def test_flags_in_a_column_of_their_own(read: Read) -> None:
    body = TIDY + '[flags]\ncolumn = "flag"\nmap = { e = "E", b = "B", d = "A" }\n'
    text = "iso,sex,year,n,flag\nKEN,f,2020,5,e\nUGA,f,2020,6,\nTZA,f,2020,7,bd\n"
    assert read(body, text)["obs_status"].to_list() == ["E", "A", "B"]


def test_bounds_notes_and_footnote_marks(read: Read) -> None:
    body = """
measure = "migrant_stock"
note = "remark"
[area]
column = "name"
codes = "name"
marks = true
[time]
year = "year"
convention = "mid-year"
[[values]]
column = "n"
low = "from"
high = "to"
"""
    text = (
        "name,year,n,from,to,remark\nDenmark (12),2020,5,4,6,revised\nKenya,2020,1,,,\n"
    )
    rows = read(body, text)
    assert rows["area"].to_list() == ["DNK", "KEN"]
    assert rows["note"].to_list() == ["revised; note 12", ""]
    assert rows["low"].to_list() == [4.0, None]
    assert rows["high"].to_list() == [6.0, None]


def test_a_cell_that_holds_for_those_below_it(read: Read) -> None:
    body = TIDY.replace('codes = "iso3"', 'codes = "iso3"\nfill = true')
    rows = read(body, "iso,sex,year,n\nKEN,f,2020,1\n,m,2020,2\n")
    assert rows["area"].to_list() == ["KEN", "KEN"]


def test_a_name_is_filled_down_from_a_row_that_is_left_out(read: Read) -> None:
    body = TIDY.replace('codes = "iso3"', 'codes = "iso3"\nfill = true')
    body += '[[skip]]\ncolumn = "sex"\nmatches = "^t$"\n'
    text = "iso,sex,year,n\nKEN,t,2020,3\n,f,2020,1\nUGA,t,2020,9\n,f,2020,4\n"
    rows = read(body, text)
    assert rows["area"].to_list() == ["KEN", "UGA"]
    assert rows["value"].to_list() == [1.0, 4.0]


def test_repeated_blocks_of_years_are_told_apart_by_their_columns(read: Read) -> None:
    body = """
measure = "migrant_stock"
[area]
column = "iso"
codes = "iso3"
[time]
convention = "mid-year"
[[values]]
headers = '^(?P<year>\\d{4})$'
between = "B:C"
[[values]]
headers = '^(?P<year>\\d{4})$'
between = "D:E"
sex = "M"
"""
    rows = read(body, "iso,1990,2020,1990,2020\nKEN,1,2,3,4\n")
    assert rows["sex"].to_list() == ["_T", "_T", "M", "M"]
    assert [day.year for day in rows["start"]] == [1990, 2020, 1990, 2020]


def test_a_row_of_tags_is_no_data_and_its_tags_name_columns(read: Read) -> None:
    body = TIDY.replace('"n"', '"#affected+idps"').replace('"sex"', '"#sex"')
    text = "iso,Sex!,year,Number\n#country+code,#sex,#date+year,#affected+idps\n"
    rows = read(body, text + "KEN,f,2020,5\n")
    assert rows["row"].to_list() == [3]


def test_a_file_without_a_header_gets_its_names_from_the_mapping(read: Read) -> None:
    head = '[file]\nheader = 0\ncolumns = ["iso", "sex", "year", "n"]\n'
    body = 'measure = "migrant_stock"\n' + head
    body += TIDY.replace('measure = "migrant_stock"', "")
    rows = read(body, "KEN,f,2020,1\nUGA,f,2020,2\n")
    assert rows["row"].to_list() == [1, 2]
    assert rows["area"].to_list() == ["KEN", "UGA"]


def test_unknown_places_are_kept_when_asked(read: Read) -> None:
    text = "iso,sex,year,n\nOther South,f,2020,1\n"
    rows = read(TIDY, text, residuals=Residuals.KEEP)
    assert rows["area"].to_list() == ["X:other_south"]


def test_own_tables_of_codes_stand_beside_the_mapping(
    read: Read, tmp_path: Path
) -> None:
    (tmp_path / "counties.csv").write_text("name,area\nOur land,KEN\n")
    body = TIDY.replace('codes = "iso3"', 'codes = "iso3"\ntable = "counties.csv"')
    assert read(body, "iso,sex,year,n\nOur land,f,2020,1\n")["area"][0] == "KEN"


def test_sheets_can_say_the_year(tmp_path: Path, declare: Declare) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    for year in (2019, 2020):
        sheet = book.add_worksheet(f"Year {year}")
        sheet.write_row(0, 0, ["iso", "n"])
        sheet.write_row(1, 0, ["KEN", year - 2000])
    book.add_worksheet("Notes").write(0, 0, "iso n")
    book.close()
    body = """
measure = "immigration"
[file]
kind = "workbook"
sheets = 'Year (?P<year>\\d{4})'
[area]
column = "iso"
codes = "iso3"
[time]
convention = "whole-year"
[[values]]
column = "n"
"""
    rows = plain(mapping.apply(mapping.load(declare(body)), path))
    assert rows["value"].to_list() == [19.0, 20.0]
    assert rows["sheet"].to_list() == ["Year 2019", "Year 2020"]
    assert [day.year for day in rows["start"]] == [2019, 2020]


def test_several_files_become_one_edition(tmp_path: Path, declare: Declare) -> None:
    loaded = mapping.load(declare(TIDY))
    paths = []
    for code in ("KEN", "UGA"):
        path = tmp_path / f"{code}.csv"
        path.write_text(f"iso,sex,year,n\n{code},f,2020,1\n")
        paths.append(path)
    batch = mapping.apply_all(loaded, paths)
    assert [file.name for file in batch.files] == ["KEN.csv", "UGA.csv"]
    assert sorted(batch.observations["file"].to_list()) == [0, 1]


def test_a_mapping_knows_its_files(tmp_path: Path, declare: Declare) -> None:
    loaded = mapping.load(declare(TIDY))
    right, wrong = tmp_path / "a.csv", tmp_path / "b.csv"
    right.write_text("iso,sex,year,n\nKEN,f,2020,1\n")
    wrong.write_text("country,sex,year,n\nKEN,f,2020,1\n")
    assert mapping.matches(loaded, right)
    assert not mapping.matches(loaded, wrong)
    assert not mapping.matches(loaded, tmp_path / "nowhere.csv")


def test_the_bilateral_table_is_read_whole(shared_data: Path, declare: Declare) -> None:
    body = """
measure = "migrant_stock"
[area]
column = "dest_iso3"
codes = "iso3"
[origin]
column = "orig_iso3"
codes = "iso3"
[sex]
column = "sex"
[time]
year = "year"
convention = "mid-year"
[[values]]
column = "migrants"
"""
    name = "undesa/undesa_2024_bilateral_stock_by_sex_long.csv.gz"
    batch = mapping.apply(
        mapping.load(declare(body)), shared_data / name, residuals=Residuals.KEEP
    )
    table = batch.observations
    assert table.height == 153_296
    last = table.filter(pl.col("end") == date(2024, 7, 1))
    assert last["value"].sum() == pytest.approx(304_021_813, rel=2e-4)
