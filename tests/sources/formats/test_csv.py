"""Claims: every field of a text table is found, with its line and its field."""

from __future__ import annotations

import csv as plain
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import ChangedHeader, Truncated, UnknownLayout
from migrascope.sources.formats import csv
from migrascope.sources.formats.table import ROW


def _file(folder: Path, content: bytes | str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _rows(folder: Path, content: bytes | str) -> list[tuple[object, ...]]:
    return csv.read(_file(folder, content)).frame.rows()


def test_rows_are_lines_of_the_file_even_after_a_text_of_several_lines(
    tmp_path: Path,
) -> None:
    table = csv.read(_file(tmp_path, 'a,b\n"one\ntwo",1\n\nx,2\n"3\n4\n5",3\ny,4\n'))
    assert table.frame[ROW].to_list() == [2, 5, 6, 9]
    assert table.frame["a"].to_list() == ["one\ntwo", "x", "3\n4\n5", "y"]
    assert table.columns == {"a": 1, "b": 2}


@pytest.mark.parametrize("header", ["*", "^a$", "^.*$", ROW])
def test_a_header_that_looks_like_a_pattern_names_its_own_column(
    tmp_path: Path, header: str
) -> None:
    table = csv.read(_file(tmp_path, f"a,{header}\n x ,1\ny, 2\n"))
    assert list(table.columns) == ["a", f"{header} (column 2)"]
    assert table.frame.select(*table.columns).rows() == [("x", "1"), ("y", "2")]


def test_a_quote_inside_a_text_does_not_put_the_lines_out(tmp_path: Path) -> None:
    table = csv.read(_file(tmp_path, 'a,b\n5" pipe,1\nx,2\n'))
    assert table.frame.rows() == [('5" pipe', "1", 2), ("x", "2", 3)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"]
)
def test_names_survive_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = (
        "area;n\nCôte d’Ivoire;1\nTürkiye;2\n"
        if encoding != "latin-1"
        else ("area;n\nCôte d'Ivoire;1\nTürkiye;2\n")
    )
    table = csv.read(_file(tmp_path, text.encode(encoding)))
    assert table.frame["area"].to_list()[1] == "Türkiye"
    assert str(table.frame["area"][0]).startswith("Côte d")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = [["area", "n", "note"], ["KEN", "1", "a b"], ["UGA", "2", "c"]]
    text = "\n".join(delimiter.join(line) for line in lines)
    assert csv.read(_file(tmp_path, text)).frame["n"].to_list() == ["1", "2"]


def test_semicolons_win_over_decimal_commas(tmp_path: Path) -> None:
    text = "area;rate;share\nKEN;1,5;2,5\nUGA;2,5;3,5\n"
    table = csv.read(_file(tmp_path, text))
    assert table.numbers("rate", decimal=",", thousands=".").to_list() == [1.5, 2.5]


def test_thousands_in_quotes_stay_one_field(tmp_path: Path) -> None:
    table = csv.read(_file(tmp_path, '"area","n"\n"KEN","1,234,567"\n'))
    assert table.numbers("n").to_list() == [1_234_567.0]


def test_the_header_is_found_below_a_preamble(tmp_path: Path) -> None:
    text = (
        "Extracted:,UNHCR,,\nDate:,21/05/2023,,\n,,,\nYear,Area,Origin,n\n1990,a,b,1\n"
    )
    table = csv.read(_file(tmp_path, text))
    assert (table.header_row, table.frame[ROW].to_list()) == (4, [5])


def test_the_header_is_the_first_line_that_holds_the_columns(tmp_path: Path) -> None:
    text = "a title, with a comma\n\nb,c\n1,2\n"
    assert csv.read(_file(tmp_path, text), columns=["c", "b"]).header_row == 3


def test_a_header_that_is_not_there_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ChangedHeader, match=r'no "origin" \(nearest: "Origin"\)'):
        csv.read(_file(tmp_path, "Area,Origin\n1,2\n"), columns=["Area", "origin"])


@pytest.mark.parametrize("line", [2, 9])
def test_an_empty_line_is_no_header(tmp_path: Path, line: int) -> None:
    with pytest.raises(ChangedHeader, match="no line of the file is the header"):
        csv.read(_file(tmp_path, "a,b\n\n1,2\n"), header=line)


