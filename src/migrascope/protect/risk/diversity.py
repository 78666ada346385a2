"""Do people who look alike have different secrets?

A class of k records hides nobody's illness when all k have the same one. So each
class must hold l well-represented values of the sensitive column (Machanavajjhala,
Kifer, Gehrke and Venkitasubramaniam 2007, ACM TKDD 1(1)), in one of three senses:

- distinct: l different values;
- entropy: the entropy of the values is at least that of l equally frequent ones;
  the figure given is exp(entropy), the number of values it is worth;
- recursive (c, l): the most frequent value occurs less than c times as often as all
  values from the l-th most frequent on together; the figure is the largest such l.

The class of a record are the records that could be it. With missing keys as a value
of their own these are the records with the same keys, and classes do not overlap.
With wildcards they are the records compatible with it, as for f_k; classes of
records with missing keys overlap, and each record is judged by its own.

Missing sensitive values are left out: they tell nothing. A class in which no value
is known has nothing to learn; it has no figure (null) and breaks no promise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from migrascope.protect.counting.codes import (
    Combinations,
    Real,
    combinations,
    required,
)
from migrascope.protect.counting.histograms import Histograms, histograms
from migrascope.protect.plan.model import Diversity, DiversityPromise, Missing

C = 3.0
"""The constant of recursive diversity when the plan says none."""

_ROUNDING = 1e-9
"""Entropies of equally frequent values come out a hair below their number."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Diversities:
    """For each record, how diverse its class is in the three senses; null: unknown."""

    column: str
    distinct: pl.Series
    entropy: pl.Series
    recursive: pl.Series

    def __repr__(self) -> str:
        return f"Diversities({self.column}, {self.distinct.len()} records)"

    def of(self, kind: Diversity) -> pl.Series:
        """The figure that a promise of this kind is about."""
        return {
            Diversity.DISTINCT: self.distinct,
            Diversity.ENTROPY: self.entropy,
            Diversity.RECURSIVE: self.recursive,
        }[kind]


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether a promise of diversity holds: the least figure, and who is below l."""

    promise: DiversityPromise
    least: float | None
    below: int
    of: int

    @property
    def holds(self) -> bool:
        """Whether every record is in a class that is diverse enough."""
        return not self.below

    @property
    def says(self) -> str:
        """The finding in a sentence."""
        column, wanted = self.promise.column, f"{self.promise.l:g}"
        kind = self.promise.kind.value
        if self.least is None:
            return f"{column}: no value is known, so nothing can be learnt."
        worst = f"the least {kind} diversity of a class is {self.least:.3g}"
        if self.holds:
            return f"{column}: {worst}, and {wanted} was promised."
        share = f"{100 * self.below / self.of:.1f} %"
        return (
            f"{column}: {worst}; {self.below:,} of {self.of:,} records ({share}) are "
            f"in classes below {wanted}."
        )


def measure(
    frame: pl.DataFrame,
    keys: Sequence[str],
    sensitive: str,
    *,
    missing: Missing = Missing.WILDCARD,
    c: float = C,
) -> Diversities:
    """How diverse the sensitive values are among the records that could be each.

    Raises:
        BadPlan: no key, or a column that is not there.
    """
    found = combinations(frame, keys)
    required(frame.columns, [sensitive])
    return of_combinations(found, frame[sensitive], missing=missing, c=c)


def of_combinations(
    found: Combinations,
    sensitive: pl.Series,
    *,
    missing: Missing = Missing.WILDCARD,
    c: float = C,
) -> Diversities:
    """The same where the combinations of the keys are counted already."""
    lines = histograms(found, sensitive, missing=missing)
    unknown = pl.Series(lines.totals == 0)[found.of_record]

    def of_records(figures: Real, dtype: type[pl.DataType]) -> pl.Series:
        series = pl.Series(figures[found.of_record]).cast(dtype)
        return pl.select(pl.when(~unknown).then(series)).to_series()

    return Diversities(
        sensitive.name,
        of_records(np.diff(lines.starts).astype(np.float64), pl.Int64).alias(
            "distinct"
        ),
        of_records(_entropy(lines), pl.Float64).alias("entropy"),
        of_records(_recursive(lines, c), pl.Int64).alias("recursive"),
    )


def check(
    frame: pl.DataFrame,
    keys: Sequence[str],
    promise: DiversityPromise,
    *,
    missing: Missing = Missing.WILDCARD,
) -> Kept:
    """Whether every record is in a class as diverse as was promised.

    Raises:
        BadPlan: no key, or a column that is not there.
    """
    measured = measure(frame, keys, promise.column, missing=missing, c=promise.c)
    figures = measured.of(promise.kind)
    known = figures.drop_nulls().cast(pl.Float64).to_numpy()
    return Kept(
        promise,
        float(known.min()) if len(known) else None,
        int((figures < promise.l - _ROUNDING).sum()),
        figures.len(),
    )


def _entropy(lines: Histograms) -> Real:
    """exp(entropy) of each line: log n - sum(count * log count) / n, raised."""
    total = np.maximum(lines.totals, 1.0)
    weighed = lines.summed(lines.counts * np.log(lines.counts))
    return np.exp(np.log(total) - weighed / total)


def _recursive(lines: Histograms, c: float) -> Real:
    """The largest l at which each line is (c, l)-diverse; 0 where there is none.

    What is left from the l-th value on shrinks with l, so the values at which it
    suffices are the first ones, and counting them gives l.
    """
    line = lines.lines
    whole = lines.counts.astype(np.int64)
    top = int(whole.max(initial=0)) + 1
    # One number sorts by line, and within it from the most frequent value on.
    counts = lines.counts[np.argsort(line * top + (top - 1 - whole))]
    before = np.concatenate([[0.0], np.cumsum(counts)])
    filled = np.diff(lines.starts) > 0
    most = np.zeros(len(filled))
    most[filled] = counts[lines.starts[:-1][filled]]
    # All of the line, less what comes before this value.
    left = before[lines.starts[1:]][line] - before[:-1]
    return lines.summed((c * left > most[line]).astype(np.float64))
