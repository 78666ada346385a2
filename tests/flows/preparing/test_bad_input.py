"""What cannot be prepared is refused with its area and figure, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest
from tests.flows.preparing import bases
from tests.flows.preparing.bases import STOCKS, Row, living, pair

from migrascope.errors import (
    NegativeCount,
    NoFigures,
    UnbalancedTotals,
    UnknownEdition,
    UnusableTable,
    UsageError,
)
from migrascope.flows.account import mid_years
from migrascope.flows.options import Options, Refugees
from migrascope.flows.preparing import stocks
from migrascope.flows.preparing.preparing import prepare
from migrascope.store.base import Base

INTERVAL = mid_years(2015, 2020)
AREAS = ("KEN", "SOM")
SIMPLE = [
    *pair("KEN", "SOM", {2015: (60, 40), 2020: (90, 60)}),
    *pair("SOM", "KEN", {2015: (5, 5), 2020: (5, 5)}),
]


def made(folder: Path, **editions: Iterable[Row]) -> Base:
    return bases.base(
        folder,
        {
            STOCKS: editions.get("stocks", SIMPLE),
            "undesa-wpp@2024": editions.get("wpp", bases.demography(AREAS)),
        },
    )


def test_an_empty_base_says_that_stocks_are_missing_and_how_to_fetch_them(
    tmp_path: Path,
) -> None:
    with pytest.raises(NoFigures, match="no stocks of migrants") as error:
        prepare(Base.open(tmp_path), INTERVAL, "_T", options=Options())
    assert "migrascope fetch undesa" in error.value.advice


def test_a_base_without_population_says_so(tmp_path: Path) -> None:
    base = bases.base(tmp_path, {STOCKS: SIMPLE})
    with pytest.raises(NoFigures, match="population, births and deaths"):
        prepare(base, INTERVAL, "_T", options=Options())


@pytest.mark.parametrize("measure", ["births", "deaths"])
def test_a_base_without_some_years_of_births_or_deaths_names_them(
    tmp_path: Path, measure: str
) -> None:
    rows = [
        each
        for each in bases.demography(AREAS)
        if each["measure"] != measure or each["end"].year not in {2017, 2020}
    ]
    with pytest.raises(NoFigures, match=f"no {measure} of 2017, 2020"):
        prepare(made(tmp_path, wpp=rows), INTERVAL, "_T", options=Options())


def test_a_population_that_ends_too_early_is_not_carried_silently(
    tmp_path: Path,
) -> None:
    rows = [
        each
        for each in bases.demography(AREAS)
        if each["measure"] != "population" or each["end"].year < 2020
    ]
    with pytest.raises(NoFigures, match="no population of 2020-07-01"):
        prepare(made(tmp_path, wpp=rows), INTERVAL, "_T", options=Options())


def test_an_unknown_year_lists_the_years(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no stocks of 2017") as error:
        prepare(made(tmp_path), mid_years(2015, 2017), "_T", options=Options())
    assert "2015, 2020" in error.value.advice


def test_an_unknown_edition_lists_those_of_the_base(tmp_path: Path) -> None:
    with pytest.raises(UnknownEdition, match="2020") as error:
        prepare(made(tmp_path), INTERVAL, "_T", options=Options(stocks="2020"))
    assert STOCKS in error.value.advice


def test_women_are_not_guessed_from_an_edition_of_both_sexes(tmp_path: Path) -> None:
    both = [
        living("KEN", "SOM", 2015, 5.0, sex="_T"),
        living("SOM", "KEN", 2020, 5.0, sex="_T"),
    ]
    with pytest.raises(NoFigures, match="does not tell women from men"):
        prepare(made(tmp_path, stocks=both), INTERVAL, "F", options=Options())


def test_women_are_not_guessed_without_a_population_by_sex(tmp_path: Path) -> None:
    with pytest.raises(NoFigures, match="no population by sex"):
        prepare(made(tmp_path), INTERVAL, "F", options=Options())


def test_refugees_cannot_be_taken_out_without_figures_of_unhcr(tmp_path: Path) -> None:
    options = Options(refugees=Refugees.EXCLUDED)
    with pytest.raises(NoFigures, match="no refugees") as error:
        prepare(made(tmp_path), INTERVAL, "_T", options=options)
    assert "migrascope fetch unhcr" in error.value.advice


def test_refugees_must_reach_both_ends(tmp_path: Path) -> None:
    base = made(tmp_path)
    counted = [bases.sheltered("KEN", "SOM", year, 1) for year in (2014, 2015, 2020)]
    base.accept(bases.edition(tmp_path, "unhcr-population@2025", counted))
    options = Options(refugees=Refugees.EXCLUDED)
    with pytest.raises(NoFigures, match="no refugees of 2019"):
        prepare(base, INTERVAL, "_T", options=options)


def test_women_and_men_that_do_not_make_both_sexes_name_the_pair(
    tmp_path: Path,
) -> None:
    rows = [*SIMPLE, living("KEN", "SOM", 2020, 160.0, sex="_T")]
    with pytest.raises(UnbalancedTotals, match="Born in SOM, living in KEN") as error:
        prepare(made(tmp_path, stocks=rows), INTERVAL, "_T", options=Options())
    assert "women and men are 150, both sexes 160" in str(error.value)


def test_two_days_in_one_year_are_refused(tmp_path: Path) -> None:
    end = {"start": SIMPLE[0]["start"].replace(month=12, day=31)}
    rows = [*SIMPLE, *({**each, **end, "end": end["start"]} for each in SIMPLE[:2])]
    with pytest.raises(UnusableTable, match="two days in 2015"):
        prepare(made(tmp_path, stocks=rows), INTERVAL, "_T", options=Options())


@pytest.mark.parametrize(
    ("value", "kind", "says"),
    [
        (float("nan"), UnusableTable, "Born in SOM, living in KEN on 2020-07-01: nan"),
        (float("inf"), UnusableTable, "Born in SOM, living in KEN on 2020-07-01: inf"),
        (-7.0, NegativeCount, "Born in SOM, living in KEN on 2020-07-01: -7 people"),
    ],
)
def test_a_stock_that_cannot_be_names_its_pair_and_cell(
    value: float, kind: type[Exception], says: str
) -> None:
    rows = pl.DataFrame([*SIMPLE, living("KEN", "SOM", 2020, value, sex="F")])
    rows = rows.with_columns(
        pl.lit("office@2020").alias("edition"),
        pl.lit("Table 1").alias("sheet"),
        pl.int_range(pl.len()).alias("row"),
        pl.lit(4).alias("column"),
    )
    with pytest.raises(kind, match=says) as error:
        stocks._refuse_bad_figures(rows)
    assert 'office@2020, sheet "Table 1", row 8, column 4' in str(error.value)


def test_a_national_edition_is_prepared_like_any_other(tmp_path: Path) -> None:
    base = made(tmp_path)
    base.accept(bases.edition(tmp_path, "office-register@2021", SIMPLE))
    options = Options(stocks="office-register")
    found = prepare(base, INTERVAL, "_T", options=options)
    assert found.editions[0] == "office-register@2021"
    assert found.account.areas == ("KEN", "SOM")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            pair("KEN", "SOM", {2015: (60, 40), 2020: (90, 60)}),
            "for KEN only: SOM, an origin of 150 people, has no table",
        ),
        (
            [
                *pair("KEN", "SOM", {2015: (60, 40)}),
                *pair("SOM", "KEN", {2020: (5, 5)}),
            ],
            "for no area: SOM, an origin of 100 people, has no table",
        ),
    ],
)
def test_origins_without_a_destination_table_leave_nothing_to_estimate(
    tmp_path: Path, rows: Iterable[Row], says: str
) -> None:
    with pytest.raises(UnusableTable, match=says) as error:
        prepare(made(tmp_path, stocks=rows), INTERVAL, "_T", options=Options())
    assert "undesa-ims-bilateral@2024 has residents on both" in str(error.value)
    assert "Add the tables of other areas" in error.value.advice
