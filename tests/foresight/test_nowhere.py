"""A sum over countries says how many people come from none."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from migrascope.foresight import nowhere
from migrascope.foresight.series.reading import read
from migrascope.store.base import Base


def test_people_of_no_country_are_those_of_the_base(
    real_base: Base, tmp_path: Path
) -> None:
    panel = read("origin", real_base, None)
    rows = real_base.frame(
        measure=("refugees", "asylum_seekers", "idps"),
        editions=panel.editions[0],
        since=panel.times[-1],
        until=panel.times[-1],
    ).filter(sex="_T", age="_T")
    every = float(rows.filter(rows["origin"].cast(pl.String) != "_T")["value"].sum())
    series = float(panel.values[-1][panel.values[-1] > 0].sum())
    found = nowhere.people(real_base, panel, "origin", tmp_path)
    assert found == pytest.approx(every - series)
    assert found > 0
    (said,) = nowhere.remarks(real_base, panel, "origin", cache=tmp_path)
    assert "are counted under no country" in said


def test_sums_over_countries_of_asylum_leave_nobody_out(real_base: Base) -> None:
    panel = read("asylum", real_base, None)
    assert nowhere.remarks(real_base, panel, "asylum") == ()
