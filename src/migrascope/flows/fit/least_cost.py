"""What is the cheapest set of moves that gives each area its net total?

A linear programme: each move of a corridor costs the same, whoever makes it, and the
sum of costs is the least there is. What no corridor allows is left unmet, at a price
that no move reaches, so that the answer says where. Solved by HiGHS.

Reference: Huangfu, Q. and Hall, J. A. J. (2018), Parallelizing the dual revised simplex
method, Mathematical Programming Computation 10(1), 119–142.
"""

from __future__ import annotations

import numpy as np

from migrascope.errors import EstimationError, UnusableTable
from migrascope.flows.account import FloatArray
from migrascope.flows.fit.biproportional import Fitted
from migrascope.flows.fit.net_margins import judged, refuse_unbalanced


def cheapest(cost: FloatArray, net: FloatArray, *, areas: tuple[str, ...]) -> Fitted:
    """The moves (origin × destination) of least cost with these net totals.

    A corridor with an infinite cost is closed. Several answers may cost the same; then
    one of them is given.

    Raises:
        UnbalancedTotals: the net totals do not add up to zero.
        UnusableTable: shapes that do not fit, or a cost below zero or no number.
        EstimationError: the solver came to no answer.
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_array, eye_array, hstack

    many = net.size
    if cost.shape != (many, many) or np.isnan(cost).any() or (cost < 0).any():
        raise UnusableTable(
            f"Costs of {cost.shape} with {many} net totals, or a cost below zero.",
            "Give each corridor a cost of zero or more, infinite where it is closed.",
        )
    refuse_unbalanced(net)
    going = np.isfinite(cost) & ~np.eye(many, dtype=bool)
    origin, destination = np.nonzero(going)
    costs = cost[origin, destination]
    unit = float(costs.mean()) if costs.size and costs.mean() > 0 else 1.0
    costs = costs / unit
    corridor = np.arange(origin.size)
    moves = coo_array(
        (
            np.concatenate([np.ones(origin.size), -np.ones(origin.size)]),
            (
                np.concatenate([destination, origin]),
                np.concatenate([corridor, corridor]),
            ),
        ),
        shape=(many, origin.size),
    )
    # People from nowhere, and to nowhere, cost more than the longest way round.
    dear = many * float(costs.max(initial=1.0)) + 1.0
    answer = linprog(
        np.concatenate([costs, np.full(2 * many, dear)]),
        A_eq=hstack([moves, eye_array(many), -eye_array(many)], format="csr"),
        b_eq=net,
        method="highs",
    )
    if answer.x is None:
        raise EstimationError(
            f"The least moves were not found: {answer.message}",
            "Use another method, or other weights of the corridors.",
        )
    table = np.zeros((many, many))
    table[origin, destination] = np.maximum(answer.x[: origin.size], 0.0)
    return Fitted(table, judged(table, net, rounds=int(answer.nit), areas=areas))
