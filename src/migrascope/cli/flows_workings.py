"""How is the working of a method written down for a person?

First what is done to both areas, then each direction. What two methods share (the
account that both balance) is written once.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from migrascope.cli import asking, printing
from migrascope.cli.context import Context
from migrascope.cli.flows_words import WIDTH, count

if TYPE_CHECKING:
    from migrascope.flows.explain import Explanation
    from migrascope.flows.workings import Line, Part, Working


def show(context: Context, found: Explanation) -> None:
    """The workings of all methods, both ways."""
    accounts: dict[tuple[str, ...], str] = {}
    first, back = found.ways
    for there, home in zip(first.workings, back.workings, strict=True):
        click.echo(f"\n{there.method}")
        if there.steps in accounts:
            click.echo(f"  The same account as {accounts[there.steps]}.")
        elif there.stocks:
            accounts[there.steps] = there.method
            _account(context, there, found)
        for way, working in ((first, there), (back, home)):
            _direction(context, (way.origin, way.destination), working)
        if not there.fit.converged:
            click.echo(f"  Mind: {there.fit.says}")


def _direction(context: Context, pair: tuple[str, str], working: Working) -> None:
    """One way: the lines of a calculation, or the birthplaces of the movers."""
    click.echo(f"  {pair[0]} to {pair[1]}: {count(working.persons)}")
    if working.lines:
        rows = [[f"    {line.says}", _value(line)] for line in working.lines]
        printing.table(context, ["", "persons"], rows, right={"persons"})
    for part in working.parts:
        _part(context, pair, part, is_only=len(working.parts) == 1)
    if len(working.parts) > 1:
        terms = (f"{part.weight:.2f} × {count(part.persons)}" for part in working.parts)
        click.echo(f"    {' + '.join(terms)} = {count(working.persons)}")


def _account(context: Context, working: Working, found: Explanation) -> None:
    """The world in sentences, and the stocks of the two areas as a table."""
    for step in working.steps:
        click.echo(
            textwrap.fill(step, WIDTH, initial_indent="  ", subsequent_indent="  ")
        )
    first, last = found.interval.start.year, found.interval.end.year
    other = "scaling"
    if working.method.endswith("_open"):
        other = "to or from outside"
    lines = {
        f"  mid-{first}": [each.before for each in working.stocks],
        "  deaths": [-each.deaths for each in working.stocks],
        f"  {other}": [each.changed_before for each in working.stocks],
        "  before": [each.left_before for each in working.stocks],
        f"  mid-{last}": [each.after for each in working.stocks],
        "  births": [-each.births for each in working.stocks],
        f"  {other} ": [each.changed_after for each in working.stocks],
        "  after": [each.left_after for each in working.stocks],
        "  gained or lost by movements": [
            each.left_after - each.left_before for each in working.stocks
        ],
    }
    heads = [f"{each.birthplace} in {each.residence}" for each in working.stocks]
    rows = [[text, *map(count, values)] for text, values in lines.items()]
    printing.table(context, ["  born in, living in", *heads], rows, right=heads)


def _part(
    context: Context, pair: tuple[str, str], part: Part, *, is_only: bool
) -> None:
    """The birthplaces whose people moved, and how many of each."""
    if not is_only:
        weight = f"    {part.says.capitalize()}, weight {part.weight:.2f}"
        click.echo(f"{weight}: {count(part.persons)}")
    if not part.birthplaces:
        return
    rows = [
        [
            f"    {asking.area_name(each.birthplace)}",
            count(each.at_origin),
            count(each.at_destination),
            count(each.of),
            count(each.persons),
        ]
        for each in part.birthplaces
    ]
    if round(part.others):
        rows.append(["    all others", "", "", "", count(part.others)])
    before, after, every = (
        (f"in {pair[0]} before", f"in {pair[1]} after", "all")
        if part.counts_stayers
        else (f"lost by {pair[0]}", f"gained by {pair[1]}", "all movers")
    )
    headers = ["    born in", before, after, every, "moved"]
    printing.table(context, headers, rows, right=headers[1:])
    if part.is_weighed:
        click.echo("    moved: weighed beforehand, and scaled to these totals")
    else:
        click.echo(f"    moved = {before} × {after} ÷ {every}")


def _value(line: Line) -> str:
    return count(line.value) if line.unit == "PS" else f"{line.value:.6g} %"
