"""Which figures of a series can be judged?

The headline values since 2000, without years that the publisher had not finished,
and for a group without years in which far fewer members than usual have data: there
the total moves because the members change, not because the world does.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrascope.indicators.registry import Direction, Indicator
from migrascope.indicators.series import Series
from migrascope.model.estimate import Estimate
from migrascope.model.lineage import Lineage
from migrascope.model.observation import Status
from migrascope.model.period import Period, whole_year

SINCE = 2000
NEARLY_ALL = 0.9
"""A year of a group counts when this share of the usual members has data."""
BASE_MAY_BE_OFF_BY = 3
"""Years that the first point may lie from the base year."""


@dataclass(frozen=True, slots=True)
class Track:
    """Points (year, value), oldest first, and the figures that they come from."""

    figures: tuple[Estimate, ...]
    unit: str
    direction: Direction
    base_year: int
    target: float | None
    target_year: int

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the points."""
        return tuple(figure.period.year for figure in self.figures)

    @property
    def values(self) -> tuple[float, ...]:
        """The values of the points."""
        return tuple(figure.value or 0.0 for figure in self.figures)

    @property
    def points(self) -> int:
        """How many points there are."""
        return len(self.figures)

    @property
    def sign(self) -> int:
        """1 when more is better, -1 when less is."""
        return 1 if self.direction is Direction.UP else -1

    def base(self) -> int | None:
        """The position of the point to measure progress from, or None.

        The base year, else the nearest year (the earlier of two); never the newest
        point, because from there no way has been gone.
        """
        near = [
            (abs(year - self.base_year), year, position)
            for position, year in enumerate(self.years[:-1])
            if abs(year - self.base_year) <= BASE_MAY_BE_OFF_BY
        ]
        return min(near)[2] if near else None

    def way(self) -> tuple[int, float] | str:
        """The position of the base and the target value; else why there is no way."""
        base = self.base()
        if self.target is None:
            return "No target value has been set."
        if base is None:
            return f"There is no figure near {self.base_year} with a later one."
        return base, self.target

    def reaches(self, value: float, goal: float) -> bool:
        """True when a value is at the goal or on its better side."""
        return self.sign * (value - goal) >= 0

    def possible(self, value: float) -> float:
        """A computed value, but not below zero when no figure ever was.

        A straight line knows no zero; people, money and prices do.
        """
        return max(0.0, value) if min(self.values) >= 0 else value

    def figure(
        self,
        value: float,
        unit: str,
        formula: str,
        *,
        year: int | None = None,
        low: float | None = None,
        high: float | None = None,
    ) -> Estimate:
        """A number computed from the points, with all of them as its lineage.

        With `year` it is a forecast for that year.
        """
        return Estimate(
            value,
            unit,
            whole_year(year)
            if year
            else Period(self.figures[0].period.start, self.figures[-1].period.end),
            Lineage(formula, tuple(each.lineage for each in self.figures)),
            Status.FORECAST if year else Status.NORMAL,
            low,
            high,
        )


def track(series: Series, meta: Indicator) -> Track:
    """The points of a series that can be judged."""
    pairs = [
        (figure, share)
        for figure, share in zip(
            series.headline.estimates, series.headline.coverage, strict=True
        )
        if figure.value is not None
        and figure.status is not Status.PROVISIONAL
        and figure.period.year >= SINCE
    ]
    most = max((share.have for _, share in pairs), default=0)
    target = meta.target
    return Track(
        tuple(figure for figure, share in pairs if share.have >= NEARLY_ALL * most),
        meta.unit,
        meta.direction,
        meta.base_year,
        target.value if target else None,
        target.year if target else 2030,
    )
