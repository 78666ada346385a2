"""Are a few corridors large and very many small?

The slope of the logarithm of the rank against the logarithm of the size, over the
largest corridors. With 1 (Zipf's law) the second corridor is half the first and the
third a third of it; below 1 the first ones tower higher. Half is taken off the rank,
which removes most of the bias of the plain regression in small samples.

Zipf (1946), American Sociological Review 11; Gabaix and Ibragimov (2011), Rank − 1/2,
Journal of Business & Economic Statistics 29(1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Answer, Unsaid
from migrascope.flows.measures.connectivity import HALF_A_PERSON
from migrascope.flows.measures.registry import of_system
from migrascope.flows.measures.subject import Movements

TOP = 500
"""So many of the largest corridors are looked at: the tail follows no such law."""


@dataclass(frozen=True, slots=True)
class RankSize:
    """The slope, its standard error and how many corridors it rests on."""

    slope: float
    standard_error: float
    corridors: int


def rank_size(flows: FloatArray, *, top: int = TOP) -> RankSize | Unsaid:
    """The slope of ln(rank − ½) against ln(size), with its sign turned."""
    sizes = np.sort(flows[flows >= HALF_A_PERSON])[::-1][:top]
    if sizes.size < 3 or sizes[0] <= sizes[-1]:
        return Unsaid("It takes three corridors of different sizes to draw a slope.")
    ranks = np.log(np.arange(1, sizes.size + 1) - 0.5)
    logs = np.log(sizes)
    away = logs - logs.mean()
    spread = float(away @ away)
    if spread <= 0:
        return Unsaid("It takes three corridors of different sizes to draw a slope.")
    slope = -float(away @ ranks) / spread
    return RankSize(slope, slope * math.sqrt(2 / sizes.size), int(sizes.size))


@of_system(
    code="rank_size",
    name="Rank-size slope of the largest corridors",
    unit="power, 1 in Zipf's law",
    formula=f"ζ of ln(rank − ½) = a − ζ ln(M), over the {TOP} largest corridors",
    reference="Gabaix & Ibragimov (2011), J. Business & Economic Statistics 29(1)",
)
def slope(movements: Movements) -> Answer:
    """How fast corridors get smaller from the first to the last."""
    found = rank_size(movements.flows)
    return found if isinstance(found, Unsaid) else found.slope
