"""From the publishers' own files come the values that the UN has published."""

from __future__ import annotations

import pytest
from benchmarks import published_values
from benchmarks.published_values import Compared

from migrascope.indicators import compute
from migrascope.model import area as areas
from migrascope.store.base import Base

pytestmark = pytest.mark.xdist_group("published values")  # one comparison is made once


@pytest.fixture(scope="module")
def same_population(real_base: Base) -> list[Compared]:
    return published_values.refugees_with_the_same_population(real_base)


def test_10_7_4_agrees_within_two_percent_where_the_population_is_the_same(
    same_population: list[Compared],
) -> None:
    assert len(same_population) > 300
    assert [each for each in same_population if each.reason] == []


def test_half_of_these_country_years_agree_within_two_in_a_thousand(
    same_population: list[Compared],
) -> None:
    close = [each for each in same_population if each.apart <= 0.002]
    assert len(close) > len(same_population) / 2


def test_every_other_value_of_10_7_4_has_a_reason(real_base: Base) -> None:
    compared = published_values.refugees(real_base)
    good = [each for each in compared if not each.reason]
    unexplained = [e for e in compared if e.reason == "refugees revised since 2020"]
    assert len(good) > 1000
    assert len(unexplained) < 0.03 * len(compared)


def test_10_c_1_is_what_unsd_publishes_except_for_exchanged_countries(
    real_base: Base,
) -> None:
    compared = published_values.costs_of_remittances(real_base)
    rest = [each for each in compared if each.reason]
    assert len(compared) > 350
    assert len(rest) < 0.04 * len(compared)
    assert {each.reason for each in rest} == {
        "the published value is that of another country"
    }


def test_the_mean_over_corridors_is_close_to_the_mean_over_services(
    real_base: Base,
) -> None:
    compared = published_values.costs_by_corridor(real_base)
    near = [e for e in compared if abs(e.computed - e.published) <= 1]
    assert sum(not each.reason for each in compared) > len(compared) / 2
    assert len(near) > 0.85 * len(compared)


def test_17_3_2_agrees_for_two_thirds_across_two_later_revisions(
    real_base: Base,
) -> None:
    compared = published_values.remittances_of_gdp(real_base)
    good = [each for each in compared if not each.reason]
    assert len(good) > 3000
    assert len(good) > 0.65 * len(compared)


def test_the_world_had_280_598_105_migrants_in_2020_and_304_021_813_in_2024(
    real_base: Base,
) -> None:
    assert published_values.world_migrant_stock(real_base) == {
        ("undesa-ims-totals@2020", 2020): 280_598_105,
        ("undesa-ims-bilateral@2024", 2020): 275_284_032,
        ("undesa-ims-bilateral@2024", 2024): 304_021_813,
    }


def test_every_figure_of_kenya_leads_to_a_cell_that_holds_its_value(
    real_base: Base,
) -> None:
    series = compute(real_base, "10.c.1", "KEN")
    latest = series.latest
    assert latest is not None
    assert latest.value is not None
    prices = [cell.value or 0.0 for cell in latest.cells]
    assert latest.value == pytest.approx(sum(prices) / len(prices))
    for cell in latest.cells:
        assert real_base.edition(cell.edition).files[cell.file].name


def test_a_country_with_hardly_any_data_has_empty_series_and_no_error(
    real_base: Base,
) -> None:
    assert compute(real_base, "10.c.1", "VAT").is_empty
    assert compute(real_base, "migrant-stock", "TUV").latest is not None
    assert areas.name("VAT")
