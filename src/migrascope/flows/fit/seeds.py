"""What may be said about corridors beforehand?

A seed gives each corridor a weight: distance, language, last year's flows. Only the
proportions between corridors count. Zero means that nobody can have taken the
corridor. The diagonal says nothing about movements, and is not read.
"""

from __future__ import annotations

import numpy as np

from migrascope.errors import UnusableTable
from migrascope.flows.account import FloatArray


def checked(seed: FloatArray, areas: tuple[str, ...]) -> FloatArray:
    """A seed of the right shape, as floating-point numbers.

    Raises:
        UnusableTable: another shape, or a weight below zero or not a number.
    """
    weights = np.asarray(seed, dtype=np.float64)
    many = len(areas)
    if weights.shape != (many, many):
        raise UnusableTable(
            f"The seed is {weights.shape}, and {many} areas ask for ({many}, {many}).",
            "Give a weight for each origin (row) and destination (column).",
        )
    corridors = weights.copy()
    np.fill_diagonal(corridors, 0.0)
    bad = np.argwhere(~np.isfinite(corridors) | (corridors < 0))
    if bad.size:
        origin, destination = bad[0]
        raise UnusableTable(
            f"The seed gives {corridors[origin, destination]} to the corridor "
            f"{areas[origin]} to {areas[destination]}.",
            "Weights are zero or more, and zero means that nobody moved there.",
        )
    return corridors


def with_stayers(corridors: FloatArray) -> FloatArray:
    """The seed with the mean weight of a corridor for those who stay.

    A constant seed then says nothing, as it should.
    """
    weights = corridors.copy()
    np.fill_diagonal(weights, 0.0)
    positive = weights[weights > 0]
    np.fill_diagonal(weights, positive.mean() if positive.size else 1.0)
    return weights
