"""The registry says what every indicator means."""

from __future__ import annotations

import pytest

from migrascope.errors import UnknownMeasure
from migrascope.indicators import registry
from migrascope.indicators.registry import Direction, Indicator
from migrascope.model import measure

ALL = registry.everything()
WANTED = (
    "3.c.1",
    "4.b.1",
    "8.8.1",
    "8.8.2",
    "10.7.2",
    "10.7.3",
    "10.7.4",
    "10.c.1",
    "16.2.2",
    "17.3.2",
    "migrant-stock",
    "migrant-share",
    "migrant-female-share",
    "origin-concentration",
    "diaspora",
    "refugees-hosted",
    "refugees-per-1000",
    "refugees-per-gdp",
    "refugees-by-origin",
    "asylum-seekers",
    "recognition-rate",
    "idps",
    "idp-share",
    "net-migration-rate",
    "remittances-received",
    "remittances-paid",
    "remittances-per-migrant",
    "corridor-saving",
)


@pytest.mark.parametrize("code", WANTED)
def test_every_indicator_that_a_review_needs_is_there(code: str) -> None:
    assert registry.get(code).code == code


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.code)
def test_an_indicator_says_what_it_is_and_where_it_is_defined(each: Indicator) -> None:
    assert all((each.name, each.unit, each.formula, each.reference, each.inputs))
    assert each.compute.__doc__ or each.published


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.code)
def test_the_inputs_of_an_indicator_are_known_measures(each: Indicator) -> None:
    assert [measure.get(code).code for code in each.inputs] == list(each.inputs)


def test_an_indicator_with_a_target_has_a_direction() -> None:
    assert [e.code for e in ALL if e.target and e.direction is Direction.NONE] == []


def test_the_target_of_remittance_costs_is_three_percent_in_2030() -> None:
    target = registry.get("10.c.1").target
    assert target is not None
    assert (target.value, target.year) == (3, 2030)


def test_official_indicators_come_first_in_the_order_of_the_goals() -> None:
    official = [each.sdg for each in ALL if each.sdg]
    assert [each.sdg for each in ALL][: len(official)] == official
    goals = [int(code.split(".")[0]) for code in official]
    assert goals == sorted(goals)


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(UnknownMeasure, match=r"10\.7\.4"):
        registry.get("10.7.44")


def test_the_case_of_a_code_does_not_matter() -> None:
    assert registry.get("10.C.1") is registry.get("10.c.1")
    assert registry.has("10.C.1")
    assert not registry.has("10.c.9")


def test_two_indicators_cannot_share_a_code() -> None:
    register = registry.indicator(
        code="10.7.4",
        name="again",
        unit="PS",
        direction=Direction.NONE,
        formula="again",
        reference="again",
        inputs=("refugees",),
    )
    with pytest.raises(ValueError, match=r"10\.7\.4"):
        register(registry.get("10.7.4").compute)
