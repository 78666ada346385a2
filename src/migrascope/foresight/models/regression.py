"""What followed, all over the world, when growth, size and parts stood like this?

A pooled regression of the growth of the logarithm over the horizon on what was known at
the time (growth over one to five steps, that of the parts, asylum applications, size),
by least absolute deviations, so that a few crises do not carry it away; growth and
decline have slopes of their own. Fitted by reweighted least squares with a ridge.

How fast old lessons fade is found out at each origin: of lessons that never fade, and
of those that count half after twelve or after six years, those speak that came nearest
at the eight newest origins whose outcome is known, each fitted on what was known then.

`DRIVEN` uses every driver of the panel. It is tried when asked for. References: Koenker
and Bassett 1978, Econometrica 46(1); Schlossmacher 1973, JASA 68 (the reweighting).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from migrascope.foresight import features, spread
from migrascope.foresight.models.model import Centred
from migrascope.foresight.panel import FloatArray, IntArray, Panel

ROUNDS = 25
FEWER_ROUNDS = 8  # enough to tell which fading is best
RIDGE = 5.0
CLOSEST = 0.01  # errors below this count as this one: the kink is rounded off
CLIP = 1.5
LARGEST = 2.0  # growth beyond it is not believed
FEWEST = 200  # lessons without which nothing is said
FADING = (np.inf, 12.0, 6.0)  # years after which a lesson counts half
TRIED = 8  # newest origins at which fading is tried
GAIN = 0.001  # a faster fading must be better by as much


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What stood at past times, `x` (M, F), and the growth that followed, `y` (M,).

    `came` is the time at which the outcome of each was known, `year` the number of
    times in a year.
    """

    x: FloatArray
    y: FloatArray
    came: IntArray
    year: int

    def slopes(self, now: int, fading: float, rounds: int = ROUNDS) -> FloatArray:
        """Slopes from all that was known at a time; old lessons count less."""
        known = self.came <= now
        weights = 0.5 ** ((now - self.came[known]) / (fading * self.year))
        return least_absolute(
            self.x[known], self.y[known], weights / weights.mean(), rounds=rounds
        )

    def error(self, now: int, fading: float, horizon: int) -> FloatArray:
        """Absolute errors of what would have been said at a time, now that it came."""
        asked = self.came == now + horizon
        said = self.x[asked] @ self.slopes(now, fading, FEWER_ROUNDS)
        error: FloatArray = np.abs(self.y[asked] - said)
        return error


def path(panel: Panel, horizon: int, *, every: bool = False) -> FloatArray:
    """The value carried on by the growth that the regression expects, at each time."""
    said = np.full_like(panel.values, np.nan)
    if len(panel.times) <= horizon:
        return said
    at, series = spread.usable(panel, horizon)
    large = panel.values[at, series] >= 10 * panel.floor
    at, series = at[large], series[large]
    if len(at) < FEWEST:
        return said
    _, known = features.table(panel, every=every)
    logs, x = panel.logs, design(known)
    followed = logs[at + horizon, series] - logs[at, series]
    lessons = Lessons(x[at, series], followed, at + horizon, panel.season)
    now = len(panel.times) - 1
    slopes = lessons.slopes(now, best_fading(lessons, now, horizon))
    return panel.from_logs(logs + np.clip(x @ slopes, -LARGEST, LARGEST))


def best_fading(lessons: Lessons, now: int, horizon: int) -> float:
    """How fast lessons should have faded at the newest origins of known outcome."""
    last = now - horizon
    counts = np.bincount(lessons.came, minlength=now + 1)
    learned = np.cumsum(counts)
    origins = [
        origin
        for origin in range(max(last - TRIED + 1, 0), last + 1)
        if learned[origin] >= 2 * FEWEST and counts[origin + horizon]
    ]
    best, smallest = FADING[0], np.inf
    if not origins:
        return best
    for fading in FADING:
        errors = [lessons.error(origin, fading, horizon) for origin in origins]
        mean = float(np.concatenate(errors).mean())
        if mean < (1 - GAIN) * smallest:
            best, smallest = fading, mean
    return best


def design(known: FloatArray) -> FloatArray:
    """A one, the features, and their positive parts, (…, 2 F + 1)."""
    near = np.clip(known, -CLIP, CLIP)
    return np.concatenate(
        [np.ones((*known.shape[:-1], 1)), near, np.maximum(near, 0.0)], axis=-1
    )


def least_absolute(
    x: FloatArray, y: FloatArray, weights: FloatArray, *, rounds: int = ROUNDS
) -> FloatArray:
    """Slopes (F,) that make the weighted sum of absolute errors small.

    `x` is (M, F), `y` and `weights` (M,).
    """
    ridge = RIDGE * np.eye(x.shape[1])
    ridge[0, 0] = 0.0
    now = weights
    slopes: FloatArray = np.zeros(x.shape[1])
    for _ in range(rounds):
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
