"""How far did people move?

Mean and median distance of all movers, and of those who came to or left an area.
Movers between areas whose distance is not known are left out; how many that are is a
measure of its own. International moves are long by their nature: read the figures
against each other, not as kilometres travelled.

Bell et al. (2002), J. R. Statist. Soc. A 165(3), section on migration distance.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Answer, Unsaid, ratio, times
from migrascope.flows.measures.intensity import BELL
from migrascope.flows.measures.registry import of_area, of_system
from migrascope.flows.measures.subject import Movements, Place

NO_KNOWN = "Nobody moved between areas whose distance is known."


def mean(km: FloatArray, persons: FloatArray) -> Answer:
    """The distance of a mover on average.

    >>> mean(np.array([100.0, 400.0]), np.array([1.0, 3.0]))
    325.0
    """
    movers = float(persons.sum())
    if movers <= 0:
        return Unsaid(NO_KNOWN)
    return float((km * (persons / movers)).sum())


def median(km: FloatArray, persons: FloatArray) -> Answer:
    """The shortest distance within which at least half of all movers stayed.

    >>> median(np.array([100.0, 400.0]), np.array([2.0, 1.0]))
    100.0
    """
    movers = float(persons.sum())
    if movers <= 0:
        return Unsaid(NO_KNOWN)
    order = np.argsort(km, kind="stable")
    reached = np.cumsum(persons[order]) / movers
    # A hair below one half, so that half is reached whatever the rounding.
    return float(km[order][np.searchsorted(reached, 0.5 - 1e-12)])


@of_area(
    code="mean_distance_in",
    name="Mean distance of arrivals",
    unit="km",
    formula="Σ M(i, area) × km(i, area) ÷ Σ M(i, area)",
    reference=BELL,
    needs=("distances",),
)
def mean_in(place: Place) -> Answer:
    """How far away those who came had lived, on average."""
    return mean(*_in(place))


@of_area(
    code="median_distance_in",
    name="Median distance of arrivals",
    unit="km",
    formula="the distance within which half of the arrivals had lived",
    reference=BELL,
    needs=("distances",),
)
def median_in(place: Place) -> Answer:
    """Half of those who came had lived no farther away."""
    return median(*_in(place))


@of_area(
    code="mean_distance_out",
    name="Mean distance of departures",
    unit="km",
    formula="Σ M(area, j) × km(area, j) ÷ Σ M(area, j)",
    reference=BELL,
    needs=("distances",),
)
def mean_out(place: Place) -> Answer:
    """How far away those who left went, on average."""
    return mean(*_out(place))


@of_area(
    code="median_distance_out",
    name="Median distance of departures",
    unit="km",
    formula="the distance within which half of the departures stayed",
    reference=BELL,
    needs=("distances",),
)
def median_out(place: Place) -> Answer:
    """Half of those who left went no farther away."""
    return median(*_out(place))


@of_system(
    code="mean_distance",
    name="Mean distance moved",
    unit="km",
    formula="Σ M × km ÷ Σ M",
    reference=BELL,
    needs=("distances",),
)
def mean_of_all(movements: Movements) -> Answer:
    """How far a mover went, on average."""
    return mean(*_all(movements))


@of_system(
    code="median_distance",
    name="Median distance moved",
    unit="km",
    formula="the distance within which half of all movers stayed",
    reference=BELL,
    needs=("distances",),
)
def median_of_all(movements: Movements) -> Answer:
    """Half of all movers went no farther."""
    return median(*_all(movements))


@of_system(
    code="distance_known",
    name="Movers whose distance is known",
    unit="% of movers",
    formula="100 × movers between areas of known distance ÷ movers",
    reference="own",
    needs=("distances",),
)
def share_known(movements: Movements) -> Answer:
    """How many movers the measures of distance speak of."""
    _, persons = _all(movements)
    everybody = movements.table.total
    return times(100, ratio(float(persons.sum()), everybody, why="Nobody moved."))


def _all(movements: Movements) -> tuple[FloatArray, FloatArray]:
    """Kilometres and persons of every corridor of known distance."""
    distances = movements.known_distances()
    return distances.km[distances.known], movements.table.persons[distances.known]


def _in(place: Place) -> tuple[FloatArray, FloatArray]:
    distances = place.movements.known_distances()
    known = distances.known[:, place.position]
    persons = place.movements.table.persons[known, place.position]
    return distances.km[known, place.position], persons


def _out(place: Place) -> tuple[FloatArray, FloatArray]:
    distances = place.movements.known_distances()
    known = distances.known[place.position]
    persons = place.movements.table.persons[place.position, known]
    return distances.km[place.position, known], persons
