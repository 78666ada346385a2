"""What do the estimates in the base say about the movements of an area?

Who came, who left and, for a group, who moved between its members: by interval,
method and partner, from one dataset. Persons are added within each method first;
then the least and the most of the methods are taken. Nothing is averaged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache

from migrascope.flows.failure import Told, told
from migrascope.indicators.evidence import Evidence
from migrascope.indicators.ondemand import MOST_MEMBERS
from migrascope.indicators.preferences import choose
from migrascope.indicators.rows import Row, added
from migrascope.indicators.totals import is_aggregate, predecessors
from migrascope.model import area as areas
from migrascope.model import breakdown
from migrascope.model.estimate import Estimate, worst
from migrascope.model.lineage import Lineage
from migrascope.model.observation import TOTAL
from migrascope.model.period import Period
from migrascope.review.movements import named

MEASURE = "migration_flows"

Pair = tuple[str, str]
"""An origin and a destination."""


class Way(StrEnum):
    """Which way people moved, seen from the area under review."""

    CAME = "came"
    LEFT = "left"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The movements of an area; `rows` by way, interval and method.

    `methods` are in the order of preference, those that failed somewhere after the
    others; `intervals` the oldest first. `choice` says which dataset was preferred,
    where there were several; `failed` which methods have no estimates of an interval.
    """

    methods: tuple[str, ...]
    intervals: tuple[Period, ...]
    rows: Mapping[tuple[Way, Period, str], tuple[Row, ...]]
    choice: str = ""
    failed: tuple[Told, ...] = ()
    _totals: dict[tuple[Way, Period, str], Estimate] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __bool__(self) -> bool:
        return bool(self.intervals)

    @property
    def newest(self) -> Period:
        """The last interval."""
        return self.intervals[-1]

    def methods_of(self, interval: Period) -> tuple[str, ...]:
        """The methods that did not fail for an interval; the first one is shown."""
        gone = {each.method for each in self.failed if each.years == str(interval)}
        return tuple(each for each in self.methods if each not in gone) or self.methods

    def persons(self, way: Way, interval: Period) -> dict[str, float]:
        """Persons who moved one way, by each method that has figures, as bare sums."""
        return {
            method: sum(row.value or 0.0 for row in rows)
            for method in self.methods
            if (rows := self.rows.get((way, interval, method)))
        }

    def total(self, way: Way, interval: Period, method: str) -> Estimate:
        """Persons who moved one way by one method, with every cell.

        Raises:
            KeyError: the method has no figures.
        """
        key = (way, interval, method)
        if key not in self._totals:
            rows = list(self.rows[key])
            formula = f"sum over {len(rows)} corridors"
            self._totals[key] = added(rows, formula=formula)
        return self._totals[key]

    def net(self, interval: Period, method: str) -> Estimate:
        """Arrivals less departures by one method.

        Raises:
            KeyError: the method has no figures of one of them.
        """
        came = self.total(Way.CAME, interval, method)
        left = self.total(Way.LEFT, interval, method)
        return Estimate(
            (came.value or 0.0) - (left.value or 0.0),
            came.unit,
            came.period,
            Lineage("arrivals − departures", (came.lineage, left.lineage)),
            worst(came.status, left.status),
        )

    def net_persons(self, interval: Period) -> dict[str, float]:
        """Arrivals less departures, by each method that has both, as bare numbers."""
        came = self.persons(Way.CAME, interval)
        left = self.persons(Way.LEFT, interval)
        return {
            method: came[method] - left[method] for method in came if method in left
        }

    def total_range(self, way: Way, interval: Period) -> Estimate | None:
        """Persons who moved one way, from the least to the most of the methods."""
        known = self.persons(way, interval)
        return _ranged(known, lambda method: self.total(way, interval, method))

    def net_range(self, interval: Period) -> Estimate | None:
        """Arrivals less departures, from the least to the most of the methods."""
        known = self.net_persons(interval)
        return _ranged(known, lambda method: self.net(interval, method))

    def pairs(self, way: Way, interval: Period) -> dict[Pair, dict[str, Estimate]]:
        """The figures of each corridor, by method."""
        found: defaultdict[Pair, dict[str, Estimate]] = defaultdict(dict)
        for method in self.methods:
            for row in self.rows.get((way, interval, method), ()):
                found[row.origin, row.area][method] = row.estimate
        return dict(found)

    def partners(self, way: Way, interval: Period) -> dict[str, dict[str, Estimate]]:
        """The figures of each place at the other end, by method; members are added."""
        found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for method in self.methods:
            for row in self.rows.get((way, interval, method), ()):
                place = row.origin if way is Way.CAME else row.area
                found[place, method].append(row)
        told: defaultdict[str, dict[str, Estimate]] = defaultdict(dict)
        for (place, method), rows in found.items():
            told[place][method] = added(rows, formula=f"sum over {len(rows)} members")
        return dict(told)


