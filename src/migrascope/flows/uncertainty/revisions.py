"""How does a new edition of the stocks revise what an older one said?

The same corridor, the same year, two editions. A corridor can be left as it was,
revised, appear, or disappear; it can also be *folded*: the newer edition prints its
people under "Other" and no longer on their own. A folded corridor was not revised
to nobody. What became of it is not known, so it is counted, and left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from migrascope.errors import NoFigures
from migrascope.flows.account import FloatArray
from migrascope.flows.uncertainty.series import StockSeries
from migrascope.language.numbers import exact, percent

BoolArray = NDArray[np.bool_]

SIZES = (0.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0, float("inf"))
"""Edges of the size classes of a corridor's stock, in persons."""

SIZE_NAMES = (
    "1–99",
    "100–999",
    "1,000–9,999",
    "10,000–99,999",
    "100,000–999,999",
    "1 million and over",
)

_QUANTILES = (0.025, 0.10, 0.50, 0.90, 0.975)
_WORTH_COMPARING = 1_000.0
"""Smaller stocks say little about the correlation between years (persons)."""


@dataclass(frozen=True, slots=True, eq=False)
class Revisions:
    """Two editions side by side: year × place of birth × place of residence.

    `folded` marks the corridor-years that the later edition no longer prints;
    `last` is the last year of the earlier edition, whether the later has it or not.
    """

    editions: tuple[str, str]
    areas: tuple[str, ...]
    years: tuple[int, ...]
    last: int
    earlier: FloatArray
    later: FloatArray
    folded: BoolArray

    @property
    def log_ratios(self) -> FloatArray:
        """Log of later over earlier; not a number unless both have people."""
        both = (self.earlier > 0) & (self.later > 0)
        ratios = np.full(self.earlier.shape, np.nan)
        ratios[both] = np.log(self.later[both] / self.earlier[both])
        return ratios

    def by_size(self) -> pl.DataFrame:
        """How corridor-years of each size fared: shares, and quantiles of the ratio.

        The shares are of the corridor-years that can be compared (not folded); the
        ratio (later over earlier) is of those with people in both editions.
        """
        size = np.maximum(self.earlier, self.later)
        ratios = self.log_ratios
        rows = []
        for low, high, name in zip(SIZES, SIZES[1:], SIZE_NAMES, strict=False):
            here = (size > low if low == 0 else size >= low) & (size < high)
            seen = here & ~self.folded
            count = int(seen.sum())
            if not count:
                continue
            inside = ratios[seen & np.isfinite(ratios)]
            quantiles = (
                np.exp(np.quantile(inside, _QUANTILES))
                if inside.size
                else np.full(len(_QUANTILES), np.nan)
            )
            rows.append(
                {
                    "stock": name,
                    "corridor_years": count,
                    "unchanged": float((self.earlier == self.later)[seen].mean()),
                    "appeared": float((self.earlier == 0)[seen].mean()),
                    "disappeared": float((self.later == 0)[seen].mean()),
                    "folded": int((here & self.folded).sum()),
                    **{
                        f"ratio_{at * 100:g}": float(value)
                        for at, value in zip(_QUANTILES, quantiles, strict=True)
                    },
                }
            )
        return pl.DataFrame(rows)

    def between_years(self) -> FloatArray:
        """Rank correlation of the revisions of one corridor in different years.

        Near one, a revision shifts the whole series. Corridors of at least a
        thousand people with a ratio in every year; ties share their rank. Not a
        number for a year in which nothing was revised.
        """
        ratios = self.log_ratios.reshape(len(self.years), -1)
        large = np.maximum(self.earlier, self.later).min(axis=0).ravel()
        whole = np.isfinite(ratios).all(axis=0) & (large >= _WORTH_COMPARING)
        chosen = ratios[:, whole]
        found = np.full((len(self.years),) * 2, np.nan)
        moving = chosen.std(axis=1) > 0 if chosen.shape[1] > 2 else np.zeros(0, int)
        spots = np.flatnonzero(moving)
        if spots.size:
            ranks = np.stack([_ranks(each) for each in chosen[spots]])
            found[np.ix_(spots, spots)] = np.corrcoef(ranks)
        return found

    def within_destinations(self) -> float:
        """The share of the variance of revisions that lies between destinations.

        Of the last year, corridors of at least a thousand people; zero when
        corridors to the same destination are revised independently.
        """
        ratios = np.clip(self.log_ratios[-1], -2.0, 2.0)
        large = np.maximum(self.earlier[-1], self.later[-1]) >= _WORTH_COMPARING
        columns = [
            ratios[np.isfinite(ratios[:, spot]) & large[:, spot], spot]
            for spot in range(len(self.areas))
        ]
        groups = [column for column in columns if column.size > 1]
        if not groups:
            return float("nan")
        inside = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
        within = inside / sum(group.size - 1 for group in groups)
        total = float(np.concatenate(groups).var(ddof=1))
        return max(0.0, 1.0 - within / total) if total > 0 else float("nan")

    @property
    def destinations_unchanged(self) -> float:
        """The share of destinations without one revised corridor in the last year."""
        seen = ~self.folded[-1]
        there = ((self.earlier[-1] + self.later[-1]) > 0) & seen
        counted = there.any(axis=0)
        same = ((self.earlier[-1] == self.later[-1]) | ~there).all(axis=0)
        return float(same[counted].mean())

    @property
    def says(self) -> tuple[str, ...]:
        """How the later edition revised the earlier one, in sentences."""
        earlier, later = self.editions
        folded = int(self.folded[-1].sum())
        first = (
            f"From {earlier} to {later}, {percent(self.destinations_unchanged)} of the "
            f"destinations were left as they were in {self.years[-1]}. "
            f"{folded:,} corridors of {self.years[-1]} are no longer printed on their "
            "own: no revision is known of them."
        )
        found = [first]
        ranks = self.between_years()
        if len(self.years) > 1 and np.isfinite(ranks).all():
            next_to = np.diagonal(ranks, offset=1)
            found.append(
                "The revisions of a corridor in neighbouring years correlate by "
                f"{exact(next_to.min(), decimals=2)} to "
                f"{exact(next_to.max(), decimals=2)} (ranks), those in "
                f"{self.years[0]} and {self.years[-1]} by "
                f"{exact(ranks[0, -1], decimals=2)}: a "
                "revision shifts neighbouring years together, so both stocks of an "
                "interval are drawn together."
            )
        between = self.within_destinations()
        if np.isfinite(between):
            found.append(
                f"{percent(between)} of the variance of the revisions lies between "
                "destinations, so corridors to one destination are drawn together too."
            )
        return tuple(found)


