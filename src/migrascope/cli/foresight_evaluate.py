"""How good were forecasts, had they been made in the past?"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, astuple, fields
from datetime import date
from typing import TYPE_CHECKING

import click

from migrascope.cli import foresight_options as options
from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.foresight.evaluating import Trial
    from migrascope.foresight.forecasting import Record
    from migrascope.foresight.models.model import Model
    from migrascope.foresight.panel import Panel

SHOWN = (
    ("mase", "MASE"),
    ("median_ape", "median error %"),
    ("within_10", "within 10 %"),
    ("within_20", "within 20 %"),
    ("crps", "CRPS"),
    ("cover_80", "80 % holds"),
    ("cover_95", "95 % holds"),
    ("width_80", "80 % width"),
    ("winkler_80", "Winkler 80"),
)


@click.command(name="evaluate")
@options.BY_OPTION
@click.option(
    "--origins",
    type=click.IntRange(3, 30),
    default=None,
    help="How many past times forecasts are made at (10; fewer or more for some).",
)
@click.option(
    "--horizon",
    "horizons",
    type=click.IntRange(1, 5),
    multiple=True,
    default=(1, 3),
    show_default=True,
    help="Years or months ahead; may be repeated.",
)
@click.option(
    "--detail",
    type=click.Choice(("size", "region", "year")),
    help="Scores apart by size of the series, by region, or by year.",
)
@click.option(
    "--boosting",
    is_flag=True,
    help="Try boosted trees too, on all drivers that the base holds: slow; needs the "
    "extra boosting.",
)
@click.option(
    "--drivers",
    is_flag=True,
    help="Try the regression on all drivers that the base holds too: population, "
    "economy, neighbours, deaths in conflict, displacement by conflict and disasters.",
)
@options.form_option("csv", "json")
@options.AS_OF
@pass_context
def command(
    context: Context,
    *,
    by: str,
    origins: int | None,
    horizons: tuple[int, ...],
    detail: str | None,
    boosting: bool,
    drivers: bool,
    form: str,
    as_of: date | None,
) -> None:
    """Score every model at past origins, beside the last value.

    At each origin only what was known then is used. A model is better when its gain
    over the last value is unlikely to be luck (Wilcoxon's test over series).
    """
    from migrascope.foresight.forecasting import record_of, trials
    from migrascope.foresight.series.catalogue import SERIES

    quantity = SERIES[by]
    base = options.evidence(context, as_of)
    panel = quantity.read(base)
    is_of_countries = quantity.keys_are in {"origin", "area"}
    if drivers and not is_of_countries:
        raise UsageError(
            f"Drivers are of countries, and --by {by} is not.",
            "Leave --drivers out, or ask for countries, such as --by origin.",
        )
    beside: list[Model] = []
    if boosting:
        from migrascope.foresight.models import registry

        beside.append(registry.boosting())
    if drivers:
        from migrascope.foresight.models import regression

        beside.append(regression.DRIVEN)
    if beside and is_of_countries:
        from migrascope.foresight.series.drivers import with_drivers

        panel = with_drivers(base, panel)
    with context.progress(options.TRYING) as advance:
        made = trials(
            panel,
            horizons=tuple(sorted(set(horizons))),
            origins=origins or quantity.origins,
            beside=beside,
            advance=advance,
        )
    found = record_of(panel, made)
    if detail is not None:
        _apart(context, found, made, panel, detail, form)
        return
    if form == "json":
        click.echo(json.dumps([asdict(each) for each in found], indent=2))
    elif form == "csv":
        _csv(found)
    else:
        for record in found:
            _table(context, record, panel.season)


def _apart(
    context: Context,
    found: Sequence[Record],
    made: Sequence[Trial],
    panel: Panel,
    detail: str,
    form: str,
) -> None:
    """The last value and the model that speaks, in every group."""
    from migrascope.foresight.detail import apart
    from migrascope.foresight.models.registry import NAIVE

    rows = [
        (str(record.horizon), group, trial.model, scores)
        for record in found
        for trial in made
        if trial.horizon == record.horizon and trial.model in (NAIVE.name, record.best)
        for group, scores in apart(trial, panel, detail)
    ]
    headers = ("ahead", detail, "model", *(name for name, _ in SHOWN))
    if form == "json":
        named = [dict(zip(headers, row[:3], strict=False)) for row in rows]
        scored = [asdict(row[3]) for row in rows]
        together = [{**one, **other} for one, other in zip(named, scored, strict=True)]
        click.echo(json.dumps(together, indent=2))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([*headers[:3], *(field.name for field in fields(rows[0][3]))])
        for *row, scores in rows:
            writer.writerow([*row, *(f"{each:.6g}" for each in astuple(scores))])
    else:
        shown = ("ahead", detail, "model", "n", *(header for _, header in SHOWN))
        table = [
            (
                *row,
                f"{scores.forecasts:,}",
                *(f"{getattr(scores, field):.2f}" for field, _ in SHOWN),
            )
            for *row, scores in sorted(rows, key=lambda row: row[0])
        ]
        printing.table(context, shown, table, right=shown[3:])


def _table(context: Context, record: Record, season: int) -> None:
    from migrascope.foresight.wording import Manner, steps

    count = next(iter(record.scores.values())).forecasts
    first, last = (Manner(season).time(each) for each in record.origins)
    click.echo(
        f"{steps(record.horizon, season)} ahead, {count:,} forecasts made from the "
        f"figures of {first} to {last}"
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


def _csv(found: Sequence[Record]) -> None:
    from migrascope.foresight.scores import Scores

    names = [field.name for field in fields(Scores)]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["horizon", "first_origin", "last_origin", "model", *names])
    for record in found:
        for name, scores in record.scores.items():
            values = [f"{getattr(scores, field):.6g}" for field in names]
            writer.writerow([record.horizon, *record.origins, name, *values])
