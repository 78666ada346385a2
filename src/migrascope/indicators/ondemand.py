"""How are the rows of a measure read that are too many to hold for all areas?

From the base when they are asked for: the movements between all pairs of areas, by
every method, are two million rows, of which the review of a country needs a few
thousand. For a group, the rows of all members are read at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from migrascope.indicators.drawer import Drawer
from migrascope.indicators.rows import Row
from migrascope.model import area as areas
from migrascope.model.area import WORLD
from migrascope.model.observation import TOTAL

if TYPE_CHECKING:
    from migrascope.store.base import Base

LARGE: Mapping[str, str] = {"migration_flows": TOTAL}
"""Measures that are read on demand, and the sex of which rows are read."""

MOST_MEMBERS = 100
"""Of a larger group only the newest years are read: all are near a million rows."""


class OnDemand:
    """Rows in the base, found by measure and area, or by measure and origin.

    `group` is the region or group whose members will be asked for, if it is one.
    """

    height = 0

    def __init__(
        self, base: Base, *, group: str | None, as_of: date | datetime | None
    ) -> None:
        self._base = base
        self._as_of = as_of
        self._members = () if group is None else areas.members(group)
        self._is_world = group == WORLD
        self._is_large = len(self._members) > MOST_MEMBERS
        self._read: dict[tuple[str, str], Drawer] = {}

    def here(self, measure: str, area: str) -> tuple[Row, ...]:
        """The rows that count in an area."""
        if area not in self._members:
            return self._rows(measure, "area", (area,))
        return self._together(measure, "area").here(measure, area)

    def abroad(self, measure: str, origin: str) -> tuple[Row, ...]:
        """The rows that count people from an origin, wherever they went."""
        if origin not in self._members:
            return self._rows(measure, "origin", (origin,))
        side = "area" if self._is_world else "origin"
        return self._together(measure, side).abroad(measure, origin)

    def measures(self) -> frozenset[str]:
        """The measures that can be asked for."""
        return frozenset(LARGE)

    def last_day(self, measure: str) -> dict[tuple[str, int], date]:
        """No measure that is read on demand is of dated incidents."""
        del measure
        return {}

    def _together(self, measure: str, side: str) -> Drawer:
        """The rows of all members of the group, read once."""
        if (measure, side) not in self._read:
            self._read[measure, side] = Drawer(self._rows(measure, side, self._members))
        return self._read[measure, side]

    def _rows(
        self, measure: str, side: str, places: tuple[str, ...]
    ) -> tuple[Row, ...]:
        return self._base.query(
            measure=measure,
            sex=LARGE[measure],
            as_of=self._as_of,
            area=places if side == "area" else None,
            origin=places if side == "origin" else None,
            since=self._newest(measure) if self._is_large else None,
        )

    def _newest(self, measure: str) -> int | None:
        """The last year of which every dataset with the measure has figures."""
        lasts = [
            edition.last
            for edition in self._base.newest(self._as_of)
            if measure in edition.measures and edition.last is not None
        ]
        return min(lasts, default=None)
