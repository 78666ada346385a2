"""Migrant stocks, their make-up and their origins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.indicators.observed import answer, evidence, seen, values

from migrascope.indicators import partners
from migrascope.model import area as areas

COUNTRIES = [each.id for each in areas.countries() if each.id != "KEN"]
BY_ORIGIN = st.dictionaries(
    st.sampled_from(COUNTRIES), st.integers(1, 10**7), min_size=1, max_size=30
)


def stock(origin: str, sex: str, value: float) -> dict[str, object]:
    return seen("migrant_stock", "KEN", 2020, value, origin=origin, sex=sex)


TWO_SEXES = (
    stock("SOM", "F", 30),
    stock("SOM", "M", 20),
    stock("UGA", "F", 10),
    stock("UGA", "M", 40),
)


def test_a_stock_by_origin_and_sex_is_added_with_every_cell_in_its_lineage() -> None:
    series = answer("migrant-stock", "KEN", *TWO_SEXES)
    assert values(series) == {2020: 100}
    assert len(series.estimates[0].cells) == 4
    assert {cell.row for cell in series.estimates[0].cells} == {2, 3, 4, 5}


def test_the_two_sexes_are_strands_of_their_own_and_add_up() -> None:
    series = answer("migrant-stock", "KEN", *TWO_SEXES)
    parts = [series.strand(sex=sex) for sex in ("F", "M")]
    assert sum(p.estimates[0].value or 0 for p in parts if p) == values(series)[2020]


def test_the_share_of_women_and_the_sex_ratio_tell_the_same() -> None:
    share = values(answer("migrant-female-share", "KEN", *TWO_SEXES))[2020] or 0
    ratio = values(answer("migrant-sex-ratio", "KEN", *TWO_SEXES))[2020] or 0
    assert share == pytest.approx(40)
    assert ratio == pytest.approx(100 * (100 - share) / share)


def test_a_share_needs_the_population_of_the_same_year() -> None:
    people = seen("population", "KEN", 2020, 50_000, edition="undesa-wpp@2024")
    assert values(answer("migrant-share", "KEN", *TWO_SEXES, people)) == {2020: 0.2}


@given(BY_ORIGIN)
def test_concentration_lies_above_zero_and_reaches_one_only_for_one_origin(
    origins: dict[str, int],
) -> None:
    rows = [stock(origin, "_T", people) for origin, people in origins.items()]
    index = values(answer("origin-concentration", "KEN", *rows))[2020] or 0
    assert 1 / len(origins) - 1e-9 <= index <= 1 + 1e-9
    assert (len(origins) == 1) == (index == pytest.approx(1, abs=1e-12))


def test_migrants_of_unknown_origin_are_left_out_of_the_concentration() -> None:
    series = answer(
        "origin-concentration", "KEN", stock("SOM", "_T", 5), stock("X:other", "_T", 5)
    )
    assert values(series) == {2020: 1.0}
    assert any("unknown" in note for note in series.notes)


@given(BY_ORIGIN)
def test_shares_of_origins_add_up_to_a_hundred(origins: dict[str, int]) -> None:
    rows = [stock(origin, "_T", people) for origin, people in origins.items()]
    ranking = partners.origins(evidence(*rows), "migrant_stock", "KEN")
    assert ranking is not None
    shares = [ranking.share(place).value or 0 for place, _ in ranking.entries]
    assert sum(shares) == pytest.approx(100)
    assert shares == sorted(shares, reverse=True)


def test_residuals_count_in_the_total_but_are_not_among_the_top() -> None:
    ranking = partners.origins(
        evidence(stock("SOM", "_T", 5), stock("X:other", "_T", 9)),
        "migrant_stock",
        "KEN",
    )
    assert ranking is not None
    assert [place for place, _ in ranking.top(5)] == ["SOM"]
    assert ranking.total.value == 14


def test_a_ranking_of_a_year_without_figures_does_not_exist() -> None:
    view = evidence(stock("SOM", "_T", 5))
    assert partners.origins(view, "migrant_stock", "KEN", year=1990) is None
    assert partners.destinations(view, "migrant_stock", "KEN") is None


def test_the_diaspora_is_what_other_countries_count() -> None:
    rows = (
        seen("migrant_stock", "GBR", 2020, 150, origin="KEN"),
        seen("migrant_stock", "USA", 2020, 160, origin="KEN"),
        seen("migrant_stock", "M49:900", 2020, 310, origin="KEN"),
    )
    assert values(answer("diaspora", "KEN", *rows)) == {2020: 310}
    abroad = partners.destinations(evidence(*rows), "migrant_stock", "KEN")
    assert abroad is not None
    assert [place for place, _ in abroad.entries] == ["USA", "GBR"]
