"""How many people from the country live abroad?"""

from __future__ import annotations

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.registry import Direction, indicator
from migrascope.indicators.residents import residents
from migrascope.indicators.series import Findings

_DESA = "UN DESA, International Migrant Stock, by origin and destination"
_INSIDE = "People from one member who live in another are counted."


@indicator(
    code="diaspora",
    name="People from the country who live abroad",
    unit="PS",
    direction=Direction.NONE,
    formula="sum over destinations of migrants from the country",
    reference=_DESA,
    inputs=("migrant_stock",),
    group_note=_INSIDE,
)
def diaspora(evidence: Evidence, area: str) -> Findings:
    """People born in the area who live in another country at mid-year."""
    return Findings(
        evidence.abroad("migrant_stock", area).sum(),
        tuple(
            strand
            for sex in ("F", "M")
            if (
                strand := evidence.abroad("migrant_stock", area, sex=sex).sum(sex=sex)
            ).years
        ),
    )


@indicator(
    code="diaspora-share",
    name="People who live abroad per 100 residents of the country",
    unit="PT",
    direction=Direction.NONE,
    formula="people from the country who live abroad ÷ resident population × 100",
    reference=f"{_DESA}; UN DESA, mid-year population",
    inputs=("migrant_stock", "population"),
    group_note=_INSIDE,
)
def diaspora_share(evidence: Evidence, area: str) -> Findings:
    """People from the area who live abroad for every hundred who live in it."""
    return Findings(
        evidence.abroad("migrant_stock", area).over(
            residents(evidence, area),
            factor=100,
            unit="PT",
            formula="people from the country who live abroad ÷ residents × 100",
        )
    )
