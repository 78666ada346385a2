"""Are cases read whole, in every format, and refused without showing a value?"""

from __future__ import annotations

import gzip
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan, MigrascopeError, SourceError, UnusableCases
from migrascope.protect import reading
from migrascope.protect.plan import reading as plans
from migrascope.protect.plan.model import Plan

SECRET = "Xsecretx"

PLAN = """\
[[column]]
name = "sex"
role = "key"
missing_marks = ["-99", "Unknown"]
[[column]]
name = "country"
role = "key"
hierarchy = "area"
missing_marks = ["0"]
[[column]]
name = "income"
role = "sensitive"
kind = "number"
missing_marks = ["-99", "."]
[[column]]
name = "day"
role = "other"
kind = "date"
"""

CASES = """\
sex,country,income,day
F,KE,100.5,2020-01-31
M,0,-99,
-99,UG,.,2020-02-01
Unknown,,3e3,2020-03-01
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(content: str | bytes, name: str = "cases.csv") -> Path:
        file = tmp_path / name
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        file.write_bytes(data)
        return file

    return write_file


def plan(text: str = PLAN) -> Plan:
    return plans.parse(text)


def refused(file: Path, by: Plan | None = None) -> MigrascopeError:
    """The error, after looking for secrets in all that a log could show of it."""
    with pytest.raises((SourceError, BadPlan)) as caught:
        reading.read(file, by)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    return caught.value


class TestWithAPlan:
    """Marks, kinds and the fit of plan and file."""

    def test_marks_are_missing_and_kinds_are_as_planned(self, write: Write) -> None:
        frame = reading.read(write(CASES), plan()).frame
        assert frame["sex"].to_list() == ["F", "M", None, None]
        assert frame["country"].to_list() == ["KE", None, "UG", None]
        assert frame["income"].to_list() == [100.5, None, None, 3000.0]
        assert frame["day"].to_list() == [
            date(2020, 1, 31),
            None,
            date(2020, 2, 1),
            date(2020, 3, 1),
        ]

    def test_a_mark_is_only_what_the_plan_names(self, write: Write) -> None:
        text = PLAN.replace('missing_marks = ["-99", "Unknown"]', "")
        frame = reading.read(write(CASES), plan(text)).frame
        assert frame["sex"].to_list() == ["F", "M", "-99", "Unknown"]

    def test_a_column_that_the_file_does_not_have_is_refused(
        self, write: Write
    ) -> None:
        error = refused(write(CASES), plan(PLAN.replace('"country"', '"countri"')))
        assert isinstance(error, BadPlan)
        assert 'the column "countri", which the file does not have' in error.what
        assert 'nearest column is "country"' in error.what

    def test_a_column_that_nobody_decided_about_is_refused(self, write: Write) -> None:
        extra = CASES.replace("day\n", "day,extra\n", 1).replace("\nF", "\nF", 1)
        rows = extra.splitlines()
        text = "\n".join([rows[0], *(f"{row},{SECRET}" for row in rows[1:])])
        error = refused(write(text), plan())
        assert 'says nothing of the column "extra"' in error.what

    def test_texts_among_numbers_are_refused_by_row(self, write: Write) -> None:
        error = refused(write(CASES.replace("100.5", SECRET)), plan())
        assert 'the column "income" is of the kind number' in error.what
        assert "row 2" in error.what

    def test_texts_among_dates_are_refused_by_row(self, write: Write) -> None:
        error = refused(write(CASES.replace("2020-03-01", SECRET)), plan())
        assert 'the column "day" is of the kind date' in error.what
        assert "row 5" in error.what

    @pytest.mark.parametrize(
        "days", [("31/01/2020", "01/02/2020"), ("31.01.2020", "01.02.2020")]
    )
    def test_dates_with_the_day_first_are_read_where_they_can_be_told(
        self, write: Write, days: tuple[str, str]
    ) -> None:
        text = f"sex,country,income,day\nF,KE,1,{days[0]}\nM,KE,2,{days[1]}\n"
        frame = reading.read(write(text), plan()).frame
        assert frame["day"].to_list() == [date(2020, 1, 31), date(2020, 2, 1)]

    def test_dates_that_can_be_read_in_two_ways_are_refused(self, write: Write) -> None:
        text = "sex,country,income,day\nF,KE,1,03/01/2020\nM,KE,2,04/02/2020\n"
        assert "day first or with the month first" in refused(write(text), plan()).what

    def test_numbers_with_decimal_commas_are_read(self, write: Write) -> None:
        text = "sex;country;income;day\nF;KE;1,5;\nM;KE;-2;\n"
        frame = reading.read(write(text), plan()).frame
        assert frame["income"].to_list() == [1.5, -2.0]

    @pytest.mark.parametrize("number", ["nan", "inf", "1,234.5"])
    def test_what_is_no_plain_number_is_refused(
        self, write: Write, number: str
    ) -> None:
        text = f'sex,country,income,day\nF,KE,"{number}",\nM,KE,2.5,\n'
        assert "row 2" in refused(write(text), plan()).what

    def test_a_strange_country_is_refused_by_row(self, write: Write) -> None:
        error = refused(write(CASES.replace("UG", SECRET)), plan())
        assert "row 4 holds no code or name of a country" in error.what

    def test_a_level_that_the_data_do_not_have_is_refused(self, write: Write) -> None:
        step = '[[step]]\ndo = "recode"\ncolumn = "country"\nlevel = "regions"\n'
        error = refused(write(CASES), plan(PLAN + step))
        assert 'Did you mean "region"?' in error.what
        assert "intermediate_region, sub_region, region, all" in error.advice

    def test_a_key_with_a_value_for_everybody_is_refused(self, write: Write) -> None:
        rows = "\n".join(f"{SECRET}{number},F" for number in range(20_000))
        keys = "".join(f'[[column]]\nname = "{n}"\nrole = "key"\n' for n in ("id", "s"))
        error = refused(write(f"id,s\n{rows}\n"), plan(keys))
        assert 'the column "id" is a key, but has 20,000 values' in error.what
        assert isinstance(error, BadPlan)

    def test_a_weight_of_nothing_is_refused_by_row(self, write: Write) -> None:
        text = '[[column]]\nname = "s"\nrole = "key"\n[[column]]\nname = "w"\n'
        weighted = plan(f'{text}role = "weight"\nkind = "number"\n')
        assert "row 3" in refused(write("s,w\nF,1\nM,0\nF,2\n"), weighted).what


class TestText:
    """CSV as people save it."""

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"]
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_is_read_in_any_encoding_and_with_any_delimiter(
        self, write: Write, delimiter: str, encoding: str, end: str
    ) -> None:
        lines = [f"name{delimiter}sex", f"Zoë{delimiter}F", f" José {delimiter}"]
        frame = reading.read(write(end.join([*lines, ""]).encode(encoding))).frame
        assert frame.rows() == [("Zoë", "F"), ("José", None)]

    def test_that_is_packed_is_unpacked(self, write: Write) -> None:
        packed = write(gzip.compress(CASES.encode()), "cases.csv.gz")
        assert reading.read(packed).frame.equals(reading.read(write(CASES)).frame)

    def test_in_quotes_may_hold_delimiters_lines_and_quotes(self, write: Write) -> None:
        text = 'a,b\n"x, y","1"\n"two\nlines","say ""no"""\n'
        frame = reading.read(write(text)).frame
        assert frame.rows() == [("x, y", "1"), ("two\nlines", 'say "no"')]

    def test_may_end_in_blank_lines(self, write: Write) -> None:
        assert reading.read(write(f"{CASES}\n\n")).frame.height == 4

    def test_of_a_file_whose_name_is_a_pattern_is_read(self, write: Write) -> None:
        assert reading.read(write(CASES, "cases[1]*.csv")).frame.height == 4

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "empty"),
            ("sex,age\n", "no record"),
            (f"sex,age\n{SECRET},3\n", "one record"),
            (f"\n\nsex,age\n{SECRET},1\n{SECRET},2\n", "first line is blank"),
            (f"{SECRET},34\n{SECRET},35\nF,3\n", "no header: numbers"),
            (f"{SECRET},b\nx,c\n{SECRET},d\n", "has no header, or more than one"),
            (f"{SECRET},{SECRET}\nx,1\ny,2\n", "columns 1 and 2 have the same name"),
            (f'"",sex\n1,{SECRET}\n2,{SECRET}\n', "no name for column 1"),
            (f"a,b,c\n1,2,3\n{SECRET},2\n1,2,3\n", "row 3 has 2 fields"),
            (f"a,b\n1,2\n1,2\n{SECRET},2,3\n1,2,3\n", "rows 4, 5 have 3 fields"),
            (f'a,b\n"x\ny",1\n"{SECRET}\n",2,3\nx,1\n', "row 3 has 3 fields"),
            (f'a,b\n1,"2\n{SECRET},3\n4,5\n', "row 2 has 2 fields|cannot be told"),
        ],
    )
    def test_that_is_no_table_of_cases_is_refused_without_a_value(
        self, write: Write, text: str, says: str
    ) -> None:
        error = refused(write(text))
        assert any(part in error.what for part in says.split("|")), error.what

    def test_with_an_empty_byte_is_refused(self, write: Write) -> None:
        text = f"a,b\n1,2\n{SECRET}\0,2\n".encode()
        assert "empty byte" in refused(write(text)).what

    def test_of_a_web_page_is_refused(self, write: Write) -> None:
        assert "web page" in refused(write("<!DOCTYPE html><p>a,b")).what


