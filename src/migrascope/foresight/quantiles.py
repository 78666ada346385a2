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


def in_order(quantiles: FloatArray) -> FloatArray:
    """The same numbers, sorted: quantiles of one distribution never cross."""
    return np.sort(quantiles, axis=-1)
