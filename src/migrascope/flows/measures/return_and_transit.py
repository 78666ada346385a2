"""How many of those who came were coming home, and how many of those who left?

Shares of arrivals, of departures and of all movers by where the movers were born. The
three shares of each add up to 100. See `streams`.
"""

from __future__ import annotations

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Answer, ratio, times
from migrascope.flows.measures.registry import of_area, of_system
from migrascope.flows.measures.streams import ABEL_COHEN
from migrascope.flows.measures.subject import Movements, Place

OF_ARRIVALS = "% of arrivals"
OF_DEPARTURES = "% of departures"
OF_MOVERS = "% of movers"


@of_area(
    code="return_share_in",
    name="Returning natives among arrivals",
    unit=OF_ARRIVALS,
    formula="100 × arrivals born in the area ÷ in",
    reference=ABEL_COHEN,
    needs=("birthplaces",),
)
def returning_in(place: Place) -> Answer:
    """How many of those who came were born here."""
    return _of_arrivals(place, place.movements.known_streams().returns)


@of_area(
    code="emigrant_share_in",
    name="People from their birthplace among arrivals",
    unit=OF_ARRIVALS,
    formula="100 × arrivals born in the area that they left ÷ in",
    reference=ABEL_COHEN,
    needs=("birthplaces",),
)
def emigrants_in(place: Place) -> Answer:
    """How many of those who came had left the place where they were born."""
    return _of_arrivals(place, place.movements.known_streams().emigration)


@of_area(
    code="transit_share_in",
    name="People born in a third area among arrivals",
    unit=OF_ARRIVALS,
    formula="100 × arrivals born neither here nor in the area left ÷ in",
    reference=ABEL_COHEN,
    needs=("birthplaces",),
)
def transit_in(place: Place) -> Answer:
    """How many of those who came were born in a third place."""
    return _of_arrivals(place, place.movements.known_streams().transit)


@of_area(
    code="emigrant_share_out",
    name="Natives among departures",
    unit=OF_DEPARTURES,
    formula="100 × departures born in the area ÷ out",
    reference=ABEL_COHEN,
    needs=("birthplaces",),
)
def emigrants_out(place: Place) -> Answer:
    """How many of those who left were born here."""
    return _of_departures(place, place.movements.known_streams().emigration)


@of_area(
    code="return_share_out",
    name="People going to their birthplace among departures",
    unit=OF_DEPARTURES,
    formula="100 × departures to the area of birth ÷ out",
    reference=ABEL_COHEN,
    needs=("birthplaces",),
)
def returning_out(place: Place) -> Answer:
    """How many of those who left went to the place where they were born."""
    return _of_departures(place, place.movements.known_streams().returns)


@of_area(
    code="transit_share_out",
    name="People born in a third area among departures",
    unit=OF_DEPARTURES,
    formula="100 × departures born neither here nor in the area gone to ÷ out",
    reference=ABEL_COHEN,
    needs=("birthplaces",),
)
def transit_out(place: Place) -> Answer:
    """How many of those who left moved on, born in a third place."""
    return _of_departures(place, place.movements.known_streams().transit)


@of_system(
    code="emigrant_share",
    name="People leaving their birthplace",
    unit=OF_MOVERS,
    formula="100 × movers born in the area that they left ÷ movers",
    reference=ABEL_COHEN,
    needs=("birthplaces",),
)
def emigrants(movements: Movements) -> Answer:
    """How many of all movers left the place where they were born."""
    return _of_movers(movements, movements.known_streams().emigration)


@of_system(
    code="return_share",
    name="People returning to their birthplace",
    unit=OF_MOVERS,
    formula="100 × movers to the area of birth ÷ movers",
    reference=ABEL_COHEN,
    needs=("birthplaces",),
)
def returning(movements: Movements) -> Answer:
    """How many of all movers went to the place where they were born."""
    return _of_movers(movements, movements.known_streams().returns)


@of_system(
    code="transit_share",
    name="People born in a third area",
    unit=OF_MOVERS,
    formula="100 × movers born in neither area ÷ movers",
    reference=ABEL_COHEN,
    needs=("birthplaces",),
)
def transit(movements: Movements) -> Answer:
    """How many of all movers moved between two places that are not their birthplace."""
    return _of_movers(movements, movements.known_streams().transit)


def _of_arrivals(place: Place, stream: FloatArray) -> Answer:
    everyone = place.movements.known_streams().all
    part, whole = stream[:, place.position].sum(), everyone[:, place.position].sum()
    return times(100, ratio(float(part), float(whole), why="Nobody came."))


def _of_departures(place: Place, stream: FloatArray) -> Answer:
    everyone = place.movements.known_streams().all
    part, whole = stream[place.position].sum(), everyone[place.position].sum()
    return times(100, ratio(float(part), float(whole), why="Nobody left."))


def _of_movers(movements: Movements, stream: FloatArray) -> Answer:
    everyone = float(movements.known_streams().all.sum())
    return times(100, ratio(float(stream.sum()), everyone, why="Nobody moved."))
