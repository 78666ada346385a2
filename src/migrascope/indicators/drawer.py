"""How are the rows of one country held, without waking a data frame library?

Twenty thousand rows fit into plain tuples; DuckDB finds them in the base in a
fraction of a second, and `migrascope show 10.c.1 KEN` need not load Polars.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from migrascope.indicators.rows import Row


class Drawer:
    """Rows in memory, found by measure and area, or by measure and origin."""

    def __init__(
        self,
        figures: Iterable[Row],
        last_days: Mapping[tuple[str, int], date] | None = None,
    ) -> None:
        self._here: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        self._abroad: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        self._last_days = dict(last_days or {})
        self.height = 0
        for row in figures:
            self._here[row.measure, row.area].append(row)
            if not row.has_no_partner:
                self._abroad[row.measure, row.origin].append(row)
            self.height += 1

    def here(self, measure: str, area: str) -> tuple[Row, ...]:
        """The rows that count in an area."""
        return tuple(self._here.get((measure, area), ()))

    def abroad(self, measure: str, origin: str) -> tuple[Row, ...]:
        """The rows that count people or money from an origin, wherever it is."""
        return tuple(self._abroad.get((measure, origin), ()))

    def measures(self) -> frozenset[str]:
        """The measures that have any row."""
        return frozenset(measure for measure, _ in self._here)

    def last_day(self, measure: str) -> dict[tuple[str, int], date]:
        """The last day of each edition and year, as it was handed in."""
        del measure
        return self._last_days


def last_days(figures: Iterable[Row]) -> dict[tuple[str, int], date]:
    """The last day that any figure speaks of, by edition and year."""
    days: dict[tuple[str, int], date] = {}
    for figure in figures:
        key = (figure.edition, figure.end.year)
        days[key] = max(figure.end, days.get(key, figure.end))
    return days
