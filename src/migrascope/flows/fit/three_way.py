"""Who went where, birthplace by birthplace, when only the totals are known?

A table of origin by destination for each birthplace must meet two sets of totals:
birthplace by origin and birthplace by destination. The fitted table of a birthplace
is `leaving[k, i] × seed[i, j] × entering[k, j]` away from the diagonal, so all of
them are found by products of two matrices, and no array of areas cubed is made.
The diagonal holds those who stayed. It is given, and taken away first
(quasi-independence), or fitted like any other cell (independence).

Reference: Abel, G. J. (2013), Estimating global migration flow tables using place of
birth data, Demographic Research 28(18), 505–546.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.errors import UnbalancedTotals, UnusableTable
from migrascope.flows.account import FloatArray
from migrascope.flows.fit import newton
from migrascope.flows.fit.reach import reached, tolerance
from migrascope.flows.fit.seeds import with_stayers
from migrascope.flows.table import Factors, Fit

_ROUNDS = 150
"""Proportional rounds for all birthplaces together; Newton's method for the rest."""

_ROUNDING = 1e-12
"""Share of the people of a birthplace by which its two sums may differ."""


@dataclass(frozen=True, slots=True, eq=False)
class Movers:
    """Fitted tables of all birthplaces, and how well they meet their totals."""

    factors: Factors
    fit: Fit


def quasi_independent(
    origins: FloatArray,
    destinations: FloatArray,
    *,
    stayers: FloatArray,
    seed: FloatArray | None = None,
    areas: tuple[str, ...] = (),
) -> Movers:
    """Movers between totals of birthplace by area, when those who stayed are given.

    All three are birthplace × area. The diagonal of `seed` is not read.

    Raises:
        UnbalancedTotals: the totals of a birthplace differ; see `scaled`.
        UnusableTable: more people stayed than there were.
    """
    _refuse_unbalanced(origins, destinations, areas)
    lose, gain = origins - stayers, destinations - stayers
    if (np.minimum(lose, gain) < 0).any() or (stayers < 0).any():
        born, area = np.argwhere((np.minimum(lose, gain) < 0) | (stayers < 0))[0]
        raise UnusableTable(
            f"Born in {_name(born, areas)}, staying in {_name(area, areas)}: "
            f"{stayers[born, area]:,.0f} of {origins[born, area]:,.0f} before and "
            f"{destinations[born, area]:,.0f} after.",
            "Nobody can stay who was not there before and after.",
        )
    apart = not ((lose > 0) & (gain > 0)).any()
    if seed is None and apart:
        # Whoever loses people gains none: the diagonal is out of reach by itself.
        return _in_proportion(lose, gain, stayers=stayers, areas=areas)
    weights = np.ones((lose.shape[1],) * 2) if seed is None else seed.copy()
    np.fill_diagonal(weights, 0.0)
    leaving, entering, fit = _fit(lose, gain, weights=weights, areas=areas)
    kept = None if seed is None else weights
    return Movers(Factors(leaving, entering, stayers, kept), fit)


def independent(
    origins: FloatArray,
    destinations: FloatArray,
    *,
    seed: FloatArray | None = None,
    areas: tuple[str, ...] = (),
) -> Movers:
    """Movers and stayers, when where one goes has nothing to do with where one was.

    Staying weighs as much as the mean corridor of the seed.

    Raises:
        UnbalancedTotals: the totals of a birthplace differ; see `scaled`.
    """
    _refuse_unbalanced(origins, destinations, areas)
    if seed is None:
        return _in_proportion(origins, destinations, stayers=None, areas=areas)
    weights = with_stayers(seed)
    leaving, entering, fit = _fit(origins, destinations, weights=weights, areas=areas)
    stayers = leaving * np.diagonal(weights)[None, :] * entering
    return Movers(Factors(leaving, entering, stayers, weights), fit)


