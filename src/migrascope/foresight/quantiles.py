"""Which numbers stand for a whole distribution?

Seven quantiles: the median, the middle half, and the bounds of the 80 and the 95 per
cent intervals.
"""

from __future__ import annotations

import numpy as np

from migrascope.foresight.panel import FloatArray

LEVELS = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])
MEDIAN = 3
INTERVALS = {80: (1, 5), 95: (0, 6)}
"""Where the bounds of an interval stand among the quantiles."""


def weighted(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Quantiles at LEVELS of values that count by weights.

    `values` has shape (M,); `weights` (N, M), a row for each distribution that is asked
    for. Returns (N, 7). The weighted distribution function is joined by straight lines
    between the middles of its steps (Hyndman and Fan 1996, type 5, with weights).
    """
    order = np.argsort(values, kind="stable")
    ordered, heavy = values[order], weights[:, order]
    upto = np.cumsum(heavy, axis=1)
    middle = (upto - heavy / 2) / upto[:, -1:]
    return np.stack([np.interp(LEVELS, row, ordered) for row in middle])


def in_order(quantiles: FloatArray) -> FloatArray:
    """The same numbers, sorted: quantiles of one distribution never cross."""
    return np.sort(quantiles, axis=-1)
