"""How many people died or disappeared on a route, month by month?

Sums of incidents of the Missing Migrants Project. A month without an incident on the
route is a month without a known death only where the list goes on: a file that stops
on 28 July 2024 says nothing of the months after it, and not all of July.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from migrascope.errors import UsageError
from migrascope.flows.routes.counting import named
from migrascope.flows.routes.route import Route
from migrascope.store.base import Base

MEASURE = "migrant_deaths_and_missing"
FULL = ("missing-migrants", "missing-migrants-download")
COPY = "missing-migrants-converted"
"""The copy draws routes wider, and calls them otherwise."""


@dataclass(frozen=True, slots=True)
class Deaths:
    """People who died or disappeared by first day of the month, of complete months.

    `undated` are those of some day in a year.
    """

    edition: str
    months: Mapping[date, float]
    undated: Mapping[int, float]


def deaths(base: Base, route: Route, *, incidents: str | None = None) -> Deaths | None:
    """What the newest list of incidents says; None when the base has none that does.

    `incidents` names the list (a dataset); without it the fullest one is asked.

    Raises:
        UsageError: the dataset is no list of incidents, or the base has none of it.
    """
    held = {entry.dataset for entry in base.index.entries}
    if incidents is not None and incidents not in {*FULL, COPY} & held:
        lists = ", ".join(each for each in (*FULL, COPY) if each in held)
        raise UsageError(
            f"the base has no list of incidents called {incidents}.",
            f"It has: {lists}." if lists else "migrascope fetch missing_migrants",
        )
    for dataset in (*FULL, COPY) if incidents is None else (incidents,):
        names = route.deaths_in_copy if dataset == COPY else route.deaths_as
        if dataset in held and names:
            return _deaths(base, base.edition(dataset).id, names)
    return None


def _deaths(base: Base, edition: str, names: tuple[str, ...]) -> Deaths | None:
    """The deaths on routes of these names; None when no incident has one of them."""
    rows = base.frame(measure=MEASURE, editions=edition, sex="_T", age="_T")
    every = rows.select(named("route").alias("route"), "start", "end", "value")
    dated = every.filter(pl.col("start") == pl.col("end"))
    here = pl.col("route").is_in(names)
    if every.filter(here).is_empty():
        return None
    by_month = _by_month(dated.filter(here))
    undated = every.filter(
        here,
        pl.col("start") != pl.col("end"),
        pl.col("start").dt.year() == pl.col("end").dt.year(),
    )
    year = undated.group_by(pl.col("end").dt.year()).agg(pl.col("value").sum())
    return Deaths(
        edition,
        {first: by_month.get(first, 0.0) for first in _covered(dated["start"])},
        dict(year.iter_rows()),
    )


def _by_month(rows: pl.DataFrame) -> dict[date, float]:
    month = pl.col("start").dt.truncate("1mo")
    return dict(rows.group_by(month).agg(pl.col("value").sum()).iter_rows())


def _covered(days: pl.Series) -> list[date]:
    """The months of which the list holds the end.

    Somewhere in the world somebody dies on the way nearly every day: a month is held
    to its end when there are incidents in the month after, or on one of its last two
    days.
    """
    first, last = pl.col("first"), pl.col("last")
    months = (
        pl.DataFrame({"day": days})
        .group_by(pl.col("day").dt.truncate("1mo").alias("first"))
        .agg(pl.col("day").max().alias("last"))
        .sort("first")
    )
    goes_on = (first.shift(-1) == first.dt.offset_by("1mo")).fill_null(value=False)
    reaches_end = last >= first.dt.month_end().dt.offset_by("-1d")
    return months.filter(goes_on | reaches_end)["first"].to_list()
