"""What is the cheapest other table that fits the same sums?

A suppressed cell is uncertain as far as other tables exist that fit all that is told
and differ in it. These programmes look for such tables: what a cell gains or loses in
them is a move. Each move has its price, for a cell that moves must be suppressed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from migrascope.protect.tables.model import Floats, Whole


def pair(
    sums: Any,
    *,
    room: Floats,
    cost: Floats,
    target: int,
    width: float,
    above: float,
    whole: bool,
) -> tuple[Floats, Floats] | None:
    """The two cheapest moves, one that takes the target up and one that takes it down.

    Both keep every sum, take from no cell more than its `room`, and are `width` apart
    at the target. None where there are no such moves.
    """
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, milp

    size = len(room)
    change = sparse.hstack([sums, -sums])
    both = sparse.block_diag([change, change], format="csr")
    apart = np.zeros((2, 4 * size))
    apart[:, target], apart[:, size + target] = 1.0, -1.0
    apart[0, 2 * size + target], apart[0, 3 * size + target] = -1.0, 1.0
    unbounded = np.full(size, np.inf)
    answer = milp(
        np.tile(cost, 4),
        integrality=np.full(4 * size, int(whole)),
        bounds=Bounds(0.0, np.concatenate([unbounded, room, unbounded, room])),
        constraints=[
            LinearConstraint(both, 0.0, 0.0),
            LinearConstraint(apart, [width, above], np.inf),
        ],
    )
    if answer.x is None:
        return None
    gain_up, loss_up, gain_down, loss_down = np.split(np.asarray(answer.x), 4)
    return gain_up - loss_up, gain_down - loss_down


def together(
    sums: Any,
    *,
    room: Floats,
    cost: Floats,
    targets: Whole,
    steps: Floats,
    reward: float,
) -> Floats | None:
    """One move that takes many cells some steps up (or down where negative).

    Each unit of a step that is taken earns the `reward`, so that steps which get in
    each other's way are left for another time.
    """
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, milp

    size = len(room)
    up, down = steps > 0, steps < 0
    taken = sparse.csc_array(sums)
    stepping = [taken[:, targets[up]], -taken[:, targets[down]]]
    every = sparse.hstack([taken, -taken, *stepping])
    # What is given with one hand and taken with the other is no step.
    gain, left = np.full(size, np.inf), room.copy()
    left[targets[up]] = gain[targets[down]] = 0.0
    left[targets[down]] = np.maximum(0.0, left[targets[down]] + steps[down])
    far = np.concatenate([steps[up], np.minimum(-steps[down], room[targets[down]])])
    answer = milp(
        np.concatenate([cost, cost, np.full(len(far), -reward)]),
        bounds=Bounds(0.0, np.concatenate([gain, left, far])),
        constraints=LinearConstraint(every, 0.0, 0.0),
    )
    if answer.x is None:
        return None
    found = np.asarray(answer.x)
    move: Floats = found[:size] - found[size : 2 * size]
    rising = int(up.sum())
    move[targets[up]] += found[2 * size : 2 * size + rising]
    move[targets[down]] -= found[2 * size + rising :]
    return move
