"""What do level, origins, destinations and their attraction each contribute?

A flow is the product of an overall level T, what the origin sends O, what the
destination attracts D, and what binds the two OD::

    M(i, j) = T × O(i) × D(j) × OD(i, j)

With the total as reference, T is all movers, O and D are shares of departures and
arrivals, and OD is the flow over what independence leads to expect. With the geometric
mean as reference, T is the typical flow and the effects multiply to 1 in each set.

Rogers, Willekens, Little and Raymer (2002), Describing migration spatial structure,
Papers in Regional Science 81(1); Raymer, Bonaguidi and Valentini (2006), Population,
Space and Place 12(5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Answer, Unsaid, ratio, times
from migrascope.flows.measures.registry import of_area
from migrascope.flows.measures.subject import Place, off_diagonal

ROGERS = "Rogers et al. (2002), Papers in Regional Science 81(1)"


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Level, origins, destinations and interaction; their product is the table."""

    level: float
    origins: FloatArray
    destinations: FloatArray
    interaction: FloatArray

    @property
    def product(self) -> FloatArray:
        """The table again."""
        expected = self.level * np.outer(self.origins, self.destinations)
        return np.asarray(expected * self.interaction)


def by_total(persons: FloatArray) -> Components | Unsaid:
    """Components with the total as reference: shares, and observed over expected.

    An interaction is 0 where origin or destination has no movers at all.
    """
    total = float(persons.sum())
    if total <= 0:
        return Unsaid("Nobody moved: there is no level to take apart.")
    origins, destinations = persons.sum(axis=1) / total, persons.sum(axis=0) / total
    expected = np.outer(origins, destinations)
    interaction = np.divide(
        persons / total, expected, out=np.zeros_like(persons), where=expected > 0
    )
    return Components(total, origins, destinations, interaction)


def by_geometric_mean(persons: FloatArray) -> Components | Unsaid:
    """Components with the geometric mean as reference, over all corridors.

    The effects are those of a log-linear model without the diagonal; the interaction
    on the diagonal is 0, so that nobody moves within an area.
    """
    many = len(persons)
    if many < 3:
        return Unsaid("It takes three areas to tell origins from destinations.")
    if not (off_diagonal(persons) > 0).all():
        return Unsaid("A corridor without movers has no geometric mean.")
    hollow = ~np.eye(many, dtype=bool)
    logs = np.log(np.where(hollow, persons, 1.0))
    others = many - 1
    level = float(logs.sum()) / (many * others)
    rows, columns = logs.sum(axis=1) - others * level, logs.sum(axis=0) - others * level
    below = others**2 - 1
    origins = (others * rows + columns) / below
    destinations = (others * columns + rows) / below
    left = logs - level - origins[:, None] - destinations
    return Components(
        float(np.exp(level)),
        np.exp(origins),
        np.exp(destinations),
        np.where(hollow, np.exp(left), 0.0),
    )


@of_area(
    code="departures_share",
    name="Share of all departures",
    unit="% of movers",
    formula="100 × O(area) = 100 × out ÷ movers",
    reference=ROGERS,
)
def origin_component(place: Place) -> Answer:
    """What the area sends, of all that is sent."""
    movers = place.movements.table.total
    return times(100, ratio(place.departures, movers, why="Nobody moved."))


@of_area(
    code="arrivals_share",
    name="Share of all arrivals",
    unit="% of movers",
    formula="100 × D(area) = 100 × in ÷ movers",
    reference=ROGERS,
)
def destination_component(place: Place) -> Answer:
    """What the area attracts, of all that is attracted."""
    movers = place.movements.table.total
    return times(100, ratio(place.arrivals, movers, why="Nobody moved."))
