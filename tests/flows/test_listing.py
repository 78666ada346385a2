"""Claims: the long table has every corridor that was asked for, and its doubt."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.flows.made_tables import AREAS, flow_table

from migrascope.flows.account import mid_years
from migrascope.flows.listing import listed
from migrascope.flows.side_by_side import SideBySide, side_by_side
from migrascope.flows.uncertainty.bands import LEVELS, Band, Bands

INTERVAL = mid_years(2015, 2020)


@pytest.fixture
def side() -> SideBySide:
    return side_by_side(
        [
            flow_table("a", ("SOM", "KEN", 10.0), ("KEN", "UGA", 0.4)),
            flow_table("b", ("SOM", "KEN", 30.0), ("UGA", "USA", 5.0)),
        ]
    )


def bands() -> Bands:
    """Resampled intervals of method b: from one below to one above 100."""
    many = len(AREAS)
    bounds = np.array([[99.0, 101.0], [98.0, 102.0]], dtype=np.float32)
    square = np.broadcast_to(bounds[..., None, None], (2, 2, many, many)).copy()
    line = np.broadcast_to(bounds[..., None], (2, 2, many)).copy()
    band = Band("b", "_T", INTERVAL, AREAS, LEVELS, square, line, line, line, bounds, 1)
    return Bands((band,), 200, 1, ("x@1", "x@2"), "As revised before.")


def pairs(rows: pl.DataFrame) -> list[tuple[str, str]]:
    return sorted(set(rows.select("origin", "destination").iter_rows()))


def test_every_corridor_stands_once_for_each_method(side: SideBySide) -> None:
    rows = listed([side])
    assert rows.columns == [
        "start", "end", "sex", "origin", "destination", "method", "persons", "low",
        "high",
    ]  # fmt: skip
    assert rows.height == 4
    assert pairs(rows) == [("SOM", "KEN"), ("UGA", "USA")]


def test_low_and_high_are_the_least_and_the_most_of_the_methods(
    side: SideBySide,
) -> None:
    rows = listed([side]).filter(pl.col("origin") == "SOM")
    assert rows["persons"].to_list() == [10.0, 30.0]
    assert rows["low"].unique().to_list() == [10.0]
    assert rows["high"].unique().to_list() == [30.0]


def test_a_method_that_was_resampled_has_its_own_interval(side: SideBySide) -> None:
    rows = listed([side], bands=bands()).filter(pl.col("origin") == "SOM")
    assert rows["low"].to_list() == [None, 98.0]
    assert rows["high"].to_list() == [None, 102.0]


def test_corridors_that_touch_an_area_are_chosen(side: SideBySide) -> None:
    assert pairs(listed([side], of=["KEN"])) == [("SOM", "KEN")]
    assert pairs(listed([side], of=["UGA"], among=["USA"])) == [("UGA", "USA")]
    assert listed([side], of=["KEN"], among=["UGA"]).is_empty()


def test_without_tables_there_are_no_rows() -> None:
    assert listed([]).is_empty()


def test_figures_of_single_areas_have_the_resampled_interval(side: SideBySide) -> None:
    shown = side_by_side(side.tables, headline="b", bands=bands())
    assert (shown.total().low, shown.total().high) == (98.0, 102.0)
    balance = shown.balance(["KEN"])
    assert (balance.arrivals.persons, balance.arrivals.low) == (30.0, 98.0)
    (partner,) = shown.partners(["KEN"], top=9)
    assert (partner.arrivals.high, partner.departures.low) == (102.0, 98.0)
    said, _ = shown.between(["SOM"], ["KEN"])
    assert (said.persons, said.low, said.high) == (30.0, 98.0, 102.0)
    assert shown.corridor("SOM", "KEN").said == said


def test_the_resampled_interval_of_a_group_is_not_made_up(side: SideBySide) -> None:
    from migrascope.errors import UsageError

    shown = side_by_side(side.tables, headline="b", bands=bands())
    for ask in (
        lambda: shown.balance(["KEN", "UGA"]),
        lambda: shown.partners(["KEN", "UGA"], top=1),
        lambda: shown.between(["SOM"], ["KEN", "UGA"]),
    ):
        with pytest.raises(UsageError, match="no sum of intervals"):
            ask()
