"""What do the publishers say about an area, ready to be computed with?

A read-only view on the evidence base. Loaded once for one area (its own rows and
the rows that name it as an origin) or for all areas; then every question is
a slice of memory. What comes out are panels: one figure for each member country
and year, each with its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from migrascope.indicators.drawer import Drawer, last_days
from migrascope.indicators.midyear import POPULATION, at_mid_year
from migrascope.indicators.ondemand import OnDemand
from migrascope.indicators.panel import Panel
from migrascope.indicators.rows import Row, added, with_choice
from migrascope.indicators.totals import (
    COUNTED_TOGETHER,
    all_ages,
    plain,
    predecessors,
    settle,
    sum_of,
    unplaced,
)
from migrascope.model import area as areas
from migrascope.model.area import WORLD
from migrascope.model.estimate import Estimate
from migrascope.model.observation import TOTAL

if TYPE_CHECKING:
    import polars as pl

    from migrascope.store.base import Base
    from migrascope.store.editions import Edition

__all__ = ["LATE_YEARS", "WORLD", "Evidence", "Rows", "plain", "settle"]

MOST_ROWS_KEPT = 1_500_000
DATED = frozenset({"migrant_deaths_and_missing"})
"""Measures of dated incidents, whose last day in the world says how far they go."""

LATE_YEARS = 2
"""Years before the newest one that may still be unfinished."""


class Rows(Protocol):
    """What holds the rows: a shelf for all areas, a drawer for one country."""

    height: int

    def here(self, measure: str, area: str) -> tuple[Row, ...]:
        """The rows that count in an area."""

    def abroad(self, measure: str, origin: str) -> tuple[Row, ...]:
        """The rows that count people or money from an origin."""

    def measures(self) -> frozenset[str]:
        """The measures that have any row."""

    def last_day(self, measure: str) -> dict[tuple[str, int], date]:
        """The last day that any row speaks of, by edition and year."""


class Evidence:
    """The rows of a base that indicators compute from.

    `here` answers about what is counted in an area, `abroad` about what is counted
    elsewhere of people or money from the area. For a region or group, both answer
    member by member.
    """

    def __init__(
        self,
        rows: Rows,
        editions: Mapping[str, Edition],
        *,
        on_demand: Rows | None = None,
    ) -> None:
        self._shelf = rows
        self._on_demand = on_demand
        self._kept: dict[tuple[str, str, str], tuple[Row, ...]] = {}
        self._panels: dict[_Asked, Panel] = {}
        self._size = 0
        self.editions = editions

    @classmethod
    def load(
        cls,
        base: Base,
        *,
        area: str | None = None,
        measures: Collection[str] | None = None,
        as_of: date | datetime | None = None,
    ) -> Evidence:
        """Read the rows that indicators need: for one country, or for all areas.

        `area` is a country, region or group. Without `measures`, those that the
        registered indicators name as their inputs are read. Movements are read from
        the base when they are asked for (see `ondemand`).
        """
        from migrascope.indicators import registry

        wanted = sorted(measures if measures is not None else registry.inputs())
        editions = {each.id: each for each in base.editions(as_of=as_of)}
        if area is not None and areas.members(area) == (area,):
            held = _of_country(base, area, wanted, as_of)
            later = OnDemand(base, group=None, as_of=as_of)
            return cls(held, editions, on_demand=later)
        from migrascope.indicators.shelf import Shelf  # loads polars

        later = OnDemand(base, group=area, as_of=as_of)
        shelf = Shelf(base.frame(measure=wanted, as_of=as_of))
        return cls(shelf, editions, on_demand=later)

    @classmethod
    def of(
        cls, observations: pl.DataFrame, *, editions: Iterable[Edition] = ()
    ) -> Evidence:
        """A view on a frame of observations that is already in memory."""
        from migrascope.indicators.shelf import Shelf  # loads polars

        return cls(Shelf(observations), {each.id: each for each in editions})

    @property
    def height(self) -> int:
        """How many rows are in view."""
        return self._shelf.height

    @property
    def measures(self) -> frozenset[str]:
        """The measures that have any row in view."""
        return self._shelf.measures()

    def rows_here(self, measure: str, area: str) -> tuple[Row, ...]:
        """Every row of a measure that is counted in one country or area."""
        return self._rows("here", measure, area)

    def rows_abroad(self, measure: str, origin: str) -> tuple[Row, ...]:
        """Every row of a measure that names one country or area as the origin."""
        return self._rows("abroad", measure, origin)

    def here(
        self,
        measure: str,
        area: str,
        *,
        sex: str = TOTAL,
        keep: Callable[[Row], bool] = plain,
    ) -> Panel:
        """What is counted in an area, by member and year, over all origins."""
        return self._panel(_Asked("here", measure, area, sex, keep))

    def abroad(
        self,
        measure: str,
        area: str,
        *,
        sex: str = TOTAL,
        keep: Callable[[Row], bool] = plain,
    ) -> Panel:
        """What is counted elsewhere of people or money from an area.

        The panel is by member of the area and year, over all places.
        """
        return self._panel(_Asked("abroad", measure, area, sex, keep))

    def last_day(self, measure: str) -> dict[tuple[str, int], date]:
        """The last day any row of a measure speaks of, by edition and year."""
        return self._shelf.last_day(measure)

    def forget(self) -> None:
        """Let go of what was taken out, when one goes on to another area."""
        self._kept.clear()
        self._panels.clear()
        self._size = 0

    def _rows(self, side: str, measure: str, place: str) -> tuple[Row, ...]:
        key = (side, measure, place)
        if key not in self._kept:
            if self._size > MOST_ROWS_KEPT:
                self.forget()
            rows = self._shelf
            if self._on_demand is not None and measure in self._on_demand.measures():
                rows = self._on_demand
            take = rows.here if side == "here" else rows.abroad
            self._kept[key] = take(measure, place)
            self._size += len(self._kept[key])
        return self._kept[key]

    def _panel(self, asked: _Asked) -> Panel:
        """A panel; the common ones are kept, because many indicators share them."""
        if asked not in self._panels:
            made = self._make(asked)
            if asked.keep not in (plain, all_ages):
                return made
            self._panels[asked] = made
        return self._panels[asked]

    def _make(self, asked: _Asked) -> Panel:
        members = areas.members(asked.area)
        figures: dict[tuple[str, int], Estimate] = {}
        for member in members:
            for year, figure in self._figures(asked, member):
                figures[member, year] = figure
        if len(members) > 1:
            for former in predecessors(members):
                heirs = areas.get(former).successors
                for year, figure in self._figures(asked, former):
                    if not any((heir, year) in figures for heir in heirs):
                        figures[former, year] = figure
        if asked.area == WORLD and asked.side == "here":
            # Nobody is outside the world: a place that is no country (Abyei), or that
            # the publisher does not know, counts.
            for place in unplaced():
                for year, figure in self._figures(asked, place):
                    figures[place, year] = figure
        return Panel(asked.area, members, figures)

    def _figures(self, asked: _Asked, place: str) -> Iterator[tuple[int, Estimate]]:
        """One figure a year of what was asked, for one country or area."""
        partner = "origin" if asked.side == "here" else "area"
        rows, choice = settle(
            asked.measure,
            filter(asked.keep, self._rows(asked.side, asked.measure, place)),
            sex=asked.sex,
            partner=partner,
        )
        said = str(choice) if choice else ""
        figures = (
            (year, with_choice(added(chosen, formula=sum_of(chosen, partner)), said))
            for year, chosen in rows.items()
        )
        yield from at_mid_year(figures) if asked.measure == POPULATION else figures


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a panel was asked for."""

    side: str
    measure: str
    area: str
    sex: str
    keep: Callable[[Row], bool]


def _of_country(
    base: Base, country: str, measures: list[str], as_of: date | datetime | None
) -> Drawer:
    """The rows counted in a country and the rows that name it as their origin."""
    here = base.query(measure=measures, area=country, as_of=as_of)
    abroad = base.query(measure=measures, origin=country, as_of=as_of)
    dated = sorted({figure.measure for figure in here} & DATED)
    days = _last_days(base, dated, as_of) if dated else {}
    held = COUNTED_TOGETHER.get(country)
    theirs = base.query(measure=[POPULATION], area=held, as_of=as_of) if held else []
    return Drawer(
        chain(here, (figure for figure in abroad if figure.area != country), theirs),
        days,
    )


def _last_days(
    base: Base, dated: list[str], as_of: date | datetime | None
) -> dict[tuple[str, int], date]:
    """The last days of the newest years, in the whole world."""
    holding = [
        edition.last
        for edition in base.newest(as_of)
        if edition.last is not None and not DATED.isdisjoint(edition.measures)
    ]
    since = max(holding) - LATE_YEARS
    return last_days(
        base.figures(measure=dated, sex=TOTAL, age=TOTAL, since=since, as_of=as_of)
    )