def scaled(
    origins: FloatArray, destinations: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Both totals of every birthplace scaled to the mean of their sums."""
    before, after = origins.sum(axis=1), destinations.sum(axis=1)
    born = np.where((before > 0) & (after > 0), (before + after) / 2, 0.0)
    return (
        np.asarray(origins * _ratio(born, before)[:, None]),
        np.asarray(destinations * _ratio(born, after)[:, None]),
    )


def _in_proportion(
    lose: FloatArray,
    gain: FloatArray,
    *,
    stayers: FloatArray | None,
    areas: tuple[str, ...],
) -> Movers:
    """The fit without a seed: everyone who moves is shared out by where they arrive."""
    entering = gain * _ratio(np.ones(gain.shape[0]), gain.sum(axis=1))[:, None]
    if stayers is None:
        stayers = lose * entering
    fit = _judge(lose, gain, lose, entering, weights=None, rounds=0, areas=areas)
    return Movers(Factors(lose, entering, stayers), fit)


def _fit(
    lose: FloatArray, gain: FloatArray, *, weights: FloatArray, areas: tuple[str, ...]
) -> tuple[FloatArray, FloatArray, Fit]:
    """Scale origins and destinations in turn, for all birthplaces that still err."""
    # Weights near one keep the factors in the range of the figures.
    positive = weights[weights > 0]
    weights = weights / positive.mean() if positive.size else weights
    scale = float(positive.mean()) if positive.size else 1.0
    allowed = tolerance(lose, gain)
    leaving, entering = np.zeros_like(lose), (gain > 0).astype(np.float64)
    left = np.flatnonzero((lose.sum(axis=1) > 0) | (gain.sum(axis=1) > 0))
    rounds = 0
    while left.size and rounds < _ROUNDS:
        rounds += 1
        reach = entering[left] @ weights.T
        short = np.abs(leaving[left] * reach - lose[left]).max(axis=1)
        if rounds > 1:
            going_on = short > allowed / 4
            left, reach = left[going_on], reach[going_on]
        leaving[left] = _ratio(lose[left], reach)
        entering[left] = _ratio(gain[left], leaving[left] @ weights)
    for born in left:
        found, steps = _finished(
            leaving[born], entering[born], lose[born], gain[born], weights, allowed
        )
        leaving[born], entering[born] = found
        rounds += steps
    leaving = leaving / scale
    fit = _judge(
        lose,
        gain,
        leaving,
        entering,
        weights=weights * scale,
        rounds=rounds,
        areas=areas,
    )
    return leaving, entering, fit


def _finished(
    leaving: FloatArray,
    entering: FloatArray,
    lose: FloatArray,
    gain: FloatArray,
    weights: FloatArray,
    allowed: float,
) -> tuple[tuple[FloatArray, FloatArray], int]:
    """One birthplace by Newton's method, where rounds alone were too slow."""
    table = leaving[:, None] * weights * entering[None, :]
    row, column = np.flatnonzero(table.any(axis=1)), np.flatnonzero(table.any(axis=0))
    if not row.size:
        return (leaving, entering), 0
    _, up, across, steps = newton.finish(
        table[np.ix_(row, column)], lose[row], gain[column], allowed=allowed
    )
    left, entered = leaving.copy(), entering.copy()
    left[row] *= np.exp(up)
    entered[column] *= np.exp(across)
    return (left, entered), steps


def _judge(
    lose: FloatArray,
    gain: FloatArray,
    leaving: FloatArray,
    entering: FloatArray,
    *,
    weights: FloatArray | None,
    rounds: int,
    areas: tuple[str, ...],
) -> Fit:
    """The largest error of any total of a birthplace, and where it is."""
    if weights is None:
        sent = leaving * entering.sum(axis=1)[:, None]
        received = leaving.sum(axis=1)[:, None] * entering
    else:
        sent = leaving * (entering @ weights.T)
        received = entering * (leaving @ weights)
    out, into = np.abs(sent - lose), np.abs(received - gain)
    side, errors = ("leaving", out) if out.max() >= into.max() else ("reaching", into)
    born, area = np.unravel_index(int(np.argmax(errors)), errors.shape)
    worst = f"people born in {_name(born, areas)} {side} {_name(area, areas)}"
    return reached(
        rounds, float(errors[born, area]), tolerance(lose, gain), worst=worst
    )


def _refuse_unbalanced(
    origins: FloatArray, destinations: FloatArray, areas: tuple[str, ...]
) -> None:
    before, after = origins.sum(axis=1), destinations.sum(axis=1)
    apart = np.abs(before - after)
    room = np.maximum(tolerance(before, after), _ROUNDING * np.maximum(before, after))
    born = int(np.argmax(apart - room))
    if apart[born] > room[born]:
        raise UnbalancedTotals(
            f"People born in {_name(born, areas)}: {before[born]:,.6f} by origin, "
            f"{after[born]:,.6f} by destination, {apart[born]:,.6f} apart.",
            "Scale both to their mean with `three_way.scaled(origins, destinations)`, "
            "or open the account to the rest of the world.",
        )


def _ratio(wanted: FloatArray, found: FloatArray) -> FloatArray:
    return np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)


def _name(index: int | np.integer, areas: tuple[str, ...]) -> str:
    return areas[int(index)] if areas else str(int(index) + 1)
