"""One series rests on one source, chosen by a declared table."""

from __future__ import annotations

import pytest
from tests.indicators.observed import answer, frame, seen, values

from migrascope.indicators import registry
from migrascope.indicators.preferences import Preference, choose, preferences
from migrascope.indicators.rows import Row
from migrascope.model import measure
from migrascope.model.lineage import Lineage
from migrascope.model.observation import Status
from migrascope.store.base import Base
from migrascope.store.editions import Edition

WPP = "undesa-wpp@2024"
WDI = "worldbank-wdi-selected-population@2024"


def rows(*given: dict[str, object]) -> list[Row]:
    return [Row._make(line) for line in frame(*given).rows()]


def test_the_first_dataset_of_the_list_that_has_figures_is_chosen() -> None:
    choice = choose(
        "population",
        rows(
            seen("population", "KEN", 2020, 1, edition=WDI),
            seen("population", "KEN", 2020, 2, edition=WPP),
        ),
    )
    assert choice is not None
    assert choice.dataset == "undesa-wpp"
    assert choice.others == ("worldbank-wdi-selected-population",)


def test_a_dataset_that_has_only_missing_marks_is_not_chosen() -> None:
    choice = choose(
        "population",
        rows(
            seen("population", "KEN", 2020, 1, edition=WDI),
            seen("population", "KEN", 2020, None, edition=WPP, obs_status="M"),
        ),
    )
    assert choice is not None
    assert choice.dataset == "worldbank-wdi-selected-population"


def test_datasets_that_are_not_declared_come_last_in_alphabetical_order() -> None:
    order = Preference("population", ("b",), "because")
    assert sorted(["c", "a", "b"], key=order.rank) == ["b", "a", "c"]


def test_a_series_never_mixes_two_datasets() -> None:
    series = answer(
        "net-migration",
        "KEN",
        seen("net_migration", "KEN", 2019, 5, edition="worldbank-wdi-sm-pop-netm@2024"),
        seen("net_migration", "KEN", 2020, 7, edition=WPP),
    )
    assert values(series) == {2020: 7}


def test_the_lineage_says_which_source_was_preferred_to_which_and_why() -> None:
    series = answer(
        "net-migration",
        "KEN",
        seen("net_migration", "KEN", 2020, 5, edition="worldbank-wdi-sm-pop-netm@2024"),
        seen("net_migration", "KEN", 2020, 7, edition=WPP),
    )
    lineage = series.estimates[0].lineage
    assert isinstance(lineage, Lineage)
    assert "undesa-wpp, preferred to worldbank-wdi-sm-pop-netm" in lineage.formula
    assert series.editions == (WPP,)


def test_a_projection_carries_the_population_on_after_its_last_estimate() -> None:
    later = {"edition": "undesa-wpp-projection@2024", "obs_status": "F"}
    series = answer(
        "idp-share",
        "SSD",
        *(seen("idps", "SSD", year, 10, origin="SSD") for year in (2022, 2023, 2024)),
        seen("population", "SSD", 2022, 100, edition=WPP),
        seen("population", "SSD", 2023, 200, edition=WPP),
        seen("population", "SSD", 2023, 999, **later),
        seen("population", "SSD", 2024, 400, **later),
    )
    assert values(series) == {2022: 10.0, 2023: 5.0, 2024: 2.5}
    assert [each.status for each in series.estimates][-1] is Status.FORECAST


@pytest.mark.parametrize("name", sorted(preferences()))
def test_every_declared_preference_is_of_a_known_measure_and_gives_a_reason(
    name: str,
) -> None:
    assert measure.get(name).code == name
    assert preferences()[name].why
    assert len(set(preferences()[name].prefer)) == len(preferences()[name].prefer)


def test_a_zero_that_says_nothing_is_no_figure_but_another_zero_is() -> None:
    modelled = {"edition": "worldbank-knomad-migration@2017", "origin": "ALB"}
    silent = answer(
        "migrant-stock", "XKX", seen("migrant_stock", "XKX", 2017, 0, **modelled)
    )
    counted = answer("migrant-stock", "XKX", seen("migrant_stock", "XKX", 2017, 0))
    assert silent.is_empty
    assert values(counted) == {2017: 0}


def test_the_table_is_sorted_by_measure() -> None:
    assert list(preferences()) == sorted(preferences())


@pytest.mark.parametrize("measure_", ["stateless", "host_community", "refugees"])
def test_the_whole_table_of_unhcr_speaks_before_a_download_of_a_part(
    measure_: str,
) -> None:
    choice = choose(
        measure_,
        rows(
            seen(measure_, "DEU", 2024, 7, edition="unhcr-finder-population@2024"),
            seen(measure_, "DEU", 2024, 9, edition="unhcr-demographics@2025"),
            seen(measure_, "DEU", 2024, 8, edition="unhcr-population@2025"),
        ),
    )
    assert choice is not None
    assert choice.dataset == "unhcr-population"


def test_where_several_datasets_count_the_same_their_order_is_declared(
    real_base: Base,
) -> None:
    undeclared = {
        (measure_, edition.dataset)
        for measure_ in registry.inputs()
        for edition in counting(real_base, measure_)
        if len(counting(real_base, measure_)) > 1
        and edition.dataset not in order(measure_)
    }
    assert undeclared == set()


def counting(base: Base, measure_: str) -> list[Edition]:
    return [each for each in base.newest() if measure_ in each.measures]


def order(measure_: str) -> set[str]:
    declared = preferences().get(measure_)
    return {*declared.prefer, declared.continued_by} if declared else set()
