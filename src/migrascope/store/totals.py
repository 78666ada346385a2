"""Which figures does a person mean who names only a measure and an area?

The totals that the publisher printed: both sexes, all ages, all origins. Where a
table has no total over origins, or women and men but no total of both, people and
money are added up, and the line says of how many figures it is the sum. Events,
which are dated by the day, are added up over the year, and so are their lowest and
highest estimates. Ages and other breakdowns are never added, because they may overlap,
but for those of which the table of measures says that they do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from migrascope.errors import UnknownArea, UnknownMeasure
from migrascope.model import area, breakdown, measure
from migrascope.model.observation import COLUMNS, NOT_APPLICABLE, TOTAL
from migrascope.model.period import Period, whole_year
from migrascope.store.figure import Figure

_TOTALS = {
    "origin": (TOTAL, NOT_APPLICABLE),
    "sex": (TOTAL, NOT_APPLICABLE),
    "age": (TOTAL, NOT_APPLICABLE),
    "breakdown": ("",),
}
_EVENTS = "events"
_CELL = ("file", "sheet", "row", "column")
_ADDED = frozenset({"stock", "flow"})
_BOTH = frozenset({"F", "M"})
_NUMBER = re.compile(r"\d+")
_OLDER_THAN_ANYBODY = 1000


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
    def period(self) -> Period:
        """The time that it refers to; the year for a sum of events."""
        return _period(self.first) if self.is_sum else self.first.period

    @property
    def age(self) -> str:
        """Of which age group."""
        return self._common("age")

    @property
    def breakdown(self) -> str:
        """Any further dimension; nothing when it was added over."""
        return self.first.breakdown if self._is_same("breakdown") else ""

    @property
    def value(self) -> float | None:
        """The figure or the sum; None when nothing is known."""
        known = [each.value for each in self.figures if each.value is not None]
        return sum(known) if known else None

    @property
    def low(self) -> float | None:
        """The lower bound; of events, what there was at the least."""
        return self._bound("low")

    @property
    def high(self) -> float | None:
        """The upper bound; of events, what there was at the most."""
        return self._bound("high")

    def facts(self) -> dict[str, object]:
        """Column → value; a sum has no cell and says so in its note."""
        if not self.is_sum:
            return self.first.facts()
        added = {
            "origin": self.origin,
            "sex": self.sex,
            "breakdown": self.breakdown,
            "start": self.period.start,
            "end": self.period.end,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "note": f"sum of {len(self.figures)} figures",
        }
        facts = self.first.facts() | added | dict.fromkeys(_CELL)
        return {name: facts[name] for name in COLUMNS}

    def _bound(self, name: str) -> float | None:
        """A published bound, or the sum of those of events.

        Bounds of other sums are not known: errors of parts go both ways.
        """
        if not self.is_sum:
            return getattr(self.first, name)  # type: ignore[no-any-return]
        if not all(_is_event(each) for each in self.figures):
            return None
        bounds = [getattr(each, name) for each in self.figures]
        if all(bound is None for bound in bounds):
            return None
        return sum(
            (each.value or 0.0) if bound is None else bound
            for each, bound in zip(self.figures, bounds, strict=True)
        )

    def _common(self, column: str) -> str:
        same = self._is_same(column)
        return str(getattr(self.first, column)) if same else TOTAL

    def _is_same(self, column: str) -> bool:
        return len({getattr(each, column) for each in self.figures}) == 1


def lines(figures: Iterable[Figure], *, given: Collection[str]) -> tuple[Line, ...]:
    """Keep the totals of what was not `given`; add up where there is none.

    `given` names the columns that the user restricted or wants to see in full.
    """
    found: list[Line] = []
    for _, group in groupby(sorted(figures, key=_group), key=_group):
        found.extend(_of_group(list(group), given))
    return _without_parts(found, given)


def parts(figures: Iterable[Figure], *, given: Collection[str]) -> tuple[str, ...]:
    """The columns by which the figures can be told further apart."""
    known = list(figures)
    return tuple(
        name
        for name, totals in _TOTALS.items()
        if name not in given
        and any(getattr(each, name) not in totals for each in known)
    )


def _group(figure: Figure) -> tuple[object, ...]:
    period = _period(figure)
    return (
        figure.measure,
        figure.unit,
        period.end,
        period.start,
        figure.area,
        figure.edition,
        figure.status,
    )


def _period(figure: Figure) -> Period:
    return whole_year(figure.year) if _is_event(figure) else figure.period


def _is_event(figure: Figure) -> bool:
    """A flow that is dated by one day is something that happened on that day."""
    return figure.start == figure.end and _kind(figure) == "flow"


def _without_parts(found: list[Line], given: Collection[str]) -> tuple[Line, ...]:
    """Drop an edition's parts where another edition has the total of that year."""
    asked = [name for name in _TOTALS if name in given]
    other = [name for name in _TOTALS if name not in {"origin", *given}]

    def is_total(line: Line) -> bool:
        return all(getattr(line, name) in _TOTALS[name] for name in other)

    def thing(line: Line) -> tuple[object, ...]:
        first = line.first
        values = (getattr(line, name) for name in asked)
        return (first.measure, first.unit, first.area, first.year, *values)

    whole = {thing(line) for line in found if is_total(line)}
    return tuple(line for line in found if is_total(line) or thing(line) not in whole)


