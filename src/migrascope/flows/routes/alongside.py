"""What do the flow estimates say of the people who are counted on a route?

Nothing directly, and that is why both stand side by side: estimates are people whose
place of residence changed between two days, by all ways and under every title; counts
on a route are events without a visa, of people who may go on, go back or try again.
Where both are small or both are large for a nationality, that is worth a look; their
quotient means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from migrascope.errors import NoFigures
from migrascope.flows.account import Interval
from migrascope.flows.routes import counting
from migrascope.flows.routes.counting import named
from migrascope.flows.routes.route import Route, get
from migrascope.model import area
from migrascope.store.base import Base

ESTIMATED_BY = ("migrascope-flows", "abel-cohen-flows")
"""Datasets of estimates; the first that has the interval is asked."""

WHY_NOT = (
    (
        "Counts are events, and one person can be several; estimates are people, each "
        "counted once in an interval, however often they moved in it."
    ),
    (
        "Estimates hold everyone who came to live there, by visa, for family, study or "
        "work, and few of them by this route. Who came and left again within the "
        "interval is in the counts only."
    ),
    (
        "Counts are by nationality; estimates are by the country of residence before, "
        "which for many refugees is not the country of their passport."
    ),
    (
        "Counts hold people who travelled on or were returned at once; they never came "
        "to live in the destination."
    ),
    (
        "Methods of estimation differ by several times for the same pair: the range is "
        "shown, and the truth can lie outside it."
    ),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A nationality: its events on the route, and estimates from its country.

    `counted` is None where the list does not tell the nationality apart; `estimates`
    are persons by method, empty where there is none.
    """

    nationality: str
    counted: float | None
    estimates: Mapping[str, float]

    @property
    def low(self) -> float | None:
        """The smallest estimate."""
        return min(self.estimates.values(), default=None)

    @property
    def high(self) -> float | None:
        """The largest estimate."""
        return max(self.estimates.values(), default=None)


@dataclass(frozen=True, slots=True)
class Alongside:
    """Counts on a route beside estimated flows to its destination.

    `pairs` are sorted by events, the most first. `unnamed` are events without
    a nationality of their own. `months` says for how many months of the interval
    counts are published, of `months_in_all`; in `months_named` of them nationalities
    are told.
    """

    route: Route
    interval: Interval
    pairs: tuple[Pair, ...]
    unnamed: float
    months: int
    months_named: int
    months_in_all: int
    editions: tuple[str, ...]
    words: tuple[str, ...] = WHY_NOT

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods of the estimates, sorted."""
        every = frozenset().union(*(pair.estimates for pair in self.pairs))
        return tuple(sorted(every))


def beside(base: Base, route: Route | str, interval: Interval) -> Alongside:
    """Put the events of an interval beside the estimated flows to the destination.

    Raises:
        UsageError: no such route.
        NoFigures: the base has no counts in the interval, or no estimates of it.
    """
    asked = get(route) if isinstance(route, str) else route
    estimates, estimated_in = _estimates(base, asked, interval)
    events = counting.by_origin(base, asked, interval)
    if events is None or not events.months:
        raise NoFigures(
            f"no counts on the route {asked.name} are published for {interval}.",
            f"Add an edition of {asked.dataset}: migrascope add FILE. Choose "
            "an interval that it covers.",
            where=asked.id,
        )
    absent = 0.0 if events.names_all else None
    named_there = {*events.origins} - {*counting.NAMELESS}
    pairs = [
        Pair(origin, events.origins.get(origin, absent), estimates.get(origin, {}))
        for origin in sorted(named_there | {*estimates})
    ]
    return Alongside(
        asked,
        interval,
        tuple(sorted(pairs, key=lambda pair: -(pair.counted or 0.0))),
        sum(events.origins.get(each, 0.0) for each in counting.NAMELESS),
        months=events.months,
        months_named=events.months_named,
        months_in_all=events.months_in_all,
        editions=(events.edition, estimated_in),
    )


def _estimates(
    base: Base, route: Route, interval: Interval
) -> tuple[dict[str, dict[str, float]], str]:
    """Persons by origin and method, from outside the destination into it."""
    inside = area.members(route.destination)
    held = {entry.dataset for entry in base.index.entries}
    for dataset in (each for each in ESTIMATED_BY if each in held):
        edition = base.edition(dataset).id
        rows = base.frame(
            measure="migration_flows", editions=edition, sex="_T", area=inside
        ).filter(
            (pl.col("start") == interval.start) & (pl.col("end") == interval.end),
            ~pl.col("origin").cast(pl.String).is_in(inside),
        )
        if rows.height:
            return _by_origin(rows), edition
    raise NoFigures(
        f"no flows to {area.name(route.destination)} are estimated for {interval}.",
        f"Estimate and keep them: migrascope flows --from {interval.start.year} --to "
        f"{interval.end.year} --method all --store; or add published estimates.",
        where=route.id,
    )


def _by_origin(rows: pl.DataFrame) -> dict[str, dict[str, float]]:
    sums = rows.group_by(
        pl.col("origin").cast(pl.String), named("method").alias("method")
    ).agg(pl.col("value").sum())
    found: dict[str, dict[str, float]] = {}
    for origin, method, persons in sums.sort("origin", "method").iter_rows():
        found.setdefault(origin, {})[method] = persons
    return found
