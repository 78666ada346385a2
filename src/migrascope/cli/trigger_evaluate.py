"""Is it time to act?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.trigger_asking import DATA, FORM, FRAMEWORK, LOG, log_of, read

if TYPE_CHECKING:
    from migrascope.foresight.frameworks.model import Framework
    from migrascope.foresight.frameworks.standing import Standing

_EPOCH = date(1970, 1, 1)


@click.command(name="evaluate")
@FRAMEWORK
@DATA
@click.option(
    "--on",
    "day",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="DATE",
    help="The day to speak of (default: today); later figures are not looked at.",
)
@LOG
@FORM
@pass_context
def command(
    context: Context,
    *,
    framework: Path,
    data: tuple[Path, ...],
    day: datetime | None,
    log: Path | None,
    form: str,
) -> None:
    """Say the state of FRAMEWORK on a day: which stage, which figures, who acts now.

    Figures come from the files and from the evidence base, as the framework says.
    Every evaluation is written into the log first, then shown.
    """
    from migrascope.foresight.frameworks import record, standing

    now = datetime.now(UTC)
    asked = (day or now).date()
    agreed, series = read(context, framework, data)
    with agreed.at_fault():
        found = standing.stand(agreed.framework, series, (asked - _EPOCH).days)
    kept = record.keep(log_of(context, log), agreed, found, series, now=now)
    if form == "json":
        _json(found)
    else:
        _tell(context, agreed.framework, found)
    context.say(f"Kept as line {kept.line} of the log, hash {kept.hash}")


def _tell(context: Context, framework: Framework, found: Standing) -> None:
    from migrascope.foresight.frameworks import wording

    click.echo(f"{framework.title}, {found.day}")
    click.echo(wording.headline(framework, found))
    click.echo()
    rows = wording.conditions(found)
    printing.table(
        context, wording.CONDITIONS, rows, right=("figure", "threshold", "short by")
    )
    for line in wording.lasting(found):
        click.echo(line)
    days = "day" if found.age == 1 else "days"
    click.echo(
        f"The newest figures were known on {found.newest}, {found.age} {days} before."
    )
    click.echo()
    for line in wording.releases(framework, found):
        click.echo(line)
    if found.actions:
        printing.table(
            context,
            wording.ACTIONS,
            wording.actions(framework, found),
            right=("within days", "people", "cost"),
        )
    for line in found.missing:
        click.echo(f"Mind: {line}")


def _json(found: Standing) -> None:
    import json

    import msgspec

    click.echo(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=2))
