"""How many people were forced to move and stayed in their own country?

IDMC counts all whom conflict has displaced; UNHCR those whom it assists. A zero of
IDMC says that nobody is displaced; a zero of UNHCR only that it assists nobody, and
is not taken for a figure.
"""

from __future__ import annotations

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.registry import Direction, indicator
from migrascope.indicators.series import Findings


@indicator(
    code="idps",
    name="People internally displaced by conflict and violence",
    unit="PS",
    direction=Direction.DOWN,
    formula="as published, end of the year",
    reference="IDMC figures as carried by UNHCR; UNHCR where IDMC has none",
    inputs=("idps",),
)
def internally_displaced(evidence: Evidence, area: str) -> Findings:
    """People displaced within the area at the end of the year."""
    return Findings(evidence.here("idps", area).sum())


@indicator(
    code="idp-share",
    name="Internally displaced people as a share of the population",
    unit="PT",
    direction=Direction.DOWN,
    formula="internally displaced people ÷ resident population × 100",
    reference="IDMC figures as carried by UNHCR; UN DESA, mid-year population",
    inputs=("idps", "population"),
)
def displaced_share(evidence: Evidence, area: str) -> Findings:
    """Of every hundred residents, how many were displaced within the area."""
    return Findings(
        evidence.here("idps", area).over(
            evidence.here("population", area),
            factor=100,
            unit="PT",
            formula="internally displaced people ÷ resident population × 100",
            silence_is_none=True,
        )
    )
