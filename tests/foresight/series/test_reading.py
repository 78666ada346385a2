"""A panel that was kept is the panel that was gathered."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from migrascope.foresight.panel import Panel
from migrascope.foresight.series import reading
from migrascope.foresight.series.catalogue import SERIES
from migrascope.store.base import Base


def same(one: Panel, other: Panel) -> bool:
    """Whether two panels are alike to the last bit, names and order included."""
    return (
        one.fingerprint() == other.fingerprint()
        and one.editions == other.editions
        and list(one.parts) == list(other.parts)
        and list(one.drivers) == list(other.drivers)
    )


def test_a_panel_survives_packing(panel: Panel) -> None:
    assert same(reading.unpacked(reading.packed(panel)), panel)


def test_so_does_one_of_months_without_breaks_and_drivers(panel: Panel) -> None:
    months = replace(panel, season=12, unit="EVENTS", breaks=None, drivers={}, parts={})
    again = reading.unpacked(reading.packed(months))
    assert same(again, months)
    assert again.breaks is None


@pytest.mark.parametrize("by", [each for each in SERIES if each != "route"])
def test_every_real_panel_is_the_same_kept_or_not(
    real_base: Base, tmp_path: Path, by: str
) -> None:
    gathered = SERIES[by].read(real_base)
    for _ in range(2):
        assert same(reading.read(by, real_base, tmp_path), gathered)


def test_residents_are_the_same_kept_or_not(real_base: Base, tmp_path: Path) -> None:
    without = reading.residents(real_base, 2025, None)
    assert len(without) > 200
    for _ in range(2):
        assert reading.residents(real_base, 2025, tmp_path) == without


def test_a_base_that_holds_something_else_is_read_anew(
    real_base: Base, tmp_path: Path
) -> None:
    reading.read("remittances", real_base, tmp_path)
    day = min(each.accepted for each in real_base.index.entries)
    earlier = real_base.as_known(day)
    assert reading.editions(earlier) != reading.editions(real_base)


def test_once_tried_no_frame_is_loaded(real_base: Base, tmp_path: Path) -> None:
    """Reading, adding up and learning weights are what took the time."""
    ask = (
        "import sys; from pathlib import Path; from migrascope.foresight import asking;"
        "from migrascope.store.base import Base;"
        f"base = Base.open({str(real_base.folder)!r});"
        "answer = [asking.ask(base, area, by='remittances', horizon=1,"
        f" cache=Path({str(tmp_path)!r})) for area in ('KEN', 'Eastern Africa')];"
        "print(*(each.csv() for each in answer));"
        "heavy = {'polars', 'duckdb', 'scipy'} & sys.modules.keys();"
        "print(sorted(heavy), file=sys.stderr)"
    )
    first, again = (
        subprocess.run(
            [sys.executable, "-c", ask], capture_output=True, text=True, check=True
        )
        for _ in range(2)
    )
    assert "polars" in first.stderr
    assert again.stderr.strip() == "[]"
    assert again.stdout == first.stdout
