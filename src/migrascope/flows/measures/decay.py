"""How much less do people move when it is farther?

The distance-decay parameter: with −1, twice the distance means half the flow, between
areas that send and attract as much. Near 0 distance does not matter.

Bell et al. (2002), J. R. Statist. Soc. A 165(3), section on migration distance.
"""

from __future__ import annotations

from migrascope.flows.measures.answer import Answer, Unsaid
from migrascope.flows.measures.gravity import fit
from migrascope.flows.measures.intensity import BELL
from migrascope.flows.measures.registry import of_system
from migrascope.flows.measures.subject import Movements


@of_system(
    code="distance_decay",
    name="Distance decay",
    unit="power of distance",
    formula="β of M(i, j) ~ Poisson(origin(i) × destination(j) × km(i, j)^β)",
    reference=BELL,
    needs=("distances",),
)
def distance_decay(movements: Movements) -> Answer:
    """The power of the distance in a gravity model fitted to all corridors."""
    found = fit(movements.table.persons, movements.known_distances())
    return found if isinstance(found, Unsaid) else found.power
