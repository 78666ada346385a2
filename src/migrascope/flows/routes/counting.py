"""How many events does a publisher count on a route, month by month?

A month without a row is a month without events only where the list speaks of that
month at all. Where a list names some nationalities and puts the rest together, a
nationality without a row in a whole year may be among the rest: unknown, not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from migrascope.errors import NoFigures
from migrascope.flows.account import Interval
from migrascope.flows.routes.route import Route, listed
from migrascope.store.base import Base

NAMELESS = ("_T", "X:unknown", "X:other", "X:sub_saharan_unspecified")
"""Origins that are no nationality: not told apart, unknown, or put together."""

REST_OF_ROUTES = "Other"
"""What Frontex calls the few detections on no route."""

REST = "X:other"
"""The origin under which a list puts the nationalities that it does not name."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Events of one period: None where they cannot be told; and those without name."""

    events: float | None
    unnamed: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Events by first day of the month, and by year where only years are published.

    `others` are routes of the list that nobody follows here: new ones, or old ones
    under a new name.
    """

    edition: str
    months: Mapping[date, Tally]
    years: Mapping[int, Tally]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByOrigin:
    """Events of an interval, by origin.

    `months` says of how many of its months the list speaks, of `months_in_all`, and
    `months_named` in how many of them it tells nationalities.
    `names_all` is True where an origin that is not there had no events: no rest is
    put together in which it could be.
    """

    edition: str
    origins: Mapping[str, float]
    names_all: bool
    months: int
    months_named: int
    months_in_all: int


def counts(base: Base, route: Route, nationality: str | None) -> Counts | None:
    """What the newest edition counts on a route; None when the base has none.

    Raises:
        NoFigures: the edition has routes, and none of this name.
    """
    found = _rows(base, route)
    if found is None:
        return None
    rows, edition = found
    _refuse_renamed(rows, route, edition)
    months = _tallies(rows.filter(_lasts("1mo")), route, nationality)
    years = _tallies(rows.filter(_lasts("1y")), route, nationality)
    return Counts(
        edition,
        months,
        {first.year: each for first, each in years.items()},
        _others(rows),
    )


def by_origin(base: Base, route: Route, interval: Interval) -> ByOrigin | None:
    """Events of the months and years that lie in an interval; None without a list.

    Raises:
        NoFigures: the edition has routes, and none of this name.
    """
    found = _rows(base, route)
    if found is None:
        return None
    rows, edition = found
    _refuse_renamed(rows, route, edition)
    lies_in = (pl.col("start") >= interval.start) & (pl.col("end") < interval.end)
    months = rows.filter(_lasts("1mo") & lies_in)
    years = rows.filter(_lasts("1y") & lies_in)
    within = pl.concat([months, years])
    sums = _here(within, route).group_by("origin").agg(pl.col("value").sum())
    first, last = interval.start, interval.end
    return ByOrigin(
        edition,
        dict(sums.iter_rows()),
        names_all=not within["origin"].is_in(["_T", REST]).any(),
        months=_number(months, years),
        months_named=_number(
            *(each.filter(pl.col("origin") != "_T") for each in (months, years))
        ),
        months_in_all=12 * (last.year - first.year) + last.month - first.month,
    )


def _refuse_renamed(rows: pl.DataFrame, route: Route, edition: str) -> None:
    """A route that is not in the list at all has another name, not no events."""
    names = rows["route"].unique().sort().to_list()
    if route.counted_as and route.counted_as not in names:
        raise NoFigures(
            f'the list has no route called "{route.counted_as}".',
            f"It has: {', '.join(names)}. If the publisher renamed it, correct "
            "flows/routes/routes.csv.",
            where=edition,
        )


def _others(rows: pl.DataFrame) -> tuple[str, ...]:
    followed = {each.counted_as for each in listed()} | {"", REST_OF_ROUTES}
    return tuple(sorted({*rows["route"].to_list()} - followed))


def _number(months: pl.DataFrame, years: pl.DataFrame) -> int:
    """How many months these figures hold."""
    return months["start"].n_unique() + 12 * years["start"].n_unique()


def _rows(base: Base, route: Route) -> tuple[pl.DataFrame, str] | None:
    """The whole list of a route's publisher, and its edition."""
    if route.dataset not in {entry.dataset for entry in base.index.entries}:
        return None
    edition = base.edition(route.dataset).id
    rows = base.frame(measure=route.measure, editions=edition).select(
        pl.col("origin").cast(pl.String),
        named("route").alias("route"),
        "start",
        "end",
        "value",
    )
    return rows, edition


def named(key: str) -> pl.Expr:
    """A dimension of the breakdown; an empty text where it is not there."""
    text = pl.col("breakdown").cast(pl.String)
    return text.str.extract(f"(?:^|;){key}=([^;]*)").fill_null("")


def _lasts(length: str) -> pl.Expr:
    """Periods of this length, from the first day of a month."""
    start = pl.col("start")
    after = start.dt.offset_by(length).dt.offset_by("-1d")
    return (start.dt.day() == 1) & (pl.col("end") == after)


def _tallies(
    rows: pl.DataFrame, route: Route, nationality: str | None
) -> dict[date, Tally]:
    """The events of every period of which the list speaks."""
    here = _here(rows, route)
    nameless = here.filter(pl.col("origin").is_in(NAMELESS))
    unnamed = _sums(nameless)
    if nationality is None:
        events = _sums(here)
        untold: set[date] = set()
    else:
        events = _sums(here.filter(pl.col("origin") == nationality))
        untold = _untold(rows, nationality)
    return {
        first: Tally(
            None if first in untold else events.get(first, 0.0),
            unnamed.get(first, 0.0),
        )
        for first in rows["start"].unique().sort().to_list()
    }


def _here(rows: pl.DataFrame, route: Route) -> pl.DataFrame:
    """The rows of a route; all rows where the whole list is of it."""
    if not route.counted_as:
        return rows
    return rows.filter(pl.col("route") == route.counted_as)


def _sums(rows: pl.DataFrame) -> dict[date, float]:
    return dict(rows.group_by("start").agg(pl.col("value").sum()).iter_rows())


def _untold(rows: pl.DataFrame, nationality: str) -> set[date]:
    """Periods in which a nationality cannot be told from the others.

    Those without nationalities at all, and those of a year in which the list has
    a rest and never names this one.
    """
    year = pl.col("start").dt.year()
    of_year = rows.with_columns(
        (pl.col("origin") == REST).any().over(year).alias("has_rest"),
        (pl.col("origin") == nationality).any().over(year).alias("is_named"),
    )
    hidden = (pl.col("origin") == "_T") | (pl.col("has_rest") & ~pl.col("is_named"))
    return set(of_year.filter(hidden)["start"].to_list())
