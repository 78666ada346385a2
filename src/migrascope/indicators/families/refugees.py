"""How many people fled, where did they find refuge, and what does that mean there?

10.7.4 follows the metadata of the SDG indicator: refugees under UNHCR's mandate
by country of origin at the end of the year, over the people of that country, those
who stayed and those who fled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.registry import Direction, indicator
from migrascope.indicators.residents import residents
from migrascope.indicators.rows import Row
from migrascope.indicators.series import Findings
from migrascope.indicators.totals import all_ages
from migrascope.model import area as areas
from migrascope.model.observation import NOT_APPLICABLE, TOTAL, UNKNOWN

_PARTIAL = "By sex and age only those whose sex or age is known to UNHCR."
_UNHCR = "UNHCR, Refugee Data Finder, end-year population figures"


@indicator(
    code="10.7.4",
    name="Refugees by country of origin per 100,000 inhabitants",
    unit="PER_100K",
    direction=Direction.DOWN,
    formula="refugees ÷ (resident population + refugees) × 100,000",
    reference="SDG indicator metadata 10.7.4 (UNHCR, 2020); refugees at the end of "
    "the year, resident population of the country of origin at mid-year",
    inputs=("refugees", "population"),
    sdg="10.7.4",
    group_note="Refugees who fled from one member to another are counted.",
)
def refugees_per_100_000(evidence: Evidence, area: str) -> Findings:
    """Refugees from the area for every 100,000 people of the area."""
    fled = evidence.abroad("refugees", area)
    people = residents(evidence, area).plus(
        fled, formula="resident population + refugees from the country"
    )
    return Findings(
        fled.over(
            people,
            factor=100_000,
            unit="PER_100K",
            formula="refugees ÷ (resident population + refugees) × 100,000",
            silence_is_none=True,
        )
    )


@indicator(
    code="refugees-by-origin",
    name="Refugees from the country",
    unit="PS",
    direction=Direction.NONE,
    formula="sum over countries of asylum",
    reference=_UNHCR,
    inputs=("refugees",),
    group_note="Refugees who fled from one member to another are counted.",
)
def refugees_from(evidence: Evidence, area: str) -> Findings:
    """Refugees from the area, wherever they are, at the end of the year."""
    return Findings(evidence.abroad("refugees", area).sum())


@indicator(
    code="refugees-hosted",
    name="Refugees hosted",
    unit="PS",
    direction=Direction.NONE,
    formula="sum over countries of origin",
    reference=_UNHCR,
    inputs=("refugees",),
    group_note="Refugees who fled from one member to another are counted.",
)
def refugees_hosted(evidence: Evidence, area: str) -> Findings:
    """Refugees in the area at the end of the year."""
    people = evidence.here("refugees", area).sum()
    by_sex = (
        evidence.here("refugees", area, sex=sex, keep=all_ages).sum(sex=sex)
        for sex in ("F", "M")
    )
    by_age = (
        replace(
            evidence.here("refugees", area, keep=_aged(age)).sum(),
            age=age,
        )
        for age in _ages(evidence, area)
    )
    others = tuple(strand for strand in (*by_sex, *by_age) if strand.years)
    notes = (_PARTIAL,) if others else ()
    return Findings(people, others, notes)


def _aged(age: str) -> Callable[[Row], bool]:
    return lambda row: row.age == age


def _ages(evidence: Evidence, area: str) -> list[str]:
    """The age groups that any member is broken down by."""
    return sorted(
        {
            row.age
            for member in areas.members(area)
            for row in evidence.rows_here("refugees", member)
        }
        - {TOTAL, NOT_APPLICABLE, UNKNOWN},
    )


@indicator(
    code="refugees-per-1000",
    name="Refugees hosted per 1,000 inhabitants",
    unit="PER_1000",
    direction=Direction.NONE,
    formula="refugees hosted ÷ resident population × 1,000",
    reference=f"{_UNHCR}; UN DESA, mid-year population",
    inputs=("refugees", "population"),
)
def refugees_per_1_000(evidence: Evidence, area: str) -> Findings:
    """Refugees in the area for every 1,000 residents."""
    return Findings(
        evidence.here("refugees", area).over(
            residents(evidence, area),
            factor=1_000,
            unit="PER_1000",
            formula="refugees hosted ÷ resident population × 1,000",
            silence_is_none=True,
        )
    )


@indicator(
    code="refugees-per-gdp",
    name="Refugees hosted per 1 million US dollars of GDP",
    unit="PER_MN_USD",
    direction=Direction.NONE,
    formula="refugees hosted ÷ GDP × 1,000,000",
    reference=f"{_UNHCR}; World Bank, GDP at current US dollars",
    inputs=("refugees", "gdp"),
)
def refugees_per_gdp(evidence: Evidence, area: str) -> Findings:
    """Refugees in the area for every million dollars that it produces in a year."""
    return Findings(
        evidence.here("refugees", area).over(
            evidence.here("gdp", area),
            factor=1_000_000,
            unit="PER_MN_USD",
            formula="refugees hosted ÷ GDP × 1,000,000",
        )
    )
