"""Regions and groups are added up from their members."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.indicators.observed import answer, seen, values

from migrascope.indicators.totals import predecessors
from migrascope.model import area as areas

NORTH = "M49:021"  # Northern America: Bermuda, Canada, Greenland, St Pierre, USA
MEMBERS = areas.members(NORTH)
PEOPLE = st.integers(1, 10**9)
SOME = st.dictionaries(st.sampled_from(MEMBERS), st.tuples(PEOPLE, PEOPLE), min_size=1)


def hosting(country: str, refugees: float, people: float) -> list[dict[str, object]]:
    return [
        seen("refugees", country, 2020, refugees, origin="SYR"),
        seen("population", country, 2020, people),
    ]


@given(SOME)
def test_a_group_adds_numerators_and_denominators_and_never_averages_ratios(
    countries: dict[str, tuple[int, int]],
) -> None:
    rows = [row for name, pair in countries.items() for row in hosting(name, *pair)]
    series = answer("refugees-per-1000", NORTH, *rows)
    refugees = sum(pair[0] for pair in countries.values())
    people = sum(pair[1] for pair in countries.values())
    assert values(series)[2020] == pytest.approx(1000 * refugees / people)
    coverage = series.headline.coverage[0]
    assert (coverage.have, coverage.of) == (len(countries), len(MEMBERS))


@given(SOME)
def test_a_count_of_a_group_is_the_sum_of_its_members(
    countries: dict[str, tuple[int, int]],
) -> None:
    rows = [row for name, pair in countries.items() for row in hosting(name, *pair)]
    group = values(answer("refugees-hosted", NORTH, *rows))[2020]
    alone = [values(answer("refugees-hosted", c, *rows))[2020] for c in countries]
    assert group == sum(each or 0 for each in alone)


def test_a_member_without_a_denominator_is_left_out_of_the_numerator_too() -> None:
    series = answer(
        "refugees-per-1000",
        NORTH,
        *hosting("CAN", 10, 1000),
        seen("refugees", "USA", 2020, 999, origin="SYR"),
    )
    assert values(series) == {2020: 10.0}
    assert str(series.headline.coverage[0]) == "1 of 5"
    assert any("Not every member has data: 1 of 5" in note for note in series.notes)


def test_residents_of_a_member_without_refugees_count_in_the_rate_of_a_group() -> None:
    rows = [
        *hosting("CAN", 10, 1000),
        seen("population", "USA", 2020, 4000),
        seen("refugees", "KEN", 2020, 5, origin="CAN"),
    ]
    assert values(answer("refugees-per-1000", NORTH, *rows)) == {2020: 2.0}
    assert values(answer("refugees-per-1000", "USA", *rows)) == {}
    assert values(answer("10.7.4", NORTH, *rows))[2020] == pytest.approx(
        100_000 * 5 / (5000 + 5)
    )


def test_what_is_counted_in_no_known_country_counts_in_the_world() -> None:
    rows = [
        seen("idps", "SSD", 2020, 9, origin="SSD", edition="unhcr-idmc@2025"),
        seen("idps", "X:abyei", 2020, 2, origin="X:abyei", edition="unhcr-idmc@2025"),
    ]
    series = answer("idps", "M49:900", *rows)
    assert values(series) == {2020: 11}
    assert all(each.have <= each.of for each in series.headline.coverage)
    assert values(answer("idps", "M49:014", *rows)) == {2020: 9}


def test_a_year_with_data_for_few_members_is_left_out() -> None:
    rows = [
        seen("refugees", country, 2020, 10, origin="SYR")
        for country in ("CAN", "USA", "BMU", "GRL")
    ]
    late = seen("refugees", "CAN", 2021, 10, origin="SYR")
    assert values(answer("refugees-hosted", NORTH, *rows, late)) == {2020: 40}
    assert values(answer("refugees-hosted", "CAN", *rows, late)) == {2020: 10, 2021: 10}


def test_moves_inside_a_group_are_counted_and_the_note_says_so() -> None:
    series = answer(
        "migrant-stock", NORTH, seen("migrant_stock", "USA", 2020, 800, origin="CAN")
    )
    assert values(series) == {2020: 800}
    assert any("another are counted as migrants" in note for note in series.notes)


def test_a_group_counts_a_former_area_only_while_no_successor_has_a_figure() -> None:
    europe = "M49:150"
    series = answer(
        "refugees-hosted",
        europe,
        seen("refugees", "SCG", 2005, 7, origin="HRV"),
        seen("refugees", "SRB", 2006, 5, origin="HRV"),
        seen("refugees", "SCG", 2006, 6, origin="HRV"),
    )
    assert "SCG" in predecessors(areas.members(europe))
    assert values(series) == {2005: 7, 2006: 5}


def test_a_country_does_not_inherit_the_figures_of_a_former_area() -> None:
    series = answer(
        "refugees-hosted", "SRB", seen("refugees", "SCG", 2005, 7, origin="HRV")
    )
    assert series.is_empty
