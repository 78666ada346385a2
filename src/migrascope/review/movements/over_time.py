"""How did arrivals and departures change?

A table and a drawing with the range of the methods by interval. All figures are
persons a year, because intervals differ in length.
"""

from __future__ import annotations

from collections.abc import Sequence

from migrascope.language.grammar import capital, listing, moved
from migrascope.model.estimate import Estimate
from migrascope.review.context import Context
from migrascope.review.exhibits import editions_of
from migrascope.review.model import (
    Chart,
    Column,
    Exhibit,
    Kind,
    Number,
    Table,
)
from migrascope.review.movements import measured, named
from migrascope.review.movements.gathered import Gathered, Way
from migrascope.review.movements.measured import CODES, NOTE, SUBJECTS, WORDS
from migrascope.review.wording import people


def ranges(context: Context, found: Gathered) -> Exhibit:
    """Who came and left by interval, from the least to the most of the methods."""
    ways = [way for way in Way if any(found.persons(way, i) for i in found.intervals)]
    # of groups, three columns with their ranges are as much as a page can hold
    has_net = Way.WITHIN not in ways and any(map(found.net_persons, found.intervals))
    columns = (
        Column("years", "Years"),
        *(measured.way_column(context, way) for way in ways),
        *(
            (Column(measured.NET, "Net", Kind.NUMBER, measured.UNIT),)
            if has_net
            else ()
        ),
    )
    rows = tuple(
        (
            str(interval),
            *(
                _shown(
                    context,
                    CODES[way],
                    found.methods_of(interval)[0],
                    measured.total_a_year(found, way, interval),
                )
                for way in ways
            ),
            *(
                (
                    _shown(
                        context,
                        measured.NET,
                        found.methods_of(interval)[0],
                        measured.net_a_year(found, interval),
                    ),
                )
                if has_net
                else ()
            ),
        )
        for interval in found.intervals
    )
    where = "between countries" if context.is_world else f"to and from {context.inside}"
    table = Table("movements", f"Estimated movements {where}", columns, rows)
    return Exhibit(
        _finding(context, found, ways),
        table,
        editions_of(table),
        _drawn(found, ways, table),
        f"{NOTE} {_how_shown(found)}".rstrip(),
    )


def _finding(context: Context, found: Gathered, ways: Sequence[Way]) -> str:
    """How the figures of the first method moved from the first interval to the last."""
    front = found.methods[0]
    of_front = [each for each in found.intervals if found.methods_of(each)[0] == front]
    first, last = of_front[0], found.newest
    if first == last:
        return _only(context, found, ways)
    told = []
    for way in ways:
        before, after = (
            measured.total_a_year(found, way, interval) for interval in (first, last)
        )
        if before is not None and after is not None:
            how = moved(before.value or 0.0, after.value or 0.0)
            subject = "movements" if context.is_world else SUBJECTS[way]
            told.append(f"{subject} {how}")
    if not told:
        return f"Movements are estimated for {first} to {last}"
    return (
        f"{capital(listing(told))} between {first} and {last}, by the method "
        f"“{named.name(front)}”"
    )


def _only(context: Context, found: Gathered, ways: Sequence[Way]) -> str:
    """The figures of the only interval there is, by the first method."""
    says = {
        Way.CAME: "came",
        Way.LEFT: "left",
        Way.WITHIN: "moved between countries"
        if context.is_world
        else "moved between members",
    }
    told = []
    for way in ways:
        figure = measured.total_a_year(found, way, found.newest)
        if figure is not None:
            who = people(round(figure.value or 0.0))
            told.append(f"{who} a year {says[way]}")
    return (
        f"In {found.newest}, {listing(told)}, by the method "
        f"“{named.name(found.methods[0])}”"
    )


def _drawn(found: Gathered, ways: Sequence[Way], table: Table) -> Chart | None:
    """Lines of arrivals and departures with their bands; none for a single point."""
    if len(found.intervals) < 2:
        return None
    stretches = [
        measured.stretch(WORDS[way], interval, figure)
        for way in ways
        for interval in found.intervals
        if (figure := measured.total_a_year(found, way, interval)) is not None
    ]
    return measured.chart(stretches, table)


def _shown(
    context: Context, code: str, method: str, figure: Estimate | None
) -> Number | None:
    if figure is None:
        return None
    return Number(code, context.area, figure, breakdown=f"method={method}")


def _how_shown(found: Gathered) -> str:
    if len(found.methods) < 2:
        return ""
    front = named.name(found.methods[0])
    others = "".join(
        f", in {interval} of “{named.name(method)}”"
        for interval in found.intervals
        if (method := found.methods_of(interval)[0]) != found.methods[0]
    )
    return (
        f"Figures of the method “{front}”{others}; {measured.BRACKETS}. "
        "Each column has its own least and most, so that they do not add up."
    )
