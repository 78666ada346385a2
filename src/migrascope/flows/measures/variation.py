"""How much do the flows vary around their mean?

The coefficient of variation of all corridors, and the aggregate of Rogers and
Sweeney: the coefficient of each row and each column, weighted by its movers, summed.
Deviations are divided by the number of cells; the diagonal is left out.

Rogers and Raymer (1998), International Journal of Population Geography 4(1); Rogers
and Sweeney (1998), Measuring the spatial focus of migration patterns, The
Professional Geographer 50(2).
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Answer, Unsaid
from migrascope.flows.measures.concentration import NOBODY
from migrascope.flows.measures.registry import of_system
from migrascope.flows.measures.subject import Movements

SWEENEY = "Rogers & Sweeney (1998), The Professional Geographer 50(2)"


def variation(amounts: FloatArray) -> Answer:
    """Standard deviation over mean.

    >>> variation(np.array([1.0, 3.0]))
    0.5
    """
    if amounts.size == 0 or float(amounts.sum()) <= 0:
        return Unsaid(NOBODY)
    shares = amounts / amounts.sum()
    return float(shares.std() / shares.mean())


def aggregate(persons: FloatArray) -> Answer:
    """The coefficient of each row, weighted by the movers of the row."""
    total = float(persons.sum())
    if total <= 0:
        return Unsaid(NOBODY)
    weighted = 0.0
    for place, row in enumerate(persons):
        movers = float(row.sum())
        found = variation(np.delete(row, place)) if movers > 0 else 0.0
        if not isinstance(found, Unsaid):
            weighted += found * (movers / total)
    return weighted


@of_system(
    code="cv",
    name="Coefficient of variation of all flows",
    unit="ratio",
    formula="standard deviation ÷ mean of all n (n − 1) flows",
    reference="Rogers & Raymer (1998), Int. J. Population Geography 4(1)",
)
def of_all(movements: Movements) -> Answer:
    """How much the corridors vary around their mean."""
    return variation(movements.flows)


@of_system(
    code="acv_out",
    name="Aggregate coefficient of variation of origins",
    unit="ratio",
    formula="Σ out ÷ movers × CV of the destinations of each origin",
    reference=SWEENEY,
)
def of_origins(movements: Movements) -> Answer:
    """How much the destinations of an origin vary, on average."""
    return aggregate(movements.table.persons)


@of_system(
    code="acv_in",
    name="Aggregate coefficient of variation of destinations",
    unit="ratio",
    formula="Σ in ÷ movers × CV of the origins of each destination",
    reference=SWEENEY,
)
def of_destinations(movements: Movements) -> Answer:
    """How much the origins of a destination vary, on average."""
    return aggregate(movements.table.persons.T)


@of_system(
    code="acv",
    name="Aggregate system-wide coefficient of variation",
    unit="ratio",
    formula="acv_in + acv_out",
    reference=SWEENEY,
)
def of_system_wide(movements: Movements) -> Answer:
    """The aggregates of origins and of destinations together."""
    leaving = aggregate(movements.table.persons)
    coming = aggregate(movements.table.persons.T)
    if isinstance(leaving, Unsaid):
        return leaving
    return coming if isinstance(coming, Unsaid) else leaving + coming
