"""What may be said about corridors before anything is estimated?

A seed gives each corridor a weight. Near corridors weigh more than far ones: one over
the distance in kilometres, as in the simplest gravity model. A pair without a known
distance gets the middle weight, so that it is neither favoured nor forbidden.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures import distances

if TYPE_CHECKING:
    from migrascope.store.base import Base


@dataclass(frozen=True, slots=True)
class Seeding:
    """Weights for the areas that they are given, and where they come from."""

    weights: Callable[[tuple[str, ...]], FloatArray]
    says: str
    editions: tuple[str, ...]


def by_distance(base: Base) -> Seeding:
    """Weights that fall with distance: CEPII's where the base has it."""

    def weights(areas: tuple[str, ...]) -> FloatArray:
        known = distances.distances(base, areas)
        near = np.divide(
            1.0,
            known.km,
            out=np.zeros_like(known.km),
            where=known.known & (known.km > 0),
        )
        middle = float(np.median(near[near > 0])) if near.any() else 1.0
        return np.where(near > 0, near, middle)

    published = distances.MEASURE in base.measures()
    editions = tuple(
        each.id for each in base.newest() if distances.MEASURE in each.measures
    )
    source = ", ".join(editions) if published else "the points of the area table"
    return Seeding(
        weights,
        f"Corridors were weighed beforehand by one over their distance ({source}).",
        editions,
    )
