"""Who waits for a decision on asylum, and how often is the answer yes?

Decisions are counted in persons or in cases, depending on the country; the two are
never added. The rate uses persons; where a country counts cases only, a strand of
its own shows the rate in cases.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.panel import Panel
from migrascope.indicators.registry import Direction, indicator
from migrascope.indicators.rows import Row
from migrascope.indicators.series import Findings, Strand
from migrascope.model import breakdown

_RECOGNISED = "recognised"
_SUBSTANTIVE = ("recognised", "other", "rejected")
_FORMULA = "recognised ÷ (recognised + other protection + rejected) × 100"


@indicator(
    code="asylum-seekers",
    name="Asylum seekers waiting for a decision",
    unit="PS",
    direction=Direction.NONE,
    formula="sum over countries of origin",
    reference="UNHCR, Refugee Data Finder, end-year population figures",
    inputs=("asylum_seekers",),
)
def asylum_seekers(evidence: Evidence, area: str) -> Findings:
    """People in the area whose request had not been decided at the end of the year."""
    return Findings(evidence.here("asylum_seekers", area).sum())


@indicator(
    code="asylum-seekers-by-origin",
    name="Asylum seekers from the country",
    unit="PS",
    direction=Direction.NONE,
    formula="sum over countries of asylum",
    reference="UNHCR, Refugee Data Finder, end-year population figures",
    inputs=("asylum_seekers",),
)
def asylum_seekers_from(evidence: Evidence, area: str) -> Findings:
    """People from the area whose request elsewhere had not been decided."""
    return Findings(evidence.abroad("asylum_seekers", area).sum())


@indicator(
    code="recognition-rate",
    name="Asylum decisions that recognise refugee status",
    unit="PT",
    direction=Direction.NONE,
    formula=_FORMULA,
    reference="UNHCR, refugee recognition rate: closures without a decision on the "
    "substance are left out; persons and cases are kept apart",
    inputs=("asylum_decisions",),
)
def recognition_rate(evidence: Evidence, area: str) -> Findings:
    """Of every hundred people decided upon, how many were recognised as refugees."""
    persons = _rate(evidence, area, "PS")
    cases = _rate(evidence, area, "CASES")
    others = (
        (Strand(cases.estimates, cases.coverage, breakdown="counted=cases"),)
        if cases.years
        else ()
    )
    return Findings(persons, others)


def _rate(evidence: Evidence, area: str, unit: str) -> Strand:
    def decisions(*kinds: str) -> Panel:
        return evidence.here("asylum_decisions", area, keep=_of_kind(kinds, unit))

    return decisions(_RECOGNISED).over(
        decisions(*_SUBSTANTIVE),
        factor=100,
        unit="PT",
        formula=_FORMULA,
        silence_is_none=True,
    )


def _of_kind(kinds: tuple[str, ...], unit: str) -> Callable[[Row], bool]:
    """A test for rows of some kinds of decision, counted in persons or in cases."""

    def keep(row: Row) -> bool:
        return row.unit == unit and _decision(row.breakdown) in kinds

    return keep


@cache
def _decision(pairs: str) -> str:
    return breakdown.split(pairs).get("decision", "")
