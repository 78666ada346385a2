"""How many people came, left, and stayed on balance?

In, out, net and gross (turnover) of each area, within the table: movements from
and to the outside, which open methods give, stand on their own and are in none of
the four. Over all areas arrivals equal departures, so net movements sum to zero.

United Nations (1970), Manual VI: Methods of measuring internal migration.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.measures.answer import Answer, Unsaid
from migrascope.flows.measures.registry import of_area, of_system
from migrascope.flows.measures.subject import Movements, Place

MANUAL = "United Nations (1970), Manual VI: Methods of measuring internal migration"

NO_OUTSIDE = "This method gives no movements from or to outside the table."


@of_area(
    code="in",
    name="In-migration",
    unit="persons",
    formula="Σ over origins of M(origin, area)",
    reference=MANUAL,
)
def arrivals(place: Place) -> Answer:
    """Persons who came from the other areas of the table."""
    return place.arrivals


@of_area(
    code="out",
    name="Out-migration",
    unit="persons",
    formula="Σ over destinations of M(area, destination)",
    reference=MANUAL,
)
def departures(place: Place) -> Answer:
    """Persons who left for the other areas of the table."""
    return place.departures


@of_area(
    code="net",
    name="Net migration",
    unit="persons",
    formula="in − out",
    reference=MANUAL,
)
def net(place: Place) -> Answer:
    """Arrivals less departures."""
    return place.arrivals - place.departures


@of_area(
    code="gross",
    name="Gross migration (turnover)",
    unit="persons",
    formula="in + out",
    reference=MANUAL,
)
def gross(place: Place) -> Answer:
    """Arrivals and departures together."""
    return place.arrivals + place.departures


@of_area(
    code="from_outside",
    name="Arrivals from outside the table",
    unit="persons",
    formula="as an open method gives it; in no other measure",
    reference="Abel (2013), Demographic Research 28",
)
def from_outside(place: Place) -> Answer:
    """Persons who came from outside all areas of the table."""
    outside = place.movements.table.from_outside
    return Unsaid(NO_OUTSIDE) if outside is None else float(outside[place.position])


@of_area(
    code="to_outside",
    name="Departures to outside the table",
    unit="persons",
    formula="as an open method gives it; in no other measure",
    reference="Abel (2013), Demographic Research 28",
)
def to_outside(place: Place) -> Answer:
    """Persons who left for outside all areas of the table."""
    outside = place.movements.table.to_outside
    return Unsaid(NO_OUTSIDE) if outside is None else float(outside[place.position])


@of_system(
    code="movers",
    name="People who moved",
    unit="persons",
    formula="Σ over all corridors of M",
    reference=MANUAL,
)
def movers(movements: Movements) -> Answer:
    """Persons who moved between two areas of the table."""
    return movements.table.total


@of_system(
    code="redistributed",
    name="People redistributed",
    unit="persons",
    formula="½ Σ |in − out|",
    reference="Bell et al. (2002), J. R. Statist. Soc. A 165",
)
def redistributed(movements: Movements) -> Answer:
    """The smallest number of movers that would leave the same balances."""
    return float(np.abs(movements.table.net).sum()) / 2
