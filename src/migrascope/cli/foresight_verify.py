"""Has anybody changed what was forecast?"""

from __future__ import annotations

from pathlib import Path

import click

from migrascope.cli import foresight_options as options
from migrascope.cli.context import Context, pass_context


@click.command(name="verify")
@click.option(
    "--hash",
    "head",
    metavar="HASH",
    help="A hash that was noted when forecasts were published.",
)
@options.LEDGER
@pass_context
def command(context: Context, *, head: str | None, ledger: Path | None) -> None:
    """Prove that no line of the ledger was changed, moved or taken out.

    Ends with 4 at the first bad line. Lines that are gone from the end are found only
    with a hash that was noted before.
    """
    from migrascope.foresight import chain

    path = options.ledger_of(context, ledger)
    proof = chain.verify(path, head=head)
    click.echo(f"{path}: {proof.lines:,} lines, none changed. Hash {proof.head}")
    if head is not None:
        click.echo("The noted hash is one of its lines: nothing up to it is gone.")
    else:
        click.echo(
            "Whether lines are gone from the end, only a noted hash tells: --hash."
        )
    if proof.unfinished:
        click.echo(
            "Behind them stands a line that was not finished when the machine stopped; "
            "it counts for nothing, and the next writing takes it off."
        )
