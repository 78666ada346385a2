"""How far do the methods differ about those who came, left and stayed between?

Every method by itself, never averaged; arrivals less departures beside the net
migration of World Population Prospects.
"""

from __future__ import annotations

from collections.abc import Mapping

from migrascope.language.grammar import capital, number_word
from migrascope.language.numbers import rounded
from migrascope.model.estimate import Estimate
from migrascope.model.period import Period
from migrascope.review.context import Context
from migrascope.review.exhibits import editions_of
from migrascope.review.model import Column, Exhibit, Kind, Number, Table
from migrascope.review.movements import measured, named
from migrascope.review.movements.gathered import Gathered, Way, a_year, length
from migrascope.review.movements.measured import CODES, NOTE, SUBJECTS, UNIT
from migrascope.review.movements.prospects import net_migration

WPP = "Net in WPP"


def methods(context: Context, found: Gathered) -> tuple[Exhibit, ...]:
    """What each method says; none where there is one method alone.

    By interval, a table for each way people moved, and one for the difference. Where
    there is one interval, or for a group, one table of the newest interval.
    """
    if len(found.methods) < 2:
        return ()
    if context.has_members or len(found.intervals) == 1:
        return (_side_by_side(context, found),)
    ways = [_by_interval(context, found, way) for way in Way]
    return tuple(each for each in (*ways, _net_by_interval(context, found)) if each)


def _side_by_side(context: Context, found: Gathered) -> Exhibit:
    """A row for each method, of the newest interval."""
    newest = found.newest
    ways = [way for way in Way if found.persons(way, newest)]
    nets = found.net_persons(newest)
    columns = (
        Column("method", "Method"),
        *(measured.way_column(context, way) for way in ways),
        *((Column(measured.NET, "Net", Kind.NUMBER, UNIT),) if nets else ()),
    )
    rows = tuple(
        (
            named.name(method),
            *(_of_method(context, found, way, newest, method) for way in ways),
            *((_net_of_method(context, found, newest, method),) if nets else ()),
        )
        for method in found.methods
    )
    table = Table(
        "movements-methods",
        f"Movements in {newest} by each method: {context.name}",
        columns,
        rows,
    )
    subject = "movements" if context.is_world else SUBJECTS[ways[0]]
    return Exhibit(
        _apart(_a_year(found, ways[0], newest), subject, newest),
        table,
        editions_of(table),
        note=NOTE,
    )


def _by_interval(context: Context, found: Gathered, way: Way) -> Exhibit | None:
    """A row for each interval and a column for each method."""
    intervals = [each for each in found.intervals if found.persons(way, each)]
    if not intervals:
        return None
    columns = (Column("years", "Years"), *_method_columns(found))
    rows = tuple(
        (
            str(interval),
            *(
                _of_method(context, found, way, interval, each)
                for each in found.methods
            ),
        )
        for interval in intervals
    )
    table = Table(
        f"movements-{way}",
        f"{capital(SUBJECTS[way])}: {context.name}, {UNIT} by each method",
        columns,
        rows,
    )
    newest = intervals[-1]
    return Exhibit(
        _apart(_a_year(found, way, newest), SUBJECTS[way], newest),
        table,
        editions_of(table),
        note=NOTE,
    )


def _net_by_interval(context: Context, found: Gathered) -> Exhibit | None:
    """Arrivals less departures by each method, beside net migration of WPP."""
    intervals = [each for each in found.intervals if found.net_persons(each)]
    if not intervals:
        return None
    checks = {interval: net_migration(context, interval) for interval in intervals}
    is_checked = any(checks.values())
    columns = (
        Column("years", "Years"),
        *_method_columns(found),
        *((Column(measured.CHECK, WPP, Kind.NUMBER),) if is_checked else ()),
    )
    rows = tuple(
        (
            str(interval),
            *(_net_of_method(context, found, interval, each) for each in found.methods),
            *((_check(context, checks[interval]),) if is_checked else ()),
        )
        for interval in intervals
    )
    table = Table(
        "movements-net",
        f"Arrivals less departures: {context.name}, {UNIT} by each method",
        columns,
        rows,
    )
    return Exhibit(
        _sign(found.net_persons(intervals[-1]), intervals[-1]),
        table,
        editions_of(table),
        note=f"{NOTE} WPP: World Population Prospects." if is_checked else NOTE,
    )


def _method_columns(found: Gathered) -> tuple[Column, ...]:
    # the unit stands in the title of the table: six times it would be in the way
    return tuple(
        Column(method, named.name(method), Kind.NUMBER) for method in found.methods
    )


def _of_method(
    context: Context, found: Gathered, way: Way, interval: Period, method: str
) -> Number | None:
    if method not in found.persons(way, interval):
        return None
    figure = a_year(found.total(way, interval, method))
    return Number(CODES[way], context.area, figure, breakdown=f"method={method}")


def _net_of_method(
    context: Context, found: Gathered, interval: Period, method: str
) -> Number | None:
    if method not in found.net_persons(interval):
        return None
    figure = a_year(found.net(interval, method))
    return Number(measured.NET, context.area, figure, breakdown=f"method={method}")


def _check(context: Context, figure: Estimate | None) -> Number | None:
    return Number(measured.CHECK, context.area, figure) if figure else None


def _a_year(found: Gathered, way: Way, interval: Period) -> dict[str, float]:
    """Persons a year by each method, as bare numbers."""
    years = length(interval)
    known = found.persons(way, interval)
    return {method: persons / years for method, persons in known.items()}


def _apart(known: Mapping[str, float], subject: str, interval: Period) -> str:
    """How far the methods differ: "Methods differ 5.3-fold about arrivals in …"."""
    least = min(known, key=known.__getitem__)
    most = max(known, key=known.__getitem__)
    if known[most] < 0.5:
        return f"Hardly any {subject} in {interval}, by whatever method"
    if known[least] < 0.5:
        return (
            f"Methods differ about {subject} in {interval}: none by "
            f"“{named.name(least)}”, {rounded(round(known[most]))} a year by "
            f"“{named.name(most)}”"
        )
    times = known[most] / known[least]
    if times < 1.05:
        number = number_word(len(known))
        return f"All {number} methods agree about {subject} in {interval}"
    return (
        f"“{named.name(most)}” makes {_times(times)} as many {subject} as "
        f"“{named.name(least)}” in {interval}"
    )


def _times(times: float) -> str:
    text = f"{times:,.0f}" if times >= 10 else f"{times:.1f}".removesuffix(".0")
    return "twice" if text == "2" else f"{text} times"


def _sign(known: Mapping[str, float], interval: Period) -> str:
    """Do the methods agree that more people came than left?"""
    more = sum(net > 0 for net in known.values())
    if len(known) == 1:
        which = "More people came than left" if more else "More people left than came"
        return f"{which} in {interval}, by one method"
    number = number_word(len(known))
    if more in (0, len(known)):
        which = "more people came than left" if more else "more people left than came"
        return f"By all {number} methods {which} in {interval}"
    return (
        f"More people came than left in {interval} by {number_word(more)} of {number} "
        "methods, fewer by the others"
    )
