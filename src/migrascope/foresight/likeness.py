"""Which quantiles do the outcomes of like cases have?

Each case counts by how near it stands to what is asked and by how recent it is. There
are thousands of cases for each of a thousand series, and this is where nearly all the
time of an evaluation goes: series are taken some at a time, so that their weights stay
near the processor; weights are single numbers of seven digits; and running sums are
made of whole runs of cases first, then inside the one run where a quantile lies.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from migrascope.foresight.panel import FloatArray
from migrascope.foresight.quantiles import LEVELS

ROWS = 32
"""Series that are worked on at once."""
RUN = 64
"""Cases whose weights are added up before a quantile is looked for among them."""
_FAR = -1e3
"""Exponent of a case of which nothing is known: it counts as the least alike."""


def followed(
    outcomes: FloatArray,
    here: FloatArray,
    cases: FloatArray,
    recent: FloatArray,
    *,
    least: float,
) -> FloatArray:
    """Quantiles (N, 7) of what followed cases like each of those asked about.

    `outcomes` (M,) followed the `cases` (M, F); `here` (N, F) is asked about, all in
    units in which 1 is far. A case weighs (exp(−d² / 2) + least) × recent, where d is
    the distance and `recent` (M,) says how much its age lets it count.
    """
    order = np.argsort(outcomes, kind="stable")
    ordered = outcomes[order]
    middle = np.nan_to_num(cases).mean(axis=0)
    asked = _sides(here - middle)
    against = _sides(cases[order] - middle)[:, [*range(cases.shape[1]), -1, -2]]
    against[:, -1] += np.log(recent[order])
    across = np.ascontiguousarray(against.T, dtype=np.float32)
    few = (least * recent[order]).astype(np.float32)
    out = np.empty((len(here), len(LEVELS)))
    for start in range(0, len(here), ROWS):
        weights = asked[start : start + ROWS].astype(np.float32) @ across
        np.exp(weights, out=weights)
        weights += few
        out[start : start + ROWS] = at_levels(ordered, weights)
    return out


def at_levels(
    ordered: FloatArray, weights: NDArray[np.float32] | FloatArray
) -> FloatArray:
    """Quantiles at LEVELS of ordered values (M,) that count by weights (N, M).

    The weighted distribution function is joined by straight lines between the middles
    of its steps (Hyndman and Fan 1996, type 5, with weights).
    """
    rows, last = np.arange(len(weights))[:, None], len(ordered) - 1
    starts = np.arange(0, len(ordered), RUN)
    upto = np.cumsum(np.add.reduceat(weights, starts, axis=1), axis=1, dtype=np.float64)
    target = LEVELS * upto[:, -1:]
    run = np.stack([np.searchsorted(*each) for each in zip(upto, target, strict=True)])
    run = np.minimum(run, len(starts) - 1)
    before = np.where(run > 0, upto[rows, np.maximum(run - 1, 0)], 0.0)
    cases = starts[run][:, :, None] + np.arange(RUN)
    inside = np.where(
        cases <= last, weights[rows[:, :, None], np.minimum(cases, last)], 0.0
    )
    sums = before[:, :, None] + np.cumsum(inside, axis=2, dtype=np.float64)
    place = np.minimum((sums < target[:, :, None]).sum(axis=2), RUN - 1)
    at = np.minimum(starts[run] + place, last)
    end = np.take_along_axis(sums, (at - starts[run])[:, :, None], axis=2)[:, :, 0]
    own = weights[rows, at].astype(np.float64)
    middle = end - own / 2
    above = target >= middle
    beside = np.clip(np.where(above, at + 1, at - 1), 0, last)
    gap = (own + weights[rows, beside]) / 2
    share = np.divide(
        np.abs(target - middle), gap, out=np.zeros_like(gap), where=gap > 0
    )
    step = ordered[beside] - ordered[at]
    found: FloatArray = ordered[at] + np.minimum(share, 1.0) * step
    return found


def _sides(places: FloatArray) -> FloatArray:
    """Columns whose products with those of others are −d² / 2: (K, F + 2)."""
    unknown = np.asarray(np.isnan(places).any(axis=1))
    near = np.where(unknown[:, None], 0.0, places)
    half = np.where(unknown, _FAR, -0.5 * (near**2).sum(axis=1))
    return np.column_stack([near, half, np.ones(len(places))])
