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
from migrascope.flows.fit.reach import beyond, reached, tolerance
from migrascope.flows.fit.seeds import with_stayers
from migrascope.flows.table import Factors, Fit

_ROUNDS = 60
"""Proportional rounds for all birthplaces together; Newton's method for the rest."""

_APART = 8
"""Steps between numbers that a product of factors may cost; stayers mend it later."""

_LARGEST = 1e60
"""A factor of this size has no bounds: its total is out of reach."""

_NOTHING = 1e-200
"""Where less than this can be reached, nothing can."""

_MANY = 1e4
"""Stayers from which on their number is taken from the totals."""

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
        factors = Factors(lose, _in_shares(gain), stayers)
        return Movers(factors, _judge(lose, gain, _moved(factors), 0, areas))
    weights = _corridors(seed, lose.shape[1])
    leaving, entering, rounds = _fit(lose, gain, weights)
    kept = None if seed is None else weights
    factors = Factors(leaving, entering, stayers, kept)
    return Movers(factors, _judge(lose, gain, _moved(factors), rounds, areas))


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
        entering = _in_shares(destinations)
        return _free(
            origins, destinations, Factors(origins, entering, origins), 0, areas
        )
    weights = with_stayers(seed)
    leaving, entering, rounds = _fit(origins, destinations, weights)
    factors = Factors(leaving, entering, leaving, weights)
    return _free(origins, destinations, factors, rounds, areas)


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


def _free(
    origins: FloatArray,
    destinations: FloatArray,
    factors: Factors,
    rounds: int,
    areas: tuple[str, ...],
) -> Movers:
    """Movers with the stayers that their fit leaves.

    Where many stayed they are taken from the totals, not from the product of the
    factors: of a thousand million, its rounding would cost a millionth of a person.
    """
    sent, received = _moved(factors)
    staying = 1.0 if factors.seed is None else np.diagonal(factors.seed)
    stayers = factors.leaving * staying * factors.entering
    left = (origins - sent + destinations - received) / 2
    stayers = np.where(stayers > _MANY, np.maximum(left, 0.0), stayers)
    factors = Factors(factors.leaving, factors.entering, stayers, factors.seed)
    moved = (sent + stayers, received + stayers)
    return Movers(factors, _judge(origins, destinations, moved, rounds, areas))


def _fit(
    lose: FloatArray, gain: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray, int]:
    """Scale origins and destinations in turn, for all birthplaces that still err."""
    leaving, entering = np.zeros_like(lose), (gain > 0).astype(np.float64)
    left = np.flatnonzero((lose > 0).any(axis=1) & (gain > 0).any(axis=1))
    rounds = 0
    while left.size and rounds < _ROUNDS:
        rounds += 1
        reach = entering[left] @ weights.T
        if rounds > 1:
            errors = leaving[left] * reach - lose[left]
            going_on = beyond(errors, lose[left], apart=_APART).max(axis=1) > 1.0
            left, reach = left[going_on], reach[going_on]
        leaving[left] = _factor(lose[left], reach)
        entering[left] = _factor(gain[left], leaving[left] @ weights)
    for born in left:
        row, column = np.flatnonzero(leaving[born]), np.flatnonzero(entering[born])
        table = weights * leaving[born][:, None] * entering[born]
        _, up, across, steps = newton.finish(
            table[np.ix_(row, column)], lose[born, row], gain[born, column]
        )
        most = np.log(_LARGEST)
        leaving[born, row] *= np.exp(np.clip(up, -most, most))
        entering[born, column] *= np.exp(np.clip(across, -most, most))
        rounds += steps
    return leaving, entering, rounds


def _moved(factors: Factors) -> tuple[FloatArray, FloatArray]:
    """Movers by birthplace and origin, and by birthplace and destination."""
    weights = _corridors(factors.seed, factors.leaving.shape[1])
    return (
        np.asarray(factors.leaving * (factors.entering @ weights.T)),
        np.asarray(factors.entering * (factors.leaving @ weights)),
    )


def _judge(
    lose: FloatArray,
    gain: FloatArray,
    moved: tuple[FloatArray, FloatArray],
    rounds: int,
    areas: tuple[str, ...],
) -> Fit:
    """The largest error of any total of a birthplace, and where it is."""
    out, into = np.abs(moved[0] - lose), np.abs(moved[1] - gain)
    side, errors = ("leaving", out) if out.max() >= into.max() else ("reaching", into)
    born, area = np.unravel_index(int(np.argmax(errors)), errors.shape)
    worst = f"the people born in {_name(born, areas)} and {side} {_name(area, areas)}"
    return reached(
        rounds, float(errors[born, area]), tolerance(lose, gain), worst=worst
    )


def _corridors(seed: FloatArray | None, many: int) -> FloatArray:
    """The weights of all corridors; none for staying."""
    weights = np.ones((many, many)) if seed is None else seed.copy()
    np.fill_diagonal(weights, 0.0)
    return weights


def _in_shares(gain: FloatArray) -> FloatArray:
    """Each row as shares of its sum."""
    return gain * _ratio(np.ones(gain.shape[0]), gain.sum(axis=1))[:, None]


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


def _factor(wanted: FloatArray, found: FloatArray) -> FloatArray:
    """What makes a total right; nothing where it is out of reach."""
    return np.minimum(_ratio(wanted, np.where(found > _NOTHING, found, 0.0)), _LARGEST)


def _ratio(wanted: FloatArray, found: FloatArray) -> FloatArray:
    return np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)


def _name(index: int | np.integer, areas: tuple[str, ...]) -> str:
    return areas[int(index)] if areas else str(int(index) + 1)
