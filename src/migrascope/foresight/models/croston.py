"""Counts that are mostly nought: how large when there are any, and how often?

Croston's method with the correction of Syntetos and Boylan: the size of what is not
nought and the time between are smoothed apart. It speaks only of series of which at
least a third of the figures so far are below the floor; of others it says nothing.
References: Croston 1972, Operational Research Quarterly 23(3); Syntetos and Boylan
2005, International Journal of Forecasting 21(2).
"""

from __future__ import annotations

import numpy as np

from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel

SMOOTHING = 0.2
SELDOM = 1 / 3


def path(panel: Panel, horizon: int) -> FloatArray:
    """Mean expected per step at each time; the same for all horizons."""
    del horizon
    values = panel.values
    size = np.full(values.shape[1], np.nan)
    gap = np.ones(values.shape[1])
    since = np.ones(values.shape[1])
    seen = np.zeros(values.shape[1])
    few = np.zeros(values.shape[1])
    out = np.full_like(values, np.nan)
    for time, now in enumerate(values):
        known = ~np.isnan(now)
        some = known & (now >= panel.floor)
        first = some & np.isnan(size)
        kept = some & ~first
        size = np.where(first, now, size)
        size = np.where(kept, size + SMOOTHING * (now - size), size)
        gap = np.where(kept, gap + SMOOTHING * (since - gap), gap)
        since = np.where(some, 1.0, since + 1.0)
        seen, few = seen + known, few + (known & ~some)
        intermittent = few >= SELDOM * np.maximum(seen, 1)
        mean = (1 - SMOOTHING / 2) * size / np.maximum(gap, 1.0)
        out[time] = np.where(intermittent, mean, np.nan)
    return out


MODEL = Centred(
    "croston", "Croston, corrected", "Croston 1972; Syntetos and Boylan 2005", path
)
