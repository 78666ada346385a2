"""What may come for one area?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import foresight_options as options
from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.parted import NamelessCommand
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.foresight.asking import Answer


@click.command(cls=NamelessCommand)
@click.argument("area")
@options.BY_OPTION
@click.option(
    "--to",
    metavar="AREA",
    help="With --by corridor: this one alone (default: all, so that they add up).",
)
@options.HORIZON
@options.form_option(
    *("csv", "json", "observations", "sdmx"),
    says="How to print it; observations and sdmx hold the median and 95 % bounds.",
)
@click.option(
    "--draw",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw a fan chart: .svg or .png.",
)
@click.option(
    "--store",
    is_flag=True,
    help="Keep the forecasts of all areas as an edition of the evidence base.",
)
@options.AS_OF
@pass_context
def command(
    context: Context,
    *,
    area: str,
    by: str,
    to: str | None,
    horizon: int,
    form: str,
    draw: Path | None,
    store: bool,
    as_of: date | None,
) -> None:
    """Forecast how many people are displaced, with intervals and the scores beside.

    The model that speaks has beaten the last value at past origins; if none has, the
    last value is shown, and the text says so. Forecasts are no plans: they carry on
    what was counted, and know nothing of a war that has not begun.
    """
    from migrascope.cli import foresight_parts
    from migrascope.foresight import asking

    if to is not None and by != "corridor":
        raise UsageError("--to names the end of a corridor.", "Add --by corridor.")
    if store:
        _refuse_to_store(context, as_of)
    base = options.evidence(context, as_of)
    if by == "corridor" and to is None:
        foresight_parts.show(context, base, area, horizon, form=form, draw=draw)
        if store:
            _store(context, by, horizon)
        return
    with context.progress(options.TRYING) as advance:
        answer = asking.ask(
            base,
            area,
            by=by,
            to=to,
            horizon=horizon,
            cache=context.forecasts,
            advance=advance,
        )
    if draw is not None:
        from migrascope.review.prospects import fan

        fan.draw(answer, draw)
        context.say(f"Drawn: {draw}")
    if form == "table":
        _print(context, answer)
        _published(context, answer, as_of)
    else:
        _export(answer, form, as_of)
    if store:
        _store(context, by, horizon)


def _refuse_to_store(context: Context, as_of: date | None) -> None:
    """Refuse what would be a forecast with hindsight, or without its figures."""
    from migrascope.cli import foresight_storing, storing

    if as_of is not None:
        raise UsageError(
            "What is stored is a forecast of today, not of an earlier day.",
            "Leave --store or --as-of away.",
        )
    storing.refuse_starter(context, foresight_storing.WORDS)


def _store(context: Context, by: str, horizon: int) -> None:
    """Keep the forecasts of all areas, whichever is shown."""
    from migrascope.cli import foresight_storing
    from migrascope.foresight.everywhere import everywhere

    with context.progress(options.TRYING) as advance:
        made = everywhere(
            context.base,
            by=by,
            horizon=horizon,
            cache=context.forecasts,
            advance=advance,
        )
    foresight_storing.keep(context, made)


def _export(answer: Answer, form: str, as_of: date | None) -> None:
    from datetime import UTC, datetime

    from migrascope.foresight import export

    if form == "json":
        click.echo(answer.json())
    elif form == "csv":
        click.echo(answer.csv(), nl=False)
    elif form == "sdmx":
        click.echo(export.sdmx(answer), nl=False)
    else:
        today = as_of or datetime.now(UTC).date()
        click.echo(export.observations(answer, today=today), nl=False)


def _print(context: Context, answer: Answer) -> None:
    click.echo(answer.sentence)
    click.echo()
    manner = answer.manner
    first = "end of" if manner.is_stock else manner.heading or "in"
    headers = (first, "expected", "80 % from", "to", "95 % from", "to ")
    rows = [
        (manner.time(row.time), *(manner.cell(each) for each in row.shown))
        for row in answer.rows
    ]
    printing.table(context, headers, rows, right=headers[1:])
    click.echo()
    for line in answer.earned:
        click.echo(line)
    for caveat in answer.caveats:
        click.echo(f"Mind: {caveat}")
    click.echo(f"Made from {', '.join(answer.editions)}.")


def _published(context: Context, answer: Answer, as_of: date | None) -> None:
    """Forecasts of the ledger for the area, beside what came if that is known."""
    from migrascope.foresight import ledger
    from migrascope.foresight.quantiles import INTERVALS, MEDIAN

    path = options.ledger_of(context, None)
    if not path.is_file():
        return
    kept = ledger.of_series(path, answer.what, answer.area, as_of=as_of)
    if not kept:
        return
    click.echo()
    manner = answer.manner
    expected = f"expected, {manner.heading}" if manner.heading else "expected"
    headers = ("published", "for", expected, "80 % from", "to", "what came")
    rows = [
        (
            each.made,
            manner.time(each.time),
            *(manner.cell(each.quantiles[at]) for at in (MEDIAN, *INTERVALS[80])),
            ".." if outcome is None else manner.cell(outcome),
        )
        for each, outcome in kept
    ]
    printing.table(context, headers, rows, right=headers[2:])
