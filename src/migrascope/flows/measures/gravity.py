"""How fast do flows thin out with distance?

Each flow is taken as a Poisson count whose mean is a factor of the origin, a factor
of the destination and a power of the distance between them. The factors reproduce
the departures and arrivals exactly, so that the power speaks of distance alone. It
is found by Newton's method on the likelihood, which has one maximum.

Flowerdew and Aitkin (1982), Journal of Regional Science 22(2); Bell et al. (2002), J.
R. Statist. Soc. A 165(3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.distances import Distances

ROUNDS = 60
TOLERANCE = 1e-11
"""The gain in likelihood, in shares of all movers, below which a round is the last."""

RIDGE = 1e-10
"""Keeps the equations solvable where factors are free (a scale, a part apart)."""

NO_ROOM = "There are too few corridors to tell distance from origin and destination."
NOT_SETTLED = "No power of distance fits: the search did not settle."


@dataclass(frozen=True, slots=True)
class Gravity:
    """The power of the distance, and how the search for it ended."""

    power: float
    rounds: int
    corridors: int


def fit(persons: FloatArray, distances: Distances) -> Gravity | Unsaid:
    """The power β of M(i, j) = origin(i) × destination(j) × km(i, j)^β."""
    used = distances.known & (distances.km > 0)
    moved = np.where(used, persons, 0.0)
    total = float(moved.sum())
    if total <= 0:
        return Unsaid("Nobody moved between areas whose distance is known.")
    # Areas that nobody left (or came to) have a factor of zero and say nothing.
    senders, receivers = moved.sum(axis=1) > 0, moved.sum(axis=0) > 0
    kept = np.ix_(senders, receivers)
    used, moved = used[kept], moved[kept] / total
    logs = np.where(used, np.log(np.where(used, distances.km[kept], 1.0)), 0.0)
    logs = np.where(used, logs - logs[used].mean(), 0.0)
    spread = float(np.sqrt(np.square(logs[used]).mean()))
    if spread <= 1e-9:
        return Unsaid("All areas are equally far from each other.")
    return _newton(moved, logs / spread, used, spread=spread)


def _newton(
    moved: FloatArray, logs: FloatArray, used: NDArray[np.bool_], *, spread: float
) -> Gravity | Unsaid:
    rows = len(moved)
    theta = np.concatenate(
        [np.log(moved.sum(axis=1)), np.log(moved.sum(axis=0)), [0.0]]
    )
    best = _likelihood(theta, moved, logs, used)
    for number in range(1, ROUNDS + 1):
        expected = _expected(theta, logs, used, rows)
        slope = _slope(moved - expected, logs)
        curve = _curve(expected, logs)
        if number == 1 and not _room(curve):
            return Unsaid(NO_ROOM)
        scale = 1 / np.sqrt(np.diagonal(curve))
        even = curve * np.outer(scale, scale) + RIDGE * np.eye(len(curve))
        step = scale * np.linalg.solve(even, scale * slope)
        theta, best, gain = _climb(theta, step, best, moved=moved, logs=logs, used=used)
        if gain <= TOLERANCE:
            settled = float(np.abs(slope).max()) <= 1e-6 and _room(curve)
            power = float(theta[-1]) / spread
            if not settled:
                return Unsaid(NOT_SETTLED)
            return Gravity(power, number, int(used.sum()))
    return Unsaid(NOT_SETTLED)


def _climb(
    theta: FloatArray,
    step: FloatArray,
    best: float,
    *,
    moved: FloatArray,
    logs: FloatArray,
    used: NDArray[np.bool_],
) -> tuple[FloatArray, float, float]:
    """A step uphill, halved until it is one; no gain when there is none."""
    for _ in range(40):
        ahead = theta + step
        likelihood = _likelihood(ahead, moved, logs, used)
        if likelihood >= best:
            return ahead, likelihood, likelihood - best
        step = step / 2
    return theta, best, 0.0


def _expected(
    theta: FloatArray, logs: FloatArray, used: NDArray[np.bool_], rows: int
) -> FloatArray:
    height = theta[:rows, None] + theta[rows:-1] + theta[-1] * logs
    return np.where(used, np.exp(np.minimum(height, 700.0)), 0.0)


def _likelihood(
    theta: FloatArray, moved: FloatArray, logs: FloatArray, used: NDArray[np.bool_]
) -> float:
    height = theta[: len(moved), None] + theta[len(moved) : -1] + theta[-1] * logs
    expected = _expected(theta, logs, used, len(moved))
    return float((moved * height)[used].sum() - expected.sum())


def _slope(residuals: FloatArray, logs: FloatArray) -> FloatArray:
    return np.concatenate(
        [residuals.sum(axis=1), residuals.sum(axis=0), [(residuals * logs).sum()]]
    )


def _curve(expected: FloatArray, logs: FloatArray) -> FloatArray:
    """Minus the second derivatives: origins, destinations, power."""
    rows, columns = expected.shape
    weighted = expected * logs
    curve = np.zeros((rows + columns + 1, rows + columns + 1))
    curve[:rows, :rows] = np.diag(expected.sum(axis=1))
    curve[rows:-1, rows:-1] = np.diag(expected.sum(axis=0))
    curve[:rows, rows:-1] = expected
    curve[rows:-1, :rows] = expected.T
    curve[-1, :rows] = curve[:rows, -1] = weighted.sum(axis=1)
    curve[-1, rows:-1] = curve[rows:-1, -1] = weighted.sum(axis=0)
    curve[-1, -1] = (weighted * logs).sum()
    return curve


def _room(curve: FloatArray) -> bool:
    """True when distance says something that origin and destination do not."""
    scale = 1 / np.sqrt(np.maximum(np.diagonal(curve), 1e-300))
    even = curve * np.outer(scale, scale)
    factors = even[:-1, :-1] + RIDGE * np.eye(len(curve) - 1)
    explained = even[-1, :-1] @ np.linalg.solve(factors, even[:-1, -1])
    return bool(1.0 - explained > 1e-6)