def gather(evidence: Evidence, area: str) -> Gathered:
    """Collect the movements of a country, region or group, both sexes.

    Of a group, a state that no longer is counts as inside when all that came of it
    are members.
    """
    members = areas.members(area)
    inside = frozenset({*members, *(predecessors(members) if len(members) > 1 else ())})
    everything = [
        *_rows(evidence.rows_here(MEASURE, place) for place in sorted(inside)),
        *(
            row
            for row in _rows(
                evidence.rows_abroad(MEASURE, place) for place in sorted(inside)
            )
            if row.area not in inside
        ),
    ]
    choice = choose(MEASURE, everything)
    if choice is None:
        return Gathered((), (), {})
    rows: defaultdict[tuple[Way, date, date, str], list[Row]] = defaultdict(list)
    editions: set[str] = set()
    for row in everything:
        if row.dataset == choice.dataset:
            editions.add(row.edition)
            # a day is shared by many thousand rows: the interval is made once for all
            key = (_way(row, inside), row.start, row.end, _method(row.breakdown))
            rows[key].append(row)
    intervals = tuple(sorted({Period(start, end) for _, start, end, _ in rows}))
    failed = _failed(evidence, editions)
    if len(members) > MOST_MEMBERS:  # of which the newest interval alone was read
        failed = tuple(each for each in failed if each.years in map(str, intervals))
    return Gathered(
        _ordered({method for *_, method in rows}, failed, newest=str(intervals[-1])),
        intervals,
        {
            (way, Period(start, end), method): tuple(found)
            for (way, start, end, method), found in rows.items()
        },
        str(choice),
        failed,
    )


def _failed(evidence: Evidence, editions: Iterable[str]) -> tuple[Told, ...]:
    """The methods from stocks that failed for both sexes, as the editions tell."""
    known = (evidence.editions.get(each) for each in sorted(editions))
    return tuple(
        each
        for edition in known
        if edition is not None
        for each in told(edition.remarks)
        if each.sex == TOTAL and each.method in named.FROM_STOCKS
    )


def _ordered(
    methods: Iterable[str], failed: Sequence[Told], *, newest: str
) -> tuple[str, ...]:
    """By preference; whoever lacks the newest interval, or the most, comes last."""

    def gaps(method: str) -> tuple[bool, int]:
        years = [each.years for each in failed if each.method == method]
        return newest in years, len(years)

    return tuple(sorted(named.ordered(methods), key=gaps))


def ranged(told: Mapping[str, Estimate]) -> Estimate:
    """The figure of the first method, from the least to the most of all methods.

    `told` is in the order of preference and not empty; every figure has a value.
    """
    found = _ranged(
        {method: figure.value or 0.0 for method, figure in told.items()},
        told.__getitem__,
    )
    assert found is not None
    return found


def _ranged(
    known: Mapping[str, float], figure: Callable[[str], Estimate]
) -> Estimate | None:
    """Take the first method, the least and the most; only these rest on cells.

    A sum over many corridors has many cells, so the figures of the others are not
    made.
    """
    if not known:
        return None
    front, *others = known
    shown = figure(front)
    if not others:
        return shown
    least = min(known, key=known.__getitem__)
    most = max(known, key=known.__getitem__)
    formula = (
        f"{front} preferred to {', '.join(others)} ({named.why(front)}); "
        f"from the least, {least}, to the most, {most}"
    )
    told = {method: figure(method) for method in (front, least, most)}
    return Estimate(
        shown.value,
        shown.unit,
        shown.period,
        Lineage(formula, tuple(each.lineage for each in told.values())),
        shown.status,
        told[least].value,
        told[most].value,
    )


def a_year(figure: Estimate) -> Estimate:
    """Persons a year, on average over the interval of a figure."""
    years = length(figure.period)
    value, low, high = (
        None if each is None else each / years
        for each in (figure.value, figure.low, figure.high)
    )
    return Estimate(
        value,
        "PS_YR",
        figure.period,
        Lineage(f"÷ {years:g} years", (figure.lineage,)),
        figure.status,
        low,
        high,
    )


def length(interval: Period) -> float:
    """The length of an interval in years."""
    start, end = interval.start, interval.end
    if (start.month, start.day) == (end.month, end.day):
        return float(end.year - start.year)
    return (end - start).days / 365.25


def _rows(taken: Iterable[Iterable[Row]]) -> Iterator[Row]:
    """The rows of one corridor and one method from stocks, both sexes, all ages."""
    for rows in taken:
        for row in rows:
            if (
                row.sex == TOTAL
                and row.age == TOTAL
                and row.value is not None
                and _method(row.breakdown) in named.FROM_STOCKS
                and not row.has_no_partner
                and not is_aggregate(row.origin)
            ):
                yield row


@cache
def _method(text: str) -> str:
    """The method that a breakdown names, if it names nothing else."""
    pairs = breakdown.split(text)
    return pairs["method"] if set(pairs) == {"method"} else ""


def _way(row: Row, inside: frozenset[str]) -> Way:
    if row.area not in inside:
        return Way.LEFT
    return Way.WITHIN if row.origin in inside else Way.CAME
