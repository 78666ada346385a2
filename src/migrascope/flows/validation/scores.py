"""How close are estimated figures to figures that were counted?

Correlation as it is (large corridors decide), correlation of logarithms (all
corridors count alike), the share within a factor of two, and the ratio in the middle.
A ratio speaks only of pairs where both figures are large enough to mean something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from migrascope.flows.account import FloatArray

BoolArray = NDArray[np.bool_]

MINIMUM = 100.0
"""Persons that both figures must reach before their ratio is taken."""

FACTOR = 2.0

SIZES = (0.0, 100.0, 1_000.0, 10_000.0, float("inf"))
SIZE_NAMES = ("under 100", "100–999", "1,000–9,999", "10,000 and over")


@dataclass(frozen=True, slots=True)
class Score:
    """How one set of figures agrees with another over the same pairs.

    `compared` are the pairs where both reach the minimum: `within_two` is the share of
    them within a factor of two, `median_ratio` the middle of estimated over counted.
    What cannot be computed (too few pairs, no spread) is None.
    """

    pairs: int
    compared: int
    correlation: float | None
    log_correlation: float | None
    within_two: float | None
    median_ratio: float | None
    sum_ratio: float | None


def score(
    estimated: FloatArray, counted: FloatArray, *, minimum: float = MINIMUM
) -> Score:
    """Compare two sets of figures, pair by pair."""
    assert estimated.shape == counted.shape
    both = (estimated >= minimum) & (counted >= minimum)
    ratios = estimated[both] / counted[both]
    total = float(counted.sum())
    return Score(
        pairs=counted.size,
        compared=int(both.sum()),
        correlation=correlation(estimated, counted),
        log_correlation=correlation(
            np.log1p(np.maximum(estimated, 0.0)), np.log1p(np.maximum(counted, 0.0))
        ),
        within_two=float(_within(ratios, FACTOR).mean()) if ratios.size else None,
        median_ratio=float(np.median(ratios)) if ratios.size else None,
        sum_ratio=float(estimated.sum()) / total if total > 0 else None,
    )


def by_size(counted: FloatArray) -> Iterator[tuple[str, BoolArray]]:
    """The size classes of counted figures that have any pair, smallest first."""
    for low, high, name in zip(SIZES, SIZES[1:], SIZE_NAMES, strict=False):
        here = (counted >= low) & (counted < high)
        if here.any():
            yield name, here


def correlation(one: FloatArray, other: FloatArray) -> float | None:
    """Pearson's correlation; None for fewer than three pairs, or without spread."""
    if one.size < 3:
        return None
    left, right = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((left**2).sum() * (right**2).sum()))
    if spread <= 0.0:
        return None
    return float(np.clip((left * right).sum() / spread, -1.0, 1.0))


def _within(ratios: FloatArray, factor: float) -> BoolArray:
    return np.asarray((ratios <= factor) & (ratios >= 1.0 / factor))
