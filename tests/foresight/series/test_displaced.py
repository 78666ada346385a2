"""Series of displaced people are the sums that the table of UNHCR gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from migrascope.foresight.panel import Panel
from migrascope.foresight.series import breaks, displaced
from migrascope.store.base import Base


@pytest.fixture(scope="module")
def by_origin(real_base: Base) -> Panel:
    """The panel of all origins, of the publishers' own files."""
    return displaced.by_origin(real_base)


@pytest.fixture(scope="module")
def counted(shared_data: Path) -> pl.DataFrame:
    """The table of UNHCR as it came, read by other code."""
    return pl.read_parquet(
        shared_data / "unhcr" / "refugees_pkg" / "population.parquet"
    )


@pytest.mark.parametrize("area", ["SSD", "SYR", "COL", "UKR"])
def test_every_year_is_the_sum_of_three_columns(
    by_origin: Panel, counted: pl.DataFrame, area: str
) -> None:
    sums = (
        counted.filter(pl.col("coo_iso") == area, pl.col("year") >= displaced.FIRST)
        .group_by("year")
        .agg(total=pl.sum("refugees") + pl.sum("asylum_seekers") + pl.sum("idps"))
    )
    column = by_origin.values[:, by_origin.keys.index(area)]
    found = dict(zip(by_origin.times, column, strict=True))
    assert {year: found[year] for year in sums["year"]} == dict(sums.iter_rows())


def test_parts_add_up_to_the_whole(by_origin: Panel) -> None:
    parts = np.sum(list(by_origin.parts.values()), axis=0)
    np.testing.assert_array_equal(
        parts[~np.isnan(parts)], by_origin.values[~np.isnan(by_origin.values)]
    )


def test_corridors_add_up_to_refugees_and_asylum_seekers(
    real_base: Base, by_origin: Panel
) -> None:
    corridors = displaced.by_corridor(real_base)
    abroad = by_origin.parts["refugees"] + by_origin.parts["asylum_seekers"]
    for area in ("SSD", "SYR", "AFG"):
        at = [key.startswith(f"{area}>") for key in corridors.keys]
        ours = np.nansum(corridors.values[-1, at])
        assert ours == pytest.approx(abroad[-1, by_origin.keys.index(area)], abs=200)


def test_people_displaced_inside_colombia_began_to_be_counted_in_2000(
    by_origin: Panel,
) -> None:
    assert by_origin.breaks is not None
    column = by_origin.breaks[:, by_origin.keys.index("COL")]
    assert [by_origin.times[at] for at in np.nonzero(column)[0]] == [2000]


def test_a_group_that_begins_small_is_no_break() -> None:
    whole = np.array([[9_000.0], [10_000.0]])
    part = np.array([[0.0], [2_000.0]])
    assert not breaks.found(whole, [part]).any()
    assert breaks.found(whole, [np.array([[0.0], [6_000.0]])])[1, 0]
