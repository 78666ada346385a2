"""How did people move between two counts of who lives where?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from migrascope.cli import flows_asking, printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.flows_asking import Asked
from migrascope.cli.flows_group import FlowsGroup
from migrascope.cli.flows_measures import BY
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.cli.flows_showing import View

FORMS = (printing.TABLE, "csv", "json", "parquet", "arrow")
CHARTS = ("chord", "map", "heat", "time")
NO_DOUBT, BY_METHOD, RESAMPLED = "none", "methods", "resampled"


EPILOG = """\b
For example:
  migrascope flows
  migrascope flows --area KEN --from 2015 --to 2020 --sex F
  migrascope flows --area KEN --format csv --output kenya.csv
  migrascope flows --by region --chart chord --output regions.svg
  migrascope flows explain KEN SOM 2015
"""


@click.group(cls=FlowsGroup, invoke_without_command=True, epilog=EPILOG)
@click.option(
    "--area",
    "areas",
    multiple=True,
    metavar="AREA",
    help="A country, region or group; repeatable.",
)
@click.option(
    "--partner", metavar="AREA", help="Only movements between it and the --area."
)
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
    metavar="CODE",
    help='A method, repeatable; the first one leads (default: "all").',
)
@click.option(
    "--sex",
    type=click.Choice(flows_asking.SEXES),
    default="_T",
    help="F, M, _T (both, the default), or all three.",
)
@click.option("--by", type=click.Choice(BY), help="Add areas up to groups.")
@click.option(
    "--top", type=click.IntRange(min=1), default=10, help="Lines of a list (10)."
)
@click.option(
    "--interval",
    "doubt",
    type=click.Choice((NO_DOUBT, BY_METHOD, RESAMPLED)),
    default=BY_METHOD,
    help="Low and high: of the methods (default), or by resampling the stocks.",
)
@click.option(
    "--draws",
    type=int,
    metavar="N",
    help="How often to resample: 40 times at least (200).",
)
@click.option("--chart", type=click.Choice(CHARTS), help="Draw it into --output FILE.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default=None,
    help="How to write it (default: table, or by the ending of the file).",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it (default: to the screen).",
)
@click.option("--store", is_flag=True, help="Keep the estimates as an edition.")
@pass_context
def command(
    context: Context,
    *,
    asked: Asked,
    step: int | None,
    methods: tuple[str, ...],
    sex: str,
    areas: tuple[str, ...],
    partner: str | None,
    by: str | None,
    top: int,
    doubt: str,
    draws: int | None,
    chart: str | None,
    form: str | None,
    output: Path | None,
    store: bool,
) -> None:
    """Estimate movements between all areas from the stocks of migrants.

    Without options: the world between the two newest years with stocks, by six
    methods. --area shows who came and who left. The estimates rest on stocks, births
    and deaths of the evidence base; nobody counted these movements.
    """
    if _is_followed_by_a_command():
        return
    _estimate(
        context,
        replace(asked, step=step, methods=methods, sex=sex),
        Wanted(areas, partner, by, top, doubt, draws, chart, form, output, store=store),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with the estimates, as it was typed."""

    areas: tuple[str, ...]
    partner: str | None
    by: str | None
    top: int
    doubt: str
    draws: int | None
    chart: str | None
    form: str | None
    output: Path | None
    store: bool


def _estimate(context: Context, asked: Asked, wanted: Wanted) -> None:
    """Estimate, then store, draw, write or show."""
    from migrascope.cli import (
        flows_charting,
        flows_failing,
        flows_showing,
        flows_storing,
        storing,
    )
    from migrascope.cli import flows_writing as writing

    drawing = wanted.chart and flows_charting.checked(wanted.output, wanted.form)
    form = printing.TABLE if drawing else writing.form_of(wanted.form, wanted.output)
    view = _view(wanted)
    if wanted.store:
        storing.refuse_starter(context, flows_storing.WORDS)
    made = flows_asking.estimates(context, asked)
    lead = made.front(flows_showing.headline(asked.methods))
    flows_showing.refuse_absent(made, view)
    if wanted.doubt == RESAMPLED:
        made = flows_asking.resampled(
            context, made, lead=lead, asked=asked, draws=wanted.draws
        )
    if wanted.store:
        flows_storing.keep(context, made, asked.seeding(context.evidence))
    if form != printing.TABLE or drawing:
        flows_failing.tell(context, made.failures)
    if drawing:
        flows_charting.draw(
            context, made, str(wanted.chart), output=drawing, view=view, headline=lead
        )
    elif form == printing.TABLE:
        flows_showing.tables(context, made, asked, view, lead=lead)
    else:
        writing.write(
            context,
            flows_showing.rows(made, view, lead=lead),
            form=form,
            output=wanted.output,
            about=flows_showing.about(context, made, asked, view, lead=lead),
        )


def _is_followed_by_a_command() -> bool:
    """Whether a sub-command comes next; it has options of its own.

    Raises:
        UsageError: options of `flows` itself stand before a sub-command.
    """
    here = click.get_current_context()
    if here.invoked_subcommand is None:
        return False
    typed = [
        option.opts[-1]
        for option in here.command.params
        if option.expose_value
        and here.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
    ]
    if typed:
        raise UsageError(
            f"{', '.join(typed)} stands before {here.invoked_subcommand!r} and would "
            "be lost.",
            f"Write it behind: migrascope flows {here.invoked_subcommand} … {typed[0]}",
        )
    return True


def _view(wanted: Wanted) -> View:
    """Which places are looked at.

    Raises:
        UsageError: options that do not go together.
    """
    from migrascope.cli import flows_showing

    if wanted.draws is not None and wanted.doubt != RESAMPLED:
        raise UsageError(
            "--draws says how often to resample.", "Add --interval resampled."
        )
    places = flows_showing.places(wanted.areas)
    if wanted.partner is not None and len(places) != 1:
        raise UsageError(
            "--partner goes with one --area.",
            "For example: migrascope flows --area KEN --partner SOM",
        )
    if wanted.chart and (len(places) > 1 or wanted.partner):
        raise UsageError(
            "A drawing shows the world or one area with all its partners.",
            "Name one --area, and leave --partner out.",
        )
    other = wanted.partner
    view = flows_showing.View(
        places=places,
        partner=flows_showing.partner_of(places[0], other) if other else None,
        by=wanted.by,
        top=wanted.top,
        is_banded=wanted.doubt != NO_DOUBT,
    )
    if wanted.doubt == RESAMPLED and view.has_groups:
        raise UsageError(
            "The resampled interval of a group is not known: an interval of a sum is "
            "no sum of intervals.",
            "Name countries, or compare the methods: --interval methods",
        )
    return view
