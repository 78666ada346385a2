"""What may come for one area?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.parted import NamelessCommand

if TYPE_CHECKING:
    from migrascope.foresight.asking import Answer


@click.command(cls=NamelessCommand)
@click.argument("area")
@click.option(
    "--by",
    type=click.Choice(("origin", "asylum")),
    default="origin",
    show_default=True,
    help="People who came from the area (or are displaced in it), or who came to it.",
)
@click.option(
    "--horizon",
    type=click.IntRange(1, 5),
    default=3,
    show_default=True,
    help="How many years ahead.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    help="How to print it.",
)
@click.option(
    "--draw",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw a fan chart: .svg or .png.",
)
@pass_context
def command(
    context: Context, *, area: str, by: str, horizon: int, form: str, draw: Path | None
) -> None:
    """Forecast how many people are displaced, with intervals and the scores beside.

    The model that speaks has beaten the last value at past origins; if none has, the
    last value is shown, and the text says so. Forecasts are no plans: they carry on
    what was counted, and know nothing of a war that has not begun.
    """
    from migrascope.foresight import asking

    with context.progress("trying models at past origins") as advance:
        answer = asking.ask(
            context.evidence,
            area,
            by=by,
            horizon=horizon,
            cache=context.forecasts,
            advance=advance,
        )
    if draw is not None:
        from migrascope.review.prospects import fan

        fan.draw(answer, draw)
        context.say(f"Drawn: {draw}")
    if form == "csv":
        click.echo(answer.csv(), nl=False)
    elif form == "json":
        click.echo(answer.json())
    else:
        _print(context, answer)


def _print(context: Context, answer: Answer) -> None:
    click.echo(answer.sentence)
    click.echo()
    headers = ("end of", "expected", "80 % from", "to", "95 % from", "to ")
    rows = [
        (str(row.time), *(f"{each:,}" for each in row.rounded)) for row in answer.rows
    ]
    printing.table(context, headers, rows, right=headers[1:])
    click.echo()
    for line in answer.earned:
        click.echo(line)
    for caveat in answer.caveats:
        click.echo(f"Mind: {caveat}")
    click.echo(f"Made from {', '.join(answer.editions)}.")
