"""How are persons who moved shown: a year on average, with the range of the methods?

What the tables and drawings of movements share: codes, headings, and figures that
can be compared between intervals of different length.
"""

from __future__ import annotations

from collections.abc import Sequence

from migrascope.language.numbers import rounded
from migrascope.model.estimate import Estimate
from migrascope.model.period import Period
from migrascope.review.context import Context
from migrascope.review.model import Chart, Column, Kind, Table
from migrascope.review.movements.gathered import Gathered, Way, a_year
from migrascope.review.movements.history import Stretch, history

UNIT = "people a year"
CODES = {
    Way.CAME: "migration-arrivals",
    Way.LEFT: "migration-departures",
    Way.WITHIN: "migration-within",
}
NET = "migration-net"
CHECK = "net-migration"
WORDS = {Way.CAME: "Came", Way.LEFT: "Left", Way.WITHIN: "Within"}
SUBJECTS = {
    Way.CAME: "arrivals",
    Way.LEFT: "departures",
    Way.WITHIN: "movements between members",
}
NOTE = (
    "Persons who lived in one country at the start of an interval and in another at "
    "its end, a year on average."
)
BRACKETS = "the least and the most that the methods say stand in brackets"


def total_a_year(found: Gathered, way: Way, interval: Period) -> Estimate | None:
    """Persons a year one way, from the least to the most of the methods."""
    total = found.total_range(way, interval)
    return a_year(total) if total else None


def net_a_year(found: Gathered, interval: Period) -> Estimate | None:
    """Arrivals less departures a year, from the least to the most of the methods."""
    net = found.net_range(interval)
    return a_year(net) if net else None


def way_column(context: Context, way: Way) -> Column:
    """The column of persons who moved one way."""
    title = "Moved" if context.is_world else WORDS[way]
    return Column(CODES[way], title, Kind.NUMBER, UNIT)


def chart(stretches: Sequence[Stretch], table: Table) -> Chart:
    """Lines over time with their bands, and their ends in words."""
    told = []
    for line in dict.fromkeys(each.line for each in stretches):
        there = [each for each in stretches if each.line == line]
        ends = [there[0], there[-1]] if len(there) > 1 else there
        told.append(
            f"{line}: "
            + ", ".join(
                f"{rounded(round(each.persons))} in {int(each.start)}–{int(each.end)}"
                for each in ends
            )
        )
    return Chart(
        history(stretches),
        f"Line chart with a band from the least to the most of the methods. "
        f"{table.title}. People a year: {'; '.join(told)}.",
    )


def stretch(line: str, interval: Period, figure: Estimate) -> Stretch:
    """A figure of an interval as a part of a line."""
    start, end = (
        day.year + (day.month - 1) / 12 for day in (interval.start, interval.end)
    )
    return Stretch(line, start, end, figure.value or 0.0, figure.low, figure.high)
