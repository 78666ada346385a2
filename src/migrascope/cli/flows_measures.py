"""`migrascope flows measures`: what demographers derive from tables of movements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from migrascope.cli import flows_asking, flows_failing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.flows_asking import Asked
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.cli.flows_measures_sheet import Column, Sheet
    from migrascope.cli.flows_tables import Place
    from migrascope.flows.estimates import Estimates
    from migrascope.flows.table import FlowTable

BY = (
    "region",
    "sub_region",
    "intermediate_region",
    "sdg_region",
    "income",
    "ldc",
    "lldc",
    "sids",
)
HEADLINE = "da_pb_closed"
"""As in flows.side_by_side, which is too heavy to load for --help."""


@click.command()
@flows_asking.preparing_options
@click.option(
    "--step",
    type=click.IntRange(min=1),
    metavar="YEARS",
    help="Length of an interval (default: from one year with stocks to the next).",
)
@click.option(
    "--method",
    "methods",
    multiple=True,
    default=(HEADLINE,),
    show_default=True,
    metavar="CODE",
    help='A method, repeatable, or "all".',
)
@click.option(
    "--sex",
    type=click.Choice(("F", "M", "_T")),
    default="_T",
    show_default=True,
    help="F, M or _T (both).",
)
@click.option("--area", metavar="AREA", help="Measure one country, region or group.")
@click.option(
    "--by", type=click.Choice(BY), help="Add areas up to groups, and measure these."
)
@click.option(
    "--top",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    metavar="N",
    help="How many of the largest corridors to list.",
)
@click.option("--list", "listed", is_flag=True, help="Say what each measure means.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    show_default=True,
    help="How to print.",
)
@pass_context
def command(
    context: Context,
    *,
    asked: Asked,
    step: int | None,
    methods: tuple[str, ...],
    sex: str,
    area: str | None,
    by: str | None,
    top: int,
    listed: bool,
    form: str,
) -> None:
    """Measure estimated movements: rates, effectiveness, concentration, distance.

    Without options: all movements of the newest interval by one method. --area
    measures one area among the others; a region or group counts as one area, and
    movements inside it are told apart. Several methods or intervals stand side by
    side. A measure that has no value here says why.
    """
    from migrascope.cli import flows_measures_printing as printing
    from migrascope.cli import flows_measures_writing as writing

    if listed:
        writing.listing(context, form)
        return
    if area is not None and by is not None:
        raise UsageError(
            "--area measures one area, --by all groups.",
            'Leave one of them out; a group is an area too: --area "Eastern Africa".',
        )
    asked = replace(asked, step=step, methods=methods, sex=sex)
    place = None if area is None else _place(area)
    made = flows_asking.estimates(context, asked)
    sheet = _sheet(context, made, place, by)
    if form == "csv":
        flows_failing.tell(context, made.failures)
        writing.as_csv(sheet)
    elif form == "json":
        writing.as_json(sheet, top=top)
    else:
        printing.show(context, sheet, top=top)


def _place(text: str) -> Place:
    """The area that was meant.

    Raises:
        UnknownArea: none; the nearest three are named.
    """
    from migrascope.cli import flows_showing

    return flows_showing.place(text)


def _sheet(
    context: Context, made: Estimates, place: Place | None, by: str | None
) -> Sheet:
    """One column for each method and interval, and what stands around them."""
    from migrascope.cli.flows_measures_sheet import Sheet

    columns = tuple(_column(context, made, table, place, by) for table in made.tables)
    return Sheet(columns, place, by, made.editions, made.failures)


def _column(
    context: Context,
    made: Estimates,
    table: FlowTable,
    place: Place | None,
    by: str | None,
) -> Column:
    """What one table says about the world, a place, or every group."""
    from migrascope.cli.flows_measures_sheet import Column
    from migrascope.flows.measures import distances, lumping, profile

    account = made.account(table.sex, table.interval)
    if by is not None:
        groups = lumping.grouping(by, table.areas)
        grouped = profile.grouped(table, account, groups)
        inside = dict(zip(groups.names, grouped.within.tolist(), strict=True))
        return Column(table, grouped.movements, groups.names, inside)
    members = _members(place, table)
    if place is not None and len(members) != 1:  # a region or group
        grouped = profile.as_one(table, account, place.id, members=members)
        inside = {place.id: float(grouped.within.sum())}
        return Column(table, grouped.movements, (place.id,), inside)
    km = distances.distances(context.evidence, table.areas)
    movements = profile.gather(table, account, distances=km)
    return Column(table, movements, members, {})


def _members(place: Place | None, table: FlowTable) -> tuple[str, ...]:
    """The areas of a table that belong to a place; none for the world.

    Raises:
        UsageError: the table holds none of them.
    """
    if place is None:
        return ()
    members = tuple(each for each in place.members if each in table.areas)
    if not members:
        raise UsageError(
            f"The estimates of {table.interval} do not hold {place.name}.",
            "They hold the areas that have stocks and a population at both ends.",
        )
    return members
