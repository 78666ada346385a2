"""Remittances: how much, at what cost, and what 3 % would leave."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.indicators.observed import answer, evidence, seen, values

from migrascope.indicators import corridors

PRICES = st.dictionaries(
    st.sampled_from(("GBR", "USA", "TZA", "ZAF", "RWA", "UGA")),
    st.floats(0.5, 30),
    min_size=1,
)


def price(
    sender: str, percent: float, area: str = "KEN", month: int = 7, year: int = 2017
) -> dict[str, object]:
    return seen(
        "remittance_cost",
        area,
        year,
        percent,
        edition="worldbank-rpw@2020",
        origin=sender,
        unit="PT",
        start=date(year, month, 1),
        end=date(year, month + 2, 30 if month in (4, 7) else 31),
    )


def money(
    dollars: float, area: str = "KEN", *, sender: str = "_T", year: int = 2017
) -> dict[str, object]:
    book = "worldbank-wdi-bx-trf-pwkr-cd-dt" if sender == "_T" else "worldbank-knomad"
    return seen(
        "remittances_received",
        area,
        year,
        dollars,
        edition=f"{book}@2017",
        origin=sender,
        unit="USD",
    )


def test_17_3_2_is_money_received_over_what_the_country_produces() -> None:
    gdp = seen("gdp", "KEN", 2017, 80e9, unit="USD")
    assert values(answer("17.3.2", "KEN", money(2e9), gdp)) == {2017: 2.5}


def test_remittances_per_migrant_use_those_who_live_abroad() -> None:
    abroad = seen("migrant_stock", "GBR", 2017, 500_000, origin="KEN")
    series = answer("remittances-per-migrant", "KEN", money(2e9), abroad)
    assert values(series) == {2017: 4000}


def test_the_third_quarter_stands_for_the_year() -> None:
    series = answer(
        "10.c.1", "KEN", price("GBR", 8, month=1), price("GBR", 6), price("USA", 10)
    )
    assert values(series) == {2017: 8.0}
    assert str(series.estimates[0].period) == "third quarter of 2017"


def test_a_year_without_a_third_quarter_is_represented_by_its_last_one() -> None:
    series = answer("10.c.1", "KEN", price("GBR", 8, month=1), price("GBR", 7, month=4))
    assert values(series) == {2017: 7.0}


@given(PRICES)
def test_the_mean_cost_lies_between_the_cheapest_and_the_dearest_corridor(
    prices: dict[str, float],
) -> None:
    rows = [price(sender, percent) for sender, percent in prices.items()]
    mean = values(answer("10.c.1", "KEN", *rows))[2017] or 0
    assert min(prices.values()) - 1e-9 <= mean <= max(prices.values()) + 1e-9
    dear = values(answer("10.c.1-dear", "KEN", *rows))[2017]
    assert dear == sum(percent > 5 for percent in prices.values())


def test_a_corridor_of_exactly_five_percent_is_not_above_five_percent() -> None:
    assert values(answer("10.c.1-dear", "KEN", price("GBR", 5.0))) == {2017: 0}


def test_corridors_are_found_from_both_ends() -> None:
    view = evidence(price("GBR", 8), price("GBR", 9, area="UGA"))
    assert [c.receiving for c in corridors.out_of(view, "GBR")[2017]] == ["KEN", "UGA"]
    assert [c.sending for c in corridors.to(view, "KEN")[2017]] == ["GBR"]


def test_the_saving_is_added_over_corridors_above_three_percent() -> None:
    series = answer(
        "corridor-saving",
        "KEN",
        price("GBR", 8),
        price("USA", 2),
        money(1000, sender="GBR"),
        money(500, sender="USA"),
        money(100, sender="SWE"),
    )
    assert values(series) == {2017: pytest.approx(1000 * 0.05)}
    assert series.notes == ("By corridor: prices are known for 94 % of the money.",)


def test_the_total_stands_in_when_few_flows_have_a_price() -> None:
    series = answer(
        "corridor-saving",
        "KEN",
        price("GBR", 8),
        money(100, sender="GBR"),
        money(900, sender="SWE"),
        money(2000),
    )
    assert values(series) == {2017: pytest.approx(2000 * 0.05)}
    assert [strand.breakdown for strand in series.others] == ["method=by corridor"]
    assert "The headline is total received × mean cost." in series.notes


def test_a_mean_below_three_percent_saves_nothing() -> None:
    series = answer("corridor-saving", "KEN", price("GBR", 2), money(2000))
    assert values(series) == {2017: 0}
    assert any("no flows by corridor" in note for note in series.notes)


@given(PRICES, st.integers(1, 10**6))
def test_what_is_saved_is_never_more_than_what_is_paid(
    prices: dict[str, float], dollars: int
) -> None:
    rows = [price(sender, percent) for sender, percent in prices.items()]
    flows = [money(dollars, sender=sender) for sender in prices]
    saved = values(answer("corridor-saving", "KEN", *rows, *flows))[2017] or 0
    paid = sum(dollars * percent / 100 for percent in prices.values())
    assert 0 <= saved <= paid


def test_the_saving_of_a_group_is_that_of_its_members() -> None:
    rows = (
        price("GBR", 8),
        price("GBR", 13, area="UGA"),
        money(1000, sender="GBR"),
        money(100, "UGA", sender="GBR"),
    )
    group = values(answer("corridor-saving", "M49:014", *rows))[2017]
    assert group == pytest.approx(1000 * 0.05 + 100 * 0.10)


def test_money_that_is_published_as_zero_gives_no_saving_of_zero() -> None:
    zero = money(0)
    assert answer("corridor-saving", "KEN", price("GBR", 9), zero).is_empty
    flows = (money(100, sender="GBR"), money(900, sender="USA"))
    series = answer("corridor-saving", "KEN", price("GBR", 9), zero, *flows)
    assert values(series) == {2017: pytest.approx(6.0)}
    assert any("known for 10 %" in note for note in series.notes)
