"""How much more would families receive if sending money cost 3 %?

By corridor where both the flow and its price are known: the flow × (price − 3 %)
over the corridors that cost more than 3 %. The flows are the World Bank's modelled
matrix of one year. Where it covers less than half of the money, and for all other
years, the total received × (mean cost − 3 %) stands in, and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from migrascope.indicators import corridors
from migrascope.indicators.evidence import Evidence
from migrascope.indicators.panel import Panel
from migrascope.indicators.partners import by_origin
from migrascope.indicators.registry import Direction, get, indicator
from migrascope.indicators.series import Findings, Strand
from migrascope.model import area as areas
from migrascope.model.estimate import Estimate, worst
from migrascope.model.lineage import Lineage

GOAL = 3.0
"""Percent; SDG target 10.c."""
_ENOUGH = 50.0
_BY_CORRIDOR = "sum over corridors above 3 % of money sent × (cost − 3 %)"
_BY_TOTAL = "remittances received × (mean cost − 3 %), nothing when below 3 %"


@indicator(
    code="corridor-saving",
    name="What families would gain if sending money cost 3 %",
    unit="USD",
    direction=Direction.NONE,
    formula=f"{_BY_CORRIDOR}; else {_BY_TOTAL}",
    reference="SDG target 10.c; World Bank, Remittance Prices Worldwide and bilateral "
    "remittance matrix",
    inputs=(corridors.MEASURE, "remittances_received"),
)
def corridor_saving(evidence: Evidence, area: str) -> Findings:
    """Dollars a year that would reach families in the area and now pay for fees."""
    by_total = _by_total(evidence, area).sum()
    found, covered = _by_corridor(evidence, area)
    matched = found.sum()
    if not matched.years:
        return Findings(
            by_total,
            notes=("Money received × mean cost, as no flows by corridor are known.",),
        )
    note = f"By corridor: prices are known for {covered:.0f} % of the money."
    if covered < _ENOUGH and by_total.years:
        return Findings(
            by_total,
            (_renamed(matched, "method=by corridor"),),
            (note, "The headline is total received × mean cost."),
        )
    return Findings(matched, (_renamed(by_total, "method=by total"),), (note,))


def _by_total(evidence: Evidence, area: str) -> Panel:
    """Received × (mean cost − 3 %), for each member and year that has both."""
    members = areas.members(area)
    figures: dict[tuple[str, int], Estimate] = {}
    for member in members:
        costs = get("10.c.1").series(evidence, member)
        money = get("remittances-received").series(evidence, member)
        for cost in costs.estimates:
            received = money.at(cost.period.year)
            if received is None or not received.value or cost.value is None:
                continue  # money published as zero was not reported
            figures[member, cost.period.year] = Estimate(
                received.value * max(0.0, cost.value - GOAL) / 100,
                "USD",
                received.period,
                Lineage(_BY_TOTAL, (received.lineage, cost.lineage)),
                worst(received.status, cost.status),
            )
    return Panel(area, members, figures)


def _by_corridor(evidence: Evidence, area: str) -> tuple[Panel, float]:
    """The gain by member in the years of the matrix, and the percentage covered.

    The percentage is of all the money in the matrix in its newest year.
    """
    members = areas.members(area)
    figures: dict[tuple[str, int], Estimate] = {}
    priced: Counter[int] = Counter()
    whole: Counter[int] = Counter()
    for member in members:
        flows = by_origin(evidence, "remittances_received", member)
        prices = corridors.to(evidence, member)
        for year, senders in flows.items():
            cost = {each.sending: each.cost for each in prices.get(year, ())}
            pairs = tuple(
                (money, cost[sender])
                for sender, money in senders.items()
                if sender in cost and money.value
            )
            whole[year] += _dollars(senders.values())
            priced[year] += _dollars(money for money, _ in pairs)
            if pairs:
                figures[member, year] = _gain(pairs)
    newest = max((year for _, year in figures), default=None)
    covered = 100 * priced[newest] / whole[newest] if newest and whole[newest] else 0.0
    return Panel(area, members, figures), covered


def _gain(pairs: tuple[tuple[Estimate, Estimate], ...]) -> Estimate:
    return Estimate(
        sum(
            (money.value or 0.0) * max(0.0, (cost.value or 0.0) - GOAL) / 100
            for money, cost in pairs
        ),
        "USD",
        pairs[0][0].period,
        Lineage(_BY_CORRIDOR, tuple(part.lineage for pair in pairs for part in pair)),
        worst(*(part.status for pair in pairs for part in pair)),
    )


def _dollars(figures: Iterable[Estimate]) -> int:
    return round(sum(figure.value or 0.0 for figure in figures))


def _renamed(strand: Strand, breakdown: str) -> Strand:
    return Strand(strand.estimates, strand.coverage, breakdown=breakdown)
