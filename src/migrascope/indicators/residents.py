"""Who are the residents that refugees or migrants of a country are compared with?

A rate needs a population of the same territory as its numerator. UNHCR and the
migrant stock of UN DESA count Serbia and Kosovo (under UNSC resolution 1244)
together; the World Population Prospects since 2022 keep them apart. Without Kosovo in
the denominator the rate of Serbia would be a quarter too high.
"""

from __future__ import annotations

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.midyear import POPULATION
from migrascope.indicators.panel import Panel
from migrascope.indicators.totals import COUNTED_TOGETHER
from migrascope.model.estimate import total

_FORMULA = "residents of Serbia and of Kosovo, whose people are counted together"


def residents(evidence: Evidence, area: str) -> Panel:
    """The population at mid-year of those who are counted under an area's name."""
    own = evidence.here(POPULATION, area)
    figures = dict(own.figures)
    for holder, held in COUNTED_TOGETHER.items():
        if holder not in own.members:
            continue
        other = evidence.here(POPULATION, held).figures
        for key, figure in own.figures.items():
            more = other.get((held, key[1]))
            if key[0] == holder and more is not None and more.value is not None:
                figures[key] = total((figure, more), formula=_FORMULA)
                figures.pop((held, key[1]), None)
    return Panel(own.area, own.members, figures)
