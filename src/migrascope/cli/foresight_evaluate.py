"""How good were forecasts, had they been made in the past?"""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.foresight.forecasting import Record

SHOWN = (
    ("mase", "MASE"),
    ("median_ape", "median error %"),
    ("within_10", "within 10 %"),
    ("within_20", "within 20 %"),
    ("crps", "CRPS"),
    ("cover_80", "80 % holds"),
    ("cover_95", "95 % holds"),
    ("winkler_80", "Winkler 80"),
)


@click.command(name="evaluate")
@click.option(
    "--by",
    type=click.Choice(("origin", "asylum")),
    default="origin",
    show_default=True,
    help="Displaced people by origin, or refugees and asylum seekers by asylum.",
)
@click.option(
    "--origins",
    type=click.IntRange(3, 30),
    default=10,
    show_default=True,
    help="How many past years forecasts are made in.",
)
@click.option(
    "--horizon",
    "horizons",
    type=click.IntRange(1, 5),
    multiple=True,
    default=(1, 3),
    show_default=True,
    help="Years ahead; may be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    help="How to print it.",
)
@pass_context
def command(
    context: Context, *, by: str, origins: int, horizons: tuple[int, ...], form: str
) -> None:
    """Score every model at past origins, beside the last value.

    At each origin only what was known then is used. A model is better when its gain
    over the last value is unlikely to be luck (Wilcoxon's test over series).
    """
    from migrascope.foresight.asking import SERIES
    from migrascope.foresight.forecasting import records

    read, _ = SERIES[by]
    with context.progress("trying models at past origins") as advance:
        found = records(
            read(context.evidence),
            horizons=tuple(sorted(set(horizons))),
            origins=origins,
            advance=advance,
        )
    if form == "json":
        click.echo(json.dumps([asdict(each) for each in found], indent=2))
    elif form == "csv":
        _csv(found)
    else:
        for record in found:
            _table(context, record)


def _table(context: Context, record: Record) -> None:
    years = "year" if record.horizon == 1 else "years"
    count = next(iter(record.scores.values())).forecasts
    first, last = record.origins
    click.echo(
        f"{record.horizon} {years} ahead, {count:,} forecasts made at the ends of "
        f"{first} to {last}"
    )
    headers = ("model", *(header for _, header in SHOWN), "gain %", "luck?")
    rows = []
    for name, scores in sorted(record.scores.items(), key=lambda each: each[1].crps):
        beside = record.against_naive.get(name)
        gain = ("..", "..") if beside is None else _beside(beside.gain, beside.chance)
        figures = (f"{getattr(scores, field):.2f}" for field, _ in SHOWN)
        rows.append((name, *figures, *gain))
    printing.table(context, headers, rows, right=headers[1:])
    if record.nothing_beats_naive:
        click.echo("No model beats the last value beyond luck: the last value speaks.")
    else:
        click.echo(f"Speaks: {record.best}.")
    click.echo()


def _beside(gain: float, chance: float) -> tuple[str, str]:
    return f"{100 * gain:.1f}", "< 0.001" if chance < 0.001 else f"{chance:.3f}"


def _csv(found: tuple[Record, ...]) -> None:
    from migrascope.foresight.scores import Scores

    names = [field.name for field in fields(Scores)]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["horizon", "first_origin", "last_origin", "model", *names])
    for record in found:
        for name, scores in record.scores.items():
            values = [f"{getattr(scores, field):.6g}" for field in names]
            writer.writerow([record.horizon, *record.origins, name, *values])