def _of_group(group: list[Figure], given: Collection[str]) -> Iterator[Line]:
    chosen = group
    is_event = _is_event(group[0])
    events = is_event and "breakdown" not in given
    for dimension, totals in _TOTALS.items():
        if dimension not in given and not (events and dimension == "breakdown"):
            printed = [each for each in chosen if getattr(each, dimension) in totals]
            chosen = printed or chosen
    if _kind(chosen[0]) not in _ADDED:
        yield from (Line((each,)) for each in chosen)
        return
    over = [_EVENTS] if is_event else []
    if events or ("breakdown" not in given and _share_nobody(chosen)):
        over.append("breakdown")
    if "origin" not in given and chosen[0].origin not in _TOTALS["origin"]:
        chosen = [each for each in chosen if not _is_aggregate(each.origin)] or chosen
        over.append("origin")
    if "sex" not in given and {each.sex for each in chosen} == _BOTH:
        over.append("sex")
    kept = [name for name in _TOTALS if name not in over]
    same = attrgetter(*kept, "measure")
    for _, parts_ in groupby(sorted(chosen, key=_in_order(kept)), key=same):
        yield from _added(tuple(parts_), over)


def _in_order(names: list[str]) -> Callable[[Figure], tuple[object, ...]]:
    """By the codes of some columns, but ages from young to old."""

    def key(figure: Figure) -> tuple[object, ...]:
        return tuple(
            _years_of(figure.age) if name == "age" else getattr(figure, name)
            for name in names
        )

    return key


def _years_of(age: str) -> tuple[list[int], str]:
    """What ages are sorted by: 0-1, 0-4, 5-11, 12-14, under 18, 65 and over; all."""
    years = [int(number) for number in _NUMBER.findall(age)]
    return years or [_OLDER_THAN_ANYBODY], age


def _added(parts: tuple[Figure, ...], over: list[str]) -> Iterator[Line]:
    """One line of the parts; without something to add over, a line for each."""
    if over:
        yield Line(parts)
    else:
        yield from (Line((each,)) for each in parts)


def _share_nobody(parts: list[Figure]) -> bool:
    """True when figures are told apart only by what their measure may be added over."""
    told = {name for each in parts for name in breakdown.split(each.breakdown)}
    try:
        return bool(told) and told <= measure.get(parts[0].measure).adds_over
    except UnknownMeasure:
        return False


def _kind(figure: Figure) -> str:
    try:
        return measure.get(figure.measure).kind
    except UnknownMeasure:
        return ""


def _is_aggregate(origin: str) -> bool:
    try:
        return area.get(origin).is_aggregate
    except UnknownArea:
        return False
