"""Where may the people of a country be, in forecasts that add up?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import foresight_options as options
from migrascope.cli import printing
from migrascope.cli.context import Context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.foresight.parts import PartRow, Parts
    from migrascope.store.base import Base

MOST = 15
"""Corridors that are listed; the others are added up."""


def show(
    context: Context,
    base: Base,
    area: str,
    horizon: int,
    *,
    form: str,
    draw: Path | None,
) -> None:
    """Print the corridors of a country, or the countries of the world, and their sum.

    Raises:
        UsageError: a form or a drawing that a list cannot have.
    """
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
    with context.progress(options.TRYING) as advance:
        found = parts_of(
            base,
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
