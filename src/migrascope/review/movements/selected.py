"""Which of the estimates are drawn, and how far do the methods differ about them?

One sex, one interval, one method in front; places may be put together into regions.
Persons are added within each method first, and only then is the least and the most
taken: the least sum, not the sum of the least.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import polars as pl

from migrascope.errors import NoFigures, UsageError
from migrascope.flows.measures import lumping
from migrascope.model import area as areas
from migrascope.model.area import WORLD
from migrascope.review.movements import named
from migrascope.review.movements.matrix import OTHER, REST, Move


class Framed(Protocol):
    """Estimates of movements that can be had as a frame.

    One row for each interval, sex, origin, destination and method: start, end, sex,
    origin, destination, method, persons, low, high.
    """

    def frame(self) -> pl.DataFrame:
        """The estimates, one a row."""


@dataclass(frozen=True, slots=True)
class Show:
    """What to draw: an area or the world, one method and sex, one interval.

    `start` is the year in which the interval begins; None is the newest. `by` names a
    grouping of countries (region, sub_region, sdg_region, income, ldc …). The `most`
    largest places are drawn by themselves.
    """

    area: str | None = None
    method: str | None = None
    sex: str = "_T"
    start: int | None = None
    by: str | None = None
    most: int = 10

    @property
    def members(self) -> tuple[str, ...]:
        """The countries of the area in view; none for the world."""
        return () if self.area in (None, WORLD) else areas.members(str(self.area))

    @property
    def is_group(self) -> bool:
        """True for a region or group that is not the world."""
        return len(self.members) > 1


@dataclass(frozen=True, slots=True)
class Selected:
    """Moves of one sex, with the method in front and all that are beside it.

    `frame` has start, end, origin, destination, method, persons, low and high.
    `methods` are those of each interval, by its first day: one may have failed there.
    """

    show: Show
    frame: pl.DataFrame
    method: str
    methods: Mapping[date, tuple[str, ...]]

    @property
    def compared(self) -> tuple[str, ...]:
        """The methods that make the range of the interval: those from stocks."""
        here = self.methods[self.start]
        return tuple(each for each in here if each in named.FROM_STOCKS)

    @property
    def start(self) -> date:
        """The first day of the interval that is shown, by default the newest."""
        starts = self.frame["start"].unique().sort().to_list()
        wanted = self.show.start
        found = [day for day in starts if wanted in (None, day.year)]
        if not found:
            raise UsageError(
                f"No interval of the estimates begins in {wanted}.",
                f"They begin in {', '.join(str(day.year) for day in starts)}.",
            )
        last: date = found[-1]
        return last

    @property
    def end(self) -> date:
        """The last day of the interval that is shown."""
        there = self.frame.filter(pl.col("start") == self.start)
        last: date = there["end"][0]
        return last

    def moves(self) -> list[Move]:
        """The moves of the interval, the largest first, with the range of methods."""
        there = self.frame.filter(pl.col("start") == self.start)
        return _banded(there, ["origin", "destination"], self)

    def total(self) -> Move:
        """Everyone who moved in the interval."""
        there = self.frame.filter(pl.col("start") == self.start)
        return _banded(there, [], self)[0]

    def each_interval(self) -> list[tuple[date, date, Selected]]:
        """The intervals in their order, each as a selection of its own.

        Those for which the method in front failed are left out.
        """
        spans = self.frame.select("start", "end").unique().sort("start", "end")
        return [
            (
                start,
                end,
                replace(self, show=replace(self.show, start=start.year)).where(
                    (pl.col("start") == start) & (pl.col("end") == end)
                ),
            )
            for start, end in spans.iter_rows()
            if self.method in self.methods[start]
        ]

    def where(self, condition: pl.Expr) -> Selected:
        """Only the moves that meet a condition."""
        return replace(self, frame=self.frame.filter(condition))


def select(estimates: Framed, show: Show) -> Selected:
    """Choose sex, method and places out of estimates.

    Raises:
        UnknownArea: no such area.
        UsageError: the estimates have no such sex or method, or no such grouping.
        NoFigures: nobody moved to or from the area.
    """
    frame = estimates.frame()
    sexes = frame["sex"].cast(pl.String).unique().sort().to_list()
    if show.sex not in sexes:
        raise UsageError(
            f'The estimates have no figures for the sex "{show.sex}".',
            f"They have {', '.join(sexes)}.",
        )
    methods = named.ordered(frame["method"].cast(pl.String).unique())
    known = _by_interval(frame, show.sex)
    method = show.method or _front(methods, known)
    if method not in methods:
        raise UsageError(
            f'The estimates have no figures by the method "{method}".',
            f"They have {', '.join(methods)}.",
        )
    members = set(show.members)
    texts = pl.col("origin", "destination", "method").cast(pl.String)
    kept = frame.filter(pl.col("sex").cast(pl.String) == show.sex).with_columns(texts)
    if members:
        inside = pl.col("origin", "destination").is_in(list(members))
        kept = kept.filter(pl.any_horizontal(inside))
    places = {*kept["origin"].unique(), *kept["destination"].unique()}
    together = _drawn_as(places, show)
    kept = (
        kept.with_columns(
            pl.col("origin", "destination").replace_strict(
                together, return_dtype=pl.String
            )
        )
        .group_by("start", "end", "origin", "destination", "method")
        .agg(pl.col("persons", "low", "high").sum())
    )
    if not kept["persons"].sum():
        raise NoFigures(
            f"nobody moved {_whither(show)}in these estimates.",
            "`migrascope areas` lists codes and names.",
        )
    return Selected(show, kept, method, known)


def _front(methods: tuple[str, ...], known: Mapping[date, tuple[str, ...]]) -> str:
    """The first method of those that have estimates of the most intervals."""
    return max(methods, key=lambda code: sum(code in each for each in known.values()))


def _by_interval(frame: pl.DataFrame, sex: str) -> dict[date, tuple[str, ...]]:
    """The methods that have estimates of an interval, wherever people moved."""
    there = frame.filter(pl.col("sex").cast(pl.String) == sex)
    by_start = there.group_by("start").agg(pl.col("method").cast(pl.String).unique())
    return {start: named.ordered(codes) for start, codes in by_start.iter_rows()}


def with_partners(estimates: Framed, chosen: Selected) -> Selected:
    """The moves among the country in view and its largest partners, all ways."""
    size: dict[str, float] = {}
    for move in chosen.moves():
        for end in {move.origin, move.destination} - set(chosen.show.members):
            size[end] = size.get(end, 0.0) + move.persons
    largest = sorted(size, key=lambda each: (-size[each], each))[: chosen.show.most]
    shown = [*chosen.show.members, *largest]
    world = select(estimates, replace(chosen.show, area=None, method=chosen.method))
    both = pl.all_horizontal(pl.col("origin", "destination").is_in(shown))
    return replace(world, show=chosen.show).where(both)


def _whither(show: Show) -> str:
    if show.area in (None, WORLD):
        return ""
    return f"to or from {areas.name(str(show.area))} "


def _drawn_as(places: Collection[str], show: Show) -> dict[str, str]:
    """The group that each country is put into; the country in view stays itself."""
    if show.by is None:
        return {place: place for place in places}
    groups = lumping.grouping(show.by, tuple(places)).groups
    alone = () if show.is_group else show.members
    return {
        place: place
        if place in alone
        else OTHER
        if group == lumping.NO_GROUP
        else group
        for place, group in groups.items()
    }


def _banded(frame: pl.DataFrame, keys: list[str], selected: Selected) -> list[Move]:
    """Persons by the method in front, with the least and the most of all methods.

    Where there is one method only, its own bounds are taken. A method that says
    nothing about a pair says that nobody moved.
    """
    compared = selected.compared
    several = len(compared) > 1
    front = pl.col("method") == selected.method
    persons = pl.col("persons")
    others = persons.filter(pl.col("method").is_in(compared))
    silent = others.len() < len(compared)
    told = (
        frame.group_by(*keys, "method")
        .agg(pl.col("persons", "low", "high").sum())
        .group_by(keys or pl.lit("everyone").alias("all"))
        .agg(
            persons.filter(front).sum().alias("shown"),
            (
                pl.when(silent).then(0.0).otherwise(others.min())
                if several
                else pl.col("low").filter(front).sum()
            ).alias("least"),
            (others.max() if several else pl.col("high").filter(front).sum()).alias(
                "most"
            ),
        )
        .sort("shown", *keys, descending=[True, *(False for _ in keys)])
    )
    ends = told.select(keys).rows() if keys else [("", "")] * told.height
    return [
        _move(origin, destination, *figures)
        for (origin, destination), figures in zip(
            ends, told.select("shown", "least", "most").iter_rows(), strict=True
        )
    ]


def _move(
    origin: str, destination: str, shown: float, least: float | None, most: float | None
) -> Move:
    """A move; a method in front that is no estimate from stocks widens the range."""
    if not least and not most:
        return Move(origin, destination, shown)
    return Move(
        origin, destination, shown, min(least or 0.0, shown), max(most or 0.0, shown)
    )


def outside_as_one(moves: Sequence[Move], members: Sequence[str]) -> list[Move]:
    """The moves of a group, with all places outside it as one."""
    inside = frozenset(members)
    return [
        replace(
            move,
            origin=move.origin if move.origin in inside else REST,
            destination=move.destination if move.destination in inside else REST,
        )
        for move in moves
    ]
