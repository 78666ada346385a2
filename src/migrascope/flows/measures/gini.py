"""How unequal are the flows, and where does the inequality sit?

Every flow is compared with every other. The total index goes from 0, all corridors
alike, to 1, everybody in one corridor. Plane and Mulligan split it into what differs
within rows (destinations of one origin), within columns (origins of one
destination), between a flow and its counter-flow, and the rest.

Plane and Mulligan (1997), Measuring spatial focusing in a migration system,
Demography 34(2); Bell et al. (2002), J. R. Statist. Soc. A 165(3), who leave the
comparison of a cell with itself out of the denominator, so that 1 can be reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Answer, Unsaid
from migrascope.flows.measures.concentration import NOBODY, ONE_PARTNER
from migrascope.flows.measures.intensity import BELL
from migrascope.flows.measures.registry import of_area, of_system
from migrascope.flows.measures.subject import Movements, Place, off_diagonal

PLANE = "Plane & Mulligan (1997), Demography 34(2)"


@dataclass(frozen=True, slots=True)
class Split:
    """The total index of Plane and Mulligan and its parts, which add up to it."""

    total: float
    rows: float
    columns: float
    exchange: float

    @property
    def other(self) -> float:
        """What differs between flows with neither end, nor both, in common."""
        return self.total - self.rows - self.columns - self.exchange

    def share(self, part: float) -> Answer:
        """A part in percent of the total."""
        if self.total <= 0:
            return Unsaid("All flows are alike: there is no inequality to split.")
        return 100 * part / self.total


def gini(amounts: FloatArray) -> Answer:
    """Mean difference over twice the mean, each amount compared with the others.

    >>> gini(np.array([0.0, 0.0, 7.0]))
    1.0
    """
    if amounts.size < 2:
        return Unsaid(ONE_PARTNER)
    total = float(amounts.sum())
    if total <= 0:
        return Unsaid(NOBODY)
    found = differences(amounts / total) / (2 * (amounts.size - 1))
    return min(1.0, max(0.0, found))


def differences(amounts: FloatArray) -> float:
    """Σ over all ordered pairs of |a − b|, without comparing each pair."""
    ordered = np.sort(amounts)
    ranks = 2 * np.arange(1, amounts.size + 1) - amounts.size - 1
    return max(0.0, 2 * float((ranks * ordered).sum()))


def split(persons: FloatArray) -> Split | Unsaid:
    """The total index and what differs in rows, in columns and in exchange."""
    many, total = len(persons), float(persons.sum())
    if many < 2 or total <= 0:
        return Unsaid(NOBODY)
    shares = persons / total
    below = 2 * many * (many - 1)
    places = range(many)
    rows = sum(differences(np.delete(shares[each], each)) for each in places)
    columns = sum(differences(np.delete(shares[:, each], each)) for each in places)
    return Split(
        total=differences(off_diagonal(shares)) / below,
        rows=rows / below,
        columns=columns / below,
        exchange=float(np.abs(shares - shares.T).sum()) / below,
    )


def weighted_by_departures(persons: FloatArray) -> Answer:
    """The index of each row, weighted by who left: origins' spatial focus.

    The weighted mean goes from 0 to 1; R migration.indices divides it by the number
    of areas besides.
    """
    return _weighted(persons)


def weighted_by_arrivals(persons: FloatArray) -> Answer:
    """The index of each column, weighted by who came: destinations' spatial focus."""
    return _weighted(persons.T)


def _weighted(persons: FloatArray) -> Answer:
    total = float(persons.sum())
    if total <= 0:
        return Unsaid(NOBODY)
    mean = 0.0
    for place, row in enumerate(persons):
        movers = float(row.sum())
        if movers <= 0:
            continue  # weighs nothing
        found = gini(np.delete(row, place))
        if isinstance(found, Unsaid):
            return found
        mean += found * (movers / total)
    return min(1.0, mean)


@of_area(
    code="gini_origins",
    name="Gini index of origins",
    unit="0 to 1",
    formula="Σ Σ |M(i, area) − M(k, area)| ÷ (2 (n − 2) in), n areas",
    reference=BELL,
)
def in_field(place: Place) -> Answer:
    """How unequal the origins are in what they send here."""
    return gini(place.by_origin)


@of_area(
    code="gini_destinations",
    name="Gini index of destinations",
    unit="0 to 1",
    formula="Σ Σ |M(area, j) − M(area, l)| ÷ (2 (n − 2) out), n areas",
    reference=BELL,
)
def out_field(place: Place) -> Answer:
    """How unequal the destinations are in what they receive from here."""
    return gini(place.by_destination)


@of_system(
    code="gini_total",
    name="Gini index of all flows",
    unit="0 to 1",
    formula="Σ Σ |M(i, j) − M(k, l)| ÷ (2 (n (n − 1) − 1) movers), n areas",
    reference=BELL,
)
def total(movements: Movements) -> Answer:
    """How unequal all corridors are."""
    return gini(movements.flows)


@of_system(
    code="gini_rows",
    name="Share of inequality within origins",
    unit="% of the total Gini index",
    formula="100 × row Gini ÷ total Gini, both over 2 n (n − 1) movers",
    reference=PLANE,
)
def rows(movements: Movements) -> Answer:
    """How much of the inequality lies between destinations of the same origin."""
    found = split(movements.table.persons)
    return found if isinstance(found, Unsaid) else found.share(found.rows)


@of_system(
    code="gini_columns",
    name="Share of inequality within destinations",
    unit="% of the total Gini index",
    formula="100 × column Gini ÷ total Gini, both over 2 n (n − 1) movers",
    reference=PLANE,
)
def columns(movements: Movements) -> Answer:
    """How much of the inequality lies between origins of the same destination."""
    found = split(movements.table.persons)
    return found if isinstance(found, Unsaid) else found.share(found.columns)


@of_system(
    code="gini_exchange",
    name="Share of inequality between flow and counter-flow",
    unit="% of the total Gini index",
    formula="100 × Σ Σ |M(i, j) − M(j, i)| ÷ (2 n (n − 1) movers) ÷ total Gini",
    reference=PLANE,
)
def exchange(movements: Movements) -> Answer:
    """How much of the inequality lies between the two directions of a pair."""
    found = split(movements.table.persons)
    return found if isinstance(found, Unsaid) else found.share(found.exchange)


@of_system(
    code="mwg_origins",
    name="Migration-weighted Gini index of origins",
    unit="0 to 1",
    formula="Σ out ÷ movers × Gini of the destinations of each origin",
    reference=BELL,
)
def mean_of_origins(movements: Movements) -> Answer:
    """How focused origins are in where they send people, on average."""
    return weighted_by_departures(movements.table.persons)


@of_system(
    code="mwg_destinations",
    name="Migration-weighted Gini index of destinations",
    unit="0 to 1",
    formula="Σ in ÷ movers × Gini of the origins of each destination",
    reference=BELL,
)
def mean_of_destinations(movements: Movements) -> Answer:
    """How focused destinations are in where people come from, on average."""
    return weighted_by_arrivals(movements.table.persons)


@of_system(
    code="mwg",
    name="Migration-weighted Gini index",
    unit="0 to 1",
    formula="(mwg_origins + mwg_destinations) ÷ 2",
    reference=BELL,
)
def mean(movements: Movements) -> Answer:
    """The mean of the weighted indices of origins and of destinations."""
    leaving = weighted_by_departures(movements.table.persons)
    coming = weighted_by_arrivals(movements.table.persons)
    if isinstance(leaving, Unsaid):
        return leaving
    return coming if isinstance(coming, Unsaid) else (leaving + coming) / 2
