"""How mobile is the population as a whole?

The crude migration intensity is the share of people who lived in another area at the
end of the interval than at its start. It grows with the number of areas: the same
moves cross more borders when there are more of them. Courgeau's k takes that out.

Bell et al. (2002), Cross-national comparison of internal migration: issues and
measures, J. R. Statist. Soc. A 165(3); Courgeau (1973), Migrants et migrations,
Population 28(1).
"""

from __future__ import annotations

import math

from migrascope.flows.measures.answer import Answer, Unsaid, ratio, times
from migrascope.flows.measures.rates import PER_1000
from migrascope.flows.measures.registry import of_system
from migrascope.flows.measures.subject import Movements

BELL = "Bell et al. (2002), J. R. Statist. Soc. A 165"
NO_POPULATION = "The areas of this table have no inhabitants."


def crude_intensity(movers: float, population: float) -> Answer:
    """Movers per 100 inhabitants, over the interval.

    >>> crude_intensity(25_000, 1_000_000)
    2.5
    """
    return times(100, ratio(movers, population, why=NO_POPULATION))


def courgeau(movers: float, population: float, *, areas: int) -> Answer:
    """The crude intensity over the logarithm of the number of possible corridors."""
    if areas < 2:
        return Unsaid("With fewer than two areas there is nothing to move between.")
    return times(1 / math.log(areas**2), crude_intensity(movers, population))


@of_system(
    code="cmi",
    name="Crude migration intensity",
    unit="per 100 inhabitants, over the interval",
    formula="100 × movers ÷ mid-interval population",
    reference=BELL,
    needs=("population",),
)
def intensity(movements: Movements) -> Answer:
    """Movers per 100 inhabitants, over the interval."""
    population = movements.known_population()
    return crude_intensity(movements.table.total, population.total)


@of_system(
    code="cmi_yearly",
    name="Crude migration intensity by year",
    unit=PER_1000,
    formula="1,000 × movers ÷ (mid-interval population × years)",
    reference=BELL,
    needs=("population",),
)
def yearly_intensity(movements: Movements) -> Answer:
    """Movers in a year per 1,000 inhabitants."""
    lived = float(movements.known_population().person_years.sum())
    return times(1000, ratio(movements.table.total, lived, why=NO_POPULATION))


@of_system(
    code="courgeau_k",
    name="Courgeau's k",
    unit="index",
    formula="CMI ÷ ln(areas²)",
    reference="Courgeau (1973), Population 28(1)",
    needs=("population",),
)
def courgeau_k(movements: Movements) -> Answer:
    """The intensity, comparable between tables of many and of few areas."""
    population = movements.known_population()
    return courgeau(movements.table.total, population.total, areas=movements.size)
