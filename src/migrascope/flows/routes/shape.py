"""What is known of a route in a month, in a year, and over time?

Two counts stand side by side: events (detections, encounters, crossings) and people
who died or disappeared. A count that is not published is None, never zero, and a sum
over a year is only called complete when all its months are there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from migrascope.flows.routes.route import Route

PER = 10_000
"""Deaths are set against so many events."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month on a route.

    `counted` are events, `unnamed` those among them that the list does not give to
    a nationality of its own; `dead` are people who died or disappeared. None where
    nothing is published (yet). In a series of one nationality `counted` is of it, and
    `unnamed` are the events on the route that may hide more of them.
    """

    first: date
    counted: float | None
    unnamed: float | None
    dead: float | None


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year on a route: sums over the months that are published.

    `months_counted` and `months_dead` say how many months the sums hold; a yearly
    figure of the publisher stands for all twelve. `undated` are people who died or
    disappeared some day in the year, and are part of `dead`.
    """

    number: int
    counted: float | None
    unnamed: float | None
    months_counted: int
    dead: float | None
    months_dead: int
    undated: float = 0.0

    @property
    def is_complete(self) -> bool:
        """True when the events of all twelve months are there."""
        return self.months_counted == 12

    @property
    def per_ten_thousand(self) -> float | None:
        """Dead or missing for every 10,000 events, of complete years only."""
        if self.months_counted == self.months_dead == 12:
            return deaths_per_ten_thousand(self.dead, self.counted)
        return None


@dataclass(frozen=True, slots=True)
class Rolling:
    """Twelve months that end with this one; None unless all of them are known."""

    last: date
    counted: float | None
    dead: float | None

    @property
    def per_ten_thousand(self) -> float | None:
        """Dead or missing for every 10,000 events."""
        return deaths_per_ten_thousand(self.dead, self.counted)


@dataclass(frozen=True, slots=True)
class RouteSeries:
    """The months and years of a route, the editions they rest on, and the traps.

    `nationality` is an area id, or None for everybody. `lacks` says in words what
    the base does not hold. `before` are up to eleven months before the first one
    that is shown, for sums over twelve.
    """

    route: Route
    nationality: str | None
    months: tuple[Month, ...]
    years: tuple[Year, ...]
    editions: tuple[str, ...]
    traps: tuple[str, ...]
    lacks: tuple[str, ...] = field(default=())
    before: tuple[Month, ...] = field(default=())

    def __post_init__(self) -> None:
        every = (*self.before, *self.months)
        assert all(following(one.first) == two.first for one, two in pairwise(every))

    @property
    def area(self) -> str:
        """The area where the events are counted: that at the end of the route."""
        return self.route.destination

    def rolling(self) -> tuple[Rolling, ...]:
        """Sums over twelve months, one for each month that has eleven before it."""
        every = (*self.before, *self.months)
        ends = range(max(12, len(self.before) + 1), len(every) + 1)
        return tuple(_rolling(every[end - 12 : end]) for end in ends)

    @property
    def counted_until(self) -> date | None:
        """The first day of the latest month whose events are published."""
        return max(
            (m.first for m in self.months if m.counted is not None), default=None
        )


def deaths_per_ten_thousand(dead: float | None, counted: float | None) -> float | None:
    """Dead or missing for every 10,000 events; None without events.

    No risk of death: people who were stopped or died before they could be detected
    are not among the events, and one person can be several of them.
    """
    if dead is None or not counted:
        return None
    return PER * dead / counted


def following(first: date) -> date:
    """The first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def summed(values: list[float | None]) -> float | None:
    """The sum of the known values; None when none is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _rolling(months: tuple[Month, ...]) -> Rolling:
    return Rolling(
        months[-1].first,
        _whole([month.counted for month in months]),
        _whole([month.dead for month in months]),
    )


def _whole(values: list[float | None]) -> float | None:
    """The sum of values that are all known."""
    return None if None in values else summed(values)
