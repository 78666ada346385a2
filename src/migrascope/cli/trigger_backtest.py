"""Would the trigger have been right in the past?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.trigger_asking import DATA, FORM, FRAMEWORK, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from migrascope.foresight.frameworks.model import Framework
    from migrascope.foresight.frameworks.thresholds import Tried
    from migrascope.foresight.frameworks.trial import Trial


@click.command(name="backtest")
@FRAMEWORK
@DATA
@FORM
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page (.html) or its drawing (.svg, .png) as well.",
)
@pass_context
def command(
    context: Context,
    *,
    framework: Path,
    data: tuple[Path, ...],
    form: str,
    output: Path | None,
) -> None:
    """Say what FRAMEWORK would have done in the past, season by season.

    Hits, misses and false alarms with exact intervals, return periods, lead times,
    money and people, what other thresholds would have done, and what acting in vain
    costs against acting late. A season counts once.
    """
    from migrascope.foresight.frameworks import judging, thresholds, trial

    if output is not None:
        from migrascope.review import early_page

        early_page.insist(output)
    agreed, series = read(context, framework, data)
    with agreed.at_fault():
        found = trial.trial(agreed.framework, series)
    tried = thresholds.thresholds(agreed.framework, series)
    if form == "json":
        _json(agreed.framework, found, tried)
    else:
        _tell(context, agreed.framework, found, tried)
        for each in series.values():
            click.echo(f"From {each.origin}.")
        for text in judging.doubts(series):
            click.echo(f"Mind: {text}")
    if output is not None:
        today = datetime.now(UTC).date()
        early_page.write(output, agreed, series, found, tried, today=today)
        context.say(f"Written: {output}")


def _tell(
    context: Context, framework: Framework, found: Trial, tried: Sequence[Tried]
) -> None:
    from migrascope.foresight.frameworks import judging

    click.echo(f"{framework.title}: what it would have done")
    click.echo()
    money = f"money ({framework.money.currency})"
    headers = [money if name == "money" else name for name in judging.SEASONS]
    printing.table(
        context, headers, judging.seasons(found), right=("lead days", money, "people")
    )
    click.echo()
    for line in judging.verdict(framework, found):
        click.echo(line)
    click.echo()
    click.echo("Other thresholds of the activation, from the mildest to the strictest:")
    right = judging.THRESHOLDS[1:]
    printing.table(context, judging.THRESHOLDS, judging.thresholds(tried), right=right)
    click.echo(
        "A threshold that was chosen from this table looks better than it will be."
    )
    click.echo()


def _json(framework: Framework, found: Trial, tried: Sequence[Tried]) -> None:
    import json

    import msgspec

    from migrascope.foresight.frameworks import judging

    facts = {
        "title": framework.title,
        "says": judging.verdict(framework, found),
        "too_few": found.too_few,
        "detection": found.detection,
        "false_alarms": found.false_alarms,
        "acting": found.acting,
        "shocks": found.shocks,
        "seasons": [judging.facts(each) for each in found.seasons],
        "thresholds": [
            {
                "indicator": each.condition.indicator,
                "direction": each.condition.direction,
                "threshold": each.threshold,
                "unit": each.condition.unit,
                "agreed": each.agreed,
                "activations": each.trial.activations,
                "foreseen": each.trial.foreseen,
                "missed": each.trial.unforeseen,
                "in_vain": each.trial.in_vain,
                "lead_days": each.trial.leads,
            }
            for each in tried
        ],
    }
    click.echo(json.dumps(msgspec.to_builtins(facts), ensure_ascii=False, indent=2))
