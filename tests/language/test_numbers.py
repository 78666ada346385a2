"""Numbers are written as UN documents write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.language.numbers import exact, rounded, with_unit


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1"),
        (2.34, "2.3"),
        (999, "999"),
        (1_000, "1,000"),
        (12_345, "12,300"),
        (999_500, "1 million"),
        (999_499, "999,000"),
        (1_068_421, "1.07 million"),
        (304_021_813, "304 million"),
        (3_720_000_000, "3.72 billion"),
        (-45_678, "−45,700"),
        (None, "–"),
    ],
)
def test_a_sentence_gives_three_figures(value: float | None, text: str) -> None:
    assert rounded(value) == text


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_table_gives_every_digit(number: int) -> None:
    text = exact(float(number))
    assert int(text.replace(",", "").replace("−", "-")) == number


@given(st.floats(min_value=1, max_value=1e13, allow_nan=False))
def test_rounding_stays_within_half_a_per_cent(value: float) -> None:
    words = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
    number, _, word = rounded(value).replace(",", "").partition(" ")
    # half a unit of the last digit, and what binary fractions add to it
    tolerance = 0.05 + 1e-9 if value < 100 else 0.006 * value
    assert abs(float(number) * words.get(word, 1) - value) <= tolerance


def test_a_minus_that_rounds_to_nothing_is_dropped() -> None:
    assert exact(-0.2) == "0"
    assert exact(-0.04, decimals=1) == "0.0"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.93, "PT", "1.9 %"),
        (0.02, "PT", "less than 0.1 %"),
        (0, "PT", "0.0 %"),
        (3_720_000_000, "USD", "US$ 3.72 billion"),
        (28_197.4, "PER_100K", "28,197 per 100,000"),
        (14.32, "PER_1000", "14.3 per 1,000"),
        (820_000, "PS", "820,000"),
        (None, "PS", "–"),
    ],
)
def test_the_unit_stands_with_the_number(
    value: float | None, unit: str, text: str
) -> None:
    assert with_unit(value, unit) == text
