"""A level and a trend, smoothed, the trend damped: ETS (A, Ad, N) of logarithms.

Every series is run through the recursions for a small grid of smoothing constants; at
each time the constants are taken whose one-step errors so far were smallest for that
series. Reference: Gardner and McKenzie 1985, Management Science 31(10); Hyndman et al.
2008, *Forecasting with exponential smoothing*, chapter 3 (the grid instead of a search
is ours).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel

LEVEL = (0.5, 0.8, 1.0)
TREND = (0.1, 0.3, 0.6)
DAMPING = (0.6, 0.8, 0.95)


def path(panel: Panel, horizon: int) -> FloatArray:
    """Level plus damped trend at each time, with the best constants until then."""
    constants = np.array(list(product(LEVEL, TREND, DAMPING)))
    damped = sum(constants[:, 2] ** step for step in range(1, horizon + 1))
    said = [
        best(level + np.reshape(damped, (-1, 1)) * trend, loss)
        for level, trend, loss in smoothed(panel.logs, constants)
    ]
    return panel.from_logs(np.stack(said))


def best(said: FloatArray, loss: FloatArray) -> FloatArray:
    """Of what several constants say of each series (G, N), that of the least loss."""
    chosen = loss.argmin(axis=0)[None, :]
    one: FloatArray = np.take_along_axis(said, chosen, axis=0)[0]
    return one


def smoothed(
    logs: FloatArray, constants: FloatArray
) -> Iterator[tuple[FloatArray, FloatArray, FloatArray]]:
    """Level, trend and sum of absolute one-step errors after each time, all (G, N).

    Recursions of ETS(A, Ad, N) in error-correction form for G rows of constants: that
    of the level, the share of its correction that goes to the trend, the damping. A
    missing value leaves level and trend as they are.
    """
    alpha, beta, phi = (column[:, None] for column in constants.T)
    level = np.repeat(logs[:1], len(constants), axis=0)
    trend, loss = np.zeros_like(level), np.zeros_like(level)
    for now in logs:
        missing = np.isnan(now)
        begins = np.isnan(level[0]) & ~missing
        expected = level + phi * trend
        error = np.where(missing | begins, 0.0, now - expected)
        level = np.where(missing, level, expected + alpha * error)
        level[:, begins] = now[begins]
        trend = np.where(missing, trend, phi * trend + alpha * beta * error)
        loss = loss + np.abs(error)
        yield level, trend, loss


MODEL = Centred(
    "damped_trend",
    "Exponential smoothing, damped trend",
    "Gardner and McKenzie 1985",
    path,
)
