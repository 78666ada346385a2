"""Which table has given net totals, and is closest to a table that has not?

Each area must gain as much as its net total says; arrivals and departures themselves
stay free. The table that is closest in the sense of information (least
Kullback–Leibler divergence) multiplies each cell of the prior by a factor of its
destination and divides it by that of its origin. The factors are the minimum of a
convex function, found by damped steps of Newton's method (see `descent`).

Reference: Smith, P. W. F., Raymer, J. and Giulietti, C. (2010), Combining available
migration data in England to study economic activity flows over time, Journal of the
Royal Statistical Society A 173(4), 733–753.
"""

from __future__ import annotations

import numpy as np

from migrascope.errors import UnbalancedTotals, UnusableTable
from migrascope.flows.account import FloatArray
from migrascope.flows.fit import descent
from migrascope.flows.fit.biproportional import Fitted
from migrascope.flows.fit.reach import beyond, reached, tolerance
from migrascope.flows.table import Fit


def closest(
    prior: FloatArray, net: FloatArray, *, areas: tuple[str, ...] = ()
) -> Fitted:
    """The table closest to `prior` (origin × destination) with these net totals.

    The diagonal and the zeros of the prior stay zero. Net totals that its zeros do not
    allow are not met, and the fit says where.

    Raises:
        UnbalancedTotals: the net totals do not add up to zero; see `scaled`.
        UnusableTable: shapes that do not fit, or a cell below zero or no number.
    """
    if prior.shape != (net.size, net.size):
        raise UnusableTable(
            f"A prior of {prior.shape} cannot meet {net.size} net totals.",
            "Give one net total for each area of the prior.",
        )
    if not np.isfinite(prior).all() or (prior < 0).any():
        raise UnusableTable(
            "A cell of the prior is below zero or not a number.",
            "Give persons or weights of zero or more.",
        )
    refuse_unbalanced(net)
    table = prior.astype(np.float64)
    np.fill_diagonal(table, 0.0)

    def error(now: FloatArray) -> float:
        reach = now.sum(axis=0) + now.sum(axis=1)
        return float(np.max(beyond(_short(now, net), reach + np.abs(net))))

    def step(now: FloatArray, damping: float) -> tuple[FloatArray, float]:
        change, damping = _change(now, net, damping)
        return now + now * np.expm1(change[None, :] - change[:, None]), damping

    fitted, steps = descent.descend(table, error=error, step=step)
    return Fitted(fitted, judged(fitted, net, rounds=steps, areas=areas))


def scaled(net: FloatArray) -> FloatArray:
    """Net totals that balance: gains and losses are scaled to the mean of both.

    >>> scaled(np.array([30.0, 0.0, -10.0]))
    array([ 20.,   0., -20.])
    """
    gains, losses = np.maximum(net, 0.0), np.maximum(-net, 0.0)
    whole = (gains.sum() + losses.sum()) / 2
    if not (gains.any() and losses.any()):
        return np.zeros_like(net)
    return np.asarray(gains * (whole / gains.sum()) - losses * (whole / losses.sum()))


def refuse_unbalanced(net: FloatArray) -> None:
    """Refuse net totals of which the gains are not the losses of others.

    Raises:
        UnbalancedTotals: says both sums and how far they are apart.
    """
    if not np.isfinite(net).all():
        raise UnusableTable(
            "A net total is not a number.", "Give one for each area, zero for none."
        )
    gains, losses = np.maximum(net, 0.0).sum(), np.maximum(-net, 0.0).sum()
    if abs(gains - losses) > max(tolerance(net), 1e-12 * gains):
        raise UnbalancedTotals(
            f"Areas gain {gains:,.0f} people and lose {losses:,.0f}: net migration "
            f"adds up to {gains - losses:+,.6g} instead of zero.",
            "Scale both to their mean: --net-totals scaled on the command line; in "
            "Python `net_margins.scaled(net)`, or `net_totals.balanced(account)`.",
        )


def judged(
    table: FloatArray, net: FloatArray, *, rounds: int, areas: tuple[str, ...]
) -> Fit:
    """How well a table meets net totals, and which of them it misses by most."""
    errors = np.abs(_short(table, net))
    worst = int(np.argmax(errors))
    name = areas[worst] if areas else str(worst + 1)
    reach = table.sum(axis=0) + table.sum(axis=1)
    return reached(
        rounds,
        float(errors[worst]),
        tolerance(reach, np.abs(net)),
        worst=f"the net total of {name}",
    )


def _short(table: FloatArray, net: FloatArray) -> FloatArray:
    """What the arrivals less departures of each area lack."""
    return np.asarray(net - (table.sum(axis=0) - table.sum(axis=1)))


def _change(
    table: FloatArray, net: FloatArray, damping: float
) -> tuple[FloatArray, float]:
    """The change of the areas' logarithms, and the damping that made it safe."""
    reach = table.sum(axis=0) + table.sum(axis=1)
    root = np.sqrt(np.where(reach > 0, reach, 1.0))
    # An area that nobody can leave or reach has no say.
    short = np.where(reach > 0, _short(table, net), 0.0)

    def falls(change: FloatArray) -> bool:
        along = change[None, :] - change[:, None]
        # Σ x·(e^d − 1 − d) − short·d: the linear part of the table is in `short`.
        rise = float(np.sum(table * (np.expm1(along) - along)) - short @ change)
        people = float(table.sum())
        return descent.enough(rise, -float(short @ change), people=people)

    return descent.safe_change(
        np.eye(net.size) - (table + table.T) / root[:, None] / root,
        short,
        root,
        damping=damping,
        falls=falls,
    )
