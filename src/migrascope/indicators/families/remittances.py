"""How much money do migrants send, and what does it mean for those who receive it?"""

from __future__ import annotations

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.registry import Direction, indicator
from migrascope.indicators.series import Findings

_BANK = "World Bank, personal remittances (balance of payments)"
_INSIDE = "Money sent from one member to another is counted."


@indicator(
    code="remittances-received",
    name="Remittances received",
    unit="USD",
    direction=Direction.NONE,
    formula="as published, current US dollars",
    reference=_BANK,
    inputs=("remittances_received",),
    group_note=_INSIDE,
)
def received(evidence: Evidence, area: str) -> Findings:
    """Money that households in the area received from abroad in a year."""
    return Findings(evidence.here("remittances_received", area).sum())


@indicator(
    code="remittances-paid",
    name="Remittances paid",
    unit="USD",
    direction=Direction.NONE,
    formula="as published, current US dollars",
    reference=_BANK,
    inputs=("remittances_paid",),
    group_note=_INSIDE,
)
def paid(evidence: Evidence, area: str) -> Findings:
    """Money that residents of the area sent abroad in a year."""
    return Findings(evidence.here("remittances_paid", area).sum())


@indicator(
    code="17.3.2",
    name="Remittances received as a share of gross domestic product",
    unit="PT",
    direction=Direction.NONE,
    formula="remittances received ÷ GDP × 100",
    reference="SDG indicator metadata 17.3.2 (World Bank); both in current US dollars",
    inputs=("remittances_received", "gdp"),
    sdg="17.3.2",
    group_note=_INSIDE,
)
def received_of_gdp(evidence: Evidence, area: str) -> Findings:
    """Remittances received for every hundred dollars that the area produces."""
    return Findings(
        evidence.here("remittances_received", area).over(
            evidence.here("gdp", area),
            factor=100,
            unit="PT",
            formula="remittances received ÷ GDP × 100",
        )
    )


@indicator(
    code="remittances-paid-share",
    name="Remittances paid as a share of gross domestic product",
    unit="PT",
    direction=Direction.NONE,
    formula="remittances paid ÷ GDP × 100",
    reference=f"{_BANK}; World Bank, GDP at current US dollars",
    inputs=("remittances_paid", "gdp"),
    group_note=_INSIDE,
)
def paid_of_gdp(evidence: Evidence, area: str) -> Findings:
    """Remittances paid for every hundred dollars that the area produces."""
    return Findings(
        evidence.here("remittances_paid", area).over(
            evidence.here("gdp", area),
            factor=100,
            unit="PT",
            formula="remittances paid ÷ GDP × 100",
        )
    )


@indicator(
    code="remittances-per-migrant",
    name="Remittances received per person living abroad",
    unit="USD",
    direction=Direction.NONE,
    formula="remittances received ÷ people from the country who live abroad",
    reference=f"{_BANK}; UN DESA, International Migrant Stock",
    inputs=("remittances_received", "migrant_stock"),
    group_note=_INSIDE,
)
def received_per_migrant(evidence: Evidence, area: str) -> Findings:
    """Dollars received in a year for each person from the area who lives abroad."""
    return Findings(
        evidence.here("remittances_received", area).over(
            evidence.abroad("migrant_stock", area),
            factor=1,
            unit="USD",
            formula="remittances received ÷ people from the country who live abroad",
        )
    )