TEXTS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), max_size=8
)
CELLS = st.one_of(TEXTS, st.sampled_from(['"', '""', "a,b", "x;y", "two\nlines", "'"]))


@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=2, max_size=12),
    st.sampled_from(",;\t|"),
    st.sampled_from(["always", "necessary"]),
)
def test_whatever_texts_cases_hold_they_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[tuple[str, str, str]],
    delimiter: str,
    quotes: Literal["always", "necessary"],
) -> None:
    names = ["first name", "second", "third"]
    written = [
        tuple(None if not cell.strip() else cell for cell in row) for row in cells
    ]
    # A blank last line cannot be told from the end of the file.
    written.append(("end", "end", "end"))
    file = tmp_path_factory.mktemp("cases") / "cases.csv"
    frame = pl.DataFrame(written, schema=dict.fromkeys(names, pl.String), orient="row")
    frame.write_csv(file, separator=delimiter, quote_style=quotes)
    assert reading.read(file).frame.rows() == written


class TestParquet:
    """Typed files."""

    def test_keep_their_types_until_a_plan_says_what_they_mean(
        self, tmp_path: Path
    ) -> None:
        file = tmp_path / "cases.parquet"
        pl.DataFrame(
            {
                "sex": [1, 2, -99],
                "country": ["KE", "UG", None],
                "income": [1.5, -99.0, float("nan")],
                "day": [date(2020, 1, 1), None, date(2021, 1, 1)],
            },
            schema_overrides={"country": pl.Categorical},
        ).write_parquet(file)
        assert reading.read(file).frame.schema["sex"] == pl.Int64
        frame = reading.read(file, plan()).frame
        assert frame.schema == {
            "sex": pl.String,
            "country": pl.String,
            "income": pl.Float64,
            "day": pl.Date,
        }
        assert frame["sex"].to_list() == ["1", "2", None]
        assert frame["income"].to_list() == [1.5, None, None]

    def test_that_are_cut_off_are_refused(self, write: Write, tmp_path: Path) -> None:
        whole = tmp_path / "whole.parquet"
        pl.DataFrame({"a": [SECRET] * 50}).write_parquet(whole)
        file = write(whole.read_bytes()[:-40], "cases.parquet")
        assert "damaged" in refused(file).what

    def test_with_lists_are_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "cases.parquet"
        pl.DataFrame({"a": [[SECRET], [SECRET]]}).write_parquet(file)
        assert 'the column "a" holds lists' in refused(file).what


def test_a_workbook_of_cases_is_refused_with_advice(write: Write) -> None:
    error = refused(write(b"PK\x03\x04", "cases.xlsx"))
    assert isinstance(error, UnusableCases)
    assert "CSV" in error.advice


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "cases.csv").what


def test_cases_and_frames_do_not_appear_in_what_they_are_called(write: Write) -> None:
    cases = reading.read(write(f"a,b\n{SECRET},1\n{SECRET},2\n"))
    assert repr(cases) == "Cases(2 records, 2 columns)"


def test_a_file_without_header_is_refused_by_a_plan_without_its_first_record(
    write: Write,
) -> None:
    text = "".join(f"{SECRET}{n},{SECRET}a{n},{SECRET}b{n},{n}x\n" for n in range(9))
    error = refused(write(text), plan())
    assert 'the columns "sex", "country", "income", "day"' in error.what
