"""Which indicators are there, and what does each one mean?

An indicator is one small function and the facts beside it::

    @indicator(
        code="10.7.4",
        name="Refugees by country of origin per 100,000 inhabitants",
        unit="PER_100K",
        direction=Direction.DOWN,
        formula="refugees ÷ (resident population + refugees) × 100,000",
        reference="SDG metadata 10.7.4 (UNHCR, 2020)",
        inputs=("refugees", "population"),
    )
    def refugees_per_100_000(evidence: Evidence, area: str) -> Findings: ...

The function says what it found; the registry makes a `Series` of it.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module

from migrascope.errors import UnknownMeasure
from migrascope.indicators.evidence import Evidence
from migrascope.indicators.series import Findings, Series
from migrascope.model import area as areas

FAMILIES = (
    "published",
    "deaths",
    "refugees",
    "asylum",
    "displaced",
    "protected",
    "migrants",
    "diaspora",
    "population",
    "remittances",
    "remittance_cost",
    "saving",
)


class Direction(StrEnum):
    """Which way is better; NONE where no body has agreed on one."""

    DOWN = "down"
    UP = "up"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Target:
    """A value to reach by a year, and who set it."""

    value: float
    year: int
    says: str


Compute = Callable[[Evidence, str], Findings]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: its meaning, and the function that computes it.

    `inputs` are the measures that it reads. `published` is True when the figures
    are the publisher's own; then `formula` says what the publisher did. `sdg` is
    the official indicator that it stands for, '' for a supporting one.
    """

    code: str
    name: str
    unit: str
    direction: Direction
    formula: str
    reference: str
    inputs: tuple[str, ...]
    compute: Compute
    target: Target | None = None
    base_year: int = 2015
    published: bool = False
    sdg: str = ""
    group_note: str = ""

    def series(self, evidence: Evidence, area: str) -> Series:
        """What the evidence says about one country, region or group."""
        found = self.compute(evidence, area)
        is_group = len(areas.members(area)) > 1
        notes: tuple[str, ...] = ()
        if is_group and self.group_note:
            notes = (self.group_note,)
        if is_group and not all(each.is_complete for each in found.headline.coverage):
            notes += (_coverage_note(found),)
        return Series(
            self.code,
            area,
            self.unit,
            found.headline,
            found.others,
            notes + found.notes,
        )


def indicator(
    *,
    code: str,
    name: str,
    unit: str,
    direction: Direction,
    formula: str,
    reference: str,
    inputs: tuple[str, ...],
    **more: object,
) -> Callable[[Compute], Compute]:
    """Register a function as an indicator; `more` are the other facts of one."""

    def register(compute: Compute) -> Compute:
        if code in _REGISTERED:
            msg = f"two indicators have the code {code}"
            raise ValueError(msg)
        _REGISTERED[code] = Indicator(
            code,
            name,
            unit,
            direction,
            formula,
            reference,
            inputs,
            compute,
            **more,  # type: ignore[arg-type] # checked by the dataclass at import
        )
        return compute

    return register


_REGISTERED: dict[str, Indicator] = {}


@cache
def everything() -> tuple[Indicator, ...]:
    """All indicators: the SDG ones by number, then the supporting ones by name."""
    for family in FAMILIES:
        import_module(f"migrascope.indicators.families.{family}")
    return tuple(sorted(_REGISTERED.values(), key=_order))


def get(code: str) -> Indicator:
    """The indicator with this code, whatever the case of its letters.

    Raises:
        UnknownMeasure: no such indicator; the message lists the nearest three.
    """
    known = {each.code.casefold(): each for each in everything()}
    found = known.get(code.strip().casefold())
    if found is None:
        close = difflib.get_close_matches(code.casefold(), known, n=3, cutoff=0.3)
        offer = f" Nearest: {', '.join(known[each].code for each in close)}."
        raise UnknownMeasure(
            f'there is no indicator "{code}".{offer if close else ""}',
            "`migrascope indicators` lists them.",
        )
    return found


def has(code: str) -> bool:
    """True when there is an indicator with this code."""
    return code.strip().casefold() in {each.code.casefold() for each in everything()}


def inputs() -> frozenset[str]:
    """Every measure that any indicator reads."""
    return frozenset(measure for each in everything() for measure in each.inputs)


def _order(each: Indicator) -> tuple[object, ...]:
    if not each.sdg:
        return 99, "", 0, each.code
    goal, target, number = each.sdg.split(".")
    return int(goal), target.rjust(2), int(number), each.code


def _coverage_note(found: Findings) -> str:
    newest = found.headline.coverage[-1]
    return (
        f"Not every member has data: {newest} in "
        f"{found.headline.estimates[-1].period.year}. Figures are added over the "
        "members that have all that is needed; years with data for fewer than half "
        "as many members as in the best year are left out."
    )
