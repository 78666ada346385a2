"""Who is without a nationality, and who shares home with the displaced?

Two groups that UNHCR counts beside refugees. Stateless people are often not
migrants at all: they are shown because they are the first to be left out of data.
"""

from __future__ import annotations

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.registry import Direction, indicator
from migrascope.indicators.series import Findings

_UNHCR = "UNHCR, Refugee Data Finder, end-year population figures"


@indicator(
    code="stateless",
    name="Stateless people in the country",
    unit="PS",
    direction=Direction.DOWN,
    formula="as published, end of the year",
    reference=_UNHCR,
    inputs=("stateless",),
)
def stateless_people(evidence: Evidence, area: str) -> Findings:
    """People in the area whom no state regards as its citizens."""
    return Findings(evidence.here("stateless", area).sum())


@indicator(
    code="host-community",
    name="People in host communities",
    unit="PS",
    direction=Direction.NONE,
    formula="as published, end of the year",
    reference=_UNHCR,
    inputs=("host_community",),
)
def host_community(evidence: Evidence, area: str) -> Findings:
    """Residents of places that receive displaced people."""
    return Findings(evidence.here("host_community", area).sum())
