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


def test_corridors_add_up_to_origins(real_base: Base, by_origin: Panel) -> None:
    corridors = displaced.by_corridor(real_base)
    origins = [key.split(">")[0] for key in corridors.keys]
    for area in by_origin.keys:
        column = by_origin.values[:, by_origin.keys.index(area)]
        here = [place for place, each in enumerate(origins) if each == area]
        ours = corridors.values[:, here].sum(axis=1)
        np.testing.assert_allclose(ours, column, atol=1e-6)


def test_people_displaced_inside_colombia_began_to_be_counted_in_2000(
    by_origin: Panel,
) -> None:
    assert by_origin.breaks is not None
    column = by_origin.breaks[:, by_origin.keys.index("COL")]
    years = [by_origin.times[at] for at in np.nonzero(column)[0]]
    assert years[0] == 2000


def test_what_a_publisher_says_of_a_break_is_known(by_origin: Panel) -> None:
    assert by_origin.breaks is not None
    row = by_origin.times.index(2007)
    assert by_origin.breaks[row, by_origin.keys.index("AFG")]
    (note,) = breaks.said("displaced_by_origin", "AFG")
    assert "refugee-like" in note.says


def test_every_remark_on_a_break_is_of_a_known_kind() -> None:
    assert {each.kind for each in breaks.notes()} == {breaks.BREAK, breaks.SCOPE}
    assert all(each.year for each in breaks.notes() if each.kind == breaks.BREAK)
    assert all(each.source for each in breaks.notes())


def test_a_group_that_begins_small_is_no_break() -> None:
    whole = np.array([[9_000.0], [10_000.0]])
    part = np.array([[0.0], [2_000.0]])
    assert not breaks.found(whole, [part]).any()
    assert breaks.found(whole, [np.array([[0.0], [6_000.0]])])[1, 0]
