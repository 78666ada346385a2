"""How many people came from abroad to live in the country, and who are they?

Stocks of UN DESA at mid-year: people born abroad, or foreign citizens where the
place of birth is not known.
"""

from __future__ import annotations

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.partners import by_origin, is_residual
from migrascope.indicators.registry import Direction, indicator
from migrascope.indicators.residents import residents
from migrascope.indicators.series import Coverage, Findings, Strand
from migrascope.model.estimate import Estimate, total
from migrascope.model.lineage import Lineage

_DESA = "UN DESA, International Migrant Stock"
_INSIDE = "People from one member who live in another are counted as migrants."
_SQUARES = "sum over origins of (migrants from the origin ÷ all of known origin)²"


@indicator(
    code="migrant-stock",
    name="International migrants",
    unit="PS",
    direction=Direction.NONE,
    formula="people who live in a country other than that of their birth",
    reference=_DESA,
    inputs=("migrant_stock",),
    group_note=_INSIDE,
)
def migrant_stock(evidence: Evidence, area: str) -> Findings:
    """Migrants who live in the area at mid-year."""
    return Findings(
        evidence.here("migrant_stock", area).sum(),
        tuple(
            strand
            for sex in ("F", "M")
            if (
                strand := evidence.here("migrant_stock", area, sex=sex).sum(sex=sex)
            ).years
        ),
    )


@indicator(
    code="migrant-share",
    name="International migrants as a share of the population",
    unit="PT",
    direction=Direction.NONE,
    formula="international migrants ÷ resident population × 100",
    reference=f"{_DESA}; UN DESA, mid-year population",
    inputs=("migrant_stock", "population"),
    group_note=_INSIDE,
)
def migrant_share(evidence: Evidence, area: str) -> Findings:
    """Of every hundred residents, how many are migrants."""
    return Findings(
        evidence.here("migrant_stock", area).over(
            residents(evidence, area),
            factor=100,
            unit="PT",
            formula="international migrants ÷ resident population × 100",
        )
    )


@indicator(
    code="migrant-female-share",
    name="Women and girls among international migrants",
    unit="PT",
    direction=Direction.NONE,
    formula="women and girls among migrants ÷ all migrants × 100",
    reference=_DESA,
    inputs=("migrant_stock",),
    group_note=_INSIDE,
)
def female_share(evidence: Evidence, area: str) -> Findings:
    """Of every hundred migrants, how many are women or girls."""
    return Findings(
        evidence.here("migrant_stock", area, sex="F").over(
            evidence.here("migrant_stock", area),
            factor=100,
            unit="PT",
            formula="women and girls among migrants ÷ all migrants × 100",
        )
    )


@indicator(
    code="migrant-sex-ratio",
    name="Men and boys per 100 women and girls among international migrants",
    unit="M_PER_100_F",
    direction=Direction.NONE,
    formula="men and boys ÷ women and girls × 100",
    reference=_DESA,
    inputs=("migrant_stock",),
    group_note=_INSIDE,
)
def sex_ratio(evidence: Evidence, area: str) -> Findings:
    """Male migrants for every hundred female migrants."""
    return Findings(
        evidence.here("migrant_stock", area, sex="M").over(
            evidence.here("migrant_stock", area, sex="F"),
            factor=100,
            unit="M_PER_100_F",
            formula="men and boys ÷ women and girls × 100",
        )
    )


@indicator(
    code="origin-concentration",
    name="Concentration of migrants by origin (Herfindahl–Hirschman index)",
    unit="IX",
    direction=Direction.NONE,
    formula=_SQUARES,
    reference=f"{_DESA}; Hirschman (1964), The paternity of an index, American "
    "Economic Review 54(5). 1 when all come from one country",
    inputs=("migrant_stock",),
    group_note=_INSIDE,
)
def origin_concentration(evidence: Evidence, area: str) -> Findings:
    """How much migrants come from few countries, from near 0 to 1."""
    found: list[Estimate] = []
    for by_place in by_origin(evidence, "migrant_stock", area).values():
        known = tuple(
            figure
            for place, figure in by_place.items()
            if figure.value and not is_residual(place)
        )
        if known:
            found.append(_concentration(known))
    return Findings(
        Strand(tuple(found), (Coverage(1, 1),) * len(found)),
        notes=("Migrants of unknown or other origin are left out of the index.",),
    )


def _concentration(parts: tuple[Estimate, ...]) -> Estimate:
    whole = total(parts, formula="migrants of known origin")
    people = whole.value or 0.0
    return Estimate(
        sum(((part.value or 0.0) / people) ** 2 for part in parts),
        "IX",
        whole.period,
        Lineage(_SQUARES, tuple(part.lineage for part in parts)),
        whole.status,
    )
