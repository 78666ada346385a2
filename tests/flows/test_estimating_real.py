"""The published estimates, from the publishers' own stocks, births and deaths.

Abel and Cohen (2019, 2022) made theirs from the stocks of 2020 and an earlier
revision of the World Population Prospects. What rests on the stocks alone is the same
to the person; what rests on births and deaths agrees as far as the revisions do.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.flows.preparing.explaining import assert_explained, moved

from migrascope.errors import NoFigures
from migrascope.flows.account import mid_years
from migrascope.flows.estimates import Estimates
from migrascope.flows.estimating import estimate
from migrascope.flows.options import Gaps, Options, Refugees, Residuals
from migrascope.flows.preparing.preparing import Material, accounts, gather, prepare
from migrascope.store.base import Base

pytestmark = pytest.mark.xdist_group("real flows")  # what it rests on is built once

EXACT = ("sd_drop_neg", "sd_rev_neg")
FILES = {"_T": "both", "F": "female", "M": "male"}


@cache
def of_2020(base: Base) -> Estimates:
    return estimate(
        base,
        start=2015,
        end=2020,
        sexes=("F", "M", "_T"),
        options=Options(stocks="2020"),
    )


@cache
def gathered(base: Base, options: Options) -> Material:
    return gather(base, options)


def published(shared_data: Path, sex: str, year: int) -> pl.DataFrame:
    name = f"abel_cohen_bilateral_flows_{FILES[sex]}_1990_2020.csv.gz"
    return pl.read_csv(shared_data / "flows" / name).filter(pl.col("year0") == year)


@pytest.mark.parametrize("sex", ["F", "M", "_T"])
@pytest.mark.parametrize("method", EXACT)
def test_stock_differences_equal_the_published_ones_to_the_person(
    real_base: Base, shared_data: Path, method: str, sex: str
) -> None:
    ours = of_2020(real_base).table(method, sex)
    theirs = published(shared_data, sex, 2015)
    known = set(theirs["orig"]) | set(theirs["dest"])
    spot = {area: n for n, area in enumerate(sorted(known))}
    expected = np.zeros((len(known), len(known)))
    for origin, destination, persons in theirs.select(
        "orig", "dest", method
    ).iter_rows():
        expected[spot[origin], spot[destination]] = persons
    shared = [area for area in ours.areas if area in spot]
    assert len(shared) == len(known)
    here = [ours.areas.index(area) for area in shared]
    there = [spot[area] for area in shared]
    difference = ours.persons[np.ix_(here, here)] - expected[np.ix_(there, there)]
    assert np.abs(difference).max() <= 1


def test_only_areas_that_the_published_estimates_lack_are_added(
    real_base: Base, shared_data: Path
) -> None:
    theirs = published(shared_data, "_T", 2015)
    known = set(theirs["orig"]) | set(theirs["dest"])
    assert set(of_2020(real_base).areas) - known == {"BES", "M49:830", "VAT"}


@pytest.mark.parametrize(
    ("method", "least", "most"),
    [
        ("mig_rate", 1.2, 1.35),
        ("da_min_open", 0.95, 1.05),
        ("da_min_closed", 1.1, 1.3),
        ("da_pb_closed", 1.0, 1.15),
    ],
)
def test_estimates_from_births_and_deaths_come_near_the_published_ones(
    real_base: Base, shared_data: Path, method: str, least: float, most: float
) -> None:
    ours = of_2020(real_base).table(method)
    theirs = published(shared_data, "_T", 2015)[method].to_numpy().sum()
    assert least < ours.total / theirs < most


def test_the_world_of_2020_has_the_population_that_is_published(
    real_base: Base,
) -> None:
    account = of_2020(real_base).account()
    world = float(account.after.residents.sum())
    # World Population Prospects 2024: 7,887.0 million in 2020, 23.6 million of them
    # in areas without a table of residents in the stocks of 2020
    left_out = sum(
        each.persons
        for each in of_2020(real_base).adjustments
        if each.step == "left out" and each.sex == "_T"
    )
    assert world == pytest.approx(7_863.3e6, rel=1e-4)
    assert left_out == pytest.approx(-23.6e6, rel=1e-3)


def test_women_and_men_of_every_area_are_both_sexes(real_base: Base) -> None:
    found = of_2020(real_base)
    women, men, both = (found.account(sex) for sex in ("F", "M", "_T"))
    np.testing.assert_allclose(
        women.before.persons + men.before.persons, both.before.persons, atol=1e-6
    )
    np.testing.assert_allclose(women.deaths + men.deaths, both.deaths, atol=1e-6)
    np.testing.assert_allclose(women.births + men.births, both.births, atol=1e-6)


def test_more_men_than_women_die_almost_everywhere(real_base: Base) -> None:
    found = of_2020(real_base)
    large = found.account().before.residents > 5e6
    women, men = (
        each.deaths[large] / (each.before.residents + each.after.residents)[large]
        for each in (found.account("F"), found.account("M"))
    )
    ratio = men / women
    assert 1.1 < np.median(ratio) < 1.2
    assert np.quantile(ratio, 0.1) > 0.9


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(residuals=Residuals.KEEP),
        Options(residuals=Residuals.DROP, refugees=Refugees.EXCLUDED),
        Options(stocks="2020", gaps=Gaps.CARRY),
        Options(stocks="2019", refugees=Refugees.EXCLUDED),
    ],
    ids=str,
)
@pytest.mark.parametrize("start", [1990, 2000, 2005])
def test_adjustments_explain_every_person_of_the_real_stocks(
    real_base: Base, options: Options, start: int
) -> None:
    material = gathered(real_base, options)
    (found,) = accounts(material, mid_years(start, start + 5), ("_T",))
    assert_explained(found)


def test_the_newest_stocks_reach_2024_with_every_area(real_base: Base) -> None:
    found = estimate(real_base, start=2020, end=2024, sexes=("F", "M", "_T"))
    assert found.editions[0] == "undesa-ims-bilateral@2024"
    assert len(found.areas) == 233
    assert all(table.persons.min() >= 0 for table in found.tables)
    account = found.account()
    assert account.after.residents.sum() == pytest.approx(8_161.9e6, rel=1e-4)
    balance = account.implied_net_migration.sum()
    assert abs(balance) < 100_000


def test_other_origins_of_2024_are_spread_except_where_nobody_is_known(
    real_base: Base,
) -> None:
    found = prepare(real_base, mid_years(2020, 2024), "_T", options=Options())
    other = sum(
        value or 0
        for area, value in found.stocks.filter(
            pl.col("origin") == "X:other", pl.col("start").dt.year() == 2024
        )
        .select("area", "value")
        .iter_rows()
    )
    gone = sum(
        -each.persons
        for each in found.adjustments
        if each.origin == "X:other" and each.day == mid_years(2020, 2024).end
    )
    assert other == pytest.approx(gone) == 22_065_614
    native = {area for area, _ in moved(found, "residual native")}
    assert native == {"BES", "VAT"}


def test_thirty_years_can_be_one_interval(real_base: Base) -> None:
    found = estimate(
        real_base, start=1990, end=2020, step=30, methods=["da_min_closed"]
    )
    (table,) = found.tables
    assert table.interval.years == 30
    assert table.total > 1e8


def test_sudan_before_2011_is_one_area_in_the_stocks_of_2020(real_base: Base) -> None:
    found = prepare(
        real_base, mid_years(2000, 2005), "_T", options=Options(stocks="2020")
    )
    account = found.account
    assert not {"MNE", "SDN", "SRB", "SSD"} & set(account.areas)
    sudan = account.areas.index("M49:736")
    assert account.before.residents[sudan] == pytest.approx(33_849_026, rel=1e-6)


def test_women_cannot_be_had_from_the_stocks_of_2019(real_base: Base) -> None:
    with pytest.raises(NoFigures, match="does not tell women from men"):
        estimate(
            real_base,
            start=2015,
            end=2019,
            sexes=("F",),
            options=Options(stocks="2019"),
        )
