"""How are measures of movements shown to a person?

Side by side where there are several methods or intervals, with the unit in words.
Above the figures a sentence; below them what has no value and why, the rule of the
rates, the editions, and that nobody counted this.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable

import click

from migrascope.cli import asking, flows_failing, printing
from migrascope.cli.context import Context
from migrascope.cli.flows_measures_sheet import Column, Sheet
from migrascope.cli.flows_measures_writing import PERSONS, RATES
from migrascope.cli.flows_tables import Place
from migrascope.cli.flows_words import NOTE, SEXES, WIDTH, count, when
from migrascope.flows import methods
from migrascope.flows.measures import corridors, registry
from migrascope.flows.measures.answer import Measured, Unsaid
from migrascope.language.numbers import rounded

EXPECTED = (
    "× expected: over what the shares of origin and destination alone would give."
)
BY_GROUP = ("in", "out", "net", "net_rate", "effectiveness")
"""What stands in the table of groups; CSV and JSON have everything."""


def show(context: Context, sheet: Sheet, *, top: int) -> None:
    """The figures with what must be known of them."""
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
        f"{rounded(came)} people came and {rounded(left)} left; "
        f"{abs(effective):.0f} of every 100 movements are a surplus of {more}."
        + (f" {rounded(inside)} more moved within it." if inside else "")
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
    found = sheet.ranked(newest)[:top]
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
            _digits(newest.times_expected(each)),
        ]
        for each in found
    ]
    was = [f"rank {first.table.interval}"] * compared
    rank = "rank" if sheet.place is None else "rank of all"
    headers = [rank, *was, "from", "to", PERSONS, "% of movers", "× expected"]
    when_ = f", {newest.table.interval}" if compared else ""
    by = f" by {newest.table.method}" if len(sheet.columns) > 1 else ""
    click.echo(f"\nThe largest corridors{when_}{by}:")
    right = {*headers} - {"from", "to"}
    printing.table(context, headers, rows, right=right)
    _paragraph(EXPECTED)


def _below(sheet: Sheet) -> None:
    """What failed, rates, distances, editions, and that these are estimates."""
    click.echo()
    flows_failing.below(sheet.failures)
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
    if measured.facts.unit.startswith(("%", "per 100 ")):
        return f"{value:,.1f}" if abs(value) >= 1 else f"{value:.2f}"
    return _digits(value)


def _digits(value: float) -> str:
    """A number with the digits that matter."""
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.3f}"


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
