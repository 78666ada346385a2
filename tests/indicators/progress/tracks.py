"""Made-up series to judge."""

from __future__ import annotations

from collections.abc import Mapping

from migrascope.indicators import registry
from migrascope.indicators.progress.track import Track
from migrascope.indicators.registry import Direction, Indicator
from migrascope.indicators.series import Coverage, Series, Strand
from migrascope.model.estimate import Estimate
from migrascope.model.lineage import Cell
from migrascope.model.observation import Status
from migrascope.model.period import whole_year


def figures(
    points: Mapping[int, float | None], status: Status = Status.NORMAL
) -> tuple[Estimate, ...]:
    """One figure for each year, each with a cell of its own."""
    return tuple(
        Estimate(
            value,
            "PT",
            whole_year(year),
            Cell("book@2020", 0, "", row, 1, value, str(year)),
            status,
        )
        for row, (year, value) in enumerate(sorted(points.items()), start=2)
    )


def made(
    points: Mapping[int, float],
    *,
    target: float | None = None,
    direction: Direction = Direction.DOWN,
) -> Track:
    """A track with these points."""
    return Track(figures(points), "PT", direction, 2015, target, 2030)


def series(
    points: Mapping[int, float | None],
    *,
    coverage: Mapping[int, int] | None = None,
    status: Status = Status.NORMAL,
) -> Series:
    """A series with these points; `coverage` says how many of 10 members have data."""
    found = figures(points, status)
    have = coverage or dict.fromkeys(points, 10)
    shares = tuple(Coverage(have[each.period.year], 10) for each in found)
    return Series("10.c.1", "KEN", "PT", Strand(found, shares))


def cost() -> Indicator:
    """The indicator with a target: 3 % by 2030, less is better."""
    return registry.get("10.c.1")
