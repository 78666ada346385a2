"""What did all movements do to where people live?

The effectiveness index says how one-way the system is; the aggregate net migration
rate how much of the population it redistributed. The second is the first times the
crude migration intensity, over 100.

Bell et al. (2002), J. R. Statist. Soc. A 165(3), section on migration impact.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Answer, ratio, times
from migrascope.flows.measures.intensity import BELL, NO_POPULATION
from migrascope.flows.measures.registry import of_system
from migrascope.flows.measures.subject import Movements


def effectiveness_index(arrivals: FloatArray, departures: FloatArray) -> Answer:
    """All net movements in percent of all gross movements, 0 to 100."""
    net = float(np.abs(arrivals - departures).sum())
    gross = float(arrivals.sum() + departures.sum())
    return times(100, ratio(net, gross, why="Nobody moved."))


@of_system(
    code="mei",
    name="Migration effectiveness index",
    unit="% of gross migration",
    formula="100 × Σ |in − out| ÷ Σ (in + out)",
    reference=BELL,
)
def index(movements: Movements) -> Answer:
    """How one-way the movements between all areas are, 0 to 100."""
    table = movements.table
    return effectiveness_index(table.arrivals, table.departures)


@of_system(
    code="anmr",
    name="Aggregate net migration rate",
    unit="per 100 inhabitants, over the interval",
    formula="100 × ½ Σ |in − out| ÷ mid-interval population = CMI × MEI ÷ 100",
    reference=BELL,
    needs=("population",),
)
def aggregate_net_rate(movements: Movements) -> Answer:
    """The share of the population that movements redistributed."""
    moved = float(np.abs(movements.table.net).sum()) / 2
    population = movements.known_population().total
    return times(100, ratio(moved, population, why=NO_POPULATION))
