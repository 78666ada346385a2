"""What came of the forecasts that were published?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import foresight_options as options
from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.foresight.ledger import Scored
    from migrascope.foresight.panel import Panel


@click.command(name="score")
@click.option(
    "--by",
    type=click.Choice(options.BY),
    help=f"These alone (default: all that were published). {options.WHAT}",
)
@options.LEDGER
@pass_context
def command(context: Context, *, by: str | None, ledger: Path | None) -> None:
    """Put outcomes beside published forecasts, when newer figures have come.

    An outcome is a new line: nothing that stands in the ledger is changed. A later
    edition that revises a figure adds another line; the newest counts below.
    """
    from migrascope.foresight import ledger as book

    path = options.ledger_of(context, ledger)
    panels = _panels(context, path, by)
    today = datetime.now(UTC).date()
    scored = {name: book.score(path, panels[name], today=today) for name in panels}
    count = sum(len(new) for new, _ in scored.values())
    click.echo(f"{count:,} outcomes written into {path}.")
    for name, (_, every) in scored.items():
        if every:
            _table(context, name, panels[name], book.newest(every))
        else:
            click.echo(
                f"{name}: no outcome is known yet. It needs an edition with figures "
                f"after those that the forecasts were made from."
            )


def _panels(context: Context, path: Path, by: str | None) -> dict[str, Panel]:
    """The figures of what was published, or of what is named.

    Raises:
        NoFigures: nothing was published; or the base has no figures of what is named.
    """
    from migrascope.errors import NoFigures
    from migrascope.foresight import ledger as book
    from migrascope.foresight.series.catalogue import SERIES

    if by is not None:
        return {by: SERIES[by].read(context.evidence)}
    wanted = {each.what for each in book.published(path)}
    if not wanted:
        raise NoFigures(
            "The ledger holds no forecast.",
            "`migrascope foresight publish` writes forecasts into it.",
            where=str(path),
        )
    panels = {}
    for name, quantity in SERIES.items():
        if quantity.what in wanted:
            try:
                panels[name] = quantity.read(context.evidence)
            except NoFigures as problem:
                context.say(f"{name}: {problem.what}")
    return panels


def _table(context: Context, name: str, panel: Panel, found: Sequence[Scored]) -> None:
    from migrascope.foresight import ledger as book

    ahead = "years ahead" if panel.season == 1 else "months ahead"
    headers = (ahead, "forecasts", "median error %", "of last value", "80 % held")
    rows = [
        (
            str(each.ahead),
            f"{each.forecasts:,}",
            f"{each.error:.1f}",
            f"{each.naive_error:.1f}",
            f"{100 * each.held / each.forecasts:.0f} %",
        )
        for each in book.tallies(found)
    ]
    click.echo()
    click.echo(f"{name}: published forecasts beside what came")
    printing.table(context, headers, rows, right=headers[1:])
    if late := sum(book.was_late(each.forecast, panel) for each in found):
        click.echo(
            f"Of these {len(found):,} forecasts, {late:,} were published after the end "
            "of the time that they are for: that proves less."
        )
