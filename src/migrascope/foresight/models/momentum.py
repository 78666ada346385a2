"""What grew last year goes on growing, but less: pooled damped momentum.

The growth of the logarithm over the last step is carried on times a strength that is
learned over all series of like size: the strength that would have made the mean
absolute error smallest at all earlier origins. Ours; the idea of pooling is that of
Montero-Manso and Hyndman 2021, International Journal of Forecasting 37(4).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from migrascope.foresight import spread
from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel

STRENGTHS = np.arange(0.0, 2.01, 0.05)
LARGEST = 1.0  # growth beyond a factor e in one step is not carried on further
SIZES = (0.0, 400.0, 4_000.0, np.inf)  # in floors: 20,000 and 200,000 people


def growth(panel: Panel) -> FloatArray:
    """Change of the logarithm over the last step, (T, N); 0 at breaks and gaps."""
    logs = panel.logs
    out = np.zeros_like(logs)
    out[1:] = np.nan_to_num(np.diff(logs, axis=0))
    if panel.breaks is not None:
        out[panel.breaks] = 0.0
    return np.clip(out, -LARGEST, LARGEST)


def path(panel: Panel, horizon: int) -> FloatArray:
    """The value carried on by its damped growth, at each time.

    The strength is learned from all outcomes that the panel holds: only the newest row
    is a forecast, the rows above it say how well such a strength did.
    """
    logs, grew = panel.logs, growth(panel)
    said = np.full_like(logs, np.nan)
    at, series = spread.usable(panel, horizon)
    came = logs[at + horizon, series] - logs[at, series]
    had = panel.values[at, series]
    for low, high in pairwise(panel.floor * size for size in SIZES):
        here = (had >= max(low, 10 * panel.floor)) & (had < high)
        strength = (
            _best(came[here], grew[at[here], series[here]]) if here.any() else 0.0
        )
        of_size = (panel.values >= low) & (panel.values < high)
        said = np.where(of_size, logs + strength * grew, said)
    return panel.from_logs(said)


def _best(came: FloatArray, grew: FloatArray) -> float:
    losses = [np.abs(came - strength * grew).sum() for strength in STRENGTHS]
    return float(STRENGTHS[int(np.argmin(losses))])


MODEL = Centred("momentum", "Pooled damped momentum", "see methods", path)
