"""Claims: a file that does not hold what its mapping says is refused at the cell."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from migrascope.errors import (
    BadMapping,
    ChangedHeader,
    DuplicateKey,
    NegativeCount,
    NotANumber,
    SourceError,
    Truncated,
    UnknownLayout,
    UnknownPlace,
)

BODY = """
measure = "migrant_stock"
[area]
column = "iso"
codes = "name"
[sex]
column = "sex"
[age]
column = "age"
[time]
year = "year"
convention = "mid-year"
[[values]]
column = "n"
"""
HEADER = "iso,sex,age,year,n\n"
FINE = "Kenya,f,0-4,2020,1\n"


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        (
            HEADER + FINE + "Kenyya,f,0-4,2020,1\n",
            UnknownPlace,
            r'row 3, column 1: "Kenyya" has no area. Nearest: Kenya',
        ),
        (HEADER + FINE + "Uganda,f,0-4,2020,few\n", NotANumber, "row 3, column 5"),
        (HEADER + "Uganda,f,0-4,2020,-5\n", NegativeCount, "row 2, column 5"),
        (HEADER + FINE + FINE, DuplicateKey, r"rows 2, 3"),
        (HEADER + FINE + "Kenya,f,0-4\n", Truncated, "row 3"),
        (HEADER + FINE + "Kenya,x,0-4,2020,1\n", BadMapping, r'row 3.*"x" is no sex'),
        (HEADER + FINE + "Kenya,f,old,2020,1\n", BadMapping, r'row 3.*"old" is no age'),
        (HEADER + FINE + "Kenya,f,0-4,20,1\n", NotANumber, r'row 3: year "20" is no'),
        (HEADER + FINE + ",f,0-4,2020,1\n", BadMapping, "row 3.*area of this row"),
        (HEADER + FINE + "Kenya,,0-4,2020,1\n", BadMapping, "sex of this row"),
        ("iso,gender,age,year,n\n" + FINE, ChangedHeader, 'no "sex"'),
        (HEADER, UnknownLayout, "finds no figure"),
        (HEADER + "Kenya,f,0-4,2020,\n", UnknownLayout, "finds no figure"),
        ("<html><body>404</body></html>", UnknownLayout, "web page"),
        ("", Truncated, "empty"),
    ],
)
def test_each_wrong_file_gets_its_own_error(
    read: Callable[..., pl.DataFrame], text: str, error: type[SourceError], says: str
) -> None:
    with pytest.raises(error, match=says) as caught:
        read(BODY, text)
    assert "table.csv" in str(caught.value)


def test_a_flag_that_is_not_declared_is_refused(
    read: Callable[..., pl.DataFrame],
) -> None:
    body = BODY + '[flags]\nbehind = true\nmap = { e = "E" }\n'
    with pytest.raises(BadMapping, match='flag "z" is not declared'):
        read(body, HEADER + "Kenya,f,0-4,2020,5 z\n")


def test_a_header_that_names_an_unknown_origin_is_refused_at_its_cell(
    read: Callable[..., pl.DataFrame],
) -> None:
    body = """
measure = "migrant_stock"
area = "KEN"
[origin]
codes = "name"
[time]
year = 2020
convention = "mid-year"
[[values]]
headers = '^(?P<origin>.+)$'
"""
    with pytest.raises(UnknownPlace, match=r'row 1.*"Ugandia" has no area'):
        read(body, "Somalia,Ugandia\n1,2\n")
