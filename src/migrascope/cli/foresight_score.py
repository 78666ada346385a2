"""What came of the forecasts that were published?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.foresight_area import YEARLY
from migrascope.cli.foresight_publish import LEDGER, ledger_of

if TYPE_CHECKING:
    from migrascope.foresight.ledger import Scored


@click.command(name="score")
@click.option(
    "--by",
    type=click.Choice(YEARLY),
    default="origin",
    show_default=True,
    help="Which forecasts: of displaced people, asylum applications or remittances.",
)
@LEDGER
@pass_context
def command(context: Context, *, by: str, ledger: Path | None) -> None:
    """Put outcomes beside published forecasts, when newer figures have come.

    An outcome is a new line: nothing that stands in the ledger is changed. A later
    edition that revises a figure adds another line; the newest counts below.
    """
    from migrascope.foresight import ledger as book
    from migrascope.foresight.series.catalogue import SERIES

    path = ledger_of(context, ledger)
    panel = SERIES[by].read(context.evidence)
    new, every = book.score(path, panel, today=datetime.now(UTC).date())
    click.echo(f"{len(new):,} outcomes written into {path}.")
    if not every:
        click.echo(
            "No outcome is known yet: a newer edition of the figures is needed "
            "(migrascope fetch unhcr)."
        )
        return
    _table(context, book.newest(every))


def _table(context: Context, found: Sequence[Scored]) -> None:
    import statistics

    headers = (
        "years ahead",
        "forecasts",
        "median error %",
        "of last value",
        "80 % held",
    )
    rows = []
    for step in sorted({each.forecast.time - each.forecast.origin for each in found}):
        here = [
            each for each in found if each.forecast.time - each.forecast.origin == step
        ]
        rows.append(
            (
                str(step),
                f"{len(here):,}",
                f"{100 * statistics.median(each.error for each in here):.1f}",
                f"{100 * statistics.median(each.naive_error for each in here):.1f}",
                f"{100 * statistics.mean(each.inside(80) for each in here):.0f} %",
            )
        )
    printing.table(context, headers, rows, right=headers[1:])
