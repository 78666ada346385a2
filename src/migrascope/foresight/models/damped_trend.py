"""A level and a trend, smoothed, the trend damped: ETS (A, Ad, N) of logarithms.

Every series is run through the recursions for a small grid of smoothing constants; at
each time the constants are taken whose one-step errors so far were smallest for that
series. Reference: Gardner and McKenzie 1985, Management Science 31(10); Hyndman et al.
2008, *Forecasting with exponential smoothing*, chapter 3 (the grid instead of a search
is ours).
"""

from __future__ import annotations

from itertools import product

import numpy as np

from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel

LEVEL = (0.5, 0.8, 1.0)
TREND = (0.1, 0.3, 0.6)
DAMPING = (0.6, 0.8, 0.95)


def path(panel: Panel, horizon: int) -> FloatArray:
    """Level plus damped trend at each time, with the best constants until then."""
    logs = panel.logs
    best = np.full(logs.shape, np.inf)
    out = np.full(logs.shape, np.nan)
    for alpha, beta, phi in product(LEVEL, TREND, DAMPING):
        level, trend, loss = smooth(logs, alpha, beta, phi)
        damped = sum(phi**step for step in range(1, horizon + 1))
        better = loss < best
        out = np.where(better, level + damped * trend, out)
        best = np.where(better, loss, best)
    return panel.from_logs(out)


def smooth(
    logs: FloatArray, alpha: float, beta: float, phi: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Level, trend and sum of absolute one-step errors after each time, all (T, N).

    Recursions of ETS(A, Ad, N) in error-correction form, beta being the share of the
    level's correction that goes to the trend. A missing value leaves both as they are.
    """
    level, trend = logs[0].copy(), np.zeros(logs.shape[1])
    loss = np.zeros(logs.shape[1])
    levels, trends, losses = (np.empty_like(logs) for _ in range(3))
    for time, now in enumerate(logs):
        begins = np.isnan(level) & ~np.isnan(now)
        expected = level + phi * trend
        error = np.where(np.isnan(now) | begins, 0.0, now - expected)
        level = np.where(
            begins, now, np.where(np.isnan(now), level, expected + alpha * error)
        )
        trend = np.where(np.isnan(now), trend, phi * trend + alpha * beta * error)
        loss = loss + np.abs(np.nan_to_num(error))
        trend = np.nan_to_num(trend)
        levels[time], trends[time], losses[time] = level, trend, loss
    return levels, trends, losses


MODEL = Centred(
    "damped_trend",
    "Exponential smoothing, damped trend",
    "Gardner and McKenzie 1985",
    path,
)
