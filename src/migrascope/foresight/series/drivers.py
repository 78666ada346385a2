"""What else was known of each country when a forecast was made?

Population and gross domestic product, each known a year late, and how many people of
the neighbours were displaced in the same year: neighbours share a border, or, where the
base does not hold borders, are the five nearest by the middle of the country. Conflict
deaths are used where the base holds a measure of them, a year late. What the base does
not hold is left out. Population and economy are today's editions: their revisions are
not undone, which may flatter a model that uses them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from migrascope.foresight.panel import BoolArray, Driver, FloatArray, Panel
from migrascope.foresight.series.gathering import table
from migrascope.model import area as areas

if TYPE_CHECKING:
    from migrascope.store.base import Base

LATE = {"population": 1, "gdp": 1, "conflict_deaths": 1}
"""Measures, and the years between the end of a year and its figure."""
BORDER = "contiguity"
NEAREST = 5
TOTAL = "_T"


def with_drivers(base: Base, panel: Panel) -> Panel:
    """A yearly panel of countries with every driver that the base holds."""
    found = {
        name: Driver(values, lag)
        for name, lag in LATE.items()
        if (values := _yearly(base, name, panel)) is not None
    }
    near = neighbours(base, panel.keys)
    around = np.nan_to_num(panel.values) @ near.T.astype(np.float64)
    found["neighbours"] = Driver(around)
    return replace(panel, drivers={**panel.drivers, **found})


def neighbours(base: Base, keys: tuple[str, ...]) -> BoolArray:
    """True at [i, j] where j is a neighbour of i."""
    near = np.zeros((len(keys), len(keys)), dtype=bool)
    borders = base.frame(measure=BORDER).filter(pl.col("value") == 1)
    place = {key: number for number, key in enumerate(keys)}
    pairs = borders.select(pl.col("area", "origin").cast(pl.String)).unique()
    for one, other in pairs.iter_rows():
        if one in place and other in place and one != other:
            near[place[one], place[other]] = True
    return near if near.any() else _nearest(keys)


def _nearest(keys: tuple[str, ...]) -> BoolArray:
    """The five nearest middles of countries, as the crow flies."""
    middles = [areas.centroid(key) for key in keys]
    known = np.array([each is not None for each in middles])
    degrees = np.array([each or (0.0, 0.0) for each in middles])
    longitude, latitude = np.radians(degrees).T
    point = np.stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )
    close = point.T @ point
    close[:, ~known] = -np.inf
    np.fill_diagonal(close, -np.inf)
    order = np.argsort(-close, axis=1)[:, :NEAREST]
    near = np.zeros(close.shape, dtype=bool)
    np.put_along_axis(near, order, values=True, axis=1)
    near[~known] = False
    return near


def _yearly(base: Base, measure: str, panel: Panel) -> FloatArray | None:
    """The figures of a measure in the shape of the panel, from one dataset."""
    if measure not in base.measures():
        return None
    rows = (
        base.frame(measure=measure, origin=TOTAL, sex=TOTAL, age=TOTAL, breakdown="")
        .drop_nulls("value")
        .filter(pl.col("obs_status").cast(pl.String) != "F")
        .select(
            pl.col("area", "edition").cast(pl.String),
            pl.col("value"),
            year=pl.col("end").dt.year(),
        )
        .filter(pl.col("year") <= panel.times[-1])
    )
    if rows.is_empty():
        return None
    edition = rows["edition"].value_counts(sort=True)["edition"][0]
    one = rows.filter(edition=edition).unique(["area", "year"], keep="first")
    return table(one, "area", panel.keys, panel.times)
