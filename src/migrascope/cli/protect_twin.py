"""Which records can be shared when no record of a person may be?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.protect_options import (
    cases_argument,
    check_account,
    codebook_option,
    control_option,
    output_option,
    plan_option,
    who_option,
    why_option,
)
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.protect.release.twinning import Private, Seeded, Twin


@click.command()
@cases_argument
@plan_option
@output_option
@who_option
@why_option
@codebook_option
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME",
    help="A column of the twin; repeatable (default: all that it can carry).",
)
@click.option(
    "--resolution",
    type=click.IntRange(min=2),
    metavar="N",
    help="So many people share each combination in it (default: 10).",
)
@click.option(
    "--epsilon",
    type=click.FloatRange(min=0, min_open=True),
    help="Make it with differential privacy instead (extra dp).",
)
@click.option(
    "--delta",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="With --epsilon: the chance that is left out of the promise (default: 1e-6).",
)
@control_option
@pass_context
def command(
    context: Context,
    *,
    cases: Path,
    plan: Path,
    output: Path,
    who: str,
    why: str,
    codebook: Path | None,
    columns: tuple[str, ...],
    resolution: int | None,
    epsilon: float | None,
    delta: float | None,
    control: Path | None,
) -> None:
    """Make a synthetic twin of CASES, prove it, and put it into DIR.

    Its records are nobody: they are made so that they add up to rounded counts of
    combinations, and no combination appears that few people share. With --epsilon
    they add up to noisy counts, under differential privacy. Identifiers, weights,
    households and columns in which most records are alone with their value are left
    out, and told. How near it is goes into DIR-inside.
    """
    if epsilon is None and delta is not None:
        raise UsageError("--delta goes with --epsilon.", "Say both, or neither.")
    if epsilon is not None and resolution is not None:
        raise UsageError(
            "--resolution is of a twin without --epsilon.",
            "Leave it out: with noise, nothing is rounded.",
        )
    from migrascope.protect.release.silence import silent

    with silent():
        from migrascope.protect.plan import reading
        from migrascope.protect.release import twinning
        from migrascope.protect.release.producing import Asked
        from migrascope.protect.release.record import Account

        decided = reading.load(plan)
        account = Account(who or decided.responsible, why or decided.purpose)
        check_account(account.who, account.why)
        asked = Asked(
            cases=cases,
            plan=plan,
            output=output,
            account=account,
            when=datetime.now(UTC),
            codebook=codebook,
            control=control,
        )
        way = _way(resolution, epsilon, delta)
        with context.progress("Making a twin", total=100) as advance:
            made = twinning.produce(
                asked,
                way,
                lambda doing, share: advance(int(100 * share), 100, doing),
                columns=columns,
            )
    _show(context, made)


def _way(
    resolution: int | None,
    epsilon: float | None,
    delta: float | None,
) -> Seeded | Private:
    from migrascope.protect.release.twinning import Private, Seeded

    if epsilon is not None:
        return Private(epsilon) if delta is None else Private(epsilon, delta)
    return Seeded() if resolution is None else Seeded(resolution)


def _show(context: Context, made: Twin) -> None:
    near = made.near
    sets = {**{f"{n} values": each for n, each in near.by_length.items()}}
    rows = [
        (
            name,
            f"{each.combinations:,}",
            f"{each.mean_count:,.1f}",
            f"{each.mean_error:,.1f}",
            f"{100 * each.lost:.1f} %",
            f"{each.fabricated:,}",
        )
        for name, each in {**sets, "all": near.overall}.items()
    ]
    headers = ("combinations of", "in the cases", "mean count", "mean error")
    more = ("lost", "made up")
    printing.table(context, (*headers, *more), rows, right={*headers[1:], *more})
    click.echo("")
    for line in made.verdict.lines():
        click.echo(line)
    for name, reason in made.left_out.items():
        context.say(f"Not in it: {name}; {reason}.")
    context.say(f"{near.twin_records:,} records released into {made.release}")
    context.say(f"For the inside only: {made.inside}, and the table above.")
