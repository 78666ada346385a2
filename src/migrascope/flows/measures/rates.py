"""How many people in a thousand came or left in a year?

The denominator of every rate is the same: the mid-interval population (mean of the
residents at both ends) times the years of the interval. It is the population of the
area itself, also for arrivals, who were not at risk of arriving: a convention that
makes in − out = net hold for rates too.

United Nations (1970), Manual VI: Methods of measuring internal migration.
"""

from __future__ import annotations

from migrascope.flows.measures.answer import Answer, ratio, times
from migrascope.flows.measures.registry import of_area
from migrascope.flows.measures.subject import Place
from migrascope.flows.measures.turnover import MANUAL

PER_1000 = "per 1,000 person-years"
PERSON_YEARS = "(mid-interval population × years)"


@of_area(
    code="in_rate",
    name="In-migration rate",
    unit=PER_1000,
    formula=f"1,000 × in ÷ {PERSON_YEARS}",
    reference=MANUAL,
    needs=("population",),
)
def in_rate(place: Place) -> Answer:
    """Arrivals in a year per 1,000 inhabitants."""
    return _per_1000(place, place.arrivals)


@of_area(
    code="out_rate",
    name="Out-migration rate",
    unit=PER_1000,
    formula=f"1,000 × out ÷ {PERSON_YEARS}",
    reference=MANUAL,
    needs=("population",),
)
def out_rate(place: Place) -> Answer:
    """Departures in a year per 1,000 inhabitants."""
    return _per_1000(place, place.departures)


@of_area(
    code="net_rate",
    name="Net migration rate",
    unit=PER_1000,
    formula=f"1,000 × (in − out) ÷ {PERSON_YEARS}",
    reference=MANUAL,
    needs=("population",),
)
def net_rate(place: Place) -> Answer:
    """Arrivals less departures in a year per 1,000 inhabitants."""
    return _per_1000(place, place.arrivals - place.departures)


@of_area(
    code="gross_rate",
    name="Gross migration rate",
    unit=PER_1000,
    formula=f"1,000 × (in + out) ÷ {PERSON_YEARS}",
    reference=MANUAL,
    needs=("population",),
)
def gross_rate(place: Place) -> Answer:
    """Arrivals and departures in a year per 1,000 inhabitants."""
    return _per_1000(place, place.arrivals + place.departures)


def _per_1000(place: Place, persons: float) -> Answer:
    person_years = place.movements.known_population().person_years
    lived = float(person_years[place.position])
    return times(1000, ratio(persons, lived, why=f"{place.area} has no inhabitants."))
