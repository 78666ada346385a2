"""How are measures of movements shown: on the screen, as CSV, as JSON?

Side by side where there are several methods or intervals, with the unit in words.
Above the figures a sentence; below them what has no value and why, the rule of the
rates, the editions, and that nobody counted this.
"""

from __future__ import annotations

import csv
import json
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import click

from migrascope.cli import asking, printing
from migrascope.cli.context import Context
from migrascope.cli.flows_tables import Place
from migrascope.cli.flows_words import NOTE, SEXES, WIDTH, count, when
from migrascope.flows import methods
from migrascope.flows.measures import corridors, profile, registry
from migrascope.flows.measures.answer import Facts, Measured, Unsaid
from migrascope.flows.measures.subject import Movements
from migrascope.flows.side_by_side import HEADLINE
from migrascope.flows.table import FlowTable
from migrascope.language.numbers import rounded

PERSONS = "persons"
RATES = (
    "Rates are per person-year: the mid-interval population (mean of both ends) times "
    "the years."
)
BY_GROUP = ("in", "out", "net", "net_rate", "effectiveness")
"""What stands in the table of groups; CSV and JSON have everything."""

WORLD = "M49:900"


@dataclass(frozen=True)
class Column:
    """What one method says about one interval.

    `table` is the estimate itself, `movements` the table that is measured, in which
    areas may have been added up; `places` are the areas to measure (none: the whole
    table), `inside` the persons who moved within each group.
    """

    table: FlowTable
    movements: Movements
    places: tuple[str, ...]
    inside: dict[str, float]

    @cached_property
    def of_system(self) -> tuple[Measured, ...]:
        """All measures of the whole table."""
        return profile.of_movements(self.movements)

    def of(self, area: str) -> tuple[Measured, ...]:
        """All measures of one area."""
        return profile.of_place(self.movements, area)

    def value(self, code: str, area: str | None = None) -> float | None:
        """The value of one measure."""
        found = self.of_system if area is None else self.of(area)
        return next(each.value for each in found if each.code == code)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All columns, what they are about, and the editions they rest on."""

    columns: tuple[Column, ...]
    place: Place | None
    by: str | None
    editions: tuple[str, ...]

    @property
    def newest(self) -> Column:
        """The usual method in the last interval; the first one where it is not."""
        last = self.columns[-1].table.interval
        there = [each for each in self.columns if each.table.interval == last]
        return next((e for e in there if e.table.method == HEADLINE), there[0])

    def headings(self) -> list[str]:
        """What tells the columns apart."""
        several_methods = len({each.table.method for each in self.columns}) > 1
        several_times = len({each.table.interval for each in self.columns}) > 1
        return [
            " ".join(
                (
                    *([each.table.method] if several_methods else []),
                    *([str(each.table.interval)] if several_times else []),
                )
            )
            or "value"
            for each in self.columns
        ]


def listing(context: Context, form: str) -> None:
    """Every measure: what it is, in what unit, by which formula, after whom."""
    rows = [_meaning(each) for each in registry.facts()]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "csv":
        _write(rows)
    else:
        shown = [
            (each.code, each.name, each.unit, each.formula) for each in registry.facts()
        ]
        headers = ("measure", "name", "unit", "formula")
        printing.table(context, headers, shown, whole={"measure"})


def show(context: Context, sheet: Sheet, *, form: str, top: int) -> None:
    """Print the measures of a sheet, as the user likes them."""
    if form == "csv":
        _write([row for each in sheet.columns for row in _rows(each)])
    elif form == "json":
        click.echo(json.dumps(_answer(sheet, top), ensure_ascii=False, indent=2))
    else:
        _show(context, sheet, top)


def _show(context: Context, sheet: Sheet, top: int) -> None:
    newest = sheet.newest
    table = newest.table
    click.echo(f"{_about(sheet)}, {when(table.interval)}, {SEXES[table.sex]}")
    click.echo(f"Estimated by {table.method}: {methods.get(table.method).title}")
    _paragraph(_sentence(sheet))
    click.echo()
    if sheet.by is None:
        _measures(context, sheet)
    else:
        for each, heading in zip(sheet.columns, sheet.headings(), strict=True):
            _groups(context, each, heading)
    _corridors(context, sheet, top)
    _below(sheet)


def _about(sheet: Sheet) -> str:
    if sheet.place is not None:
        return sheet.place.name
    kind = "areas" if sheet.by is None else f"groups by {sheet.by.replace('_', ' ')}"
    return f"Movements between {sheet.newest.movements.size} {kind}"


def _sentence(sheet: Sheet) -> str:
    """What the newest figures of the first method say, in words."""
    newest = sheet.newest
    if sheet.place is not None:
        return _sentence_of_area(newest, sheet.place)
    moved, index = newest.value("movers"), newest.value("mei")
    if not moved or index is None:
        return "Nobody moved."
    parts = [f"{rounded(moved)} people moved"]
    yearly = newest.value("cmi_yearly")
    if yearly is not None:
        parts[0] += f", {yearly:.1f} in a year of every 1,000 inhabitants"
    parts.append(f"{index:.0f} of every 100 changed the balance between areas")
    middle = newest.value("median_distance")
    if middle is not None:
        parts.append(f"half of them went no farther than {middle:,.0f} km")
    within = sum(newest.inside.values())
    if within:
        parts.append(f"{rounded(within)} more moved within the groups")
    return "; ".join(parts) + "."


def _sentence_of_area(column: Column, place: Place) -> str:
    area = column.places[0]
    came, left = column.value("in", area), column.value("out", area)
    effective = column.value("effectiveness", area)
    if came is None or left is None or effective is None:
        return f"Nobody came to {place.name} or left it."
    more = "arrivals" if came >= left else "departures"
    inside = column.inside.get(area, 0.0)
    return (
        f"{rounded(came)} people came to {place.name} and {rounded(left)} left; "
        f"{abs(effective):.0f} of every 100 movements are a surplus of {more}."
        + (f" {rounded(inside)} moved within it." if inside else "")
    )


def _measures(context: Context, sheet: Sheet) -> None:
    """One line for each measure, one column for each method and interval."""
    place = None if sheet.place is None else sheet.newest.places[0]
    found = [
        each.of_system if place is None else each.of(place) for each in sheet.columns
    ]
    rows = [
        [same[0].facts.name, *(_figure(each) for each in same), same[0].facts.unit]
        for same in zip(*found, strict=True)
        if any(each.value is not None for each in same)
    ]
    headings = sheet.headings()
    printing.table(context, ["measure", *headings, "unit"], rows, right=set(headings))
    _unsaid([each for same in found for each in same])


def _groups(context: Context, column: Column, heading: str) -> None:
    """One line for each group."""
    facts = [registry.get(code) for code in BY_GROUP]
    headers = [
        "group",
        *(each.code.replace("_", " ") for each in facts),
        "moved within",
    ]
    rows = []
    for area in column.places:
        found = {each.code: each for each in column.of(area)}
        figures = [_figure(found[code]) for code in BY_GROUP]
        rows.append(
            [asking.area_name(area), *figures, count(column.inside.get(area, 0.0))]
        )
    if heading != "value":
        click.echo(f"{heading}:")
    printing.table(context, headers, rows, right=set(headers[1:]))
    units = "; ".join(f"{each.code.replace('_', ' ')}: {each.unit}" for each in facts)
    _paragraph(f"{units}; moved within: persons, in no other column")


def _corridors(context: Context, sheet: Sheet, top: int) -> None:
    """The largest corridors, and their ranks in the first interval if there are two."""
    newest = sheet.newest
    first = next(
        each for each in sheet.columns if each.table.method == newest.table.method
    )
    found = _ranked(newest, sheet.place)[:top]
    if not found:
        return
    before = {
        (each.origin, each.destination): each.rank
        for each in corridors.ranking(first.movements.table)
    }
    compared = first.table.interval != newest.table.interval
    rows = [
        [
            str(each.rank),
            *([str(before.get((each.origin, each.destination), ".."))] * compared),
            asking.area_name(each.origin),
            asking.area_name(each.destination),
            count(each.persons),
            f"{100 * each.share:.2f}",
        ]
        for each in found
    ]
    was = [f"rank {first.table.interval}"] * compared
    rank = "rank" if sheet.place is None else "rank of all"
    headers = [rank, *was, "from", "to", PERSONS, "% of movers"]
    when_ = f", {newest.table.interval}" if compared else ""
    by = f" by {newest.table.method}" if len(sheet.columns) > 1 else ""
    click.echo(f"\nThe largest corridors{when_}{by}:")
    right = {rank, *was, PERSONS, "% of movers"}
    printing.table(context, headers, rows, right=right)


def _ranked(column: Column, place: Place | None) -> list[corridors.Corridor]:
    """The corridors of the world, or those that begin or end in a place."""
    found = corridors.ranking(column.movements.table)
    if place is None:
        return list(found)
    area = column.places[0]
    return [each for each in found if area in (each.origin, each.destination)]


def _below(sheet: Sheet) -> None:
    """Rates, distances, editions, and that these are estimates."""
    click.echo()
    _paragraph(RATES)
    distances = sheet.newest.movements.distances
    if not isinstance(distances, Unsaid):
        _paragraph(distances.says)
    _paragraph(f"Stocks and population: {', '.join(sheet.editions)}")
    click.echo(NOTE)


def _unsaid(found: Iterable[Measured]) -> None:
    """What has no value, by reason."""
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for each in found:
        if each.value is None and each.facts.name not in reasons[each.reason]:
            reasons[each.reason].append(each.facts.name)
    for reason, names in reasons.items():
        if names:
            _paragraph(f"No value for {', '.join(names)}: {reason}")


def _figure(measured: Measured) -> str:
    """A value for people: persons whole, the rest with the digits that matter."""
    value = measured.value
    if value is None:
        return ".."
    if measured.facts.unit in (PERSONS, "areas"):
        return count(value)
    if measured.facts.unit == "km":
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.3f}"


def _rows(column: Column) -> list[dict[str, object]]:
    """Every measure of a column as one row; groups come with their table as a whole."""
    places = list(column.places)
    measured = [(area, each) for area in places for each in column.of(area)]
    if not places or (column.inside and len(places) > 1):
        measured = [*((WORLD, each) for each in column.of_system), *measured]
    rows = [
        _row(column, area, each.facts, each.value, each.reason)
        for area, each in measured
    ]
    return rows + [
        _row(column, area, _WITHIN, persons, "")
        for area, persons in column.inside.items()
    ]


_WITHIN = Facts(
    "within",
    "Movements within the group",
    PERSONS,
    "area",
    "Σ of M between members; in no other measure",
    "own",
)


def _row(
    column: Column, area: str, facts: Facts, value: float | None, reason: str
) -> dict[str, object]:
    table = column.table
    return {
        "area": area,
        "measure": facts.code,
        "name": facts.name,
        "value": value,
        "unit": facts.unit,
        "reason": reason,
        "method": table.method,
        "sex": table.sex,
        "start": table.interval.start.isoformat(),
        "end": table.interval.end.isoformat(),
        "status": "estimated",
    }


def _answer(sheet: Sheet, top: int) -> dict[str, object]:
    """Everything for programs."""
    titles = {
        each.table.method: methods.get(each.table.method).title
        for each in sheet.columns
    }
    distances = sheet.newest.movements.distances
    return {
        "what": "measures of movements estimated from stocks; not counts",
        "methods": titles,
        "rates": RATES,
        "distances": "" if isinstance(distances, Unsaid) else distances.says,
        "by": sheet.by,
        "editions": list(sheet.editions),
        "measures": [row for each in sheet.columns for row in _rows(each)],
        "corridors": [
            {
                "rank": found.rank,
                "origin": found.origin,
                "destination": found.destination,
                "persons": found.persons,
                "share": found.share,
                "method": each.table.method,
                "start": each.table.interval.start.isoformat(),
                "end": each.table.interval.end.isoformat(),
            }
            for each in sheet.columns
            for found in _ranked(each, sheet.place)[:top]
        ],
    }


def _meaning(facts: Facts) -> dict[str, object]:
    return {
        "code": facts.code,
        "name": facts.name,
        "unit": facts.unit,
        "of": facts.scope,
        "formula": facts.formula,
        "needs": " ".join(facts.needs),
        "reference": facts.reference,
    }


def _paragraph(text: str) -> None:
    """A sentence or two, folded; words and codes are kept whole."""
    click.echo(
        textwrap.fill(
            text,
            WIDTH,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def _write(rows: Sequence[dict[str, object]]) -> None:
    """Rows as CSV, with a header."""
    writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
