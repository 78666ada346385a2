"""Claims: a text is the figure that its publisher meant, or it is refused."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import NotANumber, Where
from migrascope.sources.formats import numbers

HERE = Where("table.csv", "Sheet", column=3)


def _one(text: str, decimal: str = ".", thousands: str = ",") -> float | None:
    read = numbers.parse(
        pl.Series([text]), where=HERE, decimal=decimal, thousands=thousands
    )
    return read.to_list()[0]  # type: ignore[no-any-return]  # a list of floats


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234,567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1\u00a0234\u202f567", 1_234_567),
        ("1'234", 1234),
        ("\u2212 5", None),
        ("\u22125", -5),
        ("+3", 3),
        ("1e+05", 100_000),
        (".5", 0.5),
        ("0", 0),
        ("٣٤٥", 345),
    ],
)
def test_ways_of_writing_a_figure(text: str, value: float | None) -> None:
    if value is None:
        with pytest.raises(NotANumber):
            _one(text)
    else:
        assert _one(text) == value


@pytest.mark.parametrize("text", ["..", ":", "-", "n/a", "", "…", "–"])
def test_missing_marks_are_empty(text: str) -> None:
    assert _one(text) is None


@pytest.mark.parametrize(
    "text", ["nan", "inf", "1e999", "0x10", "1_000", "12 e", "1,23"]
)
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(NotANumber, match="is not a number"):
        _one(text)


def test_the_error_names_file_sheet_row_and_column() -> None:
    with pytest.raises(NotANumber) as caught:
        numbers.parse(pl.Series(["1", "about 5"]), where=HERE, rows=pl.Series([7, 8]))
    assert str(caught.value).startswith(
        'table.csv, sheet "Sheet", row 8, column 3: "about 5" is not a number.'
    )


def test_a_decimal_comma_is_never_taken_for_thousands() -> None:
    assert _one("1.234,5", ",", ".") == 1234.5
    assert _one("1.234", ",", ".") == 1234
    with pytest.raises(NotANumber):
        _one("1.23", ",", ".")


@given(
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from([(".", ","), (",", "."), (",", " "), (".", " "), (".", "'")]),
)
def test_a_figure_that_is_written_comes_back(
    value: float, marks: tuple[str, str]
) -> None:
    decimal, thousands = marks
    rounded = round(value, 4)
    text = f"{rounded:,.4f}".replace(",", "T").replace(".", decimal)
    assert _one(text.replace("T", thousands), decimal, thousands) == rounded


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_count_comes_back_with_and_without_thousands(count: int) -> None:
    assert _one(str(count)) == count
    assert _one(f"{count:,}") == count


@pytest.mark.parametrize(
    ("text", "figure", "flag"),
    [
        ("12,345 e", "12,345", "e"),
        ("123b", "123", "b"),
        ("45*", "45", "*"),
        (": c", ":", "c"),
        ("1 234 (p)", "1 234", "p"),
        ("n/a", "n/a", ""),
        ("17", "17", ""),
    ],
)
def test_letters_behind_a_figure_are_flags(text: str, figure: str, flag: str) -> None:
    figures, flags = numbers.split_flags(pl.Series([text]))
    assert (figures[0], flags[0]) == (figure, flag)
