"""Where may people arrive after a shock?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import foresight_options as options
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.foresight.arrivals.asking import Answer, Question

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="arrivals")
@click.argument("folder", type=FOLDER)
@click.option(
    "--people",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many people flee in all, spread over the days of fighting.",
)
@click.option(
    "--total",
    type=FILE,
    help="CSV of dates and people in all camps; those of the first day are there.",
)
@click.option(
    "--members",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="How many times it is simulated.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The same seed gives the same numbers.",
)
@click.option(
    "--capacities",
    is_flag=True,
    help="Let the free places of camps count; full ones are not chosen.",
)
@click.option(
    "--unreachable",
    multiple=True,
    metavar="NAME",
    help="A place known to have no road: accept it (may be repeated).",
)
@options.form_option(
    "csv", "json", says="How to print it; csv and json hold every day."
)
@click.option(
    "--known-until",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="DATE",
    help="Begin with the registrations in the folder up to this day.",
)
@click.option(
    "--validate",
    is_flag=True,
    help="Compare with the registrations in the folder.",
)
@pass_context
def command(
    context: Context,
    *,
    folder: Path,
    people: int | None,
    total: Path | None,
    members: int,
    seed: int,
    capacities: bool,
    unreachable: tuple[str, ...],
    form: str,
    validate: bool,
    known_until: datetime | None,
) -> None:
    """Simulate where people arrive after a shock, day by day.

    FOLDER holds a network of places and roads: ours, or the files that Flee reads.
    Without --people and --total the total of the registrations in the folder is used.
    """
    from migrascope.cli import foresight_arrivals_printing as printing
    from migrascope.foresight.arrivals import asking

    question: Question = asking.Question(
        folder=folder,
        people=people,
        total=total,
        members=members,
        seed=seed,
        with_capacities=capacities,
        unreachable=unreachable,
        validate=validate,
        known_until=known_until.date() if known_until else None,
    )
    answer: Answer = asking.answer(question)
    if form == "csv":
        printing.as_csv(answer)
    elif form == "json":
        printing.as_json(answer)
    else:
        printing.as_table(context, answer)
