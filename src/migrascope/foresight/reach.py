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
from migrascope.language.grammar import listing

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
WHAT_IT_SAYS = "such a bound says how little is known, not how many can be displaced."


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
    """What to say of 95 per cent bounds that pass half of the people, or all.

    Every year whose bound does is named: one alone would read as if others held.
    """
    _, high = INTERVALS[95]
    every = there_are.together
    bounds = [(row.time, row.quantiles[high]) for row in rows]
    above = [each for each in bounds if each[1] > every]
    large = [each for each in bounds if HALF * every < each[1] <= every]
    said = []
    if above:
        said.append(f"{_bounds(above)} above {there_are}: {WHAT_IT_SAYS}")
    if large:
        shares = listing([f"{100 * bound / every:.0f} %" for _, bound in large])
        of_all = "the same people" if above else str(there_are)
        said.append(f"{_bounds(large)} {shares} of {of_all}.")
    return tuple(said)


def _bounds(bounds: Sequence[tuple[int, float]]) -> str:
    """Bounds with their years, and the verb.

    >>> _bounds([(2026, 1234.0)])
    'the upper 95 % bound for 2026, 1,230, is'
    """
    told = listing([f"{time} ({rounded(bound):,})" for time, bound in bounds])
    if len(bounds) > 1:
        return f"the upper 95 % bounds for {told} are"
    time, bound = bounds[0]
    return f"the upper 95 % bound for {time}, {rounded(bound):,}, is"
