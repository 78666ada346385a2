"""Which figures does a person mean who names only a measure and an area?

The totals that the publisher printed: both sexes, all ages, all origins. Where a
table has no total over origins, or women and men but no total of both, people and
money are added up, and the line says of how many figures it is the sum. Ages and
other breakdowns are never added: they may overlap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from migrascope.errors import UnknownArea, UnknownMeasure
from migrascope.model import area, measure
from migrascope.model.observation import COLUMNS, NOT_APPLICABLE, TOTAL
from migrascope.store.figure import Figure

_TOTALS = {
    "origin": (TOTAL, NOT_APPLICABLE),
    "sex": (TOTAL, NOT_APPLICABLE),
    "age": (TOTAL, NOT_APPLICABLE),
    "breakdown": ("",),
}
_CELL = ("file", "sheet", "row", "column")
_ADDED = frozenset({"stock", "flow"})
_BOTH = frozenset({"F", "M"})

_group = attrgetter("measure", "unit", "end", "start", "area", "edition", "status")


@dataclass(frozen=True, slots=True)
class Line:
    """What is shown in one line: a published figure, or a sum over parts."""

    figures: tuple[Figure, ...]

    @property
    def is_sum(self) -> bool:
        """True when we added, not the publisher."""
        return len(self.figures) > 1

    @property
    def first(self) -> Figure:
        """The figure, or the first of those that were added."""
        return self.figures[0]

    @property
    def origin(self) -> str:
        """The other side; all origins when they were added."""
        return self._common("origin")

    @property
    def sex(self) -> str:
        """Of whom; both sexes when they were added."""
        return self._common("sex")

    @property
    def value(self) -> float | None:
        """The figure or the sum; None when nothing is known."""
        known = [each.value for each in self.figures if each.value is not None]
        return sum(known) if known else None

    def facts(self) -> dict[str, object]:
        """Column → value; a sum has no cell and says so in its note."""
        if not self.is_sum:
            return self.first.facts()
        added = {
            "origin": self.origin,
            "sex": self.sex,
            "value": self.value,
            "low": None,
            "high": None,
            "note": f"sum of {len(self.figures)} figures",
        }
        facts = self.first.facts() | added | dict.fromkeys(_CELL)
        return {name: facts[name] for name in COLUMNS}

    def _common(self, column: str) -> str:
        codes = {getattr(each, column) for each in self.figures}
        return str(codes.pop()) if len(codes) == 1 else TOTAL


def lines(figures: Iterable[Figure], *, given: Collection[str]) -> tuple[Line, ...]:
    """Keep the totals of what was not `given`; add up where there is none.

    `given` names the columns that the user restricted or wants to see in full.
    """
    found: list[Line] = []
    for _, group in groupby(sorted(figures, key=_group), key=_group):
        found.extend(_of_group(list(group), given))
    return tuple(found)


def _of_group(group: list[Figure], given: Collection[str]) -> Iterator[Line]:
    chosen = group
    for dimension, totals in _TOTALS.items():
        if dimension not in given:
            printed = [each for each in chosen if getattr(each, dimension) in totals]
            chosen = printed or chosen
    if not _can_be_added(chosen[0]):
        yield from (Line((each,)) for each in chosen)
        return
    over = []
    if "origin" not in given and chosen[0].origin not in _TOTALS["origin"]:
        chosen = [each for each in chosen if not _is_aggregate(each.origin)] or chosen
        over.append("origin")
    if "sex" not in given and {each.sex for each in chosen} == _BOTH:
        over.append("sex")
    same = attrgetter(*(name for name in _TOTALS if name not in over), "measure")
    for _, parts in groupby(sorted(chosen, key=same), key=same):
        yield from _added(tuple(parts), over)


def _added(parts: tuple[Figure, ...], over: list[str]) -> Iterator[Line]:
    """One line of the parts; without something to add over, a line for each."""
    if over:
        yield Line(parts)
    else:
        yield from (Line((each,)) for each in parts)


def _can_be_added(figure: Figure) -> bool:
    try:
        return measure.get(figure.measure).kind in _ADDED
    except UnknownMeasure:
        return False


def _is_aggregate(origin: str) -> bool:
    try:
        return area.get(origin).is_aggregate
    except UnknownArea:
        return False
