"""How are forecasts locked before their outcome is known?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from migrascope.cli.context import Context, pass_context
from migrascope.cli.foresight_area import YEARLY

LEDGER = click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The ledger (default: foresight/ledger.jsonl beside the evidence base).",
)


def ledger_of(context: Context, named: Path | None) -> Path:
    """The ledger that was named, or the one of the base."""
    return named or context.base_folder / "foresight" / "ledger.jsonl"


@click.command(name="publish")
@click.argument("areas", nargs=-1)
@click.option(
    "--by",
    type=click.Choice(YEARLY),
    default="origin",
    show_default=True,
    help="Displaced people or asylum applications, by origin or asylum; remittances.",
)
@click.option(
    "--horizon",
    type=click.IntRange(1, 5),
    default=3,
    show_default=True,
    help="How many years ahead.",
)
@LEDGER
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

    Without AREAS, every country that ever had 5,000 people. Each is written once for
    each edition of the figures, with model, program and day; no line is ever changed.
    Note the hash that is printed, or publish it: it proves later that no line is gone.
    """
    from migrascope.foresight import asking, chain, wording
    from migrascope.foresight import ledger as book

    path = ledger_of(context, ledger)
    with context.progress("forecasting") as advance:
        panel, made = asking.forecasts(
            context.evidence,
            areas,
            by=by,
            horizon=horizon,
            cache=context.forecasts,
            advance=advance,
        )
    today = datetime.now(UTC).date()
    written = book.publish(path, panel, made, today=today)
    proof = chain.verify(path)
    kept = len(made) * horizon - len(written)
    click.echo(
        f"{len(written):,} forecasts of {len({each.key for each in written}):,} areas "
        f"written, {wording.ahead(panel, horizon)}."
        + (f" {kept:,} stood there already." if kept else "")
    )
    click.echo(f"{path}: {proof.lines:,} lines, hash {proof.head}")
