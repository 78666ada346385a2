"""Claims: rates are per 1,000 person-years of the mid-interval population."""

from __future__ import annotations

import pytest
from tests.flows.measures.tables import ABCD, account, flow_table

from migrascope.errors import UnusableTable
from migrascope.flows.measures.population import mid_interval
from migrascope.flows.measures.profile import profile, system

TABLE = flow_table(ABCD)
ACCOUNT = account(TABLE, [9_000, 10_000, 0, 4_000], [11_000, 12_000, 0, 6_000])


def values(area: str) -> dict[str, float | None]:
    return {each.code: each.value for each in profile(TABLE, ACCOUNT, area)}


def test_the_population_is_the_mean_of_both_ends() -> None:
    population = mid_interval(ACCOUNT)
    assert population.persons.tolist() == [10_000, 11_000, 0, 5_000]
    assert population.person_years.tolist() == [50_000, 55_000, 0, 25_000]
    assert population.total == 26_000


def test_rates_are_per_thousand_person_years() -> None:
    # A: 130 came and 200 left in 50,000 person-years.
    found = values("A")
    assert found["in_rate"] == pytest.approx(2.6)
    assert found["out_rate"] == pytest.approx(4.0)
    assert found["net_rate"] == pytest.approx(-1.4)
    assert found["gross_rate"] == pytest.approx(6.6)


def test_an_area_without_inhabitants_has_no_rate_and_a_reason() -> None:
    (rate,) = (each for each in profile(TABLE, ACCOUNT, "C") if each.code == "in_rate")
    assert rate.value is None
    assert rate.reason == "C has no inhabitants."


def test_without_an_account_there_is_no_rate() -> None:
    (rate,) = (each for each in profile(TABLE, None, "A") if each.code == "in_rate")
    assert rate.value is None
    assert "population" in rate.reason


def test_intensity_is_movers_over_everybody() -> None:
    # 500 movers among 26,000 people, over five years.
    found = {each.code: each.value for each in system(TABLE, ACCOUNT)}
    assert found["cmi"] == pytest.approx(100 * 500 / 26_000)
    assert found["cmi_yearly"] == pytest.approx(1_000 * 500 / 130_000)


def test_an_account_of_other_areas_is_refused() -> None:
    other = flow_table(ABCD, areas=("A", "B", "C", "Z"))
    with pytest.raises(UnusableTable, match="D, Z"):
        system(other, ACCOUNT)
