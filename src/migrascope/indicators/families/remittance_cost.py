"""What does it cost to send money home, and which corridors are above 5 %?

Target 10.c of the SDGs: by 2030, less than 3 % on average, and no corridor above
5 %. Each corridor counts alike; the World Bank's own mean weighs services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from migrascope.indicators import corridors
from migrascope.indicators.corridors import Corridor
from migrascope.indicators.evidence import Evidence
from migrascope.indicators.registry import Direction, Target, indicator
from migrascope.indicators.series import Coverage, Findings, Strand
from migrascope.model import area as areas
from migrascope.model.estimate import Estimate, worst
from migrascope.model.lineage import Lineage

_RPW = "World Bank, Remittance Prices Worldwide, third quarter of the year"
_SDG = "SDG target 10.c"
DEAR = 5.0
"""Percent; SDG target 10.c wants no corridor above this."""


@indicator(
    code="10.c.1",
    name="Cost of sending 200 US dollars to the country",
    unit="PT",
    direction=Direction.DOWN,
    formula="mean over the corridors to the country of the cost of sending "
    "200 US dollars, in percent of the amount",
    reference=f"SDG indicator metadata 10.c.1; {_RPW}",
    inputs=(corridors.MEASURE,),
    target=Target(3, 2030, f"{_SDG}: below 3 %"),
    sdg="10.c.1",
    group_note="The mean is over all corridors to any member.",
)
def mean_cost(evidence: Evidence, area: str) -> Findings:
    """What it costs on average to send money to the area."""
    return _findings(corridors.to(evidence, area), area, _mean)


@indicator(
    code="10.c.1-sent",
    name="Cost of sending 200 US dollars from the country",
    unit="PT",
    direction=Direction.DOWN,
    formula="mean over the corridors from the country of the cost of sending "
    "200 US dollars, in percent of the amount",
    reference=f"SDG indicator metadata 10.c.1; {_RPW}",
    inputs=(corridors.MEASURE,),
    target=Target(3, 2030, f"{_SDG}: below 3 %"),
    sdg="10.c.1",
    group_note="The mean is over all corridors from any member.",
)
def mean_cost_sent(evidence: Evidence, area: str) -> Findings:
    """What it costs on average to send money from the area."""
    return _findings(corridors.out_of(evidence, area), area, _mean, sending=True)


@indicator(
    code="10.c.1-dear",
    name="Corridors to the country that cost more than 5 %",
    unit="NUMBER",
    direction=Direction.DOWN,
    formula="number of corridors to the country with a cost above 5 %",
    reference=f"{_SDG}; {_RPW}",
    inputs=(corridors.MEASURE,),
    target=Target(0, 2030, f"{_SDG}: no corridor above 5 %"),
    sdg="10.c.1",
)
def dear_corridors(evidence: Evidence, area: str) -> Findings:
    """How many corridors to the area cost more than 5 %."""
    found = _findings(corridors.to(evidence, area), area, _dear)
    share = _findings(corridors.to(evidence, area), area, _dear_share).headline
    others = (
        Strand(share.estimates, share.coverage, breakdown="unit=percent of corridors"),
    )
    return Findings(found.headline, others if share.estimates else ())


@indicator(
    code="10.c.1-world-bank",
    name="Cost of sending 200 US dollars to the country, the World Bank's own mean",
    unit="PT",
    direction=Direction.DOWN,
    formula="mean over services in all corridors, as published by the World Bank",
    reference="World Bank, World Development Indicators, SI.RMT.COST.IB.ZS",
    inputs=("remittance_cost_received",),
    target=Target(3, 2030, f"{_SDG}: below 3 %"),
    published=True,
    sdg="10.c.1",
)
def mean_cost_of_services(evidence: Evidence, area: str) -> Findings:
    """What the World Bank says it costs to send money to the country."""
    if len(areas.members(area)) > 1:
        return Findings(
            Strand((), ()), notes=("The World Bank's mean is for countries only.",)
        )
    return Findings(evidence.here("remittance_cost_received", area).sum())


def _findings(
    years: Mapping[int, tuple[Corridor, ...]],
    area: str,
    combine: Callable[[tuple[Corridor, ...]], Estimate],
    *,
    sending: bool = False,
) -> Findings:
    """One figure a year, with the number of members that have any corridor."""
    members = len(areas.members(area))
    return Findings(
        Strand(
            tuple(combine(found) for found in years.values()),
            tuple(
                Coverage(
                    len({c.sending if sending else c.receiving for c in found}),
                    members,
                )
                for found in years.values()
            ),
        )
    )


def _mean(found: tuple[Corridor, ...]) -> Estimate:
    return _computed(
        found,
        sum(each.percent for each in found) / len(found),
        "PT",
        f"mean of {len(found)} corridors",
    )


def _dear(found: tuple[Corridor, ...]) -> Estimate:
    return _computed(
        found,
        float(sum(each.percent > DEAR for each in found)),
        "NUMBER",
        f"corridors above 5 %, of {len(found)}",
    )


def _dear_share(found: tuple[Corridor, ...]) -> Estimate:
    return _computed(
        found,
        100 * sum(each.percent > DEAR for each in found) / len(found),
        "PT",
        f"corridors above 5 % ÷ {len(found)} corridors × 100",
    )


def _computed(
    found: tuple[Corridor, ...], value: float, unit: str, formula: str
) -> Estimate:
    first = found[0].cost
    if len(found) == 1 and unit == "PT" and value == first.value:
        return first
    return Estimate(
        value,
        unit,
        first.period,
        Lineage(formula, tuple(each.cost.lineage for each in found)),
        worst(*(each.cost.status for each in found)),
    )
