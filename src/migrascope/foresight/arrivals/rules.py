"""By which rules do people flee, choose and move?

1. While there is fighting in a place, its people flee; each who still lives in any such
   place is equally likely to be the next.
2. Who flees chooses a camp at once. The chance is proportional to

       distance^-a × free places^b × (share of all who are in camps + 0.1)^c

   `distance` is that of the shortest open road, and what can be reached in a day is
   equally near. The second factor is read only where capacities may be used; camps that
   are full are chosen by nobody, unless all are. The third says that people go where
   others are.
3. They go by the shortest open road, from stop to stop. Each day they leave a stop with
   a chance that depends on its kind. A leg takes as many days as daily reaches fit into
   it. A closure keeps people from setting out; those on the road arrive.
4. If the way to their camp is closed, they choose again where they stand. From time to
   time somebody leaves a camp for another one.

Every chance depends on the day and on where people stand and are going, not on their
past. So it makes no difference whether each person is drawn, or the number of those who
do the same thing (a binomial or multinomial count): both have the same distribution.

Nobody knows beforehand how much a camp attracts: each member of the ensemble multiplies
the chance of each camp by a factor of its own, exp(doubt × a standard normal number).
For each camp these numbers are spread evenly over the members (a Latin hypercube:
McKay, Beckman and Conover 1979); a single member has no doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from migrascope.foresight.arrivals.network import Kind
from migrascope.foresight.panel import FloatArray

ALONE = 0.1
"""What a camp where nobody is yet counts for, as a share of all people in camps."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The few numbers in the rules.

    `reach` is in km a day, chances are per day; `distance`, `room` and `company` are
    the exponents a, b and c.
    """

    distance: float
    room: float
    company: float
    doubt: float = 0.0
    reach: float = 200.0
    leave_conflict: float = 1.0
    leave_town: float = 0.3
    leave_camp: float = 0.001

    def chance_to_leave(self, kind: Kind, *, fighting: bool) -> float:
        """The chance that somebody on the way leaves a stop today."""
        if kind is Kind.HUB:
            return 1.0
        return self.leave_conflict if fighting else self.leave_town


def nearness(km: FloatArray, rules: Rules) -> FloatArray:
    """What the way to each camp counts for; nought where there is none."""
    near: FloatArray = np.where(
        np.isfinite(km), np.maximum(km, rules.reach) ** -rules.distance, 0.0
    )
    return near


def attraction(
    present: FloatArray, capacity: FloatArray | None, rules: Rules
) -> FloatArray:
    """What each camp counts for by its people and its free places, (members, camps)."""
    everybody = present.sum(axis=1, keepdims=True)
    share = np.divide(
        present, everybody, out=np.zeros_like(present), where=everybody > 0
    )
    draws: FloatArray = (share + ALONE) ** rules.company
    if capacity is not None:
        free = np.maximum(capacity - present, 0.0)
        draws = np.where(free > 0, draws * np.maximum(free, 1.0) ** rules.room, 0.0)
    return draws


def chances(near: FloatArray, draws: FloatArray) -> FloatArray:
    """The chance of each camp, (members, places, camps); rows add up to one.

    `near` has shape (places, camps), `draws` (members, camps). Where all camps in reach
    are full, they are chosen by distance alone; every row of `near` must have a way.
    """
    weights = near[None] * draws[:, None]
    full = weights.sum(axis=2) <= 0
    weights[full] = np.broadcast_to(near, weights.shape)[full]
    chance: FloatArray = weights / weights.sum(axis=2, keepdims=True)
    return chance


def pulls(
    chance: np.random.Generator, shape: tuple[int, int], doubt: float
) -> FloatArray:
    """The unknown pull of each camp in each member, (members, camps)."""
    members, camps = shape
    normal = NormalDist()
    even = [normal.inv_cdf((member + 0.5) / members) for member in range(members)]
    columns = np.tile(np.array(even)[:, None], (1, camps))
    pull: FloatArray = np.exp(doubt * chance.permuted(columns, axis=0))
    return pull
