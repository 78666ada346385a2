"""Refugees by origin, hosted, and what they mean where they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.indicators.observed import answer, seen, values

PEOPLE = st.integers(1, 10**9)


def test_10_7_4_of_the_syrian_arab_republic_in_2018_is_28_197_as_published() -> None:
    # UNSD, SDG Global Database of autumn 2020, SM_POP_REFG_OR; population of World
    # Population Prospects 2019, refugees of UNHCR.
    series = answer(
        "10.7.4",
        "SYR",
        seen("population", "SYR", 2018, 16_945_057),
        seen("refugees", "TUR", 2018, 3_622_366, origin="SYR"),
        seen("refugees", "LBN", 2018, 6_654_374 - 3_622_366, origin="SYR"),
    )
    assert round(values(series)[2018] or 0) == 28_197
    assert len(series.estimates[0].cells) == 5, "the refugees stand above and below"


@given(PEOPLE, PEOPLE)
def test_10_7_4_lies_between_nobody_and_everybody(people: int, fled: int) -> None:
    series = answer(
        "10.7.4",
        "SOM",
        seen("population", "SOM", 2020, people),
        seen("refugees", "KEN", 2020, fled, origin="SOM"),
    )
    assert 0 < (values(series)[2020] or 0) < 100_000


def test_10_7_4_has_no_figure_without_the_population_of_that_year() -> None:
    series = answer(
        "10.7.4",
        "SOM",
        seen("population", "SOM", 2019, 15_000_000),
        seen("refugees", "KEN", 2020, 250_000, origin="SOM"),
    )
    assert series.is_empty


def test_refugees_hosted_are_added_over_origins_and_unknown_ones_count() -> None:
    series = answer(
        "refugees-hosted",
        "KEN",
        seen("refugees", "KEN", 2020, 10, origin="SOM"),
        seen("refugees", "KEN", 2020, 5, origin="SSD"),
        seen("refugees", "KEN", 2020, 1, origin="X:unknown"),
        seen("refugees", "UGA", 2020, 99, origin="SSD"),
    )
    assert values(series) == {2020: 16}
    assert str(series.estimates[0].lineage).count("Cell(") == 3


def test_aggregates_that_a_publisher_printed_are_not_added_to_countries() -> None:
    series = answer(
        "refugees-hosted",
        "KEN",
        seen("refugees", "KEN", 2020, 10, origin="SOM"),
        seen("refugees", "KEN", 2020, 12, origin="M49:014"),
    )
    assert values(series) == {2020: 10}


def test_a_total_that_the_publisher_printed_is_taken_before_a_sum() -> None:
    series = answer(
        "refugees-hosted",
        "KEN",
        seen("refugees", "KEN", 2020, 10, origin="SOM"),
        seen("refugees", "KEN", 2020, 11),
    )
    assert values(series) == {2020: 11}


def test_refugees_by_sex_and_age_stand_beside_the_total_with_a_warning() -> None:
    parts = (
        seen(
            "refugees",
            "KEN",
            2020,
            value,
            edition="unhcr-demographics@2020",
            origin="SOM",
            sex=sex,
            age=age,
            breakdown="location=Dadaab",
        )
        for sex, age, value in (
            ("F", "_T", 4),
            ("M", "_T", 5),
            ("F", "Y0T4", 1),
            ("M", "Y0T4", 2),
        )
    )
    total = seen(
        "refugees", "KEN", 2020, 10, edition="unhcr-population@2020", origin="SOM"
    )
    series = answer("refugees-hosted", "KEN", total, *parts)
    assert values(series) == {2020: 10}
    women, children = series.strand(sex="F"), series.strand(age="Y0T4")
    assert women is not None
    assert children is not None
    assert [each.value for each in women.estimates] == [4]
    assert [each.value for each in children.estimates] == [3]
    assert any("known to UNHCR" in note for note in series.notes)


@pytest.mark.parametrize(
    ("code", "below", "figure"),
    [
        ("refugees-per-1000", seen("population", "LBN", 2020, 6_000_000), 200.0),
        ("refugees-per-gdp", seen("gdp", "LBN", 2020, 30e9, unit="USD"), 40.0),
    ],
)
def test_refugees_hosted_are_set_against_people_and_money(
    code: str, below: dict[str, object], figure: float
) -> None:
    hosted = seen("refugees", "LBN", 2020, 1_200_000, origin="SYR")
    assert values(answer(code, "LBN", hosted, below)) == {2020: figure}
