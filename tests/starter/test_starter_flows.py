"""Flows can be estimated from the figures that come with the program."""

from __future__ import annotations

import polars as pl
import pytest

from migrascope.flows import methods
from migrascope.flows.estimating import estimate
from migrascope.model import area as areas
from migrascope.starter import opening
from migrascope.store.base import Base

COUNTRIES = 236
"""World Population Prospects 2024, without the Holy See, which its file leaves out."""

STOCKS = (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return opening.unpack(tmp_path_factory.mktemp("starter") / "base")


def counted(base: Base, measure: str, edition: str) -> dict[str, set[int]]:
    """The years of every country for which there is a figure."""
    rows = base.frame(measure=measure, editions=edition, sex="_T", breakdown="")
    years = rows.group_by(pl.col("area").cast(pl.String)).agg(
        pl.col("end").dt.year().unique()
    )
    return {
        name: set(found)
        for name, found in years.rows()
        if not areas.get(name).is_aggregate
    }


def test_stocks_are_there_for_every_year_of_the_edition(base: Base) -> None:
    rows = base.frame(measure="migrant_stock", editions="undesa-ims-bilateral@2024")
    assert sorted(rows["start"].dt.year().unique()) == list(STOCKS)


@pytest.mark.parametrize("measure", ["population", "births", "deaths", "net_migration"])
def test_every_country_has_every_year_since_1990(base: Base, measure: str) -> None:
    found = counted(base, measure, "undesa-wpp@2024")
    assert len(found) == COUNTRIES
    assert {frozenset(years) for years in found.values()} == {
        frozenset(range(1990, 2024))
    }


@pytest.mark.parametrize("measure", ["births", "deaths", "net_migration"])
def test_the_year_2024_is_projected(base: Base, measure: str) -> None:
    found = counted(base, measure, "undesa-wpp-projection@2024")
    assert len(found) == COUNTRIES
    assert all(2024 in years for years in found.values())


@pytest.mark.parametrize(("start", "end"), [(2010, 2020), (2020, 2024)])
def test_every_method_gives_flows_of_women_and_of_both_sexes(
    base: Base, start: int, end: int
) -> None:
    found = estimate(base, start=start, end=end, sexes=("_T", "F"), step=end - start)
    sums = found.frame().group_by("sex", "method").agg(pl.col("persons").sum())
    totals = {(sex, method): persons for sex, method, persons in sums.rows()}
    assert set(totals) == {(sex, code) for sex in ("_T", "F") for code in methods.ALL}
    assert all(1e7 < persons < 2e8 for persons in totals.values())
    for code in methods.ALL:
        assert totals["F", code] < totals["_T", code]
