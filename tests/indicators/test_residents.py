"""A rate compares people of the same territory."""

from __future__ import annotations

import pytest
from tests.indicators.observed import answer, seen, values

from migrascope.indicators import compute
from migrascope.store.base import Base

SERBIA = seen("population", "SRB", 2018, 700, edition="undesa-wpp@2024")
KOSOVO = seen("population", "XKX", 2018, 200, edition="undesa-wpp@2024")
FLED = seen("refugees", "DEU", 2018, 100, origin="SRB")


def test_the_people_of_kosovo_stand_below_the_refugees_of_serbia_and_kosovo() -> None:
    series = answer("10.7.4", "SRB", SERBIA, KOSOVO, FLED)
    assert values(series) == {2018: pytest.approx(100_000 * 100 / (900 + 100))}
    assert len({cell.row for cell in series.estimates[0].cells}) == 3


def test_a_group_with_both_counts_each_resident_once() -> None:
    europe = "M49:150"
    assert values(answer("10.7.4", europe, SERBIA, KOSOVO, FLED)) == {
        2018: pytest.approx(100_000 * 100 / (900 + 100))
    }


def test_a_population_without_kosovo_in_the_file_stays_as_it_is() -> None:
    series = answer("10.7.4", "SRB", SERBIA, FLED)
    assert values(series) == {2018: pytest.approx(100_000 * 100 / (700 + 100))}


@pytest.mark.parametrize("year", [2005, 2010, 2015, 2018])
def test_serbia_is_what_unsd_published_within_three_percent(
    real_base: Base, year: int
) -> None:
    found = compute(real_base, "10.7.4", "SRB").at(year)
    published = compute(real_base, "10.7.4-published", "SRB").at(year)
    assert found is not None
    assert published is not None
    assert found.value == pytest.approx(published.value, rel=0.03)
