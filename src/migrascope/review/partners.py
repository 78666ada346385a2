"""Where do people come from, and where do they go?

The corridors that end or begin in the area under review, all years and both
sexes, as `indicators.partners` adds them up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from migrascope.indicators import partners
from migrascope.indicators.evidence import Evidence
from migrascope.model.estimate import Estimate, ratio

ByYear = Mapping[int, Mapping[str, Estimate]]


class Side(Enum):
    """Which end of a corridor the area under review is."""

    DESTINATION = "destination"
    ORIGIN = "origin"


@dataclass(frozen=True, slots=True)
class Corridors:
    """Figures with every partner by year: all people, and women and girls."""

    measure: str
    side: Side
    everyone: ByYear
    women: ByYear

    def __bool__(self) -> bool:
        return bool(self.everyone)

    @property
    def years(self) -> tuple[int, ...]:
        """The years with figures, oldest first."""
        return tuple(self.everyone)

    def figure(self, year: int, partner: str) -> Estimate | None:
        """The figure with one partner in one year, or None."""
        return self.everyone.get(year, {}).get(partner)

    def female_share(self, year: int, partner: str) -> Estimate | None:
        """Women and girls among the people of one corridor, in per cent."""
        women = self.women.get(year, {}).get(partner)
        everyone = self.figure(year, partner)
        if women is None or everyone is None:
            return None
        return ratio(
            women, everyone, factor=100, unit="PT", formula="female ÷ both sexes × 100"
        )

    def ranked(self, year: int) -> Iterator[tuple[str, Estimate]]:
        """Partners with their figures, the largest first; zeros are left out."""
        found = [pair for pair in self.everyone.get(year, {}).items() if pair[1].value]
        yield from sorted(found, key=lambda pair: (-(pair[1].value or 0), pair[0]))


def corridors(evidence: Evidence, measure: str, area: str, *, side: Side) -> Corridors:
    """Collect the corridors of a measure that end or begin in an area.

    Two years are kept: the newest, and the first since 2000 to compare it with.
    """
    known, take = _TAKEN[side]
    years = known(evidence, measure, area)
    kept = {*years[-1:], *[year for year in years if year >= SINCE][:1]}
    return Corridors(
        measure,
        side,
        take(evidence, measure, area, years=kept),
        take(evidence, measure, area, sex="F", years=kept),
    )


SINCE = 2000

_TAKEN = {
    Side.DESTINATION: (partners.years_by_origin, partners.by_origin),
    Side.ORIGIN: (partners.years_by_destination, partners.by_destination),
}
