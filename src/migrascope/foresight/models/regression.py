"""What followed, all over the world, when growth, size and parts stood like this?

A pooled regression of the growth of the logarithm over the horizon on what was known at
the time (growth over one to five steps, that of the parts, asylum applications,
size), by least absolute deviations, so that a few crises do not carry it away; growth
and decline have slopes of their own. Fitted by reweighted least squares with a ridge.
References: Koenker and Bassett 1978, Econometrica 46(1); Schlossmacher 1973, JASA 68
(the reweighting).
"""

from __future__ import annotations

import numpy as np

from migrascope.foresight import features, spread
from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel

ROUNDS = 25
RIDGE = 5.0
CLOSEST = 0.01  # errors below this count as this one: the kink is rounded off
CLIP = 1.5
FEWEST = 200  # lessons without which nothing is said


def path(panel: Panel, horizon: int) -> FloatArray:
    """The value carried on by the growth that the regression expects, at each time."""
    said = np.full_like(panel.values, np.nan)
    if len(panel.times) <= horizon:
        return said
    _, known = features.table(panel)
    at, series = spread.usable(panel, horizon)
    large = panel.values[at, series] >= 10 * panel.floor
    at, series = at[large], series[large]
    if len(at) < FEWEST:
        return said
    logs = panel.logs
    x = design(known)
    slopes = least_absolute(
        x[at, series], logs[at + horizon, series] - logs[at, series]
    )
    growth = np.clip(x @ slopes, -2.0, 2.0)
    return panel.from_logs(logs + growth)


def design(known: FloatArray) -> FloatArray:
    """A one, the features, and their positive parts, (…, 2 F + 1)."""
    near = np.clip(known, -CLIP, CLIP)
    return np.concatenate(
        [np.ones((*known.shape[:-1], 1)), near, np.maximum(near, 0.0)], axis=-1
    )


def least_absolute(x: FloatArray, y: FloatArray) -> FloatArray:
    """Slopes (F,) that make the sum of absolute errors of x (M, F) and y (M,) small."""
    ridge = RIDGE * np.eye(x.shape[1])
    ridge[0, 0] = 0.0
    weights = np.ones(len(y))
    slopes: FloatArray = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        heavy = x * weights[:, None]
        slopes = np.asarray(
            np.linalg.solve(x.T @ heavy + ridge, heavy.T @ y), dtype=np.float64
        )
        weights = 1.0 / np.maximum(np.abs(y - x @ slopes), CLOSEST)
    return slopes


MODEL = Centred(
    "regression",
    "Pooled regression on what was known",
    "Koenker and Bassett 1978; Schlossmacher 1973",
    path,
)
