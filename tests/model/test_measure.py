"""Measures and SDG series are described once and found by their code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from migrascope.errors import UnknownMeasure
from migrascope.model import goals, measure

CONTRACT = [
    "migrant_stock",
    "population",
    "migrant_share",
    "migrant_female_share",
    "migrant_stock_change_rate",
    "refugees_and_asylum_seekers",
    "refugees_and_asylum_seekers_share",
    "refugees_and_asylum_seekers_change_rate",
    "births",
    "deaths",
    "net_migration",
    "population_change",
    "net_migration_rate",
    "refugees",
    "asylum_seekers",
    "returned_refugees",
    "idps",
    "returned_idps",
    "stateless",
    "others_of_concern",
    "other_in_need_of_protection",
    "host_community",
    "asylum_applications",
    "asylum_decisions",
    "resettlement",
    "naturalisation",
    "refugee_arrivals",
    "palestine_refugees",
    "remittances_received",
    "remittances_paid",
    "remittances_received_gdp",
    "gdp",
    "remittance_cost",
    "remittance_cost_received",
    "remittance_cost_sent",
    "migrant_deaths",
    "migrants_missing",
    "migrant_deaths_and_missing",
    "migrants_surviving",
    "migration_flows",
    "distance",
    "contiguity",
    "common_language",
    "colonial_link",
]
KINDS = {"stock", "flow", "rate", "share", "price", "score"}
UNITS = {"PS", "PT", "PT_YR", "USD", "PER_1000", "CASES", "KM", "IX"}


@pytest.mark.parametrize("code", CONTRACT)
def test_every_measure_that_the_adapters_use_is_described(code: str) -> None:
    found = measure.get(code)
    assert found.code == code
    assert found.kind in KINDS
    assert found.unit in UNITS
    assert found.definition.endswith(".")
    assert not found.is_series


def test_every_code_is_unique_and_measures_and_series_cannot_be_confused() -> None:
    codes = [each.code for each in measure.all()]
    assert len(codes) == len({code.lower() for code in codes})
    assert all(each.code[0].isupper() == each.is_series for each in measure.all())


def test_names_are_plain_words_that_fit_into_a_sentence() -> None:
    for each in measure.all():
        if not each.is_series:
            assert each.name
            assert each.name_plural
            assert "_" not in each.name + each.name_plural
            assert each.definition
            assert each.source_term


def test_stocks_and_flows_of_people_are_counted_in_persons() -> None:
    for each in measure.all():
        if each.kind == "stock":
            assert each.unit == "PS", each.code
        if each.kind == "share":
            assert each.unit == "PT", each.code


def test_forecasts_are_measures_of_a_kind_of_their_own() -> None:
    for each in measure.all():
        assert (each.kind == "forecast") == each.code.startswith("forecast_")


@pytest.mark.parametrize(
    ("indicator", "series"),
    [
        ("10.7.2", ["SG_CPA_MIGRP", "SG_CPA_MIGRS"]),
        ("10.7.3", ["SM_DTH_MIGR"]),
        ("10.7.4", ["SM_POP_REFG_OR"]),
        ("10.c.1", ["SI_RMT_COST"]),
        ("17.3.2", ["BX_TRF_PWKR"]),
        ("9.9.9", []),
    ],
)
def test_an_indicator_names_its_series(indicator: str, series: list[str]) -> None:
    assert [each.code for each in measure.series_of(indicator)] == series


def test_a_series_may_stand_for_several_indicators() -> None:
    assert measure.get("VC_DSR_DAFF").indicators == ("1.5.1", "11.5.1", "13.1.1")


def test_a_code_is_found_whatever_its_case() -> None:
    assert measure.get("Refugees") is measure.get("refugees")
    assert measure.get("IT_USE_II99").code == "IT_USE_ii99"
    assert measure.get("sm_dth_migr") is measure.get("SM_DTH_MIGR")


def test_an_unknown_code_is_refused_with_the_nearest_three() -> None:
    with pytest.raises(UnknownMeasure, match="refugeees") as refused:
        measure.get("refugeees")
    assert "refugees" in refused.value.advice
    assert refused.value.advice.count(",") == 2


def test_series_in_use_are_described_and_belong_to_indicators_of_the_agenda() -> None:
    described = [each for each in measure.all() if each.is_series and each.definition]
    assert len(described) == 21
    known = {entry.code for entry in goals.indicators()}
    for each in described:
        assert each.kind in KINDS
        assert each.unit
        assert set(each.indicators) <= known


def test_every_series_of_the_sdg_database_is_in_the_table(shared_data: Path) -> None:
    folder = shared_data / "sdg_unsd/ddf"
    with (folder / "ddf--concepts--continuous.csv").open(encoding="utf-8") as stream:
        published = {row["name"]: row["indicator"] for row in csv.DictReader(stream)}
    assert len(published) == 472
    for code, indicators in published.items():
        assert ", ".join(measure.get(code).indicators) == indicators
