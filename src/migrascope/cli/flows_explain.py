"""Where does an estimated movement come from, step by step?"""

from __future__ import annotations

import dataclasses
import json
import textwrap
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

import click

from migrascope.cli import (
    asking,
    flows_asking,
    flows_failing,
    flows_workings,
    printing,
)
from migrascope.cli.context import Context, pass_context
from migrascope.cli.flows_asking import Asked
from migrascope.cli.flows_words import NOTE, SEXES, WIDTH, count, when
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.flows.explain import Explanation, Stock


@click.command()
@click.argument("origin")
@click.argument("destination")
@click.argument("year", type=int, required=False)
@flows_asking.preparing_options
@click.option(
    "--method",
    "methods",
    multiple=True,
    metavar="CODE",
    help='A method, repeatable (default: "all").',
)
@click.option(
    "--sex", type=click.Choice(flows_asking.SEXES[:-1]), default="_T", help="F, M, _T."
)
@click.option(
    "--birthplaces",
    type=click.IntRange(min=1),
    default=5,
    metavar="N",
    help="Birthplaces of the movers that are listed (5).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    help="How to print it.",
)
@pass_context
def command(
    context: Context,
    *,
    origin: str,
    destination: str,
    year: int | None,
    asked: Asked,
    methods: tuple[str, ...],
    sex: str,
    birthplaces: int,
    form: str,
) -> None:
    """Say what each method made of ORIGIN and DESTINATION from YEAR on.

    YEAR is the year of the first stocks (default: the newest interval). Shows the
    stocks with their cells, births, deaths and population, what the preparation
    changed, and the working of each method, both ways.
    """
    if year is not None and asked.since is not None and year != asked.since:
        raise UsageError(
            f"{year} and --from {asked.since} are two beginnings.", "Name one of them."
        )
    places = _named(origin), _named(destination)
    if places[0] == places[1]:
        raise UsageError(
            f"{asking.area_name(places[0])} is named twice.",
            "Name the area that people left, and the one that they came to.",
        )
    from migrascope.flows import explain

    first = asked.since if year is None else year
    asked = replace(asked, since=first, methods=methods, sex=sex)
    made = flows_asking.estimates(context, asked)
    if len(made.intervals) > 1:
        raise UsageError(
            f"From {first} to {asked.until} there are {len(made.intervals)} intervals.",
            "Explain one of them: leave --to out, or name its own years.",
        )
    found = explain.explain(made, *places, sex=sex, birthplaces=birthplaces)
    if form == "json":
        click.echo(json.dumps(_facts(found), ensure_ascii=False, indent=1))
        return
    _for_people(context, found)


def _named(text: str) -> str:
    """One area; a group has no corridor of its own."""
    from migrascope.model import area

    id_ = asking.origin_named(text)
    found = area.get(id_)
    if found.is_aggregate:
        raise UsageError(
            f"{found.name} is a group, and a corridor joins two areas.",
            f'migrascope areas --members "{id_}" lists its countries; '
            f'migrascope flows --area "{id_}" shows it as a whole.',
        )
    return id_


def _for_people(context: Context, found: Explanation) -> None:

    one, other = (home.area for home in found.homes)
    click.echo(
        f"{asking.area_name(one)} ({one}) and {asking.area_name(other)} ({other}), "
        f"{when(found.interval)}, {SEXES[found.sex]} (persons)"
    )
    _stocks(context, found)
    _homes(context, found)
    _adjustments(context, found)
    heads = [f"{way.origin} to {way.destination}" for way in found.ways]
    rows = [
        [there.method, count(there.persons), count(back.persons)]
        for there, back in zip(
            found.ways[0].workings, found.ways[1].workings, strict=True
        )
    ]
    rows += [[each.method, count(None), count(None)] for each in found.failures]
    click.echo("\nWhat each method made of it")
    printing.table(context, ["method", *heads], rows, right=heads)
    flows_failing.below(found.failures)
    flows_workings.show(context, found)
    click.echo()
    click.echo(textwrap.fill(f"From: {', '.join(found.editions)}", WIDTH))
    click.echo(NOTE)


def _stocks(context: Context, found: Explanation) -> None:
    """The stocks on both days, and below them the cells."""
    rows = [
        [
            f"born in {each.birthplace}, living in {each.residence}",
            f"{each.day.year}",
            printing.number(each.published),
            count(each.persons),
        ]
        for each in found.stocks
    ]
    click.echo("\nThe stocks of each in the other")
    headers = ["", "mid-year", "published", "used"]
    printing.table(context, headers, rows, right=headers[1:])
    for each in found.stocks:
        for place in _places(context, each):
            click.echo(
                f"- {each.birthplace} in {each.residence}, {each.day.year}: {place}"
            )


def _places(context: Context, stock: Stock) -> list[str]:
    """The cells of a stock in words."""
    from migrascope.store.surroundings import place

    found = []
    for cell in stock.cells:
        edition = context.evidence.edition(cell.edition)
        file = edition.files[cell.file].name
        where = place(file, sheet=cell.sheet, row=cell.row, column=cell.column)
        found.append(f"{printing.number(cell.value)}, {where} of {file}")
    return found


def _homes(context: Context, found: Explanation) -> None:
    """Population, births, deaths and net migration of both."""
    first, last = found.interval.start.year, found.interval.end.year
    kinds = {
        f"residents, mid-{first}": "residents_before",
        f"residents, mid-{last}": "residents_after",
        "births": "births",
        "deaths": "deaths",
        "net migration, published": "net_migration",
        "net migration, implied by these": "implied",
    }
    rows = [
        [text, *(count(getattr(home, name)) for home in found.homes)]
        for text, name in kinds.items()
    ]
    heads = [home.area for home in found.homes]
    click.echo("\nThe people of both")
    printing.table(context, ["", *heads], rows, right=heads)


def _adjustments(context: Context, found: Explanation) -> None:
    if not found.adjustments:
        return
    click.echo("\nWhat the preparation changed for these two")
    rows = [
        [
            each.area,
            each.origin or "any",
            str(each.interval if each.day is None else each.day.year),
            count(each.persons, signed=True),
            each.says,
        ]
        for each in found.adjustments
    ]
    headers = ["area", "born in", "when", "persons", "what"]
    printing.table(context, headers, rows, right={"persons"})


def _facts(value: Any) -> Any:
    """An explanation as plain values for JSON."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: _facts(getattr(value, each.name))
            for each in dataclasses.fields(value)
        }
    if isinstance(value, (list, tuple)):
        return [_facts(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
