"""What followed, all over the world, when growth, size and parts stood like this?

A pooled regression of the growth of the logarithm over the horizon on what was known at
the time (growth over one to five steps, that of the parts, asylum applications, size),
by least absolute deviations, so that a few crises do not carry it away; growth and
decline have slopes of their own. Fitted by reweighted least squares with a ridge.

Old lessons fade: those of six years ago count half. Six years were chosen on the
origins 2004 to 2013, of four to twenty and of lessons that never fade.

`DRIVEN` uses every driver of the panel. It is tried when asked for. References: Koenker
and Bassett 1978, Econometrica 46(1); Schlossmacher 1973, JASA 68 (the reweighting).
"""

from __future__ import annotations

from functools import partial

import numpy as np

from migrascope.foresight import features, spread
from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, Panel

ROUNDS = 25
RIDGE = 5.0
CLOSEST = 0.01  # errors below this count as this one: the kink is rounded off
CLIP = 1.5
LARGEST = 2.0  # growth beyond it is not believed
FEWEST = 200  # lessons without which nothing is said
FADING = 6.0  # years after which a lesson counts half


def path(panel: Panel, horizon: int, *, every: bool = False) -> FloatArray:
    """The value carried on by the growth that the regression expects, at each time."""
    said = np.full_like(panel.values, np.nan)
    if len(panel.times) <= horizon:
        return said
    at, series = spread.lessons(panel, horizon)
    if len(at) < FEWEST:
        return said
    _, known = features.table(panel, every=every)
    logs, x = panel.logs, design(known)
    age = (len(panel.times) - 1 - horizon - at) / panel.season
    slopes = least_absolute(
        x[at, series],
        logs[at + horizon, series] - logs[at, series],
        0.5 ** (age / FADING),
    )
    return panel.from_logs(logs + np.clip(x @ slopes, -LARGEST, LARGEST))


def design(known: FloatArray) -> FloatArray:
    """A one, the features, and their positive parts, (…, 2 F + 1)."""
    near = np.clip(known, -CLIP, CLIP)
    return np.concatenate(
        [np.ones((*known.shape[:-1], 1)), near, np.maximum(near, 0.0)], axis=-1
    )


def least_absolute(x: FloatArray, y: FloatArray, weights: FloatArray) -> FloatArray:
    """Slopes (F,) that make the weighted sum of absolute errors small.

    `x` is (M, F), `y` and `weights` (M,); the ridge is measured against weights that
    are 1 on average.
    """
    weights = weights / weights.mean()
    ridge = RIDGE * np.eye(x.shape[1])
    ridge[0, 0] = 0.0
    now = weights
    slopes: FloatArray = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        heavy = x * now[:, None]
        slopes = np.asarray(
            np.linalg.solve(x.T @ heavy + ridge, heavy.T @ y), dtype=np.float64
        )
        now = weights / np.maximum(np.abs(y - x @ slopes), CLOSEST)
    return slopes


_REFERENCE = "Koenker and Bassett 1978; Schlossmacher 1973"
MODEL = Centred("regression", "Pooled regression on what was known", _REFERENCE, path)
DRIVEN = Centred(
    "regression_drivers",
    "Pooled regression on what was known, all drivers",
    _REFERENCE,
    partial(path, every=True),
)
