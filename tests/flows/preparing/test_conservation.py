"""Nobody is lost or made by the preparation, whatever the stocks look like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flows.preparing.bases import living
from tests.flows.preparing.explaining import assert_explained, unexplained

from migrascope.flows.account import mid_years
from migrascope.flows.options import Gaps, Options, Refugees, Residuals
from migrascope.flows.preparing import preparing, stocks
from migrascope.flows.preparing.demography import Demography
from migrascope.flows.preparing.preparing import Material
from migrascope.flows.preparing.refugees import Counted

AREAS = ("KEN", "MNE", "SCG", "SOM", "SRB", "XKX")
ORIGINS = (*AREAS, "VAT", "X:other", "X:unknown")
YEARS = (2010, 2015, 2020)
INTERVAL = mid_years(2015, 2020)
LIVED = [float(date(year, 7, 1).toordinal()) for year in YEARS]

options = st.builds(
    Options,
    residuals=st.sampled_from(Residuals),
    refugees=st.sampled_from(Refugees),
    gaps=st.sampled_from(Gaps),
)


def demography(populations: list[int]) -> Demography:
    years = {
        area: dict.fromkeys(range(2010, 2021), float(people) / 50)
        for area, people in zip(AREAS, populations, strict=True)
    }
    days = np.array(LIVED)
    return Demography(
        points={
            area: (days, np.array([people, people * 1.1, people * 1.2]))
            for area, people in zip(AREAS, populations, strict=True)
        },
        shares={area: [(days, np.array([0.5, 0.52, 0.49]))] for area in AREAS},
        years={(measure, "_T"): years for measure in ("births", "deaths")},
        editions=("made@2024",),
    )


@st.composite
def materials(draw: st.DrawFn) -> Material:
    """Stocks with holes, marks, natives and residuals, by sex or of both sexes.

    Drawn from a number, because hundreds of single choices would take minutes.
    """
    sexes = draw(st.sampled_from([("F", "M"), ("_T",)]))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    filled = chance.choice([0.2, 0.6, 0.95])
    rows = []
    for area in AREAS:
        listed = {year for year in YEARS if chance.random() < 0.8}
        for origin in ORIGINS:
            for year in listed:
                for sex in sexes:
                    if chance.random() > filled:
                        continue
                    people = float(chance.integers(0, 3000))
                    shown = None if chance.random() < 0.1 else people
                    rows.append(living(area, origin, year, shown, sex=sex))
    # every year, both sexes and two tables stand in the edition, whatever was drawn
    rows += [
        living(area, origin, year, 5.0, sex=sex)
        for area, origin in (("SOM", "KEN"), ("KEN", "SOM"))
        for year in YEARS
        for sex in sexes
        if not any(
            (each["area"], each["origin"], each["start"].year, each["sex"])
            == (area, origin, year, sex)
            for each in rows
        )
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.lit("made@2024").alias("edition"),
        pl.lit(0).alias("file"),
        pl.lit("").alias("sheet"),
        pl.int_range(pl.len()).alias("row"),
        pl.lit(1).alias("column"),
    )
    refugees = pl.DataFrame(
        {
            "area": ["KEN", "KEN", "SRB"] * 4,
            "origin": ["SOM", "X:unknown", "SOM"] * 4,
            "year": sorted([2014, 2015, 2019, 2020] * 3),
            "value": chance.integers(0, 2000, 12).astype(float),
        }
    )
    return Material(
        stocks._tables(frame, sexes),
        demography([int(each) for each in chance.integers(1, 10_000, len(AREAS))]),
        None,
        Counted(refugees, "made@2024"),
        Options(),
    )


def with_options(material: Material, chosen: Options) -> Material:
    counted = material.refugees if chosen.refugees is Refugees.EXCLUDED else None
    return replace(material, options=chosen, refugees=counted)


@given(materials(), options)
@settings(max_examples=60)
def test_adjustments_explain_every_person_of_every_area_day_and_sex(
    material: Material, chosen: Options
) -> None:
    material = with_options(material, chosen)
    sexes = ("_T",) if material.stocks.sexes == ("_T",) else ("F", "M", "_T")
    for prepared in preparing.accounts(material, INTERVAL, sexes):
        assert_explained(prepared)


@given(materials().filter(lambda each: each.stocks.sexes == ("F", "M")), options)
@settings(max_examples=60)
def test_women_and_men_are_both_sexes(material: Material, chosen: Options) -> None:
    material = with_options(material, chosen)
    women, men, both = (
        each.account
        for each in preparing.accounts(material, INTERVAL, ("F", "M", "_T"))
    )
    assert women.net_migration is not None
    assert men.net_migration is not None
    assert both.net_migration is not None
    for added, total in (
        (women.before.persons + men.before.persons, both.before.persons),
        (women.after.persons + men.after.persons, both.after.persons),
        (women.births + men.births, both.births),
        (women.deaths + men.deaths, both.deaths),
        (women.net_migration + men.net_migration, both.net_migration),
    ):
        np.testing.assert_allclose(added, total, atol=1e-6, rtol=0)


@given(materials(), options)
@settings(max_examples=60)
def test_the_account_of_both_sexes_does_not_need_a_population_by_sex(
    material: Material, chosen: Options
) -> None:
    material = with_options(material, chosen)
    blind = replace(material, demography=replace(material.demography, shares={}))
    (known,) = preparing.accounts(material, INTERVAL, ("_T",))
    (unknown,) = preparing.accounts(blind, INTERVAL, ("_T",))
    for one, other in (
        (known.account.before.persons, unknown.account.before.persons),
        (known.account.after.persons, unknown.account.after.persons),
        (known.account.deaths, unknown.account.deaths),
    ):
        np.testing.assert_allclose(one, other, atol=1e-6, rtol=0)


@given(materials())
@settings(max_examples=60)
def test_residents_are_the_population_where_nobody_is_left_out(
    material: Material,
) -> None:
    material = with_options(material, Options())
    (prepared,) = preparing.accounts(material, INTERVAL, ("_T",))
    account = prepared.account
    filled, clipped = (
        {each.area for each in prepared.adjustments if each.step == step}
        for step in ("natives", "clipped")
    )
    for area in (filled - clipped) & {"KEN", "SOM"}:
        spot = account.areas.index(area)
        for table in (account.before, account.after):
            people, _ = material.demography.population(area, table.day)
            assert abs(table.residents[spot] - people) < 1e-6


def test_a_changed_person_without_an_adjustment_would_be_found() -> None:
    rows = [living("KEN", "SOM", year, 10.0, sex="_T") for year in YEARS]
    rows += [living("SOM", "KEN", year, 10.0, sex="_T") for year in YEARS]
    frame = pl.DataFrame(rows).with_columns(
        pl.lit("made@2024").alias("edition"),
        *(pl.lit(0).alias(name) for name in ("file", "row", "column")),
        pl.lit("").alias("sheet"),
    )
    material = Material(
        stocks._tables(frame, ("_T",)),
        demography([100] * len(AREAS)),
        None,
        None,
        Options(),
    )
    (prepared,) = preparing.accounts(material, INTERVAL, ("_T",))
    first = next(each for each in prepared.adjustments if each.step == "natives")
    others = tuple(each for each in prepared.adjustments if each is not first)
    forgetful = replace(prepared, adjustments=others)
    assert unexplained(prepared) == {}
    assert len(unexplained(forgetful)) == 1
