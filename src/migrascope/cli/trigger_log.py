"""What did the triggers say, and has anybody changed that?"""

from __future__ import annotations

from pathlib import Path

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.trigger_asking import LOG, log_of

HEADERS = ("line", "written", "framework", "day", "state", "released", "hash")


@click.command(name="log")
@click.option("--verify", is_flag=True, help="Prove that no line was changed.")
@click.option(
    "--hash",
    "head",
    metavar="HASH",
    help="A hash that was noted before; it must be one of the log's.",
)
@LOG
@pass_context
def command(
    context: Context, *, verify: bool, head: str | None, log: Path | None
) -> None:
    """List every evaluation, or prove with --verify that none was changed.

    Ends with 4 at the first bad line. Lines that are gone from the end are found only
    with a hash that was noted before.
    """
    from migrascope.foresight import chain
    from migrascope.foresight.frameworks import record

    path = log_of(context, log)
    if not verify and head is None:
        rows = [
            (
                str(each.line),
                each.made,
                each.title,
                each.day,
                each.state,
                f"{each.released:,.0f} {each.currency}" if each.released else "",
                each.hash[:12],
            )
            for each in record.entries(path)
        ]
        printing.table(context, HEADERS, rows, right=("line", "released"))
        return
    record.insist(path)
    proof = chain.verify(path, head=head)
    click.echo(f"{path}: {proof.lines:,} lines, none changed. Hash {proof.head}")
    if head is not None:
        click.echo("The noted hash is one of its lines: nothing up to it is gone.")
    if proof.unfinished:
        click.echo(
            "Behind them stands a line that was not finished when the machine stopped; "
            "it counts for nothing, and the next writing takes it off."
        )
