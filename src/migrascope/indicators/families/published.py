"""What has the UN Statistics Division published for the country?

The figures of the SDG database, unchanged, in every breakdown that it carries.
Regions have the figures that UNSD printed for them; published rates are never
averaged over countries, counts of people are added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.preferences import choose
from migrascope.indicators.registry import Compute, Direction, Target, indicator
from migrascope.indicators.rows import Row
from migrascope.indicators.series import EMPTY, Coverage, Findings, Strand
from migrascope.model import area as areas
from migrascope.model.observation import NOT_APPLICABLE, TOTAL, UNKNOWN


@dataclass(frozen=True, slots=True)
class Published:
    """A series of the SDG database; `head` is what the headline must mention.

    Several series may answer one indicator (16.2.2 by form of exploitation).
    """

    code: str
    series: tuple[str, ...]
    name: str
    unit: str
    direction: Direction
    sdg: str
    says: str
    target: Target | None = None
    head: str = ""


_FALL, _RISE, _OPEN = Direction.DOWN, Direction.UP, Direction.NONE

PUBLISHED = (
    Published(
        "3.c.1",
        ("SH_MED_HEAWOR",),
        "Health workers per 10,000 inhabitants",
        "PER_10K",
        _RISE,
        "3.c.1",
        "health workers ÷ population × 10,000, by occupation",
        head="phys",
    ),
    Published(
        "3.c.1-by-sex",
        ("SH_MED_HWRKDIS",),
        "Women and men among health workers",
        "PT",
        _OPEN,
        "3.c.1",
        "health workers of one sex ÷ all of the occupation × 100",
        head="nurs",
    ),
    Published(
        "4.b.1",
        ("DC_TOF_SCHIPSL",),
        "Official development assistance for scholarships",
        "USD_CON",
        _RISE,
        "4.b.1",
        "gross disbursements, constant US dollars",
    ),
    Published(
        "8.8.1",
        ("SL_EMP_FTLINJUR",),
        "Fatal occupational injuries per 100,000 workers, by migratory status",
        "PER_100K",
        _FALL,
        "8.8.1",
        "fatal injuries in the year ÷ workers in the reference group × 100,000",
    ),
    Published(
        "8.8.1-non-fatal",
        ("SL_EMP_INJUR",),
        "Non-fatal occupational injuries per 100,000 workers, by migratory status",
        "PER_100K",
        _FALL,
        "8.8.1",
        "non-fatal injuries in the year ÷ workers in the reference group × 100,000",
    ),
    Published(
        "8.8.2",
        ("SL_LBR_NTLCPL",),
        "National compliance with labour rights (0 is best, 10 is worst)",
        "SCORE",
        _FALL,
        "8.8.2",
        "score on textual sources of the International Labour Organization",
    ),
    Published(
        "10.7.2",
        ("SG_CPA_MIGRS",),
        "Migration policies that facilitate orderly, safe, regular and responsible "
        "migration (1 requires further progress, 4 fully meets)",
        "SCORE",
        _RISE,
        "10.7.2",
        "category from the mean of 30 sub-categories in 6 domains",
    ),
    Published(
        "10.7.2-countries",
        ("SG_CPA_MIGRP",),
        "Countries with migration policies that facilitate orderly migration",
        "PT",
        _RISE,
        "10.7.2",
        "countries that meet or fully meet ÷ countries that answered × 100",
    ),
    Published(
        "10.7.3-published",
        ("SM_DTH_MIGR",),
        "People who died or disappeared in the process of migration, as published",
        "PS",
        _FALL,
        "10.7.3",
        "as published by UNSD from the Missing Migrants Project",
    ),
    Published(
        "10.7.4-published",
        ("SM_POP_REFG_OR",),
        "Refugees by country of origin per 100,000 inhabitants, as published",
        "PER_100K",
        _FALL,
        "10.7.4",
        "refugees ÷ (resident population + refugees) × 100,000",
    ),
    Published(
        "10.c.1-published",
        ("SI_RMT_COST",),
        "Cost of sending 200 US dollars to the country, as published",
        "PT",
        _FALL,
        "10.c.1",
        "mean cost of sending 200 US dollars to the country",
        target=Target(3, 2030, "SDG target 10.c: below 3 %"),
    ),
    Published(
        "16.2.2",
        ("VC_HTF_DETV",),
        "Detected victims of human trafficking",
        "PS",
        _OPEN,
        "16.2.2",
        "victims detected by the authorities in the year",
    ),
    Published(
        "16.2.2-by-form",
        ("VC_HTF_DETVFL", "VC_HTF_DETVOG", "VC_HTF_DETVOP", "VC_HTF_DETVSX"),
        "Detected victims of human trafficking, by form of exploitation",
        "PS",
        _OPEN,
        "16.2.2",
        "victims detected by the authorities in the year, by form",
    ),
    Published(
        "17.3.2-published",
        ("BX_TRF_PWKR",),
        "Remittances received as a share of gross domestic product, as published",
        "PT",
        _OPEN,
        "17.3.2",
        "remittances received ÷ GDP × 100",
    ),
)


def findings(published: Published, evidence: Evidence, area: str) -> Findings:
    """Every strand of the published series, the least broken down first."""
    strands = [
        strand
        for series in published.series
        for strand in _strands(series, evidence, area)
    ]
    if not strands:
        return _of_members(published, evidence, area)
    first, *others = sorted(strands, key=lambda each: _rank(each, published.head))
    return Findings(first, tuple(others))


def _of_members(published: Published, evidence: Evidence, area: str) -> Findings:
    """Counts of people are added over members; anything else stays unanswered."""
    if len(areas.members(area)) == 1:
        return Findings(EMPTY)
    if published.unit == "PS" and len(published.series) == 1:
        added = evidence.here(published.series[0], area).sum()
        return Findings(added, notes=("UNSD has no figure: members are added.",))
    return Findings(
        EMPTY,
        notes=("UNSD has no figure for this group; published rates are not averaged.",),
    )


def _strands(series: str, evidence: Evidence, area: str) -> Iterable[Strand]:
    """The rows of an area, one strand for each combination of dimensions."""
    rows = evidence.rows_here(series, area)
    choice = choose(series, rows)
    parts: defaultdict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if choice and row.dataset == choice.dataset:
            parts[row.sex, row.age, row.status, row.breakdown].append(row)
    for (sex, age, status, breakdown), found in sorted(parts.items()):
        ordered = sorted(found, key=lambda row: row.end)
        figures = tuple(row.estimate for row in ordered)
        yield Strand(
            figures,
            (Coverage(1, 1),) * len(figures),
            sex=sex,
            age=age,
            status=status,
            breakdown=breakdown,
        )


def _rank(strand: Strand, head: str) -> tuple[bool, int, int, str]:
    """The strand that mentions `head` first, then the least broken down one."""
    whole = (TOTAL, NOT_APPLICABLE, UNKNOWN, "")
    dimensions = (strand.sex, strand.age, strand.status, strand.breakdown)
    return (
        head not in strand.breakdown,
        sum(each not in whole for each in dimensions),
        -len(strand.years),
        "|".join(dimensions),
    )


def _computes(published: Published) -> Compute:
    def compute(evidence: Evidence, area: str) -> Findings:
        return findings(published, evidence, area)

    return compute


for _each in PUBLISHED:
    indicator(
        code=_each.code,
        name=_each.name,
        unit=_each.unit,
        direction=_each.direction,
        formula=_each.says,
        reference="UN Statistics Division, SDG Global Database, "
        f"{', '.join(_each.series)}",
        inputs=_each.series,
        target=_each.target,
        published=True,
        sdg=_each.sdg,
    )(_computes(_each))
