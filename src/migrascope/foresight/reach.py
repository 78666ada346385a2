"""Can so many people be displaced at all?

The models know of no population: where numbers are large and have moved fast, a bound
may pass the number of people there are. Bounds are shown, published and scored as they
were said, so that scores are those of the models; a reader is told beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from migrascope.foresight.panel import Panel
from migrascope.foresight.quantiles import INTERVALS
from migrascope.foresight.wording import rounded

if TYPE_CHECKING:
    from migrascope.foresight.asking import Row
    from migrascope.store.base import Base

DATASET = "undesa-wpp"
MEASURE = "population"
TOTAL = "_T"
OLDEST = 5
"""Years that a figure of the population may be older than those of displaced people."""
ABROAD = ("refugees", "asylum_seekers")
HALF = 0.5
Residents: TypeAlias = dict[str, tuple[int, float]]
"""By area the year of its newest population, and the people."""
WHAT_IT_SAYS = "it says how little is known, not how many can be displaced."


@dataclass(frozen=True, slots=True)
class People:
    """Those who live in a country (in `year`), and those displaced from it abroad."""

    year: int
    residents: float
    abroad: float

    @property
    def together(self) -> float:
        """All who could be displaced, but for those still to be born."""
        return self.residents + self.abroad

    def __str__(self) -> str:
        return (
            f"all people of the country ({rounded(self.residents):,} living there at "
            f"the end of {self.year}, {rounded(self.abroad):,} displaced abroad)"
        )


def residents(base: Base, until: int) -> Residents:
    """The newest population of each area, at most five years before; none unheld."""
    import polars as pl

    if DATASET not in {each.dataset for each in base.newest()}:
        return {}
    rows = (
        base.frame(
            measure=MEASURE,
            origin=TOTAL,
            sex=TOTAL,
            age=TOTAL,
            breakdown="",
            editions=DATASET,
            since=until - OLDEST,
            until=until,
        )
        .drop_nulls("value")
        .sort("end")
        .select(pl.col("area").cast(pl.String), pl.col("end").dt.year(), "value")
    )
    return {area: (year, value) for area, year, value in rows.iter_rows()}


def people(
    living: Mapping[str, tuple[int, float]], panel: Panel, key: str
) -> People | None:
    """The people of a country of origin; None where nobody knows how many live there.

    `living` are the `residents` of all.
    """
    if key not in living or not set(ABROAD) <= panel.parts.keys():
        return None
    at = panel.keys.index(key)
    abroad = sum(float(np.nan_to_num(panel.parts[name][-1, at])) for name in ABROAD)
    year, residents = living[key]
    return People(year, residents, abroad)


def remarks(rows: Sequence[Row], there_are: People) -> tuple[str, ...]:
    """What to say of 95 per cent bounds that pass half of the people, or all."""
    _, high = INTERVALS[95]
    every = there_are.together
    bounds = [(row.time, row.quantiles[high]) for row in rows]
    passing = next((each for each in bounds if each[1] > every), None)
    if passing is not None:
        return (f"{_bound(*passing)} is above {there_are}: {WHAT_IT_SAYS}",)
    passing = next((each for each in bounds if each[1] > HALF * every), None)
    if passing is not None:
        share = 100 * passing[1] / every
        return (f"{_bound(*passing)} is {share:.0f} % of {there_are}.",)
    return ()


def _bound(time: int, bound: float) -> str:
    return f"the upper 95 % bound for {time}, {rounded(bound):,},"
