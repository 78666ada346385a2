"""Did more people come to live in the country than left it?"""

from __future__ import annotations

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.registry import Direction, indicator
from migrascope.indicators.series import Findings

_WPP = "UN DESA, World Population Prospects, estimates"


@indicator(
    code="net-migration",
    name="Net migration",
    unit="PS",
    direction=Direction.NONE,
    formula="people who came less people who left, as estimated by UN DESA",
    reference=_WPP,
    inputs=("net_migration",),
    group_note="Moves from one member to another cancel out.",
)
def net_migration(evidence: Evidence, area: str) -> Findings:
    """People who came to live in the area less those who left it, in a year."""
    return Findings(evidence.here("net_migration", area).sum())


@indicator(
    code="net-migration-rate",
    name="Net migration per 1,000 inhabitants",
    unit="PER_1000",
    direction=Direction.NONE,
    formula="net migration ÷ mid-year population × 1,000",
    reference=_WPP,
    inputs=("net_migration", "population"),
    group_note="Moves from one member to another cancel out.",
)
def net_migration_rate(evidence: Evidence, area: str) -> Findings:
    """Net migration in a year for every 1,000 residents."""
    return Findings(
        evidence.here("net_migration", area).over(
            evidence.here("population", area),
            factor=1_000,
            unit="PER_1000",
            formula="net migration ÷ mid-year population × 1,000",
        )
    )
