"""How are forecasts locked before their outcome is known?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from migrascope.cli import foresight_options as options
from migrascope.cli.context import Context, pass_context


@click.command(name="publish")
@click.argument("areas", nargs=-1)
@options.BY_OPTION
@options.HORIZON
@options.LEDGER
@pass_context
def command(
    context: Context,
    *,
    areas: tuple[str, ...],
    by: str,
    horizon: int,
    ledger: Path | None,
) -> None:
    """Write forecasts into the ledger, before anybody knows the outcome.

    AREAS are countries, routes, or corridors such as "SSD>UGA" (a country means all of
    its corridors). Without them, every series that was ever large: 5,000 people, 100
    million US dollars, 1,000 arrivals in a month. Each is written once for each edition
    of the figures, with model, program and day; no line is ever changed. Note the hash
    that is printed, or publish it: it proves later that no line is gone.
    """
    from migrascope.foresight import chain, everywhere, wording
    from migrascope.foresight import ledger as book

    path = options.ledger_of(context, ledger)
    with context.progress(options.TRYING) as advance:
        every = everywhere.everywhere(
            context.evidence,
            by=by,
            horizon=horizon,
            cache=context.forecasts,
            advance=advance,
        )
    made = everywhere.chosen(every, areas)
    written = book.publish(
        path,
        every.panel,
        made,
        today=datetime.now(UTC).date(),
        figures=every.figures,
    )
    proof = chain.verify(path)
    kept = len(made) * horizon - len(written)
    click.echo(
        f"{len(written):,} forecasts of {len({each.key for each in written}):,} series "
        f"written, {wording.ahead(every.panel, horizon)}."
        + (f" {kept:,} stood there already." if kept else "")
    )
    if late := sum(each.late for each in written):
        click.echo(
            f"Mind: {late:,} of them are for times that are over; their lines are "
            "marked as late, and `foresight score` counts them. Newer figures: "
            "migrascope fetch.",
            err=True,
        )
    click.echo(f"{path}: {proof.lines:,} lines, hash {proof.head}")
