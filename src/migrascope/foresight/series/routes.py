"""How many irregular arrivals are counted on a route in a month?

Detections at the borders of the European Union by route (Frontex), encounters at the
southwest border of the United States (CBP), transits of the Darién (Panama), and events
in Mexico. They are events, not people: who tries twice counts twice. A month that a
publisher's table covers and in which a route has no row was without arrivals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight.panel import Panel

if TYPE_CHECKING:
    import polars as pl

    from migrascope.store.base import Base

FLOOR = 10.0
MONTHS = 12
NO_ROUTE = "Other"
LONGEST = 31
"""Days of a month at most; longer periods are years, and left out."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Where arrivals are counted: a dataset, and its measure.

    `area` is where: the id that its figures bear. `name` is that of the route if it is
    one; else the breakdown names the routes.
    """

    dataset: str
    measure: str
    area: str
    name: str = ""


COUNTED = (
    Counted("frontex-detections", "irregular_crossings", "X:frontex:external_borders"),
    Counted("cbp-encounters", "border_encounters", "USA", "US southwest border"),
    Counted("panama-darien-transits", "irregular_transits", "PAN", "Darién"),
    Counted("mexico-irregular-events", "irregular_situation_events", "MEX", "Mexico"),
)


def area_of(route: str) -> str:
    """The area that the figures of a route bear."""
    named = {each.name: each.area for each in COUNTED}
    return named.get(route, named[""])


def by_route(base: Base) -> Panel:
    """Monthly arrivals by route; times are months counted from year 0.

    Raises:
        NoFigures: the base holds none of the tables.
    """
    import polars as pl

    held = {each.dataset for each in base.newest()}
    here = [each for each in COUNTED if each.dataset in held]
    if not here:
        raise NoFigures(
            "The base holds no monthly arrivals by route.",
            "`migrascope add FILE` takes the tables of Frontex, CBP, Panama and "
            "Mexico in; `migrascope sources` names them.",
        )
    rows = {each.dataset: _monthly(base, each) for each in here}
    every = pl.concat(rows.values())
    first, last = int(every["month"].min()), int(every["month"].max())  # type: ignore[arg-type]  # polars types a minimum as any literal
    keys = tuple(sorted(every["route"].unique()))
    values = np.full((last - first + 1, len(keys)), np.nan)
    for frame in rows.values():
        months = frame["month"].to_numpy() - first
        for route in frame["route"].unique():
            values[months.min() : months.max() + 1, keys.index(route)] = 0.0
        for route, month, value in frame.select("route", "month", "value").iter_rows():
            values[month - first, keys.index(route)] = value
    return Panel(
        "arrivals_by_route",
        keys,
        tuple(range(first, last + 1)),
        values,
        unit="EVENTS",
        season=MONTHS,
        floor=FLOOR,
        editions=tuple(base.edition(each.dataset).id for each in here),
    )


def _monthly(base: Base, counted: Counted) -> pl.DataFrame:
    import polars as pl

    route = (
        pl.lit(counted.name)
        if counted.name
        else pl.col("breakdown").cast(pl.String).str.extract("route=([^;]+)")
    )
    start = pl.col("start")
    return (
        base.frame(measure=counted.measure, editions=counted.dataset)
        .drop_nulls("value")
        .filter((pl.col("end") - start).dt.total_days() < LONGEST)
        .with_columns(
            route=route.str.strip_suffix(" Route"),
            month=start.dt.year().cast(pl.Int64) * MONTHS + start.dt.month() - 1,
        )
        .filter(pl.col("route") != NO_ROUTE)
        .group_by("route", "month")
        .agg(pl.col("value").sum())
    )
