"""How good were forecasts, had they been made in the past?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from migrascope.cli import foresight_options as options
from migrascope.cli.context import Context, pass_context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.foresight.models.model import Model


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
    help="Scores apart by size of the series, by region, or by year: of the last value "
    "and of the model that speaks.",
)
@click.option(
    "--model",
    "named",
    multiple=True,
    metavar="NAME",
    help="With --detail: this model too; may be repeated.",
)
@click.option(
    "--as-shown",
    is_flag=True,
    help="Score what a reader would have got, too: at each origin the model that had "
    "earned it until then (takes twice as long).",
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
    named: tuple[str, ...],
    as_shown: bool,
    boosting: bool,
    drivers: bool,
    form: str,
    as_of: date | None,
) -> None:
    """Score every model at past origins, beside the last value.

    At each origin only what was known then is used. A model is better when its gain
    over the last value is unlikely to be luck (Wilcoxon's test over series).
    """
    from migrascope.cli import foresight_scores_printing as printing
    from migrascope.foresight.forecasting import record_of, trials
    from migrascope.foresight.series.catalogue import SERIES
    from migrascope.foresight.shown import trials_as_shown

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
    also = _named(named, panel.season)
    with context.progress(options.TRYING) as advance:
        made = (trials_as_shown if as_shown else trials)(
            panel,
            horizons=tuple(sorted(set(horizons))),
            origins=origins or quantity.origins,
            beside=beside,
            advance=advance,
        )
    found = record_of(panel, made)
    if detail is not None:
        lines = printing.apart(found, made, panel, detail=detail, also=also)
    else:
        lines = printing.lines(found)
    if form == "csv":
        printing.csv_of(lines, detail)
    elif form == "json":
        whole = [asdict(each) for each in found] if detail is None else None
        click.echo(json.dumps(whole or printing.facts(lines, detail), indent=2))
    else:
        for record in found:
            printing.tables(context, record, lines, season=panel.season, detail=detail)
        click.echo(printing.LEGEND)


def _named(names: Sequence[str], season: int) -> set[str]:
    """The models that are named.

    Raises:
        UsageError: there is no such model.
    """
    from migrascope.foresight.models import registry

    return {registry.named(name, season).name for name in names}
