"""What else was known of each country when a forecast was made?

Population, gross domestic product, deaths in organised violence, displacements by
conflict and by disasters, each known a year late, and how many people of the neighbours
were displaced in the same year: neighbours share a border, or, where the base does not
hold borders, are the five nearest by the middle of the country. What the base does not
hold is left out; a year of which nothing is known is missing, and no nought. All are
today's editions: their revisions are not undone, which may flatter a model that uses
them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from migrascope.errors import UnknownArea
from migrascope.foresight.panel import BoolArray, Driver, FloatArray, Panel
from migrascope.foresight.series.gathering import table
from migrascope.model import area as areas

if TYPE_CHECKING:
    from migrascope.store.base import Base


@dataclass(frozen=True, slots=True)
class Known:
    """A measure that drives: its datasets, the first that is there first.

    `late` is the number of years between the end of a year and the day on which its
    figure comes out, beyond those of the figures that are forecast. Of a list of
    `events` figures are added up, and a place that it names had none in a year without
    an event; `world` are the datasets that are silent only where there was nothing.
    """

    measure: str
    datasets: tuple[str, ...] = ()
    late: int = 1
    events: bool = False
    world: tuple[str, ...] = ()


IDMC_CONFLICT = ("idmc-gidd-conflict", "idmc-gidd-workbook")
IDMC_DISASTERS = ("idmc-gidd-disasters", "idmc-gidd-workbook")
MEASURES = (
    Known("population"),
    Known("gdp"),
    Known(
        "conflict_deaths",
        ("ucdp-ged", "ucdp-country-years"),
        events=True,
        world=("ucdp-ged",),
    ),
    Known("conflict_displacements", IDMC_CONFLICT, world=IDMC_CONFLICT),
    Known("disaster_displacements", IDMC_DISASTERS, events=True, world=IDMC_DISASTERS),
)
"""UCDP counts a year until the middle of the next, IDMC until May."""
LEFT_OUT = {("ucdp-ged", "SYR"): (2011, "20.1")}
"""Years since which a list leaves a country out, until an edition of it."""
BORDER = "contiguity"
NEAREST = 5
TOTAL = "_T"


def with_drivers(base: Base, panel: Panel) -> Panel:
    """A yearly panel of countries with every driver that the base holds."""
    found = {
        each.measure: Driver(values, each.late)
        for each in MEASURES
        if (values := _yearly(base, each, panel)) is not None
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


def _yearly(base: Base, known: Known, panel: Panel) -> FloatArray | None:
    """The figures of a measure in the shape of the panel, from one dataset."""
    if known.measure not in base.measures():
        return None
    rows = (
        base.frame(measure=known.measure, origin=TOTAL, sex=TOTAL, age=TOTAL)
        .drop_nulls("value")
        .filter(pl.col("obs_status").cast(pl.String) != "F")
        .select(
            pl.col("area", "edition", "breakdown").cast(pl.String),
            pl.col("value"),
            year=pl.col("end").dt.year(),
        )
        .filter(pl.col("year") <= panel.times[-1])
        .with_columns(dataset=pl.col("edition").str.split("@").list.first())
    )
    if not known.events:
        rows = rows.filter(pl.col("breakdown") == "")
    rows = _chosen(rows, known)
    if rows.is_empty():
        return None
    if not known.events:
        rows = rows.unique(["area", "year"], keep="first")
    values = table(rows, "area", panel.keys, panel.times)
    return _with_silent_years(values, rows, panel, known)


def _chosen(rows: pl.DataFrame, known: Known) -> pl.DataFrame:
    """The rows of the dataset that is named first, or else of the longest edition.

    Of lists of events of some countries, each country has that which says most of it.
    """
    held = rows["dataset"].unique().to_list()
    first = next((name for name in known.datasets if name in held), None)
    if first is not None:
        return rows.filter(dataset=first)
    over = ["area"] if known.events else []
    count = rows.group_by(*over, "edition").len().sort("len", "edition")
    longest = count.unique(over, keep="last") if over else count.tail(1)
    return rows.join(longest.drop("len"), on=[*over, "edition"], how="semi")


def _with_silent_years(
    values: FloatArray, rows: pl.DataFrame, panel: Panel, known: Known
) -> FloatArray:
    """Nought in years in which a dataset is silent of a place that it is about."""
    filled = values.copy()
    times = np.array(panel.times)
    for (edition,), listed in rows.group_by("edition"):
        dataset, vintage = str(edition).split("@")
        is_world = dataset in known.world
        if not is_world and (listed["breakdown"] == "").all():
            continue  # a table that prints its noughts
        first, last = listed["year"].min(), listed["year"].max()
        held = (times >= first) & (times <= last)
        named = set(listed["area"])
        told = [key in named or (is_world and _is_country(key)) for key in panel.keys]
        silent = np.isnan(filled) & held[:, None] & np.array(told)[None, :]
        filled[silent] = 0.0
        for (name, area), (since, until) in LEFT_OUT.items():
            if name == dataset and area in panel.keys and vintage < until:
                filled[times >= since, panel.keys.index(area)] = np.nan
    return filled


def _is_country(key: str) -> bool:
    try:
        return areas.get(key).kind in {"country", "territory", "disputed"}
    except UnknownArea:
        return False
