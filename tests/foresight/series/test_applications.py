"""Applications are those that were lodged for the first time."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from migrascope.foresight.series import applications
from migrascope.store.base import Base


@pytest.mark.parametrize(("area", "year"), [("VEN", 2019), ("SYR", 2015)])
def test_they_are_the_rows_that_are_no_appeal(
    real_base: Base, shared_data: Path, area: str, year: int
) -> None:
    panel = applications.by_origin(real_base)
    found = panel.values[panel.times.index(year), panel.keys.index(area)]
    table = pl.read_parquet(
        shared_data / "unhcr" / "refugees_pkg" / "asylum_applications.parquet"
    ).filter(pl.col("coo_iso") == area, pl.col("year") == year)
    every = int(table["applied"].sum())
    appeals = int(
        table.filter(
            pl.col("app_type").is_in(["A", "J", "R", "RA", "FA", "SP"])
            | pl.col("dec_level").is_in(["AR", "JR", "RA"])
        )["applied"].sum()
    )
    assert 0 < appeals < every
    assert found == every - appeals


def test_every_application_has_both_sides(real_base: Base) -> None:
    came, went = applications.by_asylum(real_base), applications.by_origin(real_base)
    assert came.times == went.times
    assert came.what != went.what
