"""How is the minimum of a convex function reached surely, and in few steps?

Newton's method, damped (Levenberg 1944): where the full step is too long, or does not
lower the function, a multiple of the identity is added to the system until it does.
The systems of all fits are scaled so that their diagonal is one at most. Steps go on
until the error is as small as the numbers allow, or has not shrunk for a while: then
the totals are out of reach, and the caller says where.

Reference: Levenberg, K. (1944), A method for the solution of certain non-linear
problems in least squares, Quarterly of Applied Mathematics 2(2), 164–168.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from migrascope.flows.account import FloatArray

State = TypeVar("State")

_MOST_STEPS = 120

_PATIENCE = 25
"""Steps without a smaller error after which the totals are out of reach."""

_NEAR = 64.0
"""An error of so many times the aim is rounding, if a few steps do not mend it."""

_FEW = 3

_LONGEST = 5.0
"""Largest change of a logarithm in one step; the curve bends too much beyond."""

_LEAST, _MOST = 1e-13, 1e6
"""Damping. The first holds still a constant that multipliers may trade."""


def descend(
    start: State,
    *,
    error: Callable[[State], float],
    step: Callable[[State, float], tuple[State, float]],
) -> tuple[State, int]:
    """The best state that steps lead to, and how many were made.

    `error` tells how many times the aim a state is off: at most one is enough. `step`
    takes a state and a damping, and gives the next ones.
    """
    state, best, least = start, start, np.inf
    damping, idle, steps = _LEAST, 0, 0
    while True:
        now = error(state)
        idle = 0 if now < least else idle + 1
        if now < least:
            best, least = state, now
        patience = _FEW if least <= _NEAR else _PATIENCE
        if now <= 1.0 or idle > patience or steps == _MOST_STEPS:
            return best, steps
        state, damping = step(state, damping)
        steps += 1


def safe_change(
    system: FloatArray,
    pull: FloatArray,
    root: FloatArray,
    *,
    damping: float,
    falls: Callable[[FloatArray], bool],
) -> tuple[FloatArray, float]:
    """A change of logarithms that is short and lowers the function, and its damping.

    `system` and `pull` are scaled by `root`: the change is the solution over `root`.
    """
    damping = max(_LEAST, damping / 100)
    one = np.eye(root.size)
    while True:
        change = np.asarray(np.linalg.solve(system + damping * one, pull / root) / root)
        change -= change.mean()
        if float(np.max(np.abs(change))) <= _LONGEST and falls(change):
            return change, damping
        if damping > _MOST:
            # As good as a step down the slope: each part of it may be cut by itself.
            return np.clip(change, -_LONGEST, _LONGEST), damping
        damping = max(damping * 10, 1e-10)


def enough(rise: float, slope: float, *, people: float) -> bool:
    """Whether a function fell as its slope promised, rounding aside."""
    return rise <= 1e-4 * slope + 1e-15 * people
