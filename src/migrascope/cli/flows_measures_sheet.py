"""What is measured side by side, by which methods and in which intervals?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from migrascope.cli.flows_tables import Place
from migrascope.flows.failure import Failure
from migrascope.flows.measures import components, corridors, profile
from migrascope.flows.measures.answer import Measured, Unsaid
from migrascope.flows.measures.subject import Movements
from migrascope.flows.side_by_side import HEADLINE
from migrascope.flows.table import FlowTable


@dataclass(frozen=True)
class Column:
    """What one method says about one interval.

    `table` is the estimate itself, `movements` the table that is measured, in which
    areas may have been added up; `places` are the areas to measure (none: the whole
    table), `inside` the persons who moved within each group.
    """

    table: FlowTable
    movements: Movements
    places: tuple[str, ...]
    inside: dict[str, float]

    @cached_property
    def of_system(self) -> tuple[Measured, ...]:
        """All measures of the whole table."""
        return profile.of_movements(self.movements)

    def of(self, area: str) -> tuple[Measured, ...]:
        """All measures of one area."""
        return profile.of_place(self.movements, area)

    def times_expected(self, corridor: corridors.Corridor) -> float:
        """A flow over what the shares of origin and destination lead to expect."""
        assert not isinstance(self._components, Unsaid)  # somebody took the corridor
        areas = self.movements.table.areas
        row, column = areas.index(corridor.origin), areas.index(corridor.destination)
        return float(self._components.interaction[row, column])

    @cached_property
    def _components(self) -> components.Components | Unsaid:
        return components.by_total(self.movements.table.persons)

    def value(self, code: str, area: str | None = None) -> float | None:
        """The value of one measure."""
        found = self.of_system if area is None else self.of(area)
        return next(each.value for each in found if each.code == code)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All columns, what they are about, the editions they rest on, and what failed."""

    columns: tuple[Column, ...]
    place: Place | None
    by: str | None
    editions: tuple[str, ...]
    failures: tuple[Failure, ...] = ()

    @property
    def newest(self) -> Column:
        """The usual method in the last interval; the first one where it is not."""
        last = self.columns[-1].table.interval
        there = [each for each in self.columns if each.table.interval == last]
        return next((e for e in there if e.table.method == HEADLINE), there[0])

    def headings(self) -> list[str]:
        """What tells the columns apart."""
        several_methods = len({each.table.method for each in self.columns}) > 1
        several_times = len({each.table.interval for each in self.columns}) > 1
        return [
            " ".join(
                (
                    *([each.table.method] if several_methods else []),
                    *([str(each.table.interval)] if several_times else []),
                )
            )
            or "value"
            for each in self.columns
        ]

    def ranked(self, column: Column) -> list[corridors.Corridor]:
        """The corridors of the world, or those that begin or end in the place."""
        found = corridors.ranking(column.movements.table)
        if self.place is None:
            return list(found)
        area = column.places[0]
        return [each for each in found if area in (each.origin, each.destination)]
