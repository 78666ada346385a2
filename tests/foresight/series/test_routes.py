"""Arrivals by route are the sums of the publishers' months."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from migrascope.errors import NoFigures
from migrascope.foresight.panel import Panel
from migrascope.foresight.series import routes
from migrascope.sources import registry
from migrascope.store.base import Base

FILES = {
    "frontex": "frontex_detections_monthly.csv.gz",
    "panama": "darien_crossings_monthly.csv.gz",
    "mexico": "mexico_irregular_events_monthly.csv.gz",
}


@pytest.fixture(scope="module")
def by_route(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Panel:
    """The panel of three publishers' own files."""
    base = Base.open(tmp_path_factory.mktemp("routes"))
    for source, name in FILES.items():
        for batch in registry.adapter(source).read([shared_data / "irregular" / name]):
            base.accept(batch)
    return routes.by_route(base)


def month(year: int, number: int) -> int:
    return year * 12 + number - 1


def test_a_month_is_the_sum_over_nationalities_and_borders(
    by_route: Panel, shared_data: Path
) -> None:
    table = pl.read_csv(shared_data / "irregular" / FILES["frontex"])
    ours = by_route.values[
        by_route.times.index(month(2015, 10)), by_route.keys.index("Western Balkan")
    ]
    day = pl.col("t").cast(pl.String).str.starts_with("2015-10")
    theirs = table.filter(day, pl.col("route").str.starts_with("Western Balkan"))
    assert ours == theirs["n"].sum() > 100_000


def test_a_month_beyond_a_table_is_not_known_and_one_without_rows_is_nought(
    by_route: Panel,
) -> None:
    mexico = by_route.values[:, by_route.keys.index("Mexico")]
    assert np.isnan(mexico[by_route.times.index(month(2024, 9))])
    assert not np.isnan(mexico[by_route.times.index(month(2024, 8))])
    black_sea = by_route.values[:, by_route.keys.index("Black Sea")]
    assert not np.isnan(black_sea).any()
    assert (black_sea == 0).any()


def test_years_of_the_darien_are_left_out(by_route: Panel) -> None:
    darien = by_route.values[:, by_route.keys.index("Darién")]
    assert np.isnan(darien[by_route.times.index(month(2012, 12))])
    assert darien[by_route.times.index(month(2023, 8))] > 50_000


def test_a_base_without_routes_says_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(NoFigures, match="monthly arrivals"):
        routes.by_route(Base.open(tmp_path))