def test_a_short_row_is_truncated_and_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(Truncated, match=r"table\.csv, row 3: the row has 2 fields"):
        csv.read(_file(tmp_path, "a,b,c\n1,2,3\n4,5\n6,7,8\n"))


def test_a_last_line_that_is_cut_is_truncated(tmp_path: Path) -> None:
    with pytest.raises(Truncated, match="row 3"):
        csv.read(_file(tmp_path, "a,b\n1,2\n34"))


def test_a_row_with_too_many_fields_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(ChangedHeader, match="row 3: the row has 3 fields"):
        csv.read(_file(tmp_path, "a,b\n1,2\n3,4,5\n"))


def test_empty_fields_beyond_the_header_are_let_pass(tmp_path: Path) -> None:
    assert _rows(tmp_path, "a,b\n1,2,\n3,4,,\n") == [("1", "2", 2), ("3", "4", 3)]


def test_a_header_that_ends_in_a_comma_makes_no_column(tmp_path: Path) -> None:
    table = csv.read(_file(tmp_path, "a,b,\n1,2,\n"))
    assert table.columns == {"a": 1, "b": 2}


def test_footers_stay_for_the_caller_to_cut(tmp_path: Path) -> None:
    table = csv.read(_file(tmp_path, "a,b\n1,2\n\nSource: us\nLast updated: today\n"))
    assert table.frame["a"].to_list() == ["1", "Source: us", "Last updated: today"]


def test_repeated_headers_keep_their_columns(tmp_path: Path) -> None:
    table = csv.read(_file(tmp_path, "a,1990,1990,1990\nx,1,2,3\n"))
    assert table.columns == {"a": 1, "1990": 2, "1990 (2)": 3, "1990 (3)": 4}


@pytest.mark.parametrize("rows", [2, 40_000])
def test_a_quote_that_is_never_closed_swallows_nothing(
    tmp_path: Path, rows: int
) -> None:
    text = 'a,b\n1,2\n"x,1\n' + "y,2\n" * rows
    with pytest.raises(Truncated, match="row 3: the quotes of the row"):
        csv.read(_file(tmp_path, text))


def test_empty_bytes_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout, match="line 3 holds an empty byte"):
        csv.read(_file(tmp_path, b"a,b\n1,2\n3,\x00\n" + b"5,6\n" * 2000))


def test_old_line_ends_are_understood(tmp_path: Path) -> None:
    assert _rows(tmp_path, "a,b\r\n1,2\r\n") == [("1", "2", 2)]
    assert _rows(tmp_path, "a,b\r1,2\r3,4\r") == [("1", "2", 2), ("3", "4", 3)]


texts = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x85\u2028"),
    max_size=12,
).map(str.strip)
nasty = st.one_of(
    texts, st.sampled_from(['a"b', "x,y", "1,234", "two\nlines", "'", '"'])
)


@given(st.lists(st.tuples(nasty, nasty, st.integers()), min_size=1, max_size=8))
def test_what_a_csv_writer_quotes_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, int]],
) -> None:
    stream = io.StringIO()
    writer = plain.writer(stream, lineterminator="\n")
    writer.writerow(["first", "second", "third"])
    lines = []
    for row in rows:
        lines.append(stream.getvalue().count("\n") + 1)
        writer.writerow(row)
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    table = csv.read(path, header=1, delimiter=",")
    assert table.frame[ROW].to_list() == lines
    for position, name in enumerate(("first", "second", "third")):
        expected = [str(row[position]).strip() or None for row in rows]
        assert table.frame[name].to_list() == expected


def test_a_mark_of_utf8_before_other_letters_is_a_damaged_file(tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout, match="not in the encoding"):
        csv.read(_file(tmp_path, b"\xef\xbb\xbfa,b\n\xd2\x20,1\n"))


def test_stray_quotes_that_pair_up_are_read_with_care(tmp_path: Path) -> None:
    # counted by quotes alone, this is one record of three fields
    with pytest.raises(Truncated, match="row 2: the quotes of the row"):
        csv.read(_file(tmp_path, 'a,b",c\n1,"2,3\n'), header=1)
