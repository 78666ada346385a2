"""How many corridors are in use, and how evenly?

Connectivity is the share of all possible corridors with movers in them. Inequality is
the share of movers who would have to choose another corridor to make the flows equal,
or to make them what arrivals and departures alone lead to expect.

Bell et al. (2002), J. R. Statist. Soc. A 165(3), section on migration connectivity.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Answer, Unsaid
from migrascope.flows.measures.concentration import NOBODY
from migrascope.flows.measures.independence import quasi_independent
from migrascope.flows.measures.intensity import BELL
from migrascope.flows.measures.registry import of_area, of_system
from migrascope.flows.measures.subject import Movements, Place, off_diagonal

HALF_A_PERSON = 0.5
"""An estimate below this rounds to nobody; some methods leave a trace everywhere."""

NO_CORRIDOR = "With fewer than two areas there is no corridor."


def in_use(flows: FloatArray) -> int:
    """How many flows round to somebody."""
    return int((flows >= HALF_A_PERSON).sum())


def dissimilarity(flows: FloatArray, expected: FloatArray) -> Answer:
    """The share of movers to be moved elsewhere to get from one to the other."""
    total, other = float(flows.sum()), float(expected.sum())
    if total <= 0 or other <= 0:
        return Unsaid(NOBODY)
    apart = float(np.abs(flows / total - expected / other).sum()) / 2
    return min(1.0, apart)


@of_area(
    code="origins",
    name="Origins with movers",
    unit="areas",
    formula="number of origins with half a person or more",
    reference=BELL,
)
def origins(place: Place) -> Answer:
    """How many areas people came from."""
    return float(in_use(place.by_origin))


@of_area(
    code="destinations",
    name="Destinations with movers",
    unit="areas",
    formula="number of destinations with half a person or more",
    reference=BELL,
)
def destinations(place: Place) -> Answer:
    """How many areas people went to."""
    return float(in_use(place.by_destination))


@of_system(
    code="connectivity",
    name="Index of migration connectivity",
    unit="0 to 1",
    formula="corridors with half a person or more ÷ (n (n − 1)), n areas",
    reference=BELL,
)
def connectivity(movements: Movements) -> Answer:
    """The share of possible corridors with movers in them."""
    flows = movements.flows
    return in_use(flows) / flows.size if flows.size else Unsaid(NO_CORRIDOR)


@of_system(
    code="inequality",
    name="Index of migration inequality",
    unit="0 to 1",
    formula="½ Σ |share of a flow − 1 ÷ (n (n − 1))|, n areas",
    reference=BELL,
)
def inequality(movements: Movements) -> Answer:
    """The share of movers to move elsewhere to make all corridors alike."""
    flows = movements.flows
    return dissimilarity(flows, np.ones_like(flows))


@of_system(
    code="inequality_expected",
    name="Index of migration inequality against expected flows",
    unit="0 to 1",
    formula="½ Σ |share of a flow − share expected from arrivals and departures|",
    reference=BELL,
)
def inequality_expected(movements: Movements) -> Answer:
    """The share of movers whom arrivals and departures alone do not explain."""
    expected = quasi_independent(movements.table.persons)
    if isinstance(expected, Unsaid):
        return expected
    return dissimilarity(movements.flows, off_diagonal(expected))
