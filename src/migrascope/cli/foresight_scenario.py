"""What if migration were other than projected?"""

from __future__ import annotations

import csv
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from migrascope.cli import foresight_options as options
from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.foresight.scenarios.accounting import Account
    from migrascope.foresight.scenarios.model import Scenario
    from migrascope.store.base import Base

COLUMNS = (
    "year",
    "population",
    "medium",
    "difference",
    "net migration",
    "births",
    "deaths",
)
STEP = 5
IMBALANCE = 0.01
"""Share of all net moves above which the world is said not to add up."""


@click.command(name="scenario")
@click.argument("scenario", required=False)
@click.option(
    "--area",
    metavar="AREA",
    help="The country to show (default: those that change most; csv: all).",
)
@options.form_option(
    "csv", says="How to print it; csv holds every year, of all countries or one."
)
@options.AS_OF
@pass_context
def command(
    context: Context,
    *,
    scenario: str | None,
    area: str | None,
    form: str,
    as_of: date | None,
) -> None:
    """Work out a scenario: an "if" on top of the UN projection, never a forecast.

    SCENARIO is a TOML file, or one that comes with the program; without it these are
    listed. What one country loses another gains, unless the file says otherwise.
    """
    from migrascope.foresight.scenarios import accounting, gathering, reading, telling

    if scenario is None:
        for name in reading.examples():
            click.echo(f"{name:22} {reading.load(name).says}")
        return
    asked = reading.load(scenario)
    base = options.evidence(context, as_of)
    _money(base, asked, area, form=form)
    if not _moves(asked):
        return
    medium, editions = gathering.medium(base)
    made = accounting.apply(medium, asked)
    if form == "csv":
        _csv(made, medium, area)
        return
    click.echo(f'Scenario "{asked.title}": {asked.says}')
    click.echo("This is an assumption worked out, not a forecast.")
    for event in telling.events(asked):
        click.echo(f"{event.year}: {event.says}.")
    click.echo()
    if area is None:
        _most_changed(context, made, medium)
    else:
        years = {event.year for event in telling.events(asked)}
        _one(context, made, medium, area, years=years)
    if made.imbalance(medium) > IMBALANCE:
        click.echo(
            "Mind: net migration over the world does not add up in this scenario."
        )
    click.echo(f"Starts from {', '.join(editions)}; bounds: 95 % of the projection.")


def _moves(asked: Scenario) -> bool:
    from migrascope.foresight.scenarios.model import RemittanceCost

    return any(not isinstance(each, RemittanceCost) for each in asked.changes)


def _place(made: Account, area: str) -> tuple[int, str]:
    """Where a country stands in the account, and its name.

    Raises:
        UnknownArea: no such area.
        NoFigures: the projection has no account of it.
    """
    from migrascope.errors import NoFigures
    from migrascope.model import area as areas

    place = areas.find(area)
    if place.id not in made.areas:
        raise NoFigures(
            f"The projection has no account of {place.name}.", "Name a country."
        )
    return made.areas.index(place.id), place.name


def _one(
    context: Context, made: Account, medium: Account, area: str, *, years: set[int]
) -> None:
    """A country: the first year, every fifth, the last, and those named."""
    at, name = _place(made, area)
    shown = years | {made.years[0], made.years[-1]}
    click.echo(f"{name}, persons")
    headers = ("end of", *COLUMNS[1:3], "low", "high", *COLUMNS[3:])
    rows = []
    for row, year in enumerate(made.years):
        if year % STEP and year not in shown:
            continue
        known = medium.population[row, at]
        assert medium.low is not None
        assert medium.high is not None
        figures = (
            made.population[row, at],
            known,
            medium.low[row, at],
            medium.high[row, at],
            made.population[row, at] - known,
            made.net_migration[row, at],
            made.births[row, at],
            made.deaths[row, at],
        )
        rows.append((str(year), *(f"{each:,.0f}" for each in figures)))
    printing.table(context, headers, rows, right=headers[1:])


def _most_changed(context: Context, made: Account, medium: Account) -> None:
    from migrascope.model import area as areas

    year = made.years[-1]
    before = medium.population[len(made.years) - 1]
    change = made.population[-1] - before
    order = sorted(range(len(change)), key=lambda at: -abs(change[at]))[:10]
    click.echo(f"Population at the end of {year}: the ten countries that change most")
    headers = ("country", "population", "medium", "difference", "%")
    rows = [
        (
            areas.name(made.areas[at]),
            f"{made.population[-1, at]:,.0f}",
            f"{before[at]:,.0f}",
            f"{change[at]:+,.0f}",
            f"{100 * change[at] / before[at]:+.1f}",
        )
        for at in order
    ]
    printing.table(context, headers, rows, right=headers[1:])
    click.echo(
        f"The world: {made.population[-1].sum():,.0f}; medium {before.sum():,.0f}."
    )


def _csv(made: Account, medium: Account, area: str | None) -> None:
    only = None if area is None else _place(made, area)[0]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["area", *(name.replace(" ", "_") for name in COLUMNS)])
    for at, key in enumerate(made.areas):
        if only is not None and at != only:
            continue
        for row, year in enumerate(made.years):
            known = medium.population[row, at]
            figures = (
                made.population[row, at],
                known,
                made.population[row, at] - known,
                made.net_migration[row, at],
                made.births[row, at],
                made.deaths[row, at],
            )
            writer.writerow([key, year, *(f"{each:.0f}" for each in figures)])


def _money(base: Base, asked: Scenario, area: str | None, *, form: str) -> None:
    from migrascope.errors import UsageError
    from migrascope.foresight.scenarios import money
    from migrascope.foresight.scenarios.model import RemittanceCost
    from migrascope.model import area as areas

    for change in asked.changes:
        if not isinstance(change, RemittanceCost):
            continue
        if area is None:
            raise UsageError(
                "A scenario of remittance cost is worked out for one country.",
                "Name it: --area KEN",
            )
        if form == "csv":
            raise UsageError(
                "A scenario of remittance cost is a few sentences, and no table.",
                "Leave --format away, or take [[remittance_cost]] out of the file.",
            )
        place = areas.find(area)
        found = money.saving(base, place.id, change)
        click.echo(f'Scenario "{asked.title}": {asked.says}')
        click.echo("This is an assumption worked out, not a forecast.")
        click.echo()
        click.echo(
            f"{place.name} received {found.received:,.0f} US dollars in {found.year}; "
            f"sending cost {found.cost:.1f} % on average in {found.cost_year}."
        )
        click.echo(
            f"At {found.target:g} %, families would have {found.yearly:,.0f} US "
            f"dollars more a year from {change.year} on, if as much is sent."
        )
        click.echo(f"From {', '.join(found.editions)}.")
