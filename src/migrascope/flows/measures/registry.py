"""Which measures of movements are there, and what does each one mean?

A measure is one small function and the facts beside it::

    @of_area(
        code="net_rate",
        name="Net migration rate",
        unit="per 1,000 person-years",
        formula="1,000 × (in − out) ÷ (mid-interval population × years)",
        reference="United Nations (1970), Manual VI",
        needs=("population",),
    )
    def net_rate(place: Place) -> Answer: ...

The function may trust that what it needs is there; the registry says why not
where it is not.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from migrascope.errors import UnknownMeasure
from migrascope.flows.measures.answer import Answer, Facts, Measured, Unsaid
from migrascope.flows.measures.subject import Movements, Place

FAMILIES = (
    "turnover",
    "rates",
    "intensity",
    "effectiveness",
    "impact",
    "concentration",
    "gini",
    "variation",
    "connectivity",
    "distance",
    "decay",
    "rank_size",
    "return_and_transit",
    "components",
)
"""The modules that hold measures, in the order in which they are listed."""

OfArea = Callable[[Place], Answer]
OfSystem = Callable[[Movements], Answer]


@dataclass(frozen=True, slots=True)
class AreaMeasure:
    """A measure of one area of a table."""

    facts: Facts
    compute: OfArea

    def of(self, place: Place) -> Measured:
        """Its value for an area, or why there is none."""
        missing = _missing(self.facts, place.movements)
        return _measured(self.facts, missing or self.compute(place))


@dataclass(frozen=True, slots=True)
class SystemMeasure:
    """A measure of a whole table."""

    facts: Facts
    compute: OfSystem

    def of(self, movements: Movements) -> Measured:
        """Its value for a table, or why there is none."""
        missing = _missing(self.facts, movements)
        return _measured(self.facts, missing or self.compute(movements))


def of_area(
    *,
    code: str,
    name: str,
    unit: str,
    formula: str,
    reference: str,
    needs: tuple[str, ...] = (),
) -> Callable[[OfArea], OfArea]:
    """Register a function as a measure of an area."""

    def register(compute: OfArea) -> OfArea:
        facts = Facts(code, name, unit, "area", formula, reference, needs)
        _refuse_twice(code)
        _AREA[code] = (compute.__module__, AreaMeasure(facts, compute))
        return compute

    return register


def of_system(
    *,
    code: str,
    name: str,
    unit: str,
    formula: str,
    reference: str,
    needs: tuple[str, ...] = (),
) -> Callable[[OfSystem], OfSystem]:
    """Register a function as a measure of a whole table."""

    def register(compute: OfSystem) -> OfSystem:
        facts = Facts(code, name, unit, "system", formula, reference, needs)
        _refuse_twice(code)
        _SYSTEM[code] = (compute.__module__, SystemMeasure(facts, compute))
        return compute

    return register


_AREA: dict[str, tuple[str, AreaMeasure]] = {}
_SYSTEM: dict[str, tuple[str, SystemMeasure]] = {}


@cache
def of_areas() -> tuple[AreaMeasure, ...]:
    """All measures of an area, family by family."""
    _load()
    found = sorted(_AREA.values(), key=lambda each: _family(each[0]))
    return tuple(measure for _, measure in found)


@cache
def of_systems() -> tuple[SystemMeasure, ...]:
    """All measures of a whole table, family by family."""
    _load()
    found = sorted(_SYSTEM.values(), key=lambda each: _family(each[0]))
    return tuple(measure for _, measure in found)


def facts() -> tuple[Facts, ...]:
    """What every measure means: those of areas first, then those of tables."""
    return (
        *(each.facts for each in of_areas()),
        *(each.facts for each in of_systems()),
    )


def get(code: str) -> Facts:
    """The facts of the measure with this code, whatever the case of its letters.

    Raises:
        UnknownMeasure: no such measure; the message lists the nearest three.
    """
    known = {each.code.casefold(): each for each in facts()}
    found = known.get(code.strip().casefold())
    if found is None:
        close = difflib.get_close_matches(code.casefold(), known, n=3, cutoff=0.3)
        offer = f" Nearest: {', '.join(known[each].code for each in close)}."
        raise UnknownMeasure(
            f'there is no measure of flows "{code}".{offer if close else ""}',
            "`migrascope flows measures --list` lists them.",
        )
    return found


def _load() -> None:
    for family in FAMILIES:
        import_module(f"migrascope.flows.measures.{family}")


def _family(module: str) -> int:
    return FAMILIES.index(module.rpartition(".")[2])


def _missing(facts: Facts, movements: Movements) -> Unsaid | None:
    """The reason why something that a measure needs is not there."""
    given = {
        "population": movements.population,
        "distances": movements.distances,
        "birthplaces": movements.streams,
    }
    for need in facts.needs:
        found = given[need]
        if isinstance(found, Unsaid):
            return found
    return None


def _measured(facts: Facts, answer: Answer) -> Measured:
    if isinstance(answer, Unsaid):
        return Measured(facts, None, answer.reason)
    assert math.isfinite(answer), facts.code
    return Measured(facts, float(answer))


def _refuse_twice(code: str) -> None:
    if code in _AREA or code in _SYSTEM:
        msg = f"two measures of flows have the code {code}"
        raise ValueError(msg)
