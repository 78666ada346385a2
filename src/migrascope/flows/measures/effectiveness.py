"""How much of all coming and going was one-way?

100 when everybody came and nobody left, −100 the other way round, 0 when arrivals and
departures balance out and leave the population as it was.

Shryock, Siegel & Associates (1975), The Methods and Materials of Demography; Plane
(1984), Economic Geography 60.
"""

from __future__ import annotations

from migrascope.flows.measures.answer import Answer, ratio, times
from migrascope.flows.measures.registry import of_area
from migrascope.flows.measures.subject import Place


def effectiveness(arrivals: float, departures: float) -> Answer:
    """Net over gross movement, in percent.

    >>> effectiveness(100.0, 300.0)
    -50.0
    """
    return times(
        100,
        ratio(arrivals - departures, arrivals + departures, why="Nobody came or left."),
    )


@of_area(
    code="effectiveness",
    name="Migration effectiveness",
    unit="% of gross migration",
    formula="100 × (in − out) ÷ (in + out)",
    reference="Shryock & Siegel (1975), The Methods and Materials of Demography",
)
def effectiveness_of_area(place: Place) -> Answer:
    """Net migration in percent of gross migration, −100 to 100."""
    return effectiveness(place.arrivals, place.departures)


@of_area(
    code="in_per_100_out",
    name="Arrivals per 100 departures",
    unit="per 100 departures",
    formula="100 × in ÷ out",
    reference="Shryock & Siegel (1975), The Methods and Materials of Demography",
)
def arrivals_per_100_departures(place: Place) -> Answer:
    """The migration ratio: how many came for every hundred who left."""
    return times(100, ratio(place.arrivals, place.departures, why="Nobody left."))
