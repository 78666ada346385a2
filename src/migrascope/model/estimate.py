"""How sure is a figure, and what does it rest on?

Every figure that leaves `indicators` is an `Estimate`: a value with bounds where
there are any, a unit, a status, the time it refers to and its lineage.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrascope.model.lineage import Cell, Lineage
from migrascope.model.observation import Status
from migrascope.model.period import Period


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its doubt and its origin.

    `value`, `low` and `high` are in `unit`; `low` and `high` are None when nobody
    has said how sure the figure is. A missing value keeps its lineage, so that
    a reader can see what was looked for.
    """

    value: float | None
    unit: str
    period: Period
    lineage: Lineage | Cell
    status: Status = Status.NORMAL
    low: float | None = None
    high: float | None = None

    @property
    def is_missing(self) -> bool:
        """True when there is no value."""
        return self.value is None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The publishers' cells that the figure rests on."""
        return tuple(self.lineage.cells())


def ratio(
    part: Estimate, whole: Estimate, *, factor: float, unit: str, formula: str
) -> Estimate:
    """Divide two figures and scale the result, keeping both lineages.

    Bounds follow from the bounds of the parts when either has any (the widest
    combination, no independence assumed). A missing part or a whole of zero gives
    a missing figure, never an infinity.
    """
    lineage = Lineage(formula, (part.lineage, whole.lineage))
    if part.value is None or whole.value is None or whole.value == 0:
        return Estimate(None, unit, part.period, lineage, Status.MISSING)
    low = high = None
    if _has_bounds(part) or _has_bounds(whole):
        low = factor * _low(part) / _high(whole) if _high(whole) else None
        high = factor * _high(part) / _low(whole) if _low(whole) else None
    return Estimate(
        factor * part.value / whole.value,
        unit,
        part.period,
        lineage,
        worst(part.status, whole.status),
        low,
        high,
    )


def total(parts: tuple[Estimate, ...], *, formula: str) -> Estimate:
    """Add figures of one unit; the sum of nothing is an error, not a zero.

    Raises:
        ValueError: no parts, or parts in different units.
    """
    if len({part.unit for part in parts}) != 1:
        msg = "a sum needs at least one figure, all in the same unit"
        raise ValueError(msg)
    known = [part for part in parts if part.value is not None]
    lineage = Lineage(formula, tuple(part.lineage for part in parts))
    period = Period(
        min(part.period.start for part in parts), max(part.period.end for part in parts)
    )
    if not known:
        return Estimate(None, parts[0].unit, period, lineage, Status.MISSING)
    bounded = any(_has_bounds(part) for part in known)
    return Estimate(
        sum(part.value for part in known if part.value is not None),
        parts[0].unit,
        period,
        lineage,
        worst(*(part.status for part in known)),
        sum(_low(part) for part in known) if bounded else None,
        sum(_high(part) for part in known) if bounded else None,
    )


_ORDER = (
    Status.NORMAL,
    Status.BREAK,
    Status.PROVISIONAL,
    Status.ESTIMATED,
    Status.IMPUTED,
    Status.UNRELIABLE,
    Status.FORECAST,
)


def worst(*statuses: Status) -> Status:
    """The status of a figure computed from others: that of the weakest."""
    return max(
        statuses, key=lambda status: _ORDER.index(status) if status in _ORDER else 99
    )


def _has_bounds(figure: Estimate) -> bool:
    return figure.low is not None or figure.high is not None


def _low(figure: Estimate) -> float:
    return figure.low if figure.low is not None else figure.value or 0.0


def _high(figure: Estimate) -> float:
    return figure.high if figure.high is not None else figure.value or 0.0
