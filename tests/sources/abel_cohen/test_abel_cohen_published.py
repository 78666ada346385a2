"""The copies of the published estimates give the totals that were published."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from migrascope.sources.abel_cohen import adapter
from migrascope.sources.batch import Batch

pytestmark = pytest.mark.xdist_group("abel cohen")  # what it rests on is built once

# Figshare 12845711, version 3: areas in each period.
AREAS = {1990: 225, 1995: 225, 2000: 225, 2005: 226, 2010: 229, 2015: 229}

WORLD_2015 = {
    "sd_drop_neg": 35_358_428,
    "sd_rev_neg": 39_818_818,
    "da_min_open": 41_741_541,
    "da_min_closed": 46_840_693,
    "da_pb_closed": 101_176_337,
}


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Batch:
    files = sorted((shared_data / "flows").glob("abel_cohen_*.csv.gz"))
    assert len(files) == 3
    (batch,) = adapter.read(files)
    return batch


def world(batch: Batch, year: int, sex: str) -> dict[str, float]:
    """Everybody who moved in five years, by method."""
    rows = batch.observations.filter(
        pl.col("start").dt.year() == year, pl.col("sex") == sex
    )
    sums = rows.group_by("breakdown").agg(pl.col("value").sum())
    return {name.removeprefix("method="): value for name, value in sums.iter_rows()}


def test_every_cell_of_the_three_files_is_read(published: Batch) -> None:
    assert published.observations.height == (133_364 + 119_534 + 124_201) * 6


def test_the_world_moved_as_often_as_published(published: Batch) -> None:
    found = world(published, 2015, "_T")
    assert {method: found[method] for method in WORLD_2015} == WORLD_2015


def test_women_and_men_do_not_add_up_to_both_sexes(published: Batch) -> None:
    method = "da_pb_closed"
    women = world(published, 2015, "F")[method]
    men = world(published, 2015, "M")[method]
    assert (women, men) == (47_910_231, 53_557_792)
    assert women + men != WORLD_2015[method]


def test_the_periods_have_the_areas_of_the_release_of_2022(published: Batch) -> None:
    both = published.observations.filter(pl.col("sex") == "_T")
    for year, expected in AREAS.items():
        period = both.filter(pl.col("start").dt.year() == year)
        sides = pl.concat([period["area"], period["origin"]])
        assert sides.n_unique() == expected


def test_no_pair_is_zero_by_every_method(published: Batch) -> None:
    cells = published.observations.group_by("file", "row").agg(pl.col("value").sum())
    assert cells.filter(pl.col("value") == 0).height == 0


def test_no_one_moves_to_where_they_are(published: Batch) -> None:
    same = pl.col("area").cast(pl.String) == pl.col("origin").cast(pl.String)
    assert published.observations.filter(same).height == 0
