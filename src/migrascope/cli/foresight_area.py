"""What may come for one area?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.parted import NamelessCommand
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.foresight.asking import Answer
    from migrascope.foresight.parts import PartRow, Parts


YEARLY = ("origin", "asylum", "applications", "applications-asylum", "remittances")
BY = (*YEARLY, "corridor", "route")
BY_OPTION = click.option(
    "--by",
    type=click.Choice(BY),
    default="origin",
    show_default=True,
    help="Displaced people by origin, asylum or corridor; asylum applications by "
    "origin or asylum; remittances received; monthly arrivals by route.",
)
MOST = 15
"""Corridors that are listed; the others are added up."""


@click.command(cls=NamelessCommand)
@click.argument("area")
@BY_OPTION
@click.option(
    "--to",
    metavar="AREA",
    help="With --by corridor: this one alone (default: all, so that they add up).",
)
@click.option(
    "--horizon",
    type=click.IntRange(1, 5),
    default=3,
    show_default=True,
    help="How many years ahead, or months.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json", "observations", "sdmx")),
    default="table",
    help="How to print it; observations and sdmx hold the median and 95 % bounds.",
)
@click.option(
    "--draw",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw a fan chart: .svg or .png.",
)
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
) -> None:
    """Forecast how many people are displaced, with intervals and the scores beside.

    The model that speaks has beaten the last value at past origins; if none has, the
    last value is shown, and the text says so. Forecasts are no plans: they carry on
    what was counted, and know nothing of a war that has not begun.
    """
    from migrascope.foresight import asking

    if by == "corridor" and to is None:
        _parts(context, area, horizon, form, draw)
        return
    if to is not None and by != "corridor":
        raise UsageError("--to names the end of a corridor.", "Add --by corridor.")
    with context.progress("trying models at past origins") as advance:
        answer = asking.ask(
            context.evidence,
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
        _published(context, answer)
    else:
        _export(answer, form)


def _export(answer: Answer, form: str) -> None:
    from datetime import UTC, datetime

    from migrascope.foresight import export

    if form == "json":
        click.echo(answer.json())
    elif form == "csv":
        click.echo(answer.csv(), nl=False)
    elif form == "sdmx":
        click.echo(export.sdmx(answer), nl=False)
    else:
        today = datetime.now(UTC).date()
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


def _published(context: Context, answer: Answer) -> None:
    """Forecasts of the ledger for the area, beside what came if that is known."""
    from migrascope.cli.foresight_publish import ledger_of
    from migrascope.foresight import ledger
    from migrascope.foresight.quantiles import INTERVALS, MEDIAN

    path = ledger_of(context, None)
    if not path.is_file():
        return
    kept = ledger.of_series(path, answer.what, answer.area)
    if not kept:
        return
    click.echo()
    headers = ("published", "for", "expected", "80 % from", "to", "what came")
    manner = answer.manner
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


def _parts(
    context: Context, area: str, horizon: int, form: str, draw: Path | None
) -> None:
    """The corridors of a country, or the countries of the world, and their sum."""
    from migrascope.foresight.parts import parts_of

    if form in {"observations", "sdmx"}:
        raise UsageError(
            "A list of corridors is printed as table, csv or json.",
            "Name one corridor: --to AREA.",
        )
    if draw is not None:
        raise UsageError(
            "A list of corridors cannot be drawn.", "Name one of them: --to AREA."
        )
    with context.progress("trying models at past origins") as advance:
        found = parts_of(
            context.evidence,
            area,
            horizon=horizon,
            cache=context.forecasts,
            advance=advance,
        )
    if form == "csv":
        click.echo(found.csv(), nl=False)
    elif form == "json":
        click.echo(found.json())
    else:
        _print_parts(context, found)


def _print_parts(context: Context, found: Parts) -> None:
    from migrascope.foresight.wording import rounded

    click.echo(f"Forcibly displaced people, {found.name}: forecasts that add up")
    click.echo()
    headers = (
        "end of",
        str(found.origin),
        *(str(time) for time in found.times),
        f"80 %, {found.times[0]}, from",
        "to",
    )
    shown = (*found.parts[:MOST], found.whole)
    rows = [
        (
            each.name,
            *(f"{rounded(value):,}" for value in (each.last, *each.medians())),
            *(f"{rounded(value):,}" for value in each.interval()),
        )
        for each in shown
    ]
    hidden = found.parts[MOST:]
    if hidden:
        sums = [sum(values) for values in zip(*map(_figures, hidden), strict=True)]
        told = (f"{rounded(value):,}" for value in sums)
        rows.insert(-1, (f"{len(hidden)} others", *told, "..", ".."))
    printing.table(context, headers, rows, right=headers[1:])
    click.echo()
    click.echo(
        "Corridors, origins and the world are forecast apart, then moved until their "
        "medians add up."
    )
    click.echo(f"Made from {', '.join(found.editions)}.")


def _figures(part: PartRow) -> tuple[float, ...]:
    return part.last, *part.medians()
