"""What does it cost to send 200 US dollars, corridor by corridor?

The World Bank surveys prices every quarter and reports the third quarter as the
figure of the year (its indicator SI.RMT.COST.IB.ZS and UNSD's SI_RMT_COST follow
the third quarter, which `benchmarks/published_values.py` shows). A year without
a survey in the third quarter is represented by its last one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.preferences import choose
from migrascope.indicators.rows import Row
from migrascope.indicators.totals import partners, plain
from migrascope.model import area as areas
from migrascope.model.estimate import Estimate

MEASURE = "remittance_cost"


@dataclass(frozen=True, slots=True)
class Corridor:
    """The cost of sending 200 US dollars from one country to another, in percent."""

    sending: str
    receiving: str
    cost: Estimate

    @property
    def percent(self) -> float:
        """The cost in percent of the amount sent."""
        assert self.cost.value is not None
        return self.cost.value


def to(evidence: Evidence, area: str) -> Mapping[int, tuple[Corridor, ...]]:
    """The corridors that end in an area, by year."""
    return _by_year(
        row
        for member in areas.members(area)
        for row in _surveyed(evidence.rows_here(MEASURE, member))
    )


def out_of(evidence: Evidence, area: str) -> Mapping[int, tuple[Corridor, ...]]:
    """The corridors that begin in an area, by year."""
    return _by_year(
        row
        for member in areas.members(area)
        for row in _surveyed(evidence.rows_abroad(MEASURE, member))
    )


def _surveyed(rows: tuple[Row, ...]) -> list[Row]:
    """The prices of one quarter a year: the third, or else the last one."""
    detail = [row for row in partners(filter(plain, rows)) if row.value is not None]
    choice = choose(MEASURE, detail)
    if choice is None:
        return []
    quarters: defaultdict[int, defaultdict[date, list[Row]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in detail:
        if row.dataset == choice.dataset:
            quarters[row.year][row.end].append(row)
    return [
        row
        for year, ends in quarters.items()
        for row in ends.get(date(year, 9, 30)) or ends[max(ends)]
    ]


def _by_year(rows: Iterable[Row]) -> Mapping[int, tuple[Corridor, ...]]:
    years: defaultdict[int, list[Corridor]] = defaultdict(list)
    for row in rows:
        years[row.year].append(Corridor(row.origin, row.area, row.estimate))
    return {
        year: tuple(sorted(found, key=lambda each: (each.sending, each.receiving)))
        for year, found in sorted(years.items())
    }