def compare(earlier: StockSeries, later: StockSeries) -> Revisions:
    """Two editions, over the areas and years that both have.

    Raises:
        NoFigures: they share no year, or fewer than two areas.
    """
    years = tuple(sorted(set(earlier.years) & set(later.years)))
    areas = tuple(sorted(set(earlier.areas) & set(later.areas)))
    if not years or len(areas) < 2:
        raise NoFigures(
            f"{earlier.edition} and {later.edition} share {len(years)} years and "
            f"{len(areas)} areas: no revision can be measured.",
            "Add another edition of the bilateral stocks to the base.",
        )
    before, _ = _shared(earlier, areas, years)
    after, elsewhere = _shared(later, areas, years)
    silent = (after.sum(axis=1) + elsewhere) == 0
    printed_under_other = (elsewhere > 0)[:, None, :] | silent[:, None, :]
    return Revisions(
        editions=(earlier.edition, later.edition),
        areas=areas,
        years=years,
        last=earlier.years[-1],
        earlier=before,
        later=after,
        folded=(before > 0) & (after == 0) & printed_under_other,
    )


def _ranks(figures: FloatArray) -> FloatArray:
    """The rank of each figure; those that are equal share the middle of theirs."""
    _, place, many = np.unique(figures, return_inverse=True, return_counts=True)
    last = np.cumsum(many)
    return np.asarray((last - (many - 1) / 2)[place])


def _shared(
    series: StockSeries, areas: tuple[str, ...], years: tuple[int, ...]
) -> tuple[FloatArray, FloatArray]:
    spots = [series.areas.index(each) for each in areas]
    when = [series.years.index(each) for each in years]
    persons = series.persons[np.ix_(when, spots, spots)]
    return persons, series.elsewhere[np.ix_(when, spots)]
