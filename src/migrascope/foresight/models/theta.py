"""Half the long trend on top of simple exponential smoothing: the Theta method.

Smoothing of the logarithms with the constant that did best for the series so far, plus
half the slope of the straight line through all figures so far. References:
Assimakopoulos and Nikolopoulos 2000, International Journal of Forecasting 16(4);
Hyndman and Billah 2003, the same journal 19(2) (the equivalent form used here).
"""

from __future__ import annotations

import numpy as np

from migrascope.foresight.models.damped_trend import best, smoothed
from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel

LEVEL = (0.3, 0.5, 0.7, 0.85, 1.0)


def path(panel: Panel, horizon: int) -> FloatArray:
    """The smoothed level at each time, plus half the slope times the horizon."""
    logs = panel.logs
    constants = np.array([(alpha, 0.0, 0.0) for alpha in LEVEL])
    levels = [best(level, loss) for level, _, loss in smoothed(logs, constants)]
    said = np.stack(levels) + horizon * slopes(logs) / 2
    return panel.from_logs(said)


def slopes(logs: FloatArray) -> FloatArray:
    """Slope of the least-squares line through all figures up to each time, (T, N)."""
    known = ~np.isnan(logs)
    time = np.arange(len(logs))[:, None]
    y = np.where(known, logs, 0.0)
    n = np.cumsum(known, axis=0)
    sum_t = np.cumsum(known * time, axis=0)
    sum_tt = np.cumsum(known * time**2, axis=0)
    sum_y, sum_ty = np.cumsum(y, axis=0), np.cumsum(y * time, axis=0)
    below = n * sum_tt - sum_t**2
    above = n * sum_ty - sum_t * sum_y
    slope: FloatArray = np.divide(above, below, out=np.zeros_like(y), where=below > 0)
    return slope


MODEL = Centred(
    "theta",
    "Theta",
    "Assimakopoulos and Nikolopoulos 2000; Hyndman and Billah 2003",
    path,
)
